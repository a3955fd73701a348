"""What the clock and the calendar on one zone's wall show at an instant."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.blocks import Block

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = EPOCH.toordinal()
EPOCH_WEEKDAY = EPOCH.weekday()
DAY = 86_400
# No zone changes its clock twice in so short a time (since 1970 the closest two are a week apart).
STRETCH_DAYS = 6
STRETCH = timedelta(days=STRETCH_DAYS)

type Reading = timedelta
type Stretch = tuple[datetime, datetime, datetime]


class LocalClock:
    """Readings of one zone: the wall time as a timedelta since 1970-01-01 00:00 on that wall.

    Its `days` number the local dates and its `seconds` tell the time of day. Asking the zone is what costs,
    so it is asked once for a stretch of days, and for every instant only where the clock changes.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._stretches: dict[int, Stretch | None] = {}

    def read(self, instant: datetime) -> Reading:
        stretch = self._stretch(instant)
        if stretch is None:
            return instant.astimezone(self._zone).replace(tzinfo=UTC) - EPOCH
        return instant - stretch[2]

    def day(self, instant: datetime) -> date:
        return local_date(self.read(instant).days)

    def instants(self, day: int, second: int) -> tuple[datetime, datetime]:
        """The earliest and the latest instant a time of day can mean; they differ only at a clock change."""
        wall = datetime.combine(local_date(day), time(0)) + timedelta(seconds=second)
        first, second_time = (wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        return min(first, second_time), max(first, second_time)

    def read_spans(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, Reading, Reading]]:
        """Each block with the readings at its start and at its end."""
        begins = ends = zero = EPOCH
        for block in blocks:
            start, end = block.start, block.end
            if begins <= start and end < ends:
                yield block, start - zero, end - zero
                continue
            begins, ends, zero = self._stretch(start) or (EPOCH, EPOCH, EPOCH)
            yield block, self.read(start), self.read(end)

    def _stretch(self, instant: datetime) -> Stretch | None:
        """The stretch around an instant (begin, end, the instant its clock would have read zero).

        None when the clock changes in it.
        """
        number = (instant - EPOCH).days // STRETCH_DAYS
        if number not in self._stretches:
            begins = EPOCH + number * STRETCH
            ends = begins + STRETCH
            offset = begins.astimezone(self._zone).utcoffset() or timedelta(0)
            is_steady = offset == ends.astimezone(self._zone).utcoffset()
            self._stretches[number] = (begins, ends, EPOCH - offset) if is_steady else None
        return self._stretches[number]


def local_date(days: int) -> date:
    return date.fromordinal(EPOCH_ORDINAL + days)


def weekday(days: int) -> int:
    """Monday is 0."""
    return (days + EPOCH_WEEKDAY) % 7
