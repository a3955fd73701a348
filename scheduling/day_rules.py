"""The rules of a day: working hours, focus time, avoided days, the maximum of meetings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import time, timedelta

from scheduling.blocks import Block
from scheduling.conflict_kinds import Conflict, ConflictKind
from scheduling.intervals import Interval, subtract
from scheduling.local_clock import DAY, EPOCH, LocalClock, LocalDay, Reading, local_date, weekday
from scheduling.rules import MIDNIGHT, Rules

type Windows = list[tuple[int, int]]


class Week:
    """The rules of each weekday, in seconds since its midnight."""

    def __init__(self, rules: Rules) -> None:
        self._opens, self._closes = seconds_since_midnight(rules.work_start), seconds_until(rules.work_end)
        self._focus = [focus_windows(rules, number) for number in range(7)]
        self._avoided: list[Windows] = [
            [(0, DAY)] if number in rules.avoid_days else [] for number in range(7)
        ]
        self._clear = [self._clear_time(number) for number in range(7)]

    def _clear_time(self, number: int) -> list[tuple[timedelta, timedelta]]:
        hours = [] if self._avoided[number] else [(self._opens, self._closes)]
        clear = subtract(map(_span, hours), map(_span, self._focus[number]))
        return [(start - EPOCH, end - EPOCH) for start, end in clear]

    def clear_time(self, day: LocalDay) -> list[Interval]:
        """The time of a day in which a meeting breaks nothing; none where the clock changes."""
        if day.begins == day.ends:
            return []
        midnight = day.begins
        return [(midnight + start, midnight + end) for start, end in self._clear[weekday(day.number)]]

    def broken(self, since: Reading, until: Reading) -> Iterator[ConflictKind]:
        """What a meeting breaks that begins and ends at these readings of the clock."""
        number = weekday(since.days)
        begins, ends = since.seconds, until.seconds + (until.days - since.days) * DAY
        if begins < self._opens or ends > self._closes:
            yield ConflictKind.OUTSIDE_HOURS
        if _touches(self._focus, number, begins, ends):
            yield ConflictKind.FOCUS_TIME
        if self._avoided[number] or (ends > DAY and _touches(self._avoided, number, begins, ends)):
            yield ConflictKind.AVOIDED_DAY


def against_day_rules(
    meetings: Iterable[Block], rules: Rules, clock: LocalClock
) -> defaultdict[ConflictKind, list[Conflict]]:
    """The conflicts of `meetings` (in time order) by kind; at most one of a kind for a meeting or a day."""
    week = Week(rules)
    found: defaultdict[ConflictKind, list[Conflict]] = defaultdict(list)
    of_days: dict[int, list[Block]] = {}
    of_day: list[Block] = []
    clear: list[Interval] = []
    begins = ends = EPOCH
    for meeting in meetings:
        start, end = meeting.start, meeting.end
        if not begins <= start < ends:
            number, begins, ends = day = clock.day(start)
            clear = week.clear_time(day)
            of_day = of_days.setdefault(number, [])
        of_day.append(meeting)
        for clear_from, clear_until in clear:
            if clear_from <= start and end <= clear_until:
                break
        else:
            for kind in week.broken(clock.read(start), clock.read(end)):
                found[kind].append(Conflict(kind, (meeting,), start, end, clock.date(start)))
    if rules.max_per_day is not None:
        crowds = ((number, crowd) for number, crowd in of_days.items() if len(crowd) > rules.max_per_day)
        found[ConflictKind.OVER_MAXIMUM] = [_over_maximum(*crowd) for crowd in crowds]
    return found


def _touches(windows: Sequence[Windows], number: int, begins: int, ends: int) -> bool:
    """Whether a meeting that begins on weekday `number` shares time with a window."""
    for later in range(max(0, min(ends // DAY, 7)) + 1):
        midnight = later * DAY
        for opens, closes in windows[(number + later) % 7]:
            if midnight + opens < ends and begins < midnight + closes:
                return True
    return False


def _over_maximum(day: int, meetings: Sequence[Block]) -> Conflict:
    latest = max(meeting.end for meeting in meetings)
    kind = ConflictKind.OVER_MAXIMUM
    return Conflict(kind, tuple(meetings), meetings[0].start, latest, local_date(day))


def _span(window: tuple[int, int]) -> Interval:
    return EPOCH + timedelta(seconds=window[0]), EPOCH + timedelta(seconds=window[1])


def focus_windows(rules: Rules, number: int) -> Windows:
    """The focus time of a weekday, in seconds since midnight."""
    return [
        (seconds_since_midnight(block.start), seconds_until(block.end))
        for block in rules.focus
        if number in block.weekdays
    ]


def seconds_since_midnight(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def seconds_until(clock: time) -> int:
    """The same for an end, where 00:00 is the end of the day."""
    return DAY if clock == MIDNIGHT else seconds_since_midnight(clock)
