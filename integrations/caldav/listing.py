"""What changed in a calendar: by sync-collection (RFC 6578) where the server has it, else by ctag and ETags.

A cursor says which way was gone: 'sync:<token>' or 'ctag:<ctag>'.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import batched

from integrations.caldav import requests
from integrations.caldav.addresses import path_of
from integrations.caldav.client import DavClient, check, is_about_rate
from integrations.caldav.objects import Fetched, fetch
from integrations.caldav.xml import CALENDARSERVER, DAV, Answer
from integrations.sync.remote import CursorRejected, NotThere, Page

SYNC, CTAG = "sync:", "ctag:"
BATCH = 100  # entries of a listing in one page, objects in one multiget
PAGE_CHARACTERS = 8_000_000  # a page of long bodies ends early
MAX_PARTS = 10_000  # of one truncated answer: more is a server that never comes to an end
# A token that is not known any more, and what servers without sync-collection say to it.
REJECTED = {400, 403, 404, 405, 409, 410, 412, 415, 501}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a listing. `etag` is None for what is gone."""

    id: str
    etag: str | None


class _NoEnd(Exception):
    """Truncated, and no further than before."""


def changes(dav: DavClient, calendar_id: str, cursor: str, known: Mapping[str, str]) -> Iterator[Page]:
    """RemoteErrors as in `Remote.changes`."""
    if cursor.startswith(SYNC):
        yield from _changes_since(dav, calendar_id, cursor.removeprefix(SYNC), known)
        return
    state = _state(dav, calendar_id)
    if not cursor and state.has(f"{DAV}supported-report-set", f"{DAV}sync-collection"):
        # Some name the report and cannot do it, or not to the end: then the older way names everything again.
        with suppress(CursorRejected, _NoEnd):
            yield from _whole_by_sync(dav, calendar_id, known)
            return
    ctag = state.text(f"{CALENDARSERVER}getctag")
    if ctag and cursor == CTAG + ctag:
        yield Page(cursor=cursor, is_last=True)
        return
    yield from _whole_by_etags(dav, calendar_id, ctag, known)


def _state(dav: DavClient, calendar_id: str) -> Answer:
    body = requests.propfind("d:resourcetype", "d:supported-report-set", "s:getctag")
    with dav.ask("PROPFIND", calendar_id, body, depth="0") as reply:
        check(reply)
        for answer in reply.multistatus():
            if answer.status in (0, 200) and answer.found:
                return answer
    raise NotThere("The calendar is no longer there.")


@dataclass(slots=True)
class _Sync:
    """A walk through the parts of a sync-collection. `token` is where it has come to."""

    dav: DavClient
    calendar_id: str
    token: str

    def entries(self) -> Iterator[Entry]:
        for _ in range(MAX_PARTS):
            before, is_truncated = self.token, False
            with self.dav.ask(
                "REPORT", self.calendar_id, requests.sync_collection(self.token), depth="1"
            ) as reply:
                if reply.status in REJECTED and not is_about_rate(reply):
                    raise CursorRejected("The calendar server has forgotten where we were.")
                check(reply)
                answers = reply.multistatus()
                for answer in answers:
                    # RFC 6578 §3.6: the calendar itself with 507 says that there is more.
                    is_truncated = is_truncated or answer.status == 507
                    yield from _entry(self.dav, self.calendar_id, answer)
            self.token = answers.sync_token
            if not self.token or (is_truncated and self.token == before):
                raise _NoEnd
            if not is_truncated:
                return
        raise _NoEnd


def _changes_since(dav: DavClient, calendar_id: str, token: str, known: Mapping[str, str]) -> Iterator[Page]:
    walk = _Sync(dav, calendar_id, token)
    try:
        yield from _pages(dav, calendar_id, walk.entries(), known)
    except _NoEnd:
        raise CursorRejected("The calendar server does not come to the end of its changes.") from None
    yield Page(cursor=SYNC + walk.token, is_last=True)


def _whole_by_sync(dav: DavClient, calendar_id: str, known: Mapping[str, str]) -> Iterator[Page]:
    walk = _Sync(dav, calendar_id, "")
    for page in _pages(dav, calendar_id, walk.entries(), known):
        yield replace(page, is_listing=True)
    yield Page(cursor=SYNC + walk.token, is_last=True, is_listing=True)


def _whole_by_etags(dav: DavClient, calendar_id: str, ctag: str, known: Mapping[str, str]) -> Iterator[Page]:
    for page in _pages(dav, calendar_id, _listed(dav, calendar_id), known):
        yield replace(page, is_listing=True)
    yield Page(cursor=CTAG + ctag, is_last=True, is_listing=True)


def _listed(dav: DavClient, calendar_id: str) -> Iterator[Entry]:
    body = requests.propfind("d:getetag", "d:resourcetype")
    with dav.ask("PROPFIND", calendar_id, body, depth="1") as reply:
        check(reply)
        for answer in reply.multistatus():
            yield from _entry(dav, calendar_id, answer)


def _entry(dav: DavClient, calendar_id: str, answer: Answer) -> Iterator[Entry]:
    """Nothing for the calendar itself and for collections within it."""
    href = path_of(answer.href, dav.base)
    if href.endswith("/") or href == calendar_id.rstrip("/"):
        return
    if answer.status in (404, 410):
        yield Entry(href, None)
    elif answer.status < 300 and not answer.has(f"{DAV}resourcetype", f"{DAV}collection"):
        yield Entry(href, answer.text(f"{DAV}getetag").removeprefix("W/"))


def _pages(
    dav: DavClient, calendar_id: str, entries: Iterable[Entry], known: Mapping[str, str]
) -> Iterator[Page]:
    for batch in batched(entries, BATCH):  # noqa: B911, the last may be short
        latest = {entry.id: entry.etag for entry in batch}  # parts of a truncated answer may name one twice
        there = {each: etag for each, etag in latest.items() if etag is not None}
        gone = tuple(each for each, etag in latest.items() if etag is None)
        unchanged = tuple(each for each, etag in there.items() if etag and known.get(each) == etag)
        if gone or unchanged:
            yield Page(gone=gone, unchanged=unchanged)
        wanted = there.keys() - set(unchanged)
        yield from _bodies(fetch(dav, calendar_id, sorted(wanted)))


def _bodies(fetched: Iterable[Fetched]) -> Iterator[Page]:
    held: list[Fetched] = []
    size = 0
    for each in fetched:
        held.append(each)
        size += len(each.found.body) if each.found else 0
        if size > PAGE_CHARACTERS:
            yield _page(held)
            held, size = [], 0
    if held:
        yield _page(held)


def _page(fetched: list[Fetched]) -> Page:
    return Page(
        changed=tuple(each.found for each in fetched if each.found),
        gone=tuple(each.id for each in fetched if not each.found and not each.refusal),
        refused=tuple((each.id, each.refusal) for each in fetched if each.refusal),
    )
