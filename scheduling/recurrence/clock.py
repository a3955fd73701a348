"""Between a series' wall clock and UTC. A clock of None is civil: its wall times are labelled UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_END_OF_DAY = time(23, 59, 59)


def clock_of(zone: str) -> ZoneInfo | None:
    return ZoneInfo(zone) if zone else None


def to_utc(wall: datetime, clock: ZoneInfo | None) -> datetime:
    """A skipped time is read with the offset before the gap, a repeated one is the first (§3.3.5)."""
    if clock is None:
        return wall.replace(tzinfo=UTC)
    return wall.replace(tzinfo=clock).astimezone(UTC)


def to_wall(moment: datetime, clock: ZoneInfo | None) -> datetime:
    """Naive, and not telling the second of a repeated hour from the first."""
    if clock is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(clock).replace(tzinfo=None, fold=0)


def latest_start(until: date, clock: ZoneInfo | None) -> datetime:
    """The last moment an instance may start at. UNTIL is inclusive (§3.3.10): a date takes its whole day."""
    if not isinstance(until, datetime):
        return to_utc(datetime.combine(until, _END_OF_DAY), clock)
    if until.tzinfo is None or clock is None:
        return to_utc(until.replace(tzinfo=None), clock)
    return until
