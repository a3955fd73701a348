"""Answers as no server should give them."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.caldav.xml import CALDAV, DAV, MAX_OBJECT, TOO_LARGE, BrokenXml, Multistatus
from integrations.sync.remote import NotUnderstood, RemoteError, Unavailable

OBJECT = (
    '<d:response><d:href>/c/{}.ics</d:href><d:propstat><d:prop><d:getetag>"{}"</d:getetag>'
    "<c:calendar-data>{}</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
)
HEAD = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
TAIL = "<d:sync-token>token-1</d:sync-token></d:multistatus>"
WHOLE = (HEAD + OBJECT.format(1, 1, "BEGIN:VCALENDAR") + OBJECT.format(2, 2, "x") + TAIL).encode()


def read(body: bytes) -> list:
    return list(Multistatus(BytesIO(body)))


def test_answer_is_read_with_its_token():
    answers = Multistatus(BytesIO(WHOLE))
    assert [(each.href, each.text(f"{DAV}getetag")) for each in answers] == [
        ("/c/1.ics", '"1"'),
        ("/c/2.ics", '"2"'),
    ]
    assert answers.sync_token == "token-1"


def test_properties_that_were_not_found_are_left_out():
    missing = WHOLE.replace(b"200 OK", b"404 Not Found", 1)
    assert [list(each.found) for each in read(missing)] == [[], [f"{DAV}getetag", f"{CALDAV}calendar-data"]]


def test_status_of_the_whole_response():
    body = HEAD + "<d:response><d:href>/c/</d:href><d:status>HTTP/1.1 507 Full</d:status></d:response>" + TAIL
    assert [(each.href, each.status) for each in read(body.encode())] == [("/c/", 507)]


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Log in</body></html>",
        b"<html><body>Log in</body></html>",
        b'<!DOCTYPE d:multistatus [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d:multistatus xmlns:d="DAV:"/>',
        b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d:multistatus xmlns:d="DAV:"/>',
    ],
    ids=["html", "html without a type", "entity bomb", "foreign entity"],
)
def test_something_else_is_refused(page):
    with pytest.raises(NotUnderstood, match="web page") as refused:
        read(page)
    assert not isinstance(refused.value, BrokenXml)


@pytest.mark.parametrize("length", [0, 30, len(WHOLE) // 2, len(WHOLE) - 3])
def test_cut_answer_is_no_answer(length):
    with pytest.raises(Unavailable):
        read(WHOLE[:length])


@pytest.mark.parametrize("body", [b"\x00\x01", b"{}", WHOLE.replace(b"BEGIN", b"\x0b"), WHOLE + b"more"])
def test_broken_xml_is_said(body):
    with pytest.raises(BrokenXml):
        read(body)


def test_unknown_encoding_is_broken():
    with pytest.raises(BrokenXml):
        read(b'<?xml version="1.0" encoding="klingon"?>' + WHOLE.removeprefix(b'<?xml version="1.0"?>'))


def test_object_too_large_spoils_no_other():
    body = HEAD + OBJECT.format(1, 1, "x" * (MAX_OBJECT + 1)) + OBJECT.format(2, 2, "fine") + TAIL
    first, second = (each.found[f"{CALDAV}calendar-data"] for each in read(body.encode()))
    assert first.get(TOO_LARGE) == "yes"
    assert (second.text, second.get(TOO_LARGE)) == ("fine", None)


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 100_000,
        "<d:href>" + "x" * 100_000,
        "<d:response>" + "<a/>" * 100_000,
        "<a " + " ".join(f'a{n}="{"x" * 1000}"' for n in range(3000)),
    ],
    ids=["deep", "long", "wide", "endless tag"],
)
def test_bombs_are_refused(inside):
    with pytest.raises(NotUnderstood):
        read((HEAD + "<d:response>" + inside).encode())


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_is_a_typed_error_or_an_answer(changes):
    damaged = bytearray(WHOLE)
    for place, byte in changes:
        damaged[place] = byte
    with suppress(RemoteError):
        read(bytes(damaged))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_typed_error(body):
    with pytest.raises(RemoteError):
        read(body)
