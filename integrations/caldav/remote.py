"""A CalDAV account (RFC 4791) as the engine's `Remote`."""

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

import httpx

from integrations.caldav import listing, objects, requests
from integrations.caldav.addresses import collection, object_path, path_of
from integrations.caldav.client import DavClient, check
from integrations.caldav.xml import APPLE, CALDAV, CALENDARSERVER, DAV, Answer
from integrations.sync.remote import Page, RemoteCalendar, RemoteObject

WRITING = tuple(DAV + name for name in ("all", "write", "write-content", "bind"))


class CalDavRemote:
    """`home` is the address of the calendars, from discovery. Closes `http` when it is left.

    An object's id is its path; a new one may be given by name (without '/'), and is then `<calendar>/<name>.ics`.
    """

    def __init__(self, http: httpx.Client, home: str, username: str, password: str) -> None:
        self._dav = DavClient(http, home, username, password)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dav.http.close()

    def calendars(self) -> list[RemoteCalendar]:
        return calendars_of(self._dav)

    def changes(
        self, calendar_id: str, cursor: str, known: Mapping[str, str] | None = None
    ) -> Iterator[Page]:
        return listing.changes(self._dav, collection(calendar_id), cursor, known or {})

    def read(self, calendar_id: str, object_id: str) -> RemoteObject | None:
        return objects.read(self._dav, object_path(calendar_id, object_id))

    def new_id(self, calendar_id: str, name: str) -> str:
        return object_path(calendar_id, name)

    def insert(self, calendar_id: str, object_id: str, body: str) -> RemoteObject:
        return objects.put_new(self._dav, object_path(calendar_id, object_id), body)

    def update(self, calendar_id: str, object_id: str, etag: str, body: str) -> RemoteObject:
        return objects.put(self._dav, object_path(calendar_id, object_id), etag, body)

    def delete(self, calendar_id: str, object_id: str, etag: str) -> None:
        objects.delete(self._dav, object_path(calendar_id, object_id), etag)


def calendars_of(dav: DavClient) -> list[RemoteCalendar]:
    """Those for events, of the home that is the client's base."""
    body = requests.propfind(
        "d:resourcetype",
        "d:displayname",
        "d:current-user-privilege-set",
        "c:supported-calendar-component-set",
        "c:schedule-default-calendar-URL",
        "a:calendar-color",
        "s:getctag",
    )
    with dav.ask("PROPFIND", dav.base, body, depth="1") as reply:
        check(reply)
        answers = [answer for answer in reply.multistatus() if answer.found]
    # The scheduling inbox, a neighbour of the calendars, names the default one (RFC 6638 §9.2).
    named = {
        path_of(href, dav.base) for a in answers for href in a.hrefs(f"{CALDAV}schedule-default-calendar-URL")
    }
    primary = {collection(path) for path in named}
    return [_calendar(answer, dav.base, primary) for answer in answers if _is_for_events(answer)]


def _is_for_events(answer: Answer) -> bool:
    """Without the property a calendar takes every kind of component (RFC 4791 §5.2.3)."""
    if not answer.has(f"{DAV}resourcetype", f"{CALDAV}calendar"):
        return False
    kinds = answer.found.get(f"{CALDAV}supported-calendar-component-set")
    names = [] if kinds is None else [kind.get("name", "").upper() for kind in kinds]
    return not names or "VEVENT" in names


def _calendar(answer: Answer, base: str, primary: set[str]) -> RemoteCalendar:
    path = collection(path_of(answer.href, base))
    privileges = answer.found.get(f"{DAV}current-user-privilege-set")
    return RemoteCalendar(
        id=path,
        name=answer.text(f"{DAV}displayname") or path.rstrip("/").rsplit("/", 1)[-1],
        color=_color(answer.text(f"{APPLE}calendar-color")),
        is_writable=privileges is None or any(each.tag in WRITING for each in privileges.iter()),
        is_primary=path in primary,
        ctag=answer.text(f"{CALENDARSERVER}getctag"),
    )


def _color(value: str) -> str:
    """'#RRGGBBAA' is Apple's form."""
    match = re.match(r"#[0-9a-fA-F]{6}", value)
    return match[0].lower() if match else ""
