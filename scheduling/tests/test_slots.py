from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.blocks import Block
from scheduling.conflicts import find_conflicts
from scheduling.intervals import Interval
from scheduling.rules import Rules
from scheduling.slots import Calendar, free_slots, quarter_hours
from scheduling.tests.calendars import calendars, rules

LISBON, NEW_YORK = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York")
QUARTER = timedelta(minutes=15)
# Clock changes fall in these days, in each zone, but outside the hours that are drawn.
FIRST_DAY = date(2024, 3, 27)
ZONES = st.sampled_from((LISBON, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe")))


@st.composite
def people(draw: st.DrawFn, first_day: date) -> Calendar:
    preferences = draw(rules(ZONES, earliest=16, latest=96))
    return Calendar(draw(calendars(preferences.zone, first_day, most=6)), preferences)


def probed(duration: timedelta, window: Interval, everyone: Sequence[Calendar]) -> list[datetime]:
    """The starts on quarter hours at which a new meeting is in no conflict of anyone's, by trying each."""
    starts = []
    start = window[0]
    while start + duration <= window[1]:
        new = Block("new", None, start, start + duration, "New")
        if not any(is_in_conflict(new, person) for person in everyone):
            starts.append(start)
        start += QUARTER
    return starts


def is_in_conflict(new: Block, person: Calendar) -> bool:
    found = find_conflicts([*person.blocks, new], person.rules)
    return any(new in conflict.blocks for conflict in found)


@given(st.data(), st.sampled_from((15, 30, 60, 90)))
def test_free_slots_are_what_probing_every_quarter_hour_finds(data: st.DataObject, minutes: int) -> None:
    first_day = FIRST_DAY + timedelta(days=data.draw(st.sampled_from((0, 4))))
    everyone = data.draw(st.lists(people(first_day), min_size=1, max_size=2))
    begins = datetime.combine(first_day, time(0), UTC) + timedelta(days=data.draw(st.integers(0, 5)))
    window = begins, begins + timedelta(hours=36)
    duration = timedelta(minutes=minutes)
    slots = free_slots(duration, window, everyone)
    starts = [start for slot in slots for start in quarter_hours(slot, duration)]
    assert starts == probed(duration, window, everyone)


def lisbon(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LISBON).astimezone(UTC)


def test_free_slots_of_two_zones_lie_in_the_hours_of_both() -> None:
    window = lisbon("2024-06-05T00:00"), lisbon("2024-06-06T00:00")
    everyone = [Calendar((), Rules(LISBON)), Calendar((), Rules(NEW_YORK))]
    assert free_slots(timedelta(hours=1), window, everyone) == [
        (lisbon("2024-06-05T14:00"), lisbon("2024-06-05T18:00"))
    ]


def test_a_block_counted_as_gone_leaves_its_time_free() -> None:
    window = lisbon("2024-06-05T09:00"), lisbon("2024-06-05T18:00")
    busy = Block("m", None, *window, "Busy")
    calendar = Calendar((busy,), Rules(LISBON))
    assert free_slots(QUARTER, window, [calendar]) == []
    assert free_slots(QUARTER, window, [calendar], without={busy.key}) == [window]


def test_tentative_focus_time_keeps_nothing_free() -> None:
    window = lisbon("2024-06-05T09:00"), lisbon("2024-06-05T18:00")
    focus = Block("f", None, *window, "Focus", is_focus=True)
    tentative = replace(focus, is_hold=True)
    assert free_slots(QUARTER, window, [Calendar((focus,), Rules(LISBON))]) == []
    assert free_slots(QUARTER, window, [Calendar((tentative,), Rules(LISBON))]) == [window]


def test_quarter_hours_begin_at_the_first_one_inside() -> None:
    slot = lisbon("2024-06-05T09:05"), lisbon("2024-06-05T10:00")
    assert list(quarter_hours(slot, timedelta(minutes=30))) == [
        lisbon("2024-06-05T09:15"),
        lisbon("2024-06-05T09:30"),
    ]


def test_a_slot_for_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="lasts some time"):
        free_slots(timedelta(0), (lisbon("2024-06-05T09:00"), lisbon("2024-06-05T18:00")), [])
