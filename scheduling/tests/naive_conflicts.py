"""The oracle: what find_conflicts must find, by comparing all pairs and dates, with no thought of speed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from scheduling.blocks import Block
from scheduling.conflict_kinds import Conflict, ConflictKind
from scheduling.rules import Rules

ONE_DAY = timedelta(days=1)


def naive_conflicts(blocks: Sequence[Block], rules: Rules) -> list[Conflict]:
    ordered = sorted(blocks, key=lambda block: (block.start, block.end, block.meeting_id))
    meetings = [b for b in ordered if not b.is_hold and not b.is_focus and not b.is_all_day]
    return [
        *naive_overlaps(ordered, rules),
        *naive_buffers(meetings, rules),
        *naive_hours(meetings, rules),
        *naive_focus(ordered, meetings, rules),
        *naive_avoided(meetings, rules),
        *naive_maximum(meetings, rules),
    ]


def shares_time(one: Block, other: Block) -> bool:
    return one.start < other.end and other.start < one.end


def wall(instant: datetime, rules: Rules) -> datetime:
    return instant.astimezone(rules.zone).replace(tzinfo=None)


def day_of(instant: datetime, rules: Rules) -> date:
    return wall(instant, rules).date()


def clock_window(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    last = day if end != time(0) else day + ONE_DAY
    return datetime.combine(day, start), datetime.combine(last, end)


def of_meeting(kind: ConflictKind, meeting: Block, rules: Rules) -> Conflict:
    return Conflict(kind, (meeting,), meeting.start, meeting.end, day_of(meeting.start, rules))


def naive_overlaps(ordered: Sequence[Block], rules: Rules) -> Iterator[Conflict]:
    for index, later in enumerate(ordered):
        for earlier in ordered[:index]:
            is_of_meetings = not earlier.is_focus and not later.is_focus
            if is_of_meetings and shares_time(earlier, later) and not (earlier.is_hold and later.is_hold):
                end = min(earlier.end, later.end)
                day = day_of(later.start, rules)
                yield Conflict(ConflictKind.OVERLAP, (earlier, later), later.start, end, day)


def naive_buffers(meetings: Sequence[Block], rules: Rules) -> Iterator[Conflict]:
    for index, later in enumerate(meetings):
        over = [earlier for earlier in meetings[:index] if earlier.end <= later.start]
        if over:
            latest = max(earlier.end for earlier in over)
            earlier = [block for block in over if block.end == latest][-1]
            if later.start - latest < rules.buffer:
                day = day_of(later.start, rules)
                yield Conflict(ConflictKind.NO_BUFFER, (earlier, later), latest, later.start, day)


def naive_hours(meetings: Sequence[Block], rules: Rules) -> Iterator[Conflict]:
    for meeting in meetings:
        day = day_of(meeting.start, rules)
        opens, closes = clock_window(day, rules.work_start, rules.work_end)
        if wall(meeting.start, rules) < opens or wall(meeting.end, rules) > closes:
            yield of_meeting(ConflictKind.OUTSIDE_HOURS, meeting, rules)


def naive_focus(ordered: Sequence[Block], meetings: Sequence[Block], rules: Rules) -> Iterator[Conflict]:
    keepers = [block for block in ordered if block.is_focus and not block.is_hold]
    for index, later in enumerate(ordered):
        for earlier in ordered[:index]:
            for meeting, keeper in ((earlier, later), (later, earlier)):
                if meeting in meetings and keeper in keepers and shares_time(meeting, keeper):
                    end = min(meeting.end, keeper.end)
                    day = day_of(later.start, rules)
                    yield Conflict(ConflictKind.FOCUS_TIME, (meeting, keeper), later.start, end, day)
        is_kept = any(shares_time(later, keeper) for keeper in keepers)
        if later in meetings and not is_kept and is_in_focus_time(later, rules):
            yield of_meeting(ConflictKind.FOCUS_TIME, later, rules)


def is_in_focus_time(meeting: Block, rules: Rules) -> bool:
    start, end = wall(meeting.start, rules), wall(meeting.end, rules)
    days = [start.date() + ONE_DAY * number for number in range(20)]
    windows = [
        clock_window(day, block.start, block.end)
        for block in rules.focus
        for day in days
        if day.weekday() in block.weekdays
    ]
    return any(opens < end and start < closes for opens, closes in windows)


def naive_avoided(meetings: Sequence[Block], rules: Rules) -> Iterator[Conflict]:
    for meeting in meetings:
        start, end = wall(meeting.start, rules), wall(meeting.end, rules)
        days = [start.date()]
        while datetime.combine(days[-1] + ONE_DAY, time(0)) < end:
            days.append(days[-1] + ONE_DAY)
        if any(day.weekday() in rules.avoid_days for day in days):
            yield of_meeting(ConflictKind.AVOIDED_DAY, meeting, rules)


def naive_maximum(meetings: Sequence[Block], rules: Rules) -> Iterator[Conflict]:
    for day in sorted({day_of(meeting.start, rules) for meeting in meetings}):
        crowd = tuple(meeting for meeting in meetings if day_of(meeting.start, rules) == day)
        if rules.max_per_day is not None and len(crowd) > rules.max_per_day:
            end = max(meeting.end for meeting in crowd)
            yield Conflict(ConflictKind.OVER_MAXIMUM, crowd, crowd[0].start, end, day)
