"""One contract, on real servers."""

import itertools
import tracemalloc
from collections.abc import Iterator

import pytest

from integrations.caldav.discovery import discover
from integrations.caldav.remote import CalDavRemote
from integrations.sync.remote import (
    AlreadyThere,
    CredentialsRejected,
    CursorRejected,
    NotThere,
    Page,
    RemoteObject,
    Stale,
)
from integrations.tests.caldav_servers import PASSWORD, USER

names = (f"calendar-{number}" for number in itertools.count())


@pytest.fixture
def remote(server) -> Iterator[CalDavRemote]:
    with CalDavRemote(server.client(), server.url + server.home, USER, PASSWORD) as remote:
        yield remote


@pytest.fixture
def calendar(server) -> str:
    return server.make_calendar(next(names))


def event(uid: str, title: str = "Board", extra: str = "") -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\n"
        f"SUMMARY:{title}\r\n{extra}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def everything(pages: list[Page]) -> dict[str, str]:
    return {each.id: each.etag for page in pages for each in page.changed}


def changed(pages: list[Page]) -> list[RemoteObject]:
    return [each for page in pages for each in page.changed]


def test_discovery_finds_calendars_from_the_bare_address(server, calendar):
    with server.client() as http:
        account = discover(http, server.url, USER, PASSWORD)
    assert account.home == server.url + server.home
    found = {each.id: each for each in account.calendars}[calendar]
    assert (found.name, found.color, found.is_writable) == ("Jonas & board", "#2f6fdd", True)


def test_discovery_finds_calendars_from_the_home_itself(server, calendar):
    with server.client() as http:
        account = discover(http, server.url + server.home, USER, PASSWORD)
    assert calendar in [each.id for each in account.calendars]


@pytest.mark.parametrize("server", ["radicale"], indirect=True)  # the other asks for none over plain HTTP
def test_wrong_password_is_said(server):
    with server.client() as http, pytest.raises(CredentialsRejected, match="password"):
        discover(http, server.url, USER, "guessed")


def test_empty_calendar_is_listed_whole(remote, calendar):
    (page,) = remote.changes(calendar, "")
    assert (page.changed, page.gone, page.is_last, page.is_listing) == ((), (), True, True)
    assert page.cursor.startswith("sync:")


def test_insert_is_seen_once_and_then_no_more(remote, calendar):
    made = remote.insert(calendar, "one@jenifer", event("one@jenifer"))
    assert made.id == calendar + "one@jenifer.ics"
    pages = list(remote.changes(calendar, ""))
    assert everything(pages) == {made.id: made.etag}
    (quiet,) = remote.changes(calendar, pages[-1].cursor)
    assert (quiet.changed, quiet.gone, quiet.is_last, quiet.is_listing) == ((), (), True, False)


def test_our_own_write_is_not_fetched_back(remote, calendar):
    cursor = list(remote.changes(calendar, ""))[-1].cursor
    made = remote.insert(calendar, "one", event("one"))
    pages = list(remote.changes(calendar, cursor, {made.id: made.etag}))
    assert [page.unchanged for page in pages] == [(made.id,), ()]
    assert changed(pages) == []


def test_second_insert_under_the_same_id_changes_nothing(remote, calendar):
    made = remote.insert(calendar, "one", event("one"))
    with pytest.raises(AlreadyThere) as refused:
        remote.insert(calendar, "one", event("one", "Other"))
    assert refused.value.object_id == made.id
    assert "SUMMARY:Board" in remote.read(calendar, "one").body


def test_insert_with_a_uid_that_is_there_is_refused(remote, calendar):
    remote.insert(calendar, "one", event("same"))
    with pytest.raises(AlreadyThere):
        remote.insert(calendar, "two", event("same"))


def test_update_with_the_etag_and_with_an_old_one(remote, calendar):
    made = remote.insert(calendar, "one", event("one"))
    later = remote.update(calendar, made.id, made.etag, event("one", "Board moved"))
    assert later.etag != made.etag
    with pytest.raises(Stale):
        remote.update(calendar, made.id, made.etag, event("one", "Lost"))
    assert "SUMMARY:Board moved" in remote.read(calendar, made.id).body


def test_update_of_what_was_deleted_is_stale(remote, calendar):
    made = remote.insert(calendar, "one", event("one"))
    remote.delete(calendar, made.id, made.etag)
    with pytest.raises(Stale):
        remote.update(calendar, made.id, made.etag, event("one", "Back from the dead"))
    assert remote.read(calendar, made.id) is None


def test_delete_with_an_old_etag_is_stale_and_twice_is_fine(remote, calendar):
    made = remote.insert(calendar, "one", event("one"))
    later = remote.update(calendar, made.id, made.etag, event("one", "Later"))
    with pytest.raises(Stale):
        remote.delete(calendar, made.id, made.etag)
    remote.delete(calendar, made.id, later.etag)
    remote.delete(calendar, made.id, later.etag)
    assert remote.read(calendar, made.id) is None


def test_deletion_comes_with_the_changes(remote, calendar):
    made = remote.insert(calendar, "one", event("one"))
    cursor = list(remote.changes(calendar, ""))[-1].cursor
    remote.delete(calendar, made.id, made.etag)
    pages = list(remote.changes(calendar, cursor))
    assert [each for page in pages for each in page.gone] == [made.id]


def test_added_and_deleted_between_two_looks_leaves_nothing(remote, calendar):
    cursor = list(remote.changes(calendar, ""))[-1].cursor
    made = remote.insert(calendar, "one", event("one"))
    remote.delete(calendar, made.id, made.etag)
    pages = list(remote.changes(calendar, cursor))
    assert changed(pages) == []
    kept = remote.insert(calendar, "two", event("two"))
    assert everything(list(remote.changes(calendar, pages[-1].cursor))) == {kept.id: kept.etag}


def test_lost_token_is_a_rejected_cursor(remote, calendar):
    with pytest.raises(CursorRejected):
        list(remote.changes(calendar, "sync:http://example.org/ns/sync/never-given"))


def test_deleted_calendar_is_not_there(server, remote, calendar):
    cursor = list(remote.changes(calendar, ""))[-1].cursor
    with server.client() as http:
        http.request("DELETE", server.url + calendar, auth=(USER, PASSWORD))
    with pytest.raises((CursorRejected, NotThere)):
        list(remote.changes(calendar, cursor))
    with pytest.raises(NotThere):
        list(remote.changes(calendar, ""))
    with pytest.raises(NotThere):
        remote.insert(calendar, "one", event("one"))


def test_exceptions_and_foreign_properties_survive(remote, calendar):
    series = event("weekly", extra="RRULE:FREQ=WEEKLY;COUNT=5\r\nX-COLOUR;X-NOTE=kept:blue\r\n")
    exception = event("weekly", "Moved", "RECURRENCE-ID:20261201T090000Z\r\nX-ONLY-HERE:1\r\n")
    second = exception[exception.index("BEGIN:VEVENT") :]
    made = remote.insert(calendar, "weekly", series.replace("END:VCALENDAR\r\n", second))
    (listed,) = changed(list(remote.changes(calendar, "")))
    for body in (listed.body, remote.read(calendar, made.id).body):
        assert body.count("BEGIN:VEVENT\r\n") == 2
        assert "X-COLOUR;X-NOTE=kept:blue\r\n" in body
        assert "RECURRENCE-ID:20261201T090000Z\r\n" in body
        assert "X-ONLY-HERE:1\r\n" in body


def test_name_with_odd_letters_is_one_object(remote, calendar):
    made = remote.insert(calendar, "Señor #1 & co", event("odd"))
    assert everything(list(remote.changes(calendar, ""))) == {made.id: made.etag}
    remote.delete(calendar, made.id, made.etag)


def test_to_do_is_no_event(remote, calendar):
    todo = event("todo").replace("VEVENT", "VTODO").replace("DTEND", "DUE")
    remote.insert(calendar, "todo", todo)
    assert changed(list(remote.changes(calendar, ""))) == []


def test_three_thousand_events_come_in_pages(server, remote, calendar):
    server.fill(calendar, [(f"e{number}", event(f"e{number}")) for number in range(3000)])
    tracemalloc.start()
    seen: dict[str, str] = {}
    largest, cursor = 0, ""
    for page in remote.changes(calendar, ""):
        largest = max(largest, len(page.changed))
        seen |= {each.id: each.etag for each in page.changed}
        cursor = page.cursor
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(seen) == 3000
    assert largest <= 500
    assert peak < 8_000_000
    assert [page.changed for page in remote.changes(calendar, cursor)] == [()]
    assert {each for page in remote.changes(calendar, "", seen) for each in page.unchanged} == seen.keys()
