"""The rules of a day: working hours, focus time, avoided days, the maximum of meetings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import time

from scheduling.blocks import Block
from scheduling.conflict_kinds import Conflict, ConflictKind
from scheduling.local_clock import DAY, LocalClock, local_date, weekday
from scheduling.rules import MIDNIGHT, Rules

type Windows = list[tuple[int, int]]


def against_day_rules(
    meetings: Iterable[Block], rules: Rules, clock: LocalClock
) -> defaultdict[ConflictKind, list[Conflict]]:
    """The conflicts of `meetings` (in time order) by kind; at most one of a kind for a meeting or a day."""
    opens, closes = seconds_since_midnight(rules.work_start), seconds_until(rules.work_end)
    focus = [focus_windows(rules, number) for number in range(7)]
    avoided: list[Windows] = [[(0, DAY)] if number in rules.avoid_days else [] for number in range(7)]
    found: defaultdict[ConflictKind, list[Conflict]] = defaultdict(list)
    of_day: defaultdict[int, list[Block]] = defaultdict(list)
    for meeting, since, until in clock.read_spans(meetings):
        day, begins = since.days, since.seconds
        ends = until.seconds + (until.days - day) * DAY
        number = weekday(day)
        of_day[day].append(meeting)
        broken = []
        if begins < opens or ends > closes:
            broken.append(ConflictKind.OUTSIDE_HOURS)
        if (focus[number] or ends > DAY) and _touches(focus, number, begins, ends):
            broken.append(ConflictKind.FOCUS_TIME)
        if avoided[number] or (ends > DAY and _touches(avoided, number, begins, ends)):
            broken.append(ConflictKind.AVOIDED_DAY)
        for kind in broken:
            found[kind].append(Conflict(kind, (meeting,), meeting.start, meeting.end, local_date(day)))
    if rules.max_per_day is not None:
        found[ConflictKind.OVER_MAXIMUM] = [
            _over_maximum(day, crowd) for day, crowd in of_day.items() if len(crowd) > rules.max_per_day
        ]
    return found


def _touches(windows: Sequence[Windows], number: int, begins: int, ends: int) -> bool:
    """Whether a meeting that begins on weekday `number` shares time with a window, in seconds of its day."""
    last = min(ends // DAY, 7)
    for later in range(max(last, 0) + 1):
        for opens, closes in windows[(number + later) % 7]:
            if opens + later * DAY < ends and begins < closes + later * DAY:
                return True
    return False


def _over_maximum(day: int, meetings: Sequence[Block]) -> Conflict:
    latest = max(meeting.end for meeting in meetings)
    kind = ConflictKind.OVER_MAXIMUM
    return Conflict(kind, tuple(meetings), meetings[0].start, latest, local_date(day))


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
