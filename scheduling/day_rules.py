"""The rules of each weekday: working hours, focus time, avoided days."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from scheduling.conflict_kinds import ConflictKind
from scheduling.intervals import Interval, subtract
from scheduling.local_clock import DAY, LONG_AGO, seconds_since_midnight, seconds_until
from scheduling.rules import Rules

type Windows = list[tuple[int, int]]


class Week:
    """What a meeting may break, by the weekday it begins on, in seconds since that midnight."""

    def __init__(self, rules: Rules) -> None:
        self._opens, self._closes = seconds_since_midnight(rules.work_start), seconds_until(rules.work_end)
        self._focus = [focus_windows(rules, number) for number in range(7)]
        self._avoided: list[Windows] = [
            [(0, DAY)] if number in rules.avoid_days else [] for number in range(7)
        ]

    def clear_times(self) -> list[list[tuple[timedelta, timedelta]]]:
        """For each weekday, since midnight, the time in which a meeting breaks nothing."""
        return [self._clear_time(number) for number in range(7)]

    def _clear_time(self, number: int) -> list[tuple[timedelta, timedelta]]:
        hours = [] if self._avoided[number] else [(self._opens, self._closes)]
        clear = subtract(map(_span, hours), map(_span, self._focus[number]))
        return [(start - LONG_AGO, end - LONG_AGO) for start, end in clear]

    def broken(self, number: int, begins: int, ends: int) -> Iterator[ConflictKind]:
        """What a meeting breaks that begins on weekday `number`."""
        if begins < self._opens or ends > self._closes:
            yield ConflictKind.OUTSIDE_HOURS
        if _touches(self._focus, number, begins, ends):
            yield ConflictKind.FOCUS_TIME
        if self._avoided[number] or (ends > DAY and _touches(self._avoided, number, begins, ends)):
            yield ConflictKind.AVOIDED_DAY


def _touches(windows: Sequence[Windows], number: int, begins: int, ends: int) -> bool:
    """Whether a meeting that begins on weekday `number` shares time with a window."""
    for later in range(min(ends // DAY, 7) + 1 if ends > DAY else 1):
        midnight = later * DAY
        for opens, closes in windows[(number + later) % 7]:
            if midnight + opens < ends and begins < midnight + closes:
                return True
    return False


def _span(window: tuple[int, int]) -> Interval:
    return LONG_AGO + timedelta(seconds=window[0]), LONG_AGO + timedelta(seconds=window[1])


def focus_windows(rules: Rules, number: int) -> Windows:
    """The focus time of a weekday, in seconds since midnight."""
    return [
        (seconds_since_midnight(block.start), seconds_until(block.end))
        for block in rules.focus
        if number in block.weekdays
    ]
