"""Ways out of a conflict: another time for one of its meetings, free for everyone whose calendar is known."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from scheduling.blocks import Block, BlockKey
from scheduling.conflicts import Conflict, ConflictKind, find_conflicts
from scheduling.intervals import Interval
from scheduling.local_clock import DAY, ONE_DAY, instants, local_date, seconds_since_midnight, seconds_until
from scheduling.slots import Calendar, free_slots, quarter_hours

DAYS_AHEAD = 7
# Zones lie up to 26 hours apart: whole local days of everyone, and what stands next to them.
MARGIN = timedelta(days=3)
LEAST_APART = timedelta(minutes=30)
# What else a move costs, in the minutes of moving that weigh the same.
COST_OF_A_PERSON = 30
COST_OF_A_FIRM_MEETING = 60
COST_OF_AN_UNLIKED_TIME = 60
MINUTE = timedelta(minutes=1)


class FixKind(StrEnum):
    EARLIER_THAT_DAY = "earlier_that_day"
    LATER_THAT_DAY = "later_that_day"
    ANOTHER_DAY = "another_day"


@dataclass(frozen=True, slots=True)
class Fix:
    """Moving `block`, which takes as long as before, to `start` (UTC).

    The facts to write a reason from: how many people it is free for (the owner counted), how many more
    attend whose calendar is not known, minutes moved (negative: earlier), whether the owner prefers that time
    of day, and the owner's conflicts that are gone with it. The least `cost` is best, the same day before.
    """

    block: Block
    start: datetime
    end: datetime
    kind: FixKind
    people_free: int
    people_unknown: int
    minutes_moved: int
    is_preferred_time: bool
    resolves: tuple[Conflict, ...]
    cost: int

    @property
    def is_same_day(self) -> bool:
        return self.kind is not FixKind.ANOTHER_DAY


@dataclass(frozen=True, slots=True)
class _Move:
    """A block that may be moved: for whom, out of which conflicts, and how many calendars are not known."""

    block: Block
    calendars: tuple[Calendar, ...]
    people_unknown: int
    resolves: tuple[Conflict, ...]
    window: Interval


def suggest_fixes(
    conflict: Conflict,
    *,
    owner: str,
    calendars: Mapping[str, Calendar],
    attendees: Mapping[BlockKey, Collection[str]],
    is_movable: Callable[[Block], bool],
    now: datetime,
    limit: int = 3,
) -> list[Fix]:
    """The best few ways to resolve a conflict of the owner's calendar, the best first.

    `attendees` names the people of a meeting, the owner or not; those in `calendars` are asked to be free.
    A calendar may hold the meeting itself, under the same key. Calendars must be complete from three days
    before the meeting to eleven days after. No fix brings a new conflict to anyone known; a day over its
    maximum by several comes down by one. A conflict no longer on the calendar has no fixes.
    """
    fixes: list[Fix] = []
    for block in conflict.blocks:
        is_ahead = now <= block.start < block.end
        if is_ahead and not block.is_all_day and is_movable(block):
            people = {owner, *attendees.get(block.key, ())}
            known = (
                calendars[owner],
                *(calendars[who] for who in sorted(people - {owner}) if who in calendars),
            )
            move = _prepare(conflict, block, known, len(people) - len(known), now)
            fixes += _ways(move) if move else ()
    return _spread(sorted(fixes, key=_rank), limit)


def _prepare(
    conflict: Conflict, block: Block, known: Sequence[Calendar], people_unknown: int, now: datetime
) -> _Move | None:
    """None where taking the block away does not help, or lays bare another conflict behind it."""
    zone = known[0].rules.zone
    day = local_date(block.start, zone)
    window = max(now, instants(day, 0, zone)[0]), instants(day + ONE_DAY * (DAYS_AHEAD + 1), 0, zone)[1]
    nearby = tuple(_nearby(calendar, window) for calendar in known)
    before: dict[object, Conflict] = {}
    resolves: tuple[Conflict, ...] = ()
    for calendar in reversed(nearby):
        before = {found.key: found for found in find_conflicts(calendar.blocks, calendar.rules)}
        rest = (other for other in calendar.blocks if other.key != block.key)
        after = {found.key for found in find_conflicts(rest, calendar.rules)}
        if not after <= before.keys():
            return None
        resolves = tuple(found for key, found in before.items() if key not in after)
    is_relief = conflict.kind is ConflictKind.OVER_MAXIMUM and conflict.key in before
    if not is_relief and conflict.key not in {found.key for found in resolves}:
        return None
    return _Move(block, nearby, people_unknown, resolves, window)


def _nearby(calendar: Calendar, window: Interval) -> Calendar:
    since, until = window[0] - MARGIN, window[1] + MARGIN
    blocks = tuple(block for block in calendar.blocks if since <= block.end and block.start <= until)
    return replace(calendar, blocks=blocks)


def _ways(move: _Move) -> Iterator[Fix]:
    block = move.block
    duration = block.end - block.start
    for slot in free_slots(duration, move.window, move.calendars, without={block.key}):
        for start in quarter_hours(slot, duration):
            if start != block.start:
                yield _fix(move, start)


def _fix(move: _Move, start: datetime) -> Fix:
    block = move.block
    end = start + (block.end - block.start)
    minutes_moved = (start - block.start) // MINUTE
    is_preferred = _is_preferred(move.calendars[0], start, end)
    people = len(move.calendars) + move.people_unknown
    return Fix(
        block=block,
        start=start,
        end=end,
        kind=_kind(move.calendars[0], block.start, start),
        people_free=len(move.calendars),
        people_unknown=move.people_unknown,
        minutes_moved=minutes_moved,
        is_preferred_time=is_preferred,
        resolves=move.resolves,
        cost=abs(minutes_moved)
        + (people - 1) * COST_OF_A_PERSON
        + (end - start) // MINUTE
        + (0 if block.is_hold else COST_OF_A_FIRM_MEETING)
        + (0 if is_preferred else COST_OF_AN_UNLIKED_TIME),
    )


def _kind(owner: Calendar, old_start: datetime, start: datetime) -> FixKind:
    if local_date(old_start, owner.rules.zone) != local_date(start, owner.rules.zone):
        return FixKind.ANOTHER_DAY
    return FixKind.EARLIER_THAT_DAY if start < old_start else FixKind.LATER_THAT_DAY


def _is_preferred(owner: Calendar, start: datetime, end: datetime) -> bool:
    """Within a preferred part of the owner's day; any time is, where none is named."""
    since, until = (instant.astimezone(owner.rules.zone) for instant in (start, end))
    ends = (until.date() - since.date()).days * DAY + seconds_since_midnight(until.time())
    parts = owner.rules.preferred
    return not parts or any(
        opens <= since.time() and ends <= seconds_until(closes) for opens, closes in parts
    )


def _rank(fix: Fix) -> tuple[bool, int, datetime, str]:
    return not fix.is_same_day, fix.cost, fix.start, fix.block.meeting_id


def _spread(ranked: Sequence[Fix], limit: int) -> list[Fix]:
    """The first few that are real alternatives: the same meeting a quarter of an hour later is none."""
    chosen: list[Fix] = []
    for fix in ranked:
        apart = max(fix.end - fix.start, LEAST_APART)
        if len(chosen) < limit and all(
            fix.block.key != other.block.key or abs(fix.start - other.start) >= apart for other in chosen
        ):
            chosen.append(fix)
    return chosen
