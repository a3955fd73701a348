"""A subscription (a calendar file at an address) as the engine's `Remote`: one calendar, only read."""

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Never, Self

import httpx
from django.utils.translation import gettext_lazy as _

from integrations.ics.addresses import Address
from integrations.ics.client import Validators, chunks, opened
from integrations.ics.file import CalendarFile
from integrations.ics.look import look
from integrations.sync.remote import NotUnderstood, Page, ReadOnly, RemoteCalendar, RemoteObject

MOST_OBJECTS = 500  # of a page
MOST_BYTES = 10_000_000
COMES_BACK = _("This is Jenifer’s own feed of the same calendar. What is in it is here already.")


class IcsRemote:
    """An object's id is its UID, its etag a hash of its text. Closes `http` when it is left.

    `fills` are the executives whose calendars the subscription fills: their own feeds would come back to where
    they came from.
    """

    def __init__(self, http: httpx.Client, address: Address, *, fills: frozenset[str] = frozenset()) -> None:
        self._http, self._address, self._fills = http, address, fills

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def calendars(self) -> list[RemoteCalendar]:
        name = look(self._http, self._address).name or self._address.host
        return [RemoteCalendar(self._address.name, name, is_writable=False, is_primary=True)]

    def changes(
        self, calendar_id: str, cursor: str, known: Mapping[str, str] | None = None
    ) -> Iterator[Page]:
        """`cursor` is what the server knows its answer by: an unchanged file is one empty page."""
        with opened(self._http, self._address, Validators.read(cursor)) as response:
            if response is None:
                yield Page(cursor=cursor, is_last=True)
                return
            file = CalendarFile(chunks(response))
            cursor = Validators.of(response).cursor()
        with file:
            if file.about.feed_of in self._fills:
                raise NotUnderstood(COMES_BACK)
            yield from _pages(file, known or {}, cursor)

    def read(self, calendar_id: str, object_id: str) -> RemoteObject | None:
        pages = self.changes(calendar_id, "")
        return next((each for page in pages for each in page.changed if each.id == object_id), None)

    def new_id(self, calendar_id: str, name: str) -> str:
        return name

    def insert(self, calendar_id: str, object_id: str, body: str) -> RemoteObject:
        _refuse()

    def update(self, calendar_id: str, object_id: str, etag: str, body: str) -> RemoteObject:
        _refuse()

    def delete(self, calendar_id: str, object_id: str, etag: str) -> None:
        _refuse()


def _pages(file: CalendarFile, known: Mapping[str, str], cursor: str) -> Iterator[Page]:
    """Together a listing; of what is as it was known only the ids."""
    changed: list[RemoteObject] = []
    unchanged: list[str] = []
    refused: list[tuple[str, str]] = []
    size = 0
    for each in file.objects():
        if each.refusal:
            refused.append((each.uid, each.refusal))
        elif known.get(each.uid) == each.etag:
            unchanged.append(each.uid)
        else:
            changed.append(RemoteObject(each.uid, each.etag, each.body))
            size += len(each.body)
        if len(changed) >= MOST_OBJECTS or size >= MOST_BYTES:
            yield Page(tuple(changed), (), tuple(unchanged), tuple(refused), is_listing=True)
            changed, unchanged, refused, size = [], [], [], 0
    yield Page(
        tuple(changed), (), tuple(unchanged), tuple(refused), cursor=cursor, is_last=True, is_listing=True
    )


def _refuse() -> Never:
    raise ReadOnly(_("A subscribed calendar can only be read."))
