"""Conflicts on one person's calendar: one sweep for what touches, one pass over the days for the rest."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from scheduling.blocks import Block, BlockKey, in_order
from scheduling.local_days import LocalDay, LocalDays
from scheduling.overlaps import following_closely, overlapping
from scheduling.rules import Rules

__all__ = ["Block", "Conflict", "ConflictKind", "find_conflicts"]


class ConflictKind(StrEnum):
    OVERLAP = "overlap"
    NO_BUFFER = "no_buffer"
    OUTSIDE_HOURS = "outside_hours"
    FOCUS_TIME = "focus_time"
    AVOIDED_DAY = "avoided_day"
    OVER_MAXIMUM = "over_maximum"


class Conflict(NamedTuple):
    """`start` to `end` (UTC) is the time in question, `day` its date in the rules' zone.

    A named tuple because a crowded calendar makes hundreds of thousands. What `blocks` holds:
    OVERLAP the two, NO_BUFFER the two, FOCUS_TIME the meeting and, if a block on the calendar keeps that time,
    that block; OUTSIDE_HOURS and AVOIDED_DAY the meeting; OVER_MAXIMUM the day's meetings, the excess last.
    """

    kind: ConflictKind
    blocks: tuple[Block, ...]
    start: datetime
    end: datetime
    day: date

    @property
    def key(self) -> tuple[ConflictKind, tuple[BlockKey, ...] | date]:
        """What makes it the same conflict when found again: kind and meetings, or the day that is too full."""
        if self.kind is ConflictKind.OVER_MAXIMUM:
            return self.kind, self.day
        return self.kind, tuple(sorted((block.key for block in self.blocks), key=str))


def find_conflicts(blocks: Iterable[Block], rules: Rules) -> list[Conflict]:
    """All conflicts of one person, by start, then in the order of ConflictKind, then of the meetings.

    Meetings (firm, timed) are subject to all kinds. An all-day block or a hold takes part in OVERLAP only, and
    two holds never conflict. Focus blocks yield FOCUS_TIME for the meetings in them, and nothing else.
    Two that overlap are never short of a buffer too.
    """
    ordered = in_order(blocks)
    meetings = [b for b in ordered if not (b.is_hold or b.is_focus or b.is_all_day)]
    days = LocalDays(rules)
    overlaps, focus = _shared_time(ordered, days)
    in_focus_block = {id(conflict.blocks[0]) for conflict in focus}
    outside: list[Conflict] = []
    avoided: list[Conflict] = []
    crowded: list[Conflict] = []
    for day, of_day in _by_day(meetings, days):
        outside += _outside_hours(day, of_day)
        if rules.focus:
            focus += (c for c in _in_focus_time(of_day, days) if id(c.blocks[0]) not in in_focus_block)
        if rules.avoid_days:
            avoided += _on_avoided_day(of_day, days)
        if rules.max_per_day is not None and len(of_day) > rules.max_per_day:
            crowded.append(_over_maximum(day, of_day))
    found = [*overlaps, *_without_buffer(meetings, rules, days), *outside, *focus, *avoided, *crowded]
    found.sort(key=attrgetter("start"))
    return found


def _shared_time(ordered: Sequence[Block], days: LocalDays) -> tuple[list[Conflict], list[Conflict]]:
    """The overlaps, and the meetings in focus blocks."""
    overlaps: list[Conflict] = []
    focus: list[Conflict] = []
    for pair in overlapping(ordered):
        earlier, later = pair
        start, end = later.start, min(earlier.end, later.end)
        if earlier.is_focus or later.is_focus:
            meeting, keeper = pair if later.is_focus else (later, earlier)
            if meeting.is_meeting and keeper.is_focus and not keeper.is_hold:
                day = days.on(start).date
                focus.append(Conflict(ConflictKind.FOCUS_TIME, (meeting, keeper), start, end, day))
        elif not (earlier.is_hold and later.is_hold):
            overlaps.append(Conflict(ConflictKind.OVERLAP, pair, start, end, days.on(start).date))
    return overlaps, focus


def _without_buffer(meetings: Sequence[Block], rules: Rules, days: LocalDays) -> list[Conflict]:
    return [
        Conflict(ConflictKind.NO_BUFFER, pair, pair[0].end, pair[1].start, days.on(pair[0].end).date)
        for pair in following_closely(meetings, rules.buffer)
    ]


def _by_day(meetings: Iterable[Block], days: LocalDays) -> Iterator[tuple[LocalDay, list[Block]]]:
    """The meetings that begin on each local day."""
    day: LocalDay | None = None
    of_day: list[Block] = []
    for meeting in meetings:
        if day is not None and meeting.start < day.end:
            of_day.append(meeting)
            continue
        if day is not None:
            yield day, of_day
        day, of_day = days.on(meeting.start), [meeting]
    if day is not None:
        yield day, of_day


def _outside_hours(day: LocalDay, meetings: Sequence[Block]) -> list[Conflict]:
    opens, closes = day.opens, day.closes
    return [
        Conflict(ConflictKind.OUTSIDE_HOURS, (meeting,), meeting.start, meeting.end, day.date)
        for meeting in meetings
        if meeting.start < opens or meeting.end > closes
    ]


def _in_focus_time(meetings: Iterable[Block], days: LocalDays) -> Iterator[Conflict]:
    """At most one a meeting: the first focus time of the rules that it touches."""
    for meeting in meetings:
        for day in days.touched(meeting.start, meeting.end):
            shared = [(s, e) for s, e in day.focus if s < meeting.end and meeting.start < e]
            if shared:
                start, end = max(meeting.start, shared[0][0]), min(meeting.end, shared[0][1])
                yield Conflict(ConflictKind.FOCUS_TIME, (meeting,), start, end, day.date)
                break


def _on_avoided_day(meetings: Iterable[Block], days: LocalDays) -> Iterator[Conflict]:
    """At most one a meeting: the first avoided day that it touches."""
    for meeting in meetings:
        for day in days.touched(meeting.start, meeting.end):
            if day.is_avoided:
                start, end = max(meeting.start, day.start), min(meeting.end, day.end)
                yield Conflict(ConflictKind.AVOIDED_DAY, (meeting,), start, end, day.date)
                break


def _over_maximum(day: LocalDay, meetings: Sequence[Block]) -> Conflict:
    latest = max(meeting.end for meeting in meetings)
    return Conflict(ConflictKind.OVER_MAXIMUM, tuple(meetings), meetings[0].start, latest, day.date)
