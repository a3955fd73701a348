"""What the clock and the calendar on one zone's wall show at an instant."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.intervals import Interval

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = EPOCH.toordinal()
EPOCH_WEEKDAY = EPOCH.weekday()
DAY = 86_400
ONE_DAY = timedelta(days=1)
# Since 1970 no zone has changed its clock twice within a week: equal offsets this far apart never changed.
STEADY_SPAN = timedelta(days=6)

type Reading = timedelta


def read(instant: datetime, zone: ZoneInfo) -> Reading:
    """The wall time since 1970-01-01 00:00 on that wall: `days` number the local dates, `seconds` tell the time."""
    return instant.astimezone(zone).replace(tzinfo=UTC) - EPOCH


def local_date(day: int) -> date:
    return date.fromordinal(EPOCH_ORDINAL + day)


def weekday(day: int) -> int:
    """Monday is 0."""
    return (day + EPOCH_WEEKDAY) % 7


def instants(day: int, second: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The earliest and the latest instant a time of day can mean; they differ only at a clock change."""
    wall = datetime.combine(local_date(day), time(0)) + timedelta(seconds=second)
    one, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return min(one, other), max(one, other)


class Today:
    """The local day of one instant after another, each not before the last.

    Asking the zone is what costs, so it is asked once for a span of days. `begins` and `ends` are the midnights
    as instants, and `clear` is that day's share of `clear_times`, given for each weekday as times since
    midnight. Near a clock change every instant is a day of its own (`begins` = `ends`), none of it clear.
    """

    def __init__(self, zone: ZoneInfo, clear_times: Sequence[Sequence[tuple[timedelta, timedelta]]]) -> None:
        self._zone = zone
        self._clear_times = clear_times
        self._offset: timedelta | None = None
        self._steady_until = EPOCH
        self._date: date | None = None
        self.number = 0
        self.begins = self.ends = EPOCH
        self.clear: list[Interval] = []

    @property
    def date(self) -> date:
        if self._date is None:
            self._date = local_date(self.number)
        return self._date

    def seconds(self, instant: datetime) -> int:
        """What the clock shows at an instant, counted from this day's midnight."""
        if self.begins < self.ends:
            since = instant - self.begins
            if instant <= self._steady_until:
                return since.days * DAY + since.seconds
        reading = read(instant, self._zone)
        return (reading.days - self.number) * DAY + reading.seconds

    def enter(self, instant: datetime) -> None:
        """Go on to the day of an instant that is not before `ends`."""
        self._date = None
        if self._is_steady_at(instant):
            while self.ends <= instant:
                self.number += 1
                self.begins, self.ends = self.ends, self.ends + ONE_DAY
        else:
            self._jump(instant)
        self.clear = []
        if self.begins < self.ends <= self._steady_until:
            begins = self.begins
            self.clear = [(begins + a, begins + b) for a, b in self._clear_times[weekday(self.number)]]

    def _is_steady_at(self, instant: datetime) -> bool:
        """Whether the offset of the last day still holds a day after the instant, looking one span ahead."""
        if self.begins == self.ends:
            return False
        if instant + ONE_DAY <= self._steady_until:
            return True
        until = self._steady_until + STEADY_SPAN
        if instant + ONE_DAY <= until and self._offset_at(until) == self._offset:
            self._steady_until = until
            return True
        return False

    def _jump(self, instant: datetime) -> None:
        self._offset = self._offset_at(instant)
        self.number = read(instant, self._zone).days
        self.begins = EPOCH + timedelta(self.number) - (self._offset or timedelta(0))
        self.ends = self.begins + ONE_DAY
        for span in (STEADY_SPAN, ONE_DAY):
            self._steady_until = self.begins + span
            if self._offset_at(self.begins) == self._offset == self._offset_at(self._steady_until):
                return
        self.begins = self.ends = self._steady_until = instant

    def _offset_at(self, instant: datetime) -> timedelta | None:
        return instant.astimezone(self._zone).utcoffset()
