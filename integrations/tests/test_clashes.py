"""The same thing changed on both sides at once: the remote's stands, ours is kept and can be put back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from integrations.models import CalendarClash
from integrations.services.clashes import open_clashes, restore_clash, undo_restore
from integrations.sync.clashes import put_back, read_points, write_points
from integrations.sync.merge import is_same, merge
from integrations.sync.series import Series
from integrations.tests.caldav_servers import Server
from integrations.tests.desks import NINE, Desk, body
from integrations.tests.series import edits, series
from jenifer.principal import acting_as
from jenifer.tests.factories import make_assignment, make_person
from scheduling.models import Meeting
from scheduling.services.meetings import NotOrganizer, Stale

HOUR = timedelta(hours=1)
HOST = "ORGANIZER:mailto:dana@else.example\r\nATTENDEE:mailto:{}\r\n"


@pytest.fixture
def desk(server: Server, db: None) -> Desk:
    """With a meeting that both sides hold."""
    desk = Desk(server)
    desk.put("board", body())
    desk.sync()
    return desk


def change(desk: Desk, **columns: object) -> None:
    with acting_as(desk.admin):
        Meeting.objects.filter(ical_uid="board", deleted_at=None).update(**columns)


def clash(desk: Desk, title: str = "Board outside", **columns: object) -> CalendarClash:
    change(desk, **columns or {"title": "Board here"})
    desk.put("board", body(title=title))
    desk.sync()
    with acting_as(desk.admin):
        return CalendarClash.objects.get()


def count_open(desk: Desk) -> int:
    with acting_as(desk.admin):
        return len(open_clashes(desk.executive, CalendarClash.objects.get().created_at))


def titles(desk: Desk) -> tuple[list[str], list[str]]:
    there = [
        line[8:] for text in desk.there().values() for line in text.splitlines() if line[:8] == "SUMMARY:"
    ]
    return [title for title, _ in desk.here()], there


def test_the_remotes_stands_and_ours_is_kept(desk: Desk) -> None:
    kept = clash(desk)
    assert titles(desk) == (["Board outside"], ["Board outside"])
    assert kept.points == [{"instance": None, "aspect": "title", "of": ""}]
    assert "SUMMARY:Board here" in kept.ours
    assert count_open(desk) == 1


def test_ours_is_put_back_here_and_there_and_that_can_be_undone(desk: Desk) -> None:
    kept = clash(desk)
    with acting_as(desk.admin):
        restore_clash(by=desk.admin, clash_id=kept.pk)
    desk.sync()
    assert titles(desk) == (["Board here"], ["Board here"])
    assert count_open(desk) == 0
    with acting_as(desk.admin):
        undo_restore(by=desk.admin, clash_id=kept.pk)
    desk.sync()
    assert titles(desk) == (["Board outside"], ["Board outside"])
    assert count_open(desk) == 1


def test_what_was_deleted_there_and_changed_here_comes_back(desk: Desk) -> None:
    change(desk, title="Board here")
    desk.remove("board")
    desk.sync()
    assert titles(desk) == ([], [])
    with acting_as(desk.admin):
        restore_clash(by=desk.admin, clash_id=CalendarClash.objects.get().pk)
    desk.sync()
    assert titles(desk) == (["Board here"], ["Board here"])


def test_putting_back_leaves_what_else_has_changed(desk: Desk) -> None:
    kept = clash(desk)
    change(desk, location="Room 7")
    with acting_as(desk.admin):
        restore_clash(by=desk.admin, clash_id=kept.pk)
        row = Meeting.objects.get(ical_uid="board", deleted_at=None)
    assert (row.title, row.location) == ("Board here", "Room 7")


def test_a_clash_that_somebody_settles_by_hand_is_none(desk: Desk) -> None:
    clash(desk)
    change(desk, title="Board here")
    assert count_open(desk) == 0


def test_what_has_changed_since_is_not_undone(desk: Desk) -> None:
    kept = clash(desk)
    with acting_as(desk.admin):
        restore_clash(by=desk.admin, clash_id=kept.pk)
        with pytest.raises(Stale, match="restored already"):
            restore_clash(by=desk.admin, clash_id=kept.pk)
    change(desk, title="Something else")
    with acting_as(desk.admin), pytest.raises(Stale, match="changed since"):
        undo_restore(by=desk.admin, clash_id=kept.pk)


def test_who_may_not_change_the_calendar_restores_nothing(desk: Desk) -> None:
    kept = clash(desk)
    reader = make_person(desk.admin)
    make_assignment(desk.admin, reader, desk.executive, permissions={"calendar": ["read"]})
    with acting_as(reader), pytest.raises(PermissionDenied):
        restore_clash(by=reader, clash_id=kept.pk)


def test_what_another_organizes_is_as_they_say(desk: Desk) -> None:
    people = HOST.format(desk.executive.email)
    desk.put("board", body(extra=people))
    desk.sync()
    change(desk, start_time=NINE + HOUR, end_time=NINE + 2 * HOUR)
    desk.put("board", body(start="20261124T120000Z", extra=people))
    desk.sync()
    with acting_as(desk.admin):
        kept = CalendarClash.objects.get()
        with pytest.raises(NotOrganizer):
            restore_clash(by=desk.admin, clash_id=kept.pk)


SIDES = series().flatmap(lambda base: st.tuples(st.just(base), edits(base), edits(base)))


@given(SIDES)
def test_points_come_back_as_they_were_written(sides: tuple[Series, Series | None, Series | None]) -> None:
    found = merge(*sides).clash
    points = list(found.points) if found is not None else []
    assert read_points(write_points(points)) == points


@given(SIDES)
def test_put_back_and_taken_back_nothing_is_different(
    sides: tuple[Series, Series | None, Series | None],
) -> None:
    base, ours, theirs = sides
    result = merge(base, ours, theirs)
    points = result.clash.points if result.clash is not None else ()
    restored = put_back(result.series, ours, points)
    assert is_same(put_back(restored, ours, points), restored)
    assert is_same(put_back(restored, result.series, points), result.series)
