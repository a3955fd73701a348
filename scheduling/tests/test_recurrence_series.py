"""A series with its overrides, laid out over a window."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduling.recurrence import Component, Instance, expand, series_end

HOUR = timedelta(hours=1)
BERLIN = "Europe/Berlin"


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


DAILY = Component("series", at(4), at(4, 10), rule="FREQ=DAILY;COUNT=5")
WHOLE_DAYS = Component("days", at(4, 0), at(5, 0), is_all_day=True, rule="FREQ=DAILY;COUNT=3")


def override(day: int, start: datetime, **changes: object) -> Component:
    """Of the instance on a day of March; an hour long."""
    edit = Component(f"edit {day}", start, start + HOUR, recurrence_id=at(day))
    return replace(edit, **changes)  # type: ignore[arg-type]


def shown(master: Component, *overrides: Component, since: int = 1, until: int = 31) -> list[str]:
    """As "series 04 09:00", over days of March."""
    return [
        f"{i.component_id} {i.start:%d %H:%M}" for i in expand(master, overrides, at(since, 0), at(until, 0))
    ]


def test_instances_overlap_the_window() -> None:
    instances = expand(DAILY, (), at(5, 9, 30), at(7))

    assert instances == [
        Instance("series", at(5), at(5), at(5, 10)),
        Instance("series", at(6), at(6), at(6, 10)),
    ]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (at(4, 8), at(4, 9), 0),
        (at(4, 10), at(4, 11), 0),
        (at(4, 9, 59), at(4, 10), 1),
        (at(4, 0), at(4, 9, 1), 1),
    ],
)
def test_window_is_half_open(since: datetime, until: datetime, count: int) -> None:
    single = Component("single", at(4), at(4, 10))

    assert len(expand(single, (), since, until)) == count


@pytest.mark.parametrize(
    ("since", "until", "count"), [(at(4), at(5), 1), (at(3), at(4), 0), (at(4, 9, 1), at(5), 0)]
)
def test_event_without_length_counts_at_its_start(since: datetime, until: datetime, count: int) -> None:
    reminder = Component("reminder", at(4), at(4))

    assert len(expand(reminder, (), since, until)) == count


def test_long_instance_reaches_into_the_window() -> None:
    long = Component("long", at(4), at(9), rule="FREQ=MONTHLY")

    assert shown(long, since=8, until=9) == ["long 04 09:00"]


def test_excluded_and_additional_starts() -> None:
    master = replace(
        DAILY, excluded=frozenset({at(5)}), extra=((at(4, 15), None), (at(20), at(21)), (at(4), None))
    )

    assert [(i.start, i.end) for i in expand(master, (), at(1), at(31))] == [
        (at(4), at(4, 10)),
        (at(4, 15), at(4, 16)),
        (at(6), at(6, 10)),
        (at(7), at(7, 10)),
        (at(8), at(8, 10)),
        (at(20), at(21)),
    ]


def test_override_replaces_its_instance() -> None:
    moved = override(5, at(9, 14))

    assert expand(DAILY, [moved], at(5), at(6)) == []
    assert expand(DAILY, [moved], at(9), at(10)) == [Instance("edit 5", at(5), at(9, 14), at(9, 15))]


def test_cancelled_override_removes_its_instance() -> None:
    assert shown(DAILY, override(5, at(5), is_cancelled=True), until=7) == [
        "series 04 09:00",
        "series 06 09:00",
    ]


def test_override_of_no_instance_is_shown() -> None:
    assert shown(DAILY, override(25, at(26))) == [
        *(f"series 0{day} 09:00" for day in range(4, 9)),
        "edit 25 26 09:00",
    ]


def test_override_of_an_excluded_instance_is_not_shown() -> None:
    master = replace(DAILY, excluded=frozenset({at(5)}))

    assert shown(master, override(5, at(20)), since=9) == []


def test_override_without_its_series_stands_alone() -> None:
    assert expand(override(5, at(6)), (), at(1), at(31)) == [Instance("edit 5", at(5), at(6), at(6, 10))]
    assert expand(override(5, at(6), is_cancelled=True), (), at(1), at(31)) == []


def test_this_and_following_are_moved_and_stretched() -> None:
    later = override(6, at(6, 12), end=at(6, 14), is_this_and_future=True)

    assert [
        (i.component_id, i.recurrence_id, i.start, i.end) for i in expand(DAILY, [later], at(5), at(8))
    ] == [
        ("series", at(5), at(5), at(5, 10)),
        ("edit 6", at(6), at(6, 12), at(6, 14)),
        ("edit 6", at(7), at(7, 12), at(7, 14)),
    ]


def test_later_override_wins_over_this_and_following() -> None:
    edits = [
        override(5, at(5, 12), is_this_and_future=True),
        override(6, at(6, 15)),
        override(7, at(7, 17), is_this_and_future=True),
    ]

    assert shown(DAILY, *edits) == [
        "series 04 09:00",
        "edit 5 05 12:00",
        "edit 6 06 15:00",
        "edit 7 07 17:00",
        "edit 7 08 17:00",
    ]


def test_this_and_following_cancelled_ends_the_series() -> None:
    gone = override(6, at(6), is_this_and_future=True, is_cancelled=True)

    assert shown(DAILY, gone) == ["series 04 09:00", "series 05 09:00"]


def test_this_and_following_moved_far_are_found() -> None:
    """Instances whose original starts lie outside the window."""
    endless = replace(DAILY, rule="FREQ=DAILY")
    back = override(25, at(5), is_this_and_future=True)

    assert [i.recurrence_id for i in expand(endless, [back], at(8, 0), at(9, 0))] == [at(8), at(28)]


def test_this_and_following_keep_local_time_over_summer_time() -> None:
    master = Component("series", at(29, 8), at(29, 9), BERLIN, rule="FREQ=DAILY;COUNT=4")
    later = replace(override(30, at(30, 10), zone=BERLIN), recurrence_id=at(30, 8), is_this_and_future=True)

    found = [i.start for i in expand(master, [later], at(29, 0), datetime(2024, 4, 3, tzinfo=UTC))]

    # 9:00 once, then 11:00 in Berlin.
    assert found == [at(29, 8), at(30, 10), at(31, 9), datetime(2024, 4, 1, 9, tzinfo=UTC)]


def test_this_and_following_are_moved_from_the_time_the_clock_should_show() -> None:
    """In Santiago the clock skipped midnight of 8 September 2024."""
    start = datetime(2024, 9, 6, 4, tzinfo=UTC)
    master = Component("series", start, start, "America/Santiago", rule="FREQ=DAILY;COUNT=4")
    earlier = replace(master, id="edit", start=start - HOUR, end=start, rule="", recurrence_id=start)

    found = expand(
        master, [replace(earlier, is_this_and_future=True)], start - HOUR, start + timedelta(days=9)
    )

    assert [f"{i.start:%d %H:%M}" for i in found] == ["06 03:00", "07 03:00", "08 03:00", "09 02:00"]


def test_day_names_the_instance_of_a_timed_series() -> None:
    master = Component("series", at(4, 23), at(5, 0), "America/New_York", rule="FREQ=DAILY;COUNT=3")
    edit = replace(override(5, at(5, 12)), recurrence_id=at(5, 0))

    # 23:00 UTC is 18:00 in New York, on the same day.
    assert shown(master, edit) == ["series 04 23:00", "edit 5 05 12:00", "series 06 23:00"]


def test_midnight_names_the_instance_at_midnight_first() -> None:
    master = Component("series", at(4, 0), at(4, 1), BERLIN, rule="FREQ=DAILY;COUNT=3;BYHOUR=1,5")
    edit = replace(override(5, at(5, 12)), recurrence_id=at(5, 0))

    assert shown(master, edit) == ["series 04 00:00", "series 04 04:00", "edit 5 05 12:00"]


def test_time_names_the_day_of_an_all_day_series() -> None:
    """As some programs write it: midnight in the zone of the override."""
    edit = replace(override(5, at(5, 12), zone=BERLIN), recurrence_id=at(4, 23))

    assert shown(WHOLE_DAYS, edit) == ["days 04 00:00", "edit 5 05 12:00", "days 06 00:00"]


def test_all_day_series_stays_on_its_days() -> None:
    found = expand(replace(WHOLE_DAYS, zone="America/New_York"), (), at(1, 0), at(31, 0))

    assert [(i.start, i.end) for i in found] == [(at(d, 0), at(d + 1, 0)) for d in (4, 5, 6)]


def test_floating_series_knows_no_summer_time() -> None:
    floating = Component("floating", at(30), at(30, 10), "", rule="FREQ=DAILY;COUNT=3")

    assert [i.start for i in expand(floating, (), at(30, 0), at(31, 0) + timedelta(days=3))] == [
        at(30),
        at(31),
        datetime(2024, 4, 1, 9, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("master", "overrides", "end"),
    [
        (Component("single", at(4), at(4, 10)), [], at(4, 10)),
        (DAILY, [], at(8, 10)),
        (replace(DAILY, rule="FREQ=DAILY"), [], None),
        (replace(DAILY, rule="FREQ=DAILY;UNTIL=20240306T090000Z"), [], at(6, 10)),
        (replace(DAILY, rule="FREQ=DAILY;UNTIL=20230306T090000Z"), [], at(4, 10)),
        (replace(DAILY, extra=((at(20), None), (at(15), at(25)))), [], at(25, 10)),
        (DAILY, [override(5, at(30))], at(30, 10)),
        (DAILY, [override(5, at(7), is_this_and_future=True)], at(10, 10)),
    ],
)
def test_series_end_is_at_or_after_the_last_instance(
    master: Component, overrides: list[Component], end: datetime | None
) -> None:
    assert series_end(master, overrides) == end
