"""Listings and writing at servers that do less, or other, than the standards say."""

import pytest

from integrations.caldav.remote import CalDavRemote
from integrations.sync.remote import (
    AlreadyThere,
    CredentialsRejected,
    CursorRejected,
    NotThere,
    NotUnderstood,
    ReadOnly,
    RemoteError,
    RemoteObject,
    Stale,
    Throttled,
    Unavailable,
)
from integrations.tests.caldav_recordings import Recording, calendar, given, listed, multistatus, response

HOST = "https://dav.example"
CAL = "/cal/"
HAS_SYNC = response(
    CAL,
    "<supported-report-set><supported-report><report><sync-collection/></report></supported-report>"
    "</supported-report-set>",
)


@pytest.fixture
def recording():
    return Recording()


@pytest.fixture
def remote(recording):
    with CalDavRemote(recording.client, f"{HOST}/", "maya", "secret") as remote:
        yield remote


def pages_of(remote, cursor="", known=None):
    return list(remote.changes(CAL, cursor, known))


def test_truncated_answers_are_walked_to_the_end(recording, remote):
    more = response(CAL, status="507 Insufficient Storage")
    gone = response("/cal/2.ics", status="404 Not Found")
    recording.add(
        "REPORT",
        HOST + CAL,
        multistatus(listed("/cal/1.ics", "a"), listed("/cal/2.ics", "a"), more, token="t2"),
    )
    recording.add("REPORT", HOST + CAL, multistatus(gone, token="t3"))
    recording.add("REPORT", HOST + CAL, multistatus(given("/cal/1.ics", "a")))
    pages = pages_of(remote, "sync:t1")
    assert [each.id for page in pages for each in page.changed] == ["/cal/1.ics"]
    assert [each for page in pages for each in page.gone] == ["/cal/2.ics"]
    assert [(page.cursor, page.is_last) for page in pages] == [("", False), ("", False), ("sync:t3", True)]


def test_truncation_that_does_not_move_on_is_a_rejected_cursor(recording, remote):
    more = response(CAL, status="507 Insufficient Storage")
    recording.add("REPORT", HOST + CAL, multistatus(more, token="t1"))
    with pytest.raises(CursorRejected):
        pages_of(remote, "sync:t1")
    assert len(recording.asked) == 1


def test_token_that_repeats_is_no_end_of_the_world(recording, remote):
    recording.add("REPORT", HOST + CAL, multistatus(token="t1"))
    assert [page.cursor for page in pages_of(remote, "sync:t1")] == ["sync:t1"]


@pytest.mark.parametrize("status", [400, 403, 409, 410, 412])
def test_rejected_token(recording, remote, status):
    recording.add("REPORT", HOST + CAL, status=status)
    with pytest.raises(CursorRejected):
        pages_of(remote, "sync:t1")


def test_etags_serve_where_there_is_no_sync(recording, remote):
    recording.add("PROPFIND", HOST + CAL, multistatus(response(CAL, "<S:getctag>c1</S:getctag>")))
    recording.add(
        "PROPFIND",
        HOST + CAL,
        multistatus(
            response(CAL, "<resourcetype><collection/></resourcetype>"),
            listed("/cal/1.ics", "a"),
            listed(f"{HOST}/cal/m%40ya.ics", "b"),
        ),
    )
    recording.add("REPORT", HOST + CAL, multistatus(given("/cal/m@ya.ics", "b")))
    pages = pages_of(remote, "", {"/cal/1.ics": '"a"', "/cal/gone.ics": '"x"'})
    assert [each for page in pages for each in page.unchanged] == ["/cal/1.ics"]
    assert [each for page in pages for each in page.changed] == [
        RemoteObject("/cal/m@ya.ics", '"b"', calendar())
    ]
    assert {page.is_listing for page in pages} == {True}
    assert pages[-1].cursor == "ctag:c1"


def test_same_ctag_asks_no_further(recording, remote):
    recording.add("PROPFIND", HOST + CAL, multistatus(response(CAL, "<S:getctag>c1</S:getctag>")))
    (page,) = pages_of(remote, "ctag:c1")
    assert (page.is_last, page.is_listing, page.cursor) == (True, False, "ctag:c1")
    assert len(recording.asked) == 1


@pytest.mark.parametrize("status", [400, 403, 501])
def test_sync_that_is_named_but_not_done_falls_back(recording, remote, status):
    recording.add("PROPFIND", HOST + CAL, multistatus(HAS_SYNC))
    recording.add("PROPFIND", HOST + CAL, multistatus(response(CAL, "<getetag/>")))
    recording.add("REPORT", HOST + CAL, status=status)
    (page,) = pages_of(remote)
    assert (page.is_listing, page.is_last, page.cursor) == (True, True, "ctag:")


def test_sync_without_a_token_falls_back(recording, remote):
    recording.add("PROPFIND", HOST + CAL, multistatus(HAS_SYNC))
    recording.add("PROPFIND", HOST + CAL, multistatus(response(CAL, "<getetag/>")))
    recording.add("REPORT", HOST + CAL, multistatus())
    assert pages_of(remote)[-1].cursor == "ctag:"


def test_event_that_spoils_the_answer_is_asked_for_by_itself(recording, remote):
    entries = multistatus(listed("/cal/1.ics", "a"), listed("/cal/2.ics", "b"), token="t2")
    recording.add("REPORT", HOST + CAL, entries)
    spoiled = multistatus(given("/cal/1.ics", "a"), given("/cal/2.ics", "b", "Bell \x07"))
    recording.add("REPORT", HOST + CAL, spoiled)
    recording.add("GET", f"{HOST}/cal/1.ics", calendar(), 200, etag='"a"')
    recording.add("GET", f"{HOST}/cal/2.ics", calendar("Bell \x07"), 200, etag='W/"b"')
    pages = pages_of(remote, "sync:t1")
    assert sorted((each.id, each.etag) for page in pages for each in page.changed) == [
        ("/cal/1.ics", '"a"'),
        ("/cal/2.ics", '"b"'),
    ]


def test_event_too_large_is_refused_and_the_rest_goes_on(recording, remote):
    entries = multistatus(listed("/cal/1.ics", "a"), listed("/cal/2.ics", "b"), token="t2")
    recording.add("REPORT", HOST + CAL, entries)
    recording.add(
        "REPORT", HOST + CAL, multistatus(given("/cal/1.ics", "a", "x" * 5_000_001), given("/cal/2.ics", "b"))
    )
    pages = pages_of(remote, "sync:t1")
    assert [each for page in pages for each in page.refused] == [
        ("/cal/1.ics", "This event is larger than 5 MB and was left out.")
    ]
    assert [each.id for page in pages for each in page.changed] == ["/cal/2.ics"]
    assert pages[-1].cursor == "sync:t2"


def test_event_too_large_to_read_by_itself(recording, remote):
    recording.add("GET", f"{HOST}/cal/1.ics", calendar("x" * 5_000_001), 200)
    with pytest.raises(NotUnderstood, match="5 MB"):
        remote.read(CAL, "/cal/1.ics")


def test_event_left_out_of_the_answer_is_gone_or_asked_for(recording, remote):
    recording.add("REPORT", HOST + CAL, multistatus(listed("/cal/1.ics", "a"), token="t2"))
    recording.add("REPORT", HOST + CAL, multistatus())
    pages = pages_of(remote, "sync:t1")
    assert [each for page in pages for each in page.gone] == ["/cal/1.ics"]


def test_web_page_for_a_listing_is_not_an_empty_calendar(recording, remote):
    recording.add("PROPFIND", HOST + CAL, "<!DOCTYPE html><html>Log in</html>")
    with pytest.raises(NotUnderstood):
        pages_of(remote)


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, CredentialsRejected), (403, CredentialsRejected), (404, NotThere), (410, NotThere), (429, Throttled),
     (500, Unavailable), (502, Unavailable), (503, Throttled), (504, Unavailable), (200, NotUnderstood),
     (418, NotUnderstood)],
)  # fmt: skip
def test_status_of_a_listing_is_the_engines_error(recording, remote, status, error):
    recording.add("PROPFIND", HOST + CAL, "maya:secret", status)
    with pytest.raises(error) as raised:
        pages_of(remote)
    assert "secret" not in str(raised.value)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [(401, "", CredentialsRejected), (403, "", ReadOnly), (405, "", ReadOnly), (404, "", Stale), (412, "", Stale),
     (403, "rateLimitExceeded", Throttled), (429, "", Throttled), (504, "", Unavailable), (507, "", Unavailable),
     (413, "", NotUnderstood), (409, "", NotThere)],
)  # fmt: skip
def test_status_of_a_writing_is_the_engines_error(recording, remote, status, body, error):
    recording.add("PUT", f"{HOST}/cal/1.ics", body, status)
    with pytest.raises(error):
        remote.update(CAL, "/cal/1.ics", '"a"', calendar())


def test_uid_conflict_names_the_other_event(recording, remote):
    body = (
        '<error xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><C:no-uid-conflict>'
        "<href>/cal/other%20one.ics</href></C:no-uid-conflict></error>"
    )
    recording.add("PUT", f"{HOST}/cal/new.ics", body, 403)
    with pytest.raises(AlreadyThere) as refused:
        remote.insert(CAL, "new", calendar())
    assert refused.value.object_id == "/cal/other%20one.ics"


def test_server_without_an_etag_leaves_it_empty(recording, remote):
    recording.add("PUT", f"{HOST}/cal/new.ics", status=201)
    assert remote.insert(CAL, "new", calendar()) == RemoteObject("/cal/new.ics", "", calendar())


def test_credentials_never_follow_to_another_host(recording, remote):
    recording.add("PROPFIND", HOST + CAL, status=302, location="https://elsewhere.example/cal/")
    with pytest.raises(RemoteError, match="moved"):
        pages_of(remote)
    assert recording.asked == [("PROPFIND", HOST + CAL, True)]


def test_redirect_within_the_server_keeps_the_method(recording, remote):
    recording.add("PROPFIND", HOST + CAL, status=302, location="/new/")
    recording.add("PROPFIND", f"{HOST}/new/", multistatus(response("/new/", "<S:getctag>c1</S:getctag>")))
    assert pages_of(remote, "ctag:c1")[0].is_last


def test_credentials_are_in_no_repr(remote):
    assert "secret" not in repr(remote) + repr(vars(remote)) + repr(vars(remote._dav))
