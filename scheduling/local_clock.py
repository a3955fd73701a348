"""What the clock and the calendar on one zone's wall show at an instant."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = EPOCH.toordinal()
EPOCH_WEEKDAY = EPOCH.weekday()
DAY = 86_400
ONE_DAY = timedelta(days=1)
# With a day on either side six: since 1970 no zone has changed its clock twice within a week.
STRETCH_DAYS = 4

type Reading = timedelta


class LocalDay(NamedTuple):
    """A local date, numbered from 1970-01-01, and its midnights as instants.

    Where a clock change is near, both midnights are the instant asked for: there every instant needs a
    reading of its own.
    """

    number: int
    begins: datetime
    ends: datetime


class LocalClock:
    """Readings of one zone: the wall time as a timedelta since 1970-01-01 00:00 on that wall.

    Its `days` number the local dates and its `seconds` tell the time of day. Asking the zone is what costs,
    so it is asked once for a stretch of days, and for every instant only near a clock change.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._zeros: dict[int, datetime | None] = {}
        self._today = LocalDay(0, EPOCH, EPOCH)
        self._date = EPOCH.date()

    def read(self, instant: datetime) -> Reading:
        zero = self._zero(instant)
        if zero is None:
            return instant.astimezone(self._zone).replace(tzinfo=UTC) - EPOCH
        return instant - zero

    def day(self, instant: datetime) -> LocalDay:
        zero = self._zero(instant)
        if zero is None:
            return LocalDay(self.read(instant).days, instant, instant)
        number = (instant - zero).days
        midnight = zero + timedelta(number)
        return LocalDay(number, midnight, midnight + ONE_DAY)

    def date(self, instant: datetime) -> date:
        """The local date; quick for one instant after another of the same day."""
        if not self._today.begins <= instant < self._today.ends:
            self._today = self.day(instant)
            self._date = local_date(self._today.number)
        return self._date

    def instants(self, day: int, second: int) -> tuple[datetime, datetime]:
        """The earliest and the latest instant a time of day can mean; they differ only at a clock change."""
        wall = datetime.combine(local_date(day), time(0)) + timedelta(seconds=second)
        one, other = (wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        return min(one, other), max(one, other)

    def _zero(self, instant: datetime) -> datetime | None:
        """The instant at which the clock would have read zero, had it always gone as on the days around.

        None where the clock changes on those days.
        """
        number = (instant - EPOCH).days // STRETCH_DAYS
        try:
            return self._zeros[number]
        except KeyError:
            begins = EPOCH + timedelta(number * STRETCH_DAYS - 1)
            offset = begins.astimezone(self._zone).utcoffset()
            last_offset = (begins + timedelta(STRETCH_DAYS + 2)).astimezone(self._zone).utcoffset()
            is_steady = offset is not None and offset == last_offset
            self._zeros[number] = EPOCH - offset if is_steady else None
            return self._zeros[number]


def local_date(day: int) -> date:
    return date.fromordinal(EPOCH_ORDINAL + day)


def weekday(day: int) -> int:
    """Monday is 0."""
    return (day + EPOCH_WEEKDAY) % 7
