"""When people are free to meet, by arithmetic on intervals."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce

from scheduling.blocks import Block, BlockKey
from scheduling.day_rules import focus_windows
from scheduling.intervals import Interval, intersect, pad, subtract
from scheduling.local_clock import (
    LONG_AGO,
    ONE_DAY,
    instants,
    local_date,
    seconds_since_midnight,
    seconds_until,
)
from scheduling.rules import Rules

QUARTER = timedelta(minutes=15)
NO_KEYS: frozenset[BlockKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """One person: what is on the calendar, and how the days should look."""

    blocks: tuple[Block, ...]
    rules: Rules


def free_slots(
    duration: timedelta,
    window: Interval,
    calendars: Iterable[Calendar],
    *,
    without: Container[BlockKey] = NO_KEYS,
) -> list[Interval]:
    """Where in `window` a meeting of `duration` fits for all: it may begin and end anywhere inside a slot.

    A meeting there conflicts with nothing on any of the calendars and with none of the rules. Blocks named by
    `without` count as gone. Each calendar must be complete over the whole local days of the window.
    """
    if duration <= timedelta(0):
        raise ValueError("A slot is for a meeting that lasts some time.")
    open_times = (open_time(calendar, window, without=without) for calendar in calendars)
    shared = reduce(intersect, open_times, [window])
    return [(start, end) for start, end in shared if end - start >= duration]


def quarter_hours(slot: Interval, duration: timedelta) -> Iterator[datetime]:
    """The starts on :00, :15, :30 and :45 at which a meeting of `duration` stays inside the slot."""
    start = slot[0] + (LONG_AGO - slot[0]) % QUARTER
    while start + duration <= slot[1]:
        yield start
        start += QUARTER


def open_time(
    calendar: Calendar, window: Interval, *, without: Container[BlockKey] = NO_KEYS
) -> list[Interval]:
    """The stretches of `window` in which one more meeting of one person fits.

    Near a clock change the hours are taken narrow and focus time wide, so that it fits by either reading.
    """
    blocks = [block for block in calendar.blocks if block.key not in without]
    zone = calendar.rules.zone
    first, last = local_date(window[0], zone), local_date(window[1], zone)
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    hours = _open_hours(calendar.rules, days, blocks)
    taken = [*_focus_time(calendar.rules, days), *_taken(blocks, calendar.rules.buffer)]
    return intersect(subtract(hours, taken), [window])


def _open_hours(rules: Rules, days: Sequence[date], blocks: Iterable[Block]) -> Iterator[Interval]:
    """Working hours of the days that may still take a meeting."""
    meetings = Counter(local_date(block.start, rules.zone) for block in blocks if block.is_meeting)
    opens, closes = seconds_since_midnight(rules.work_start), seconds_until(rules.work_end)
    for day in days:
        is_full = rules.max_per_day is not None and meetings[day] >= rules.max_per_day
        if is_full or day.weekday() in rules.avoid_days:
            continue
        start, end = instants(day, opens, rules.zone)[1], instants(day, closes, rules.zone)[0]
        if start < end:
            yield start, end


def _focus_time(rules: Rules, days: Sequence[date]) -> Iterator[Interval]:
    for day in days:
        for since, until in focus_windows(rules, day.weekday()):
            yield instants(day, since, rules.zone)[0], instants(day, until, rules.zone)[1]


def _taken(blocks: Iterable[Block], buffer: timedelta) -> Iterator[Interval]:
    """What a new meeting must keep clear of. Tentative focus time keeps nothing."""
    for block in blocks:
        span = block.start, block.end
        if block.is_meeting:
            yield pad(span, buffer)
        elif not (block.is_hold and block.is_focus):
            yield span
