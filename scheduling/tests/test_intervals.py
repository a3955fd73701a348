from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduling.intervals import Interval, intersect, merge, pad, subtract

NOON = datetime(2024, 6, 5, 12, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def spans(*bounds: tuple[int, int]) -> list[Interval]:
    return [(at(start), at(end)) for start, end in bounds]


intervals = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (at(pair[0]), at(sum(pair)))),
    max_size=6,
)


def minutes(found: list[Interval]) -> set[int]:
    return {minute for minute in range(60) for start, end in found if start <= at(minute) < end}


@given(intervals, intervals)
def test_arithmetic_agrees_with_sets_of_minutes(ones: list[Interval], others: list[Interval]) -> None:
    assert minutes(merge(ones)) == minutes(ones)
    assert minutes(subtract(merge(ones), others)) == minutes(ones) - minutes(others)
    assert minutes(intersect(merge(ones), merge(others))) == minutes(ones) & minutes(others)


@given(intervals)
def test_merged_intervals_are_in_order_and_apart(ones: list[Interval]) -> None:
    merged = merge(ones)
    assert all(one[1] < other[0] for one, other in pairwise(merged))


def test_an_empty_hole_cuts_an_interval_in_two() -> None:
    assert subtract(spans((0, 60)), spans((30, 30))) == spans((0, 30), (30, 60))
    assert subtract(spans((0, 60)), spans((0, 0), (60, 60))) == spans((0, 60))


def test_neighbours_that_touch_stay_two() -> None:
    assert intersect(spans((0, 60)), spans((0, 30), (30, 60))) == spans((0, 30), (30, 60))
    assert subtract(spans((0, 30), (30, 60)), []) == spans((0, 30), (30, 60))


def test_pad_adds_on_both_sides() -> None:
    assert pad((at(0), at(10)), timedelta(minutes=5)) == (at(-5), at(15))
