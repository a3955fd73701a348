"""Bodies of events: many by calendar-multiget (RFC 4791 §7.9), one by GET, written by PUT and DELETE."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from integrations.caldav import requests
from integrations.caldav.addresses import path_of
from integrations.caldav.client import DavClient, Reply, TooLarge, check
from integrations.caldav.xml import CALDAV, DAV, MAX_OBJECT, TOO_LARGE, Answer, BrokenXml
from integrations.sync.remote import (
    AlreadyThere,
    NotThere,
    NotUnderstood,
    RemoteObject,
    Stale,
)

CALENDAR_TYPE = "text/calendar; charset=utf-8"
IS_TOO_LARGE = "This event is larger than 5 MB and was left out."
IS_THERE = "An event with this address is already in the calendar."
HAS_CHANGED = "The event has been changed meanwhile in the other calendar."
IS_NOT_GIVEN = "The calendar server lists this event but does not give it out."


@dataclass(frozen=True, slots=True)
class Fetched:
    """Neither found nor refused: gone, or not an event."""

    id: str
    found: RemoteObject | None = None
    refusal: str = ""


def fetch(dav: DavClient, calendar_id: str, ids: Sequence[str]) -> Iterator[Fetched]:
    """Each of them, in the server's order. One that spoils the common answer is asked for by itself."""
    missing = dict.fromkeys(ids)
    try:
        for answer in _multiget(dav, calendar_id, ids) if ids else ():
            object_id = path_of(answer.href, dav.base)
            if object_id in missing:
                del missing[object_id]
                yield _fetched(object_id, answer)
    except (BrokenXml, TooLarge):
        pass  # what has not been read of it is in `missing`
    for object_id in missing:
        yield fetch_one(dav, object_id)


def _multiget(dav: DavClient, calendar_id: str, ids: Sequence[str]) -> Iterator[Answer]:
    with dav.ask("REPORT", calendar_id, requests.multiget(ids), depth="1") as reply:
        if reply.status in (400, 405, 501):
            return  # a server without the report
        check(reply)
        yield from reply.multistatus()


def _fetched(object_id: str, answer: Answer) -> Fetched:
    data = answer.found.get(f"{CALDAV}calendar-data")
    if answer.status in (404, 410):
        return Fetched(object_id)
    if data is None or not data.text:
        return Fetched(object_id, refusal=IS_NOT_GIVEN)
    if data.get(TOO_LARGE):
        return Fetched(object_id, refusal=IS_TOO_LARGE)
    return _of_text(object_id, answer.text(f"{DAV}getetag").removeprefix("W/"), data.text)


def fetch_one(dav: DavClient, object_id: str) -> Fetched:
    try:
        with dav.get(object_id, limit=MAX_OBJECT) as reply:
            if reply.status in (404, 410):
                return Fetched(object_id)
            if reply.status == 403:
                return Fetched(object_id, refusal=IS_NOT_GIVEN)
            check(reply)
            return _of_text(object_id, reply.etag, reply.text())
    except TooLarge:
        return Fetched(object_id, refusal=IS_TOO_LARGE)
    except NotUnderstood as error:
        return Fetched(object_id, refusal=str(error))


def _of_text(object_id: str, etag: str, text: str) -> Fetched:
    body = with_crlf(text.replace("\0", ""))  # no column takes it
    if not body.lstrip("\ufeff\r\n\t ").upper().startswith("BEGIN:VCALENDAR"):
        return Fetched(object_id, refusal=IS_NOT_GIVEN)
    if "BEGIN:VEVENT" not in body.upper():
        return Fetched(object_id)  # a to-do or a journal
    return Fetched(object_id, RemoteObject(object_id, etag, body))


def with_crlf(text: str) -> str:
    """One form of line ends, RFC 5545's: XML turns them all into line feeds, GET leaves them."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def put_new(dav: DavClient, object_id: str, body: str) -> RemoteObject:
    return _put(dav, object_id, body, if_none_match="*")


def put(dav: DavClient, object_id: str, etag: str, body: str) -> RemoteObject:
    """Without an ETag it overwrites only what is there."""
    return _put(dav, object_id, body, if_match=etag or "*")


def _put(dav: DavClient, object_id: str, body: str, **condition: str) -> RemoteObject:
    """The ETag is '' where the server gives none: it may have changed what it was given (RFC 4791 §5.3.4).

    The next listing then brings what it made of it.
    """
    sent = with_crlf(body)
    is_new = "if_none_match" in condition
    with dav.ask("PUT", object_id, sent.encode(), content_type=CALENDAR_TYPE, **condition) as reply:
        if reply.status in (403, 409, 412) and reply.names("no-uid-conflict"):
            raise AlreadyThere("An event with this UID is already in the calendar.", _named(dav, reply))
        if reply.status == 412:
            raise AlreadyThere(IS_THERE, object_id) if is_new else Stale(HAS_CHANGED)
        if reply.status in (404, 410) and not is_new:
            raise Stale("The event has been deleted meanwhile.")
        if reply.status == 409:
            raise NotThere("The calendar is no longer there.")
        if reply.status == 413:
            raise NotUnderstood("The calendar server finds this event too large.")
        check(reply, is_writing=True)
        return RemoteObject(object_id, reply.etag, sent)


def delete(dav: DavClient, object_id: str, etag: str) -> None:
    with dav.ask("DELETE", object_id, if_match=etag or "*") as reply:
        if reply.status in (404, 410):
            return
        if reply.status == 412:
            if fetch_one(dav, object_id) == Fetched(object_id):
                return  # some say so of what is gone
            raise Stale(HAS_CHANGED)
        check(reply, is_writing=True)


def _named(dav: DavClient, reply: Reply) -> str:
    """The address within an explanation, '' where there is none (RFC 4791 §5.3.2.1)."""
    reply.body.seek(0)
    href = re.search(rb"href[^<>]*>\s*([^<>\s]+)\s*<", reply.body.read())
    return path_of(href[1].decode(errors="replace"), dav.base) if href else ""


def read(dav: DavClient, object_id: str) -> RemoteObject | None:
    """None: not there, or not an event."""
    fetched = fetch_one(dav, object_id)
    if fetched.refusal:
        raise NotUnderstood(fetched.refusal)
    return fetched.found
