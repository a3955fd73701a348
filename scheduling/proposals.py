"""Other times for a meeting that somebody else organizes: free for everyone whose calendar is known. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduling.blocks import Block
from scheduling.fixes import DAYS_AHEAD, LEAST_APART
from scheduling.intervals import Interval
from scheduling.local_clock import ONE_DAY, instants, local_date
from scheduling.slots import Calendar, free_slots, quarter_hours

OFFERED = 6
MOST_A_DAY = 2


def other_times(block: Block, calendars: Sequence[Calendar], now: datetime) -> list[Interval]:
    """The nearest first, not two within half an hour, two a day at most; the first calendar is the owner's.

    The calendars may hold the meeting itself, under its key.
    """
    duration = block.end - block.start
    if duration <= timedelta(0):
        return []
    free = _free(block, calendars, duration, now)
    chosen: list[Interval] = []
    for start in sorted(free, key=lambda start: (abs(start - block.start), start)):
        if _is_apart(start, chosen, duration) and _has_room(start, chosen, calendars[0]):
            chosen.append((start, start + duration))
        if len(chosen) == OFFERED:
            break
    return sorted(chosen)


def window_of(block: Block, calendars: Sequence[Calendar], now: datetime) -> Interval:
    """From the meeting's own day, or now, to a week after it."""
    zone = calendars[0].rules.zone
    day = local_date(block.start, zone)
    return max(now, instants(day, 0, zone)[0]), instants(day + ONE_DAY * (DAYS_AHEAD + 1), 0, zone)[1]


def _free(block: Block, calendars: Sequence[Calendar], duration: timedelta, now: datetime) -> list[datetime]:
    window = window_of(block, calendars, now)
    slots = free_slots(duration, window, calendars, without={block.key})
    return [start for slot in slots for start in quarter_hours(slot, duration) if start != block.start]


def _is_apart(start: datetime, chosen: Sequence[Interval], duration: timedelta) -> bool:
    apart = max(duration, LEAST_APART)
    return all(abs(start - other) >= apart for other, _end in chosen)


def _has_room(start: datetime, chosen: Sequence[Interval], owner: Calendar) -> bool:
    zone = owner.rules.zone
    same_day = [1 for other, _end in chosen if local_date(other, zone) == local_date(start, zone)]
    return len(same_day) < MOST_A_DAY
