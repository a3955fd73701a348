"""What the engine knows of a calendar elsewhere: one protocol, whoever provides it.

A provider is a client and a mapping; what to do with what it says is the engine's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self


class RemoteError(Exception):
    """Something a person can be told: `str()` is a sentence, without secrets and addresses with secrets."""


class CursorRejected(RemoteError):
    """The remote no longer knows this cursor: a complete listing (cursor '') is needed."""


class Stale(RemoteError):
    """The object is not as we knew it (412): pull, merge, try again."""


class AlreadyThere(Stale):
    """An object with this id or this UID exists. `object_id` is '' where the remote did not say which."""

    def __init__(self, sentence: str, object_id: str = "") -> None:
        super().__init__(sentence)
        self.object_id = object_id


class CredentialsRejected(RemoteError):
    """The password is wrong, revoked or expired: nothing works until a person acts."""


class ReadOnly(RemoteError):
    """Reading is allowed here, this writing is not."""


class Throttled(RemoteError):
    """Too many requests. `retry_after` is None where the remote did not say how long."""

    def __init__(self, sentence: str, retry_after: timedelta | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Unavailable(RemoteError):
    """No answer, half an answer or a 5xx: what was asked for may or may not have been done."""


class NotThere(RemoteError):
    """The calendar is gone."""


class NotUnderstood(RemoteError):
    """An answer that is not what the protocol says: HTML, broken XML, too large."""


@dataclass(frozen=True, slots=True)
class RemoteCalendar:
    id: str  # the provider's own; CalDAV: the absolute path
    name: str
    color: str = ""  # '#rrggbb' or ''
    is_writable: bool = True
    is_primary: bool = False
    ctag: str = ""


@dataclass(frozen=True, slots=True)
class RemoteObject:
    """One series with its exceptions, or a single event."""

    id: str
    etag: str  # '' where the server gives none, or changed what it was given
    body: str  # the provider's own text


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what changed.

    With `is_listing` the pages together name everything that is there (`changed`, `unchanged`, `refused`), once the
    one with `is_last` has come: only then is what they do not name gone.
    """

    changed: tuple[RemoteObject, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()  # there with the etag given as known; not fetched
    refused: tuple[tuple[str, str], ...] = ()  # (id, a sentence): there, but not to be had
    cursor: str = ""  # '' until the last page
    is_last: bool = False
    is_listing: bool = False


class Remote(Protocol):
    """One connection, open as a context manager. Every method may raise `RemoteError`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def calendars(self) -> list[RemoteCalendar]: ...

    def changes(self, calendar_id: str, cursor: str, known: Mapping[str, str] = ...) -> Iterator[Page]:
        """What changed since `cursor`; '' asks for everything. `known` (id → etag) spares fetching it again.

        Pages hold at most 500 objects. One object may come twice; the later one counts.
        """
        ...

    def read(self, calendar_id: str, object_id: str) -> RemoteObject | None: ...

    def new_id(self, calendar_id: str, name: str) -> str:
        """The id that an object of this name will have, known before it is made."""
        ...

    def insert(self, calendar_id: str, object_id: str, body: str) -> RemoteObject:
        """Make it under an id of our choosing, unless something has it (`AlreadyThere`)."""
        ...

    def update(self, calendar_id: str, object_id: str, etag: str, body: str) -> RemoteObject: ...

    def delete(self, calendar_id: str, object_id: str, etag: str) -> None:
        """Gone already is fine."""
        ...
