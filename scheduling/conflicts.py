"""Conflicts on one person's calendar: sweeps for what touches, one pass by the clock for the day's rules."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from scheduling.blocks import Block, in_order
from scheduling.conflict_kinds import Conflict, ConflictKind
from scheduling.day_rules import against_day_rules
from scheduling.local_clock import LocalClock
from scheduling.overlaps import following_closely, overlapping
from scheduling.rules import Rules

__all__ = ["Block", "Conflict", "ConflictKind", "find_conflicts"]

by_start = itemgetter(Conflict._fields.index("start"))


def find_conflicts(blocks: Iterable[Block], rules: Rules) -> list[Conflict]:
    """All conflicts of one person, by start, then in the order of ConflictKind, then of the meetings.

    Meetings (firm, timed) are subject to all kinds. An all-day block or a hold takes part in OVERLAP only,
    and two holds never conflict. Focus blocks yield FOCUS_TIME for the meetings in them, and nothing else.
    Two that overlap are never short of a buffer too. Time of day is what the clock of the zone shows at the
    start and at the end, in whole seconds, also on the days it is changed.
    """
    ordered = in_order(blocks)
    meetings = [b for b in ordered if not (b.is_hold or b.is_focus or b.is_all_day)]
    clock = LocalClock(rules.zone)
    overlaps, in_focus = _shared_time(ordered, clock)
    in_focus_block = {id(conflict.blocks[0]) for conflict in in_focus}
    broken = against_day_rules(meetings, rules, clock)
    broken[ConflictKind.OVERLAP] = overlaps
    broken[ConflictKind.NO_BUFFER] = list(_without_buffer(meetings, rules, clock))
    broken[ConflictKind.FOCUS_TIME] = in_focus + [
        conflict
        for conflict in broken[ConflictKind.FOCUS_TIME]
        if id(conflict.blocks[0]) not in in_focus_block
    ]
    return sorted((conflict for kind in ConflictKind for conflict in broken[kind]), key=by_start)


def _shared_time(ordered: Sequence[Block], clock: LocalClock) -> tuple[list[Conflict], list[Conflict]]:
    """The overlaps, and the meetings in focus blocks."""
    overlaps: list[Conflict] = []
    focus: list[Conflict] = []
    for pair in overlapping(ordered):
        earlier, later = pair
        start, end = later.start, min(earlier.end, later.end)
        if earlier.is_focus or later.is_focus:
            meeting, keeper = pair if later.is_focus else (later, earlier)
            if meeting.is_meeting and keeper.is_focus and not keeper.is_hold:
                focus.append(
                    Conflict(ConflictKind.FOCUS_TIME, (meeting, keeper), start, end, clock.day(start))
                )
        elif not (earlier.is_hold and later.is_hold):
            overlaps.append(Conflict(ConflictKind.OVERLAP, pair, start, end, clock.day(start)))
    return overlaps, focus


def _without_buffer(meetings: Sequence[Block], rules: Rules, clock: LocalClock) -> Iterator[Conflict]:
    for pair in following_closely(meetings, rules.buffer):
        start, end = pair[0].end, pair[1].start
        yield Conflict(ConflictKind.NO_BUFFER, pair, start, end, clock.day(start))
