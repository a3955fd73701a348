"""Many changes told in few lines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from scheduling.models import NewsKind
from scheduling.news import MOST_OF_A_KIND, Change, tell

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANA, BOARD, MAYA, OSKAR = uuid4(), uuid4(), uuid4(), uuid4()


def change(kind: str, minute: int = 0, **columns: object) -> Change:
    base = Change(kind, ANA, BOARD, MONDAY + timedelta(minutes=minute), title="Board", by_id=OSKAR)
    return replace(base, **columns)  # type: ignore[arg-type]


def moved(was: int, now: int, minute: int = 0, **columns: object) -> Change:
    return change("moved", minute, was=span(was), now=span(now), **columns)


def span(hour: int) -> tuple[datetime, datetime]:
    start = MONDAY + hour * HOUR
    return start, start + HOUR


def lines(*changes: Change, since: datetime = MONDAY) -> list[tuple[str, int]]:
    return [(each.kind, each.amount) for each in tell(changes, reader=MAYA, since=since)]


def test_moved_twice_is_moved_once_from_the_first_place_to_the_last() -> None:
    (line,) = tell([moved(1, 2), moved(2, 3, 1)], reader=MAYA, since=MONDAY)

    assert (line.was, line.now) == (span(1), span(3))


def test_moved_there_and_back_is_no_news() -> None:
    assert lines(moved(1, 2), moved(2, 1, 1)) == []


def test_what_has_come_and_gone_is_no_news() -> None:
    assert lines(change("new", now=span(1)), change("cancelled", 1)) == []
    assert lines(change("cancelled"), change("new", 1)) == []


def test_new_and_then_moved_is_new_where_it_stands() -> None:
    (line,) = tell([change("new", now=span(1)), moved(1, 4, 1)], reader=MAYA, since=MONDAY)

    assert (line.kind, line.now) == ("new", span(4))


def test_moved_and_then_cancelled_is_cancelled() -> None:
    assert lines(moved(1, 2), change("cancelled", 1)) == [("cancelled", 1)]


def test_readers_own_change_is_no_news_and_covers_what_was_before() -> None:
    own = moved(2, 3, 1, by_id=MAYA)

    assert lines(own) == []
    assert lines(moved(1, 2), own) == []
    assert lines(own, moved(3, 4, 2)) == [("moved", 1)]


def test_own_change_of_one_instance_covers_that_alone() -> None:
    tuesday, friday = MONDAY + 24 * HOUR, MONDAY + 96 * HOUR
    own = moved(25, 26, 1, recurrence_id=tuesday, by_id=MAYA)
    others = [moved(24, 25, recurrence_id=tuesday), moved(96, 97, recurrence_id=friday)]

    (line,) = tell([*others, own], reader=MAYA, since=MONDAY)
    assert line.recurrence_id == friday


def test_series_counts_once() -> None:
    instances = [moved(day * 24, day * 24 + 1, recurrence_id=MONDAY + day * 24 * HOUR) for day in (1, 2, 3)]
    series = moved(0, 1, 9, is_recurring=True)

    assert lines(*instances) == [("moved", 3)]
    assert lines(*instances, series) == [("moved", 1)]


def test_several_who_decline_one_meeting_are_one_line() -> None:
    assert lines(change("declined", who="Dana"), change("declined", 1, who="Li")) == [("declined", 2)]


def test_what_was_over_before_one_left_is_no_news() -> None:
    later = MONDAY + 4 * HOUR
    assert lines(moved(1, 2), since=later) == []
    assert lines(moved(1, 2, is_recurring=True), since=later) == [("moved", 1)]


def test_import_in_several_statements_is_one_line_that_counts() -> None:
    batches = [change("new", n, series_id=None, amount=500) for n in range(2)]
    rest = [change("new", 2, series_id=uuid4(), now=span(1)) for _ in range(4)]

    assert lines(*batches, *rest) == [("new", 1004)]


def test_many_of_a_kind_from_one_hand_are_said_in_a_number() -> None:
    some = [change("new", n, series_id=uuid4(), now=span(1)) for n in range(MOST_OF_A_KIND)]

    assert len(lines(*some)) == MOST_OF_A_KIND
    assert lines(*some, change("new", 30, series_id=uuid4(), now=span(1))) == [("new", MOST_OF_A_KIND + 1)]


def test_outside_and_a_colleague_are_told_apart() -> None:
    ours, theirs = (
        [change("new", series_id=None, amount=30)],
        [change("new", 1, series_id=None, amount=9, by_id=None, is_outside=True)],
    )

    assert lines(*ours, *theirs) == [("new", 9), ("new", 30)]


CHANGES = st.lists(
    st.builds(
        lambda kind, series, instance, hour, by: Change(
            kind, ANA, UUID(int=series), MONDAY, instance and MONDAY + instance * HOUR, "x", "who",
            span(hour), span(hour + 1), by_id=by,
        ),
        st.sampled_from(NewsKind.values), st.integers(0, 12), st.integers(0, 2), st.integers(0, 5),
        st.sampled_from([MAYA, OSKAR, None]),
    ), max_size=40,
)  # fmt: skip


@given(CHANGES)
def test_lines_are_never_more_than_changes_of_others(changes: list[Change]) -> None:
    of_others = [each for each in changes if each.by_id != MAYA]
    told = tell(changes, reader=MAYA, since=MONDAY)

    assert sum(each.amount for each in told) <= len(of_others)
    assert all(each.by_id != MAYA for each in told)
    assert len({(each.series_id, each.kind) for each in told if each.series_id}) == len(
        [each for each in told if each.series_id]
    )
