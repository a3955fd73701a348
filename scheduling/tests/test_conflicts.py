from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.blocks import Block
from scheduling.conflicts import Conflict, ConflictKind, find_conflicts
from scheduling.rules import FocusBlock, Rules
from scheduling.sweep import Sweep
from scheduling.tests.calendars import calendars, rules
from scheduling.tests.naive_conflicts import naive_conflicts, shares_time

LISBON = ZoneInfo("Europe/Lisbon")
ANY_TIME = Rules(zone=LISBON, work_start=time(0), work_end=time(0), buffer=timedelta(0))


def meeting(name: str, start: str, end: str, **flags: bool) -> Block:
    """A block on 5 June 2024, a Wednesday, or with a date in front; local Lisbon time."""
    return Block(name, None, _instant(start), _instant(end), name, **flags)


def _instant(text: str) -> datetime:
    wall = datetime.fromisoformat(text if "T" in text else f"2024-06-05T{text}")
    return wall.replace(tzinfo=LISBON).astimezone(UTC)


def summary(found: list[Conflict]) -> list[tuple[str, str]]:
    return [(conflict.kind.value, "".join(block.title for block in conflict.blocks)) for conflict in found]


@given(st.data())
def test_conflicts_equal_the_naive_oracle(data: st.DataObject) -> None:
    preferences = data.draw(rules())
    blocks = data.draw(calendars(preferences.zone))
    assert find_conflicts(blocks, preferences) == naive_conflicts(blocks, preferences)


@given(st.data())
def test_conflicts_do_not_depend_on_the_order_given(data: st.DataObject) -> None:
    preferences = data.draw(rules())
    blocks = data.draw(calendars(preferences.zone))
    shuffled = data.draw(st.permutations(blocks))
    assert find_conflicts(shuffled, preferences) == find_conflicts(blocks, preferences)


@given(st.data(), st.integers(1, 3))
def test_overlaps_over_the_limit_are_those_that_end_last(data: st.DataObject, most: int) -> None:
    ordered = sorted(data.draw(calendars(LISBON)), key=lambda b: (b.start, b.end, b.meeting_id))
    expected = set()
    sweep = Sweep(ANY_TIME, most=most)
    sweep.run(ordered)
    for index, later in enumerate(ordered):
        sorts: dict[tuple[bool, ...], list[Block]] = {}
        for earlier in ordered[:index]:
            if shares_time(earlier, later):
                sort = (earlier.is_hold, earlier.is_focus, earlier.is_all_day)
                sorts.setdefault(sort, []).append(earlier)
        for alike in sorts.values():
            expected |= {(earlier, later) for earlier in sorted(alike, key=lambda b: b.end)[-most:]}
    expected = {pair for pair in expected if not any(block.is_focus for block in pair)}
    expected = {pair for pair in expected if not all(block.is_hold for block in pair)}
    assert {conflict.blocks for conflict in sweep.found[ConflictKind.OVERLAP]} == expected


def test_a_crowd_at_one_time_stays_in_bounds() -> None:
    crowd = [meeting(f"{number:04}", "10:00", "11:00", is_hold=number % 2 == 0) for number in range(4000)]
    assert len(find_conflicts(crowd, ANY_TIME)) < 2 * 100 * len(crowd)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, ["overlap"]),
        ({"is_hold": True}, {}, ["overlap"]),
        ({"is_hold": True}, {"is_hold": True}, []),
        ({"is_all_day": True}, {}, ["overlap"]),
        ({"is_all_day": True}, {"is_all_day": True}, ["overlap"]),
        ({"is_focus": True}, {}, ["focus_time"]),
        ({"is_focus": True}, {"is_focus": True}, []),
        ({"is_focus": True}, {"is_hold": True}, []),
        ({"is_focus": True}, {"is_all_day": True}, []),
        ({"is_focus": True, "is_hold": True}, {}, []),
        ({"is_focus": True, "is_all_day": True}, {}, ["focus_time"]),
    ],
)
def test_two_at_one_time_conflict_by_what_they_are(
    one: dict[str, bool], other: dict[str, bool], expected: list[str]
) -> None:
    blocks = [meeting("a", "10:00", "11:00", **one), meeting("b", "10:30", "11:30", **other)]
    assert [conflict.kind.value for conflict in find_conflicts(blocks, ANY_TIME)] == expected


def test_back_to_back_is_short_of_a_buffer_only_where_one_is_wanted() -> None:
    blocks = [meeting("a", "10:00", "11:00"), meeting("b", "11:00", "12:00"), meeting("c", "12:15", "13:00")]
    wanted = Rules(zone=LISBON, buffer=timedelta(minutes=15))
    assert summary(find_conflicts(blocks, wanted)) == [("no_buffer", "ab")]
    assert find_conflicts(blocks, ANY_TIME) == []


def test_a_buffer_is_missed_behind_the_meeting_that_ended_last() -> None:
    blocks = [
        meeting("long", "09:00", "12:00"),
        meeting("a", "10:00", "11:00"),
        meeting("b", "11:00", "11:30"),
    ]
    found = find_conflicts(blocks, Rules(zone=LISBON))
    assert summary(found) == [("overlap", "longa"), ("overlap", "longb"), ("no_buffer", "ab")]


def test_of_two_that_ended_at_once_the_later_in_order_is_followed_too_closely() -> None:
    blocks = [meeting("a", "09:00", "10:00"), meeting("b", "09:30", "10:00"), meeting("c", "10:05", "11:00")]
    found = find_conflicts(blocks, Rules(zone=LISBON))
    assert summary(found) == [("overlap", "ab"), ("no_buffer", "bc")]


def test_a_meeting_of_no_length_overlaps_only_what_it_lies_strictly_inside() -> None:
    point = meeting("point", "11:00", "11:00")
    ends_there, begins_there = meeting("a", "10:00", "11:00"), meeting("b", "11:00", "12:00")
    around = meeting("c", "10:30", "11:30")
    assert find_conflicts([point, ends_there, begins_there], ANY_TIME) == []
    assert summary(find_conflicts([point, around], ANY_TIME)) == [("overlap", "cpoint")]


def test_working_hours_stay_at_the_wall_clock_over_daylight_saving() -> None:
    winter = meeting("winter", "2024-03-29T09:00", "2024-03-29T10:00")
    summer = meeting("summer", "2024-04-01T09:00", "2024-04-01T10:00")
    early = meeting("early", "2024-04-02T08:45", "2024-04-02T09:30")
    assert summary(find_conflicts([winter, summer, early], Rules(zone=LISBON))) == [
        ("outside_hours", "early")
    ]


def test_a_weekly_meeting_at_nine_stays_within_hours_all_through_two_years() -> None:
    first = datetime(2023, 1, 4, 9, tzinfo=LISBON)
    nines = [(first + timedelta(weeks=week)).astimezone(UTC) for week in range(104)]
    at_nine = [Block("m", start, start, start + timedelta(hours=1), "Weekly") for start in nines]
    an_hour_early = [
        replace(block, start=block.start - timedelta(hours=1), end=block.start) for block in at_nine
    ]
    assert find_conflicts(at_nine, Rules(zone=LISBON)) == []
    assert summary(find_conflicts(an_hour_early, Rules(zone=LISBON))) == [("outside_hours", "Weekly")] * 104


def test_a_meeting_across_midnight_is_outside_hours_and_on_both_days() -> None:
    night = meeting("night", "23:00", "2024-06-06T01:00")
    thursday = Rules(
        zone=LISBON,
        work_start=time(0),
        work_end=time(0),
        avoid_days=frozenset({3}),
        focus=(FocusBlock(frozenset({3}), time(0), time(2)),),
    )
    assert summary(find_conflicts([night], thursday)) == [
        ("outside_hours", "night"),
        ("focus_time", "night"),
        ("avoided_day", "night"),
    ]


def test_a_day_over_the_maximum_is_one_conflict_with_the_excess_last() -> None:
    blocks = [meeting(name, f"{hour}:00", f"{hour}:30") for hour, name in ((14, "c"), (10, "a"), (12, "b"))]
    hold = meeting("hold", "16:00", "17:00", is_hold=True)
    found = find_conflicts([*blocks, hold], Rules(zone=LISBON, max_per_day=2))
    assert summary(found) == [("over_maximum", "abc")]
    assert (found[0].day, found[0].end) == (date(2024, 6, 5), _instant("14:30"))
    assert found[0].key == (ConflictKind.OVER_MAXIMUM, date(2024, 6, 5))


def test_a_focus_block_on_top_of_focus_time_is_told_once() -> None:
    keeps_wednesday = Rules(zone=LISBON, focus=(FocusBlock(frozenset({2}), time(9), time(11)),))
    in_both = [meeting("a", "10:00", "10:30"), meeting("focus", "09:00", "11:00", is_focus=True)]
    assert summary(find_conflicts(in_both, keeps_wednesday)) == [("focus_time", "afocus")]
    assert summary(find_conflicts(in_both[:1], keeps_wednesday)) == [("focus_time", "a")]
