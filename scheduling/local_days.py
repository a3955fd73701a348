"""The days of one zone as UTC instants, with the working hours and focus time of each.

Bounds are worked out once a day, not once a meeting: converting between zones is what costs time.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from scheduling.intervals import Interval, merge
from scheduling.rules import MIDNIGHT, Rules

ONE_DAY = timedelta(days=1)
# A longer stretch meets every weekday, on two of them clear of a clock change.
MOST_DAYS_OF_ONE_STRETCH = 15


class LocalDay(NamedTuple):
    """All bounds are UTC instants. On the day of a clock change a window may be empty or reversed."""

    date: date
    start: datetime
    end: datetime
    opens: datetime
    closes: datetime
    is_avoided: bool
    focus: tuple[Interval, ...]


class LocalDays:
    """The calendar days of `rules.zone`, made as they are asked for.

    A day runs from its first midnight to the first midnight of the next, so days never overlap, even where
    the clock goes back over midnight. A time the clock skips is read with the offset before the change
    (RFC 5545 §3.3.5), one it shows twice is the first of the two.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._days: dict[date, LocalDay] = {}
        self._windows = [_focus_clock(rules, weekday) for weekday in range(7)]
        self._opens = _since_midnight(rules.work_start)
        self._closes = _until(rules.work_end)

    def on(self, instant: datetime) -> LocalDay:
        """The day that an instant falls on."""
        day = self.of(instant.astimezone(self._rules.zone).date())
        return day if instant < day.end else self.of(day.date + ONE_DAY)

    def of(self, day: date) -> LocalDay:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._make(day)
        return found

    def touched(self, start: datetime, end: datetime) -> Iterator[LocalDay]:
        """The days of a stretch in order, of a long one the first fifteen; always the day of its start."""
        day = self.on(start)
        for _ in range(MOST_DAYS_OF_ONE_STRETCH):
            yield day
            if end <= day.end:
                return
            day = self.of(day.date + ONE_DAY)

    def _make(self, day: date) -> LocalDay:
        yesterday = self._days.get(day - ONE_DAY)
        start = yesterday.end if yesterday else self._instant(day, timedelta(0))
        end = self._instant(day, ONE_DAY)
        is_plain = end - start == ONE_DAY
        weekday = day.weekday()

        def at(clock: timedelta) -> datetime:
            return start + clock if is_plain else self._instant(day, clock)

        return LocalDay(
            day,
            start,
            end,
            at(self._opens),
            at(self._closes),
            weekday in self._rules.avoid_days,
            tuple(_not_empty((at(since), at(until)) for since, until in self._windows[weekday])),
        )

    def _instant(self, day: date, clock: timedelta) -> datetime:
        wall = datetime.combine(day, MIDNIGHT) + clock
        return wall.replace(tzinfo=self._rules.zone).astimezone(UTC)


def _since_midnight(clock: time) -> timedelta:
    return datetime.combine(date.min, clock) - datetime.min


def _until(clock: time) -> timedelta:
    return ONE_DAY if clock == MIDNIGHT else _since_midnight(clock)


def _focus_clock(rules: Rules, weekday: int) -> list[tuple[timedelta, timedelta]]:
    """The weekday's focus windows by the clock, as time since midnight."""
    blocks = (block for block in rules.focus if weekday in block.weekdays)
    windows = merge(
        (datetime.min + _since_midnight(block.start), datetime.min + _until(block.end)) for block in blocks
    )
    return [(start - datetime.min, end - datetime.min) for start, end in windows]


def _not_empty(windows: Iterable[Interval]) -> Iterator[Interval]:
    return ((start, end) for start, end in windows if start < end)
