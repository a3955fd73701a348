"""What the clock and the calendar on one zone's wall show at an instant."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.intervals import Interval
from scheduling.rules import MIDNIGHT

DAY = 86_400
ONE_DAY = timedelta(days=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC) + ONE_DAY
# Since 1970 no zone has changed its clock twice within a week: equal offsets this far apart never changed.
STEADY_SPAN = timedelta(days=6)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def seconds_since_midnight(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def seconds_until(clock: time) -> int:
    """The same for an end, where 00:00 is the end of the day."""
    return DAY if clock == MIDNIGHT else seconds_since_midnight(clock)


def instants(day: date, second: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The earliest and the latest instant a time of day can mean; they differ only at a clock change."""
    wall = datetime.combine(day, MIDNIGHT) + timedelta(seconds=second)
    one, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return min(one, other), max(one, other)


class LocalDay:
    """The local day of one instant after another, each not before the last.

    Asking the zone is what costs, so it is asked once for a span of days. `begins` and `ends` are the
    midnights as instants, and `clear` is that day's share of `clear_times`, given for each weekday as times
    since midnight. Near a clock change every instant is a day of its own, `begins` and `ends` at once, with
    nothing clear.
    """

    def __init__(self, zone: ZoneInfo, clear_times: Sequence[Sequence[tuple[timedelta, timedelta]]]) -> None:
        self._zone = zone
        self._clear_times = clear_times
        self._offset: timedelta | None = None
        # The offset is known to hold from `begins` to here, and for the day of any instant a day before.
        self._steady_until = self._steady_day_until = LONG_AGO
        self.date = LONG_AGO.date()
        self.begins = self.ends = LONG_AGO
        self.clear: list[Interval] = []

    def enter(self, instant: datetime) -> None:
        """Go on to the day of an instant that is not before `ends`."""
        if instant <= self._steady_day_until or self._stays_steady(instant):
            while self.ends <= instant:
                self.date += ONE_DAY
                self.begins = self.ends
                self.ends += ONE_DAY
        else:
            self._jump(instant)
        begins = self.begins
        clear = self._clear_times[self.date.weekday()] if begins < self.ends else ()
        self.clear = [(begins + since, begins + until) for since, until in clear]

    def seconds(self, instant: datetime) -> int:
        """What the clock shows at an instant not before `begins`, counted from this day's midnight."""
        if instant <= self._steady_until and self.begins < self.ends:
            since = instant - self.begins
            return since.days * DAY + since.seconds
        wall = instant.astimezone(self._zone)
        return (wall.toordinal() - self.date.toordinal()) * DAY + seconds_since_midnight(wall.time())

    def _stays_steady(self, instant: datetime) -> bool:
        """Whether the offset still holds a day after the instant, looking one span ahead."""
        until = self._steady_until + STEADY_SPAN
        if self.begins < self.ends and instant + ONE_DAY <= until and self._offset_at(until) == self._offset:
            self._steady_until, self._steady_day_until = until, until - ONE_DAY
            return True
        return False

    def _jump(self, instant: datetime) -> None:
        offset = self._offset = self._offset_at(instant)
        self.date = local_date(instant, self._zone)
        self.begins = datetime.combine(self.date, MIDNIGHT, UTC) - (offset or timedelta(0))
        self.ends = self.begins + ONE_DAY
        is_steady = self._offset_at(self.begins) == offset
        for span in (STEADY_SPAN, ONE_DAY):
            self._steady_until = self.begins + span
            self._steady_day_until = self._steady_until - ONE_DAY
            if is_steady and self._offset_at(self._steady_until) == offset:
                return
        self.begins = self.ends = instant
        self._steady_until = self._steady_day_until = LONG_AGO

    def _offset_at(self, instant: datetime) -> timedelta | None:
        return instant.astimezone(self._zone).utcoffset()
