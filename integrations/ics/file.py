"""A calendar file of any size, kept on disk and cut into its events by UID."""

import hashlib
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from integrations.ics.about import MOST_HEAD, NO_CALENDAR, About, is_end_of_head, read_about
from integrations.sync.remote import NotUnderstood, RemoteError, Unavailable
from scheduling.ical.components import RawComponent, split_components
from scheduling.ical.content_lines import ContentLine, content_lines
from scheduling.ical.event import read_uid
from scheduling.ical.properties import decode, read_properties
from scheduling.ical.timezones import MAX_TIMEZONES
from scheduling.zones import known_zone

MAX_EVENTS = 250_000
MAX_OBJECT = 5_000_000  # bytes, of a series with all its exceptions
IN_MEMORY = 1_000_000
HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//JeniferAI//Subscription//EN\r\n"
FOOT = b"END:VCALENDAR\r\n"

_ZONE = re.compile(rb';TZID="?([^":;,\r\n]+)', re.IGNORECASE)
# Written anew with every answer by many servers, though nothing has changed.
_VOLATILE = re.compile(rb"(?im)^(?:DTSTAMP|CREATED|LAST-MODIFIED)[;:][^\r\n]*\r\n")


@dataclass(frozen=True, slots=True)
class Found:
    """One UID's text, or why it is not to be had."""

    uid: str
    etag: str = ""
    body: str = field(default="", repr=False)
    refusal: str = ""


class Chunks:
    """What comes in pieces, read as a file is."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = (chunk for chunk in chunks if chunk)

    def read(self, size: int, /) -> bytes:
        return next(self._chunks, b"")


class CalendarFile:
    """Read whole before any of it is believed: what is cut in the middle lists nothing. Use as a context manager."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._disk: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._events: dict[str, array[int]] = {}  # by UID, where each of its components begins and ends
        self._refused: dict[str, str] = {}
        self._zones: dict[str, tuple[int, int]] = {}
        self._head: list[bytes] | None = []
        self.about = About()
        try:
            for raw in split_components(self._written(content_lines(Chunks(chunks)))):
                self._note(raw, self._disk.tell())
        except BaseException:
            self._disk.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disk.close()

    def objects(self) -> Iterator[Found]:
        """Each UID once, in the order of the file."""
        for uid, places in self._events.items():
            if sum(places[1::2]) - sum(places[::2]) > MAX_OBJECT:
                yield Found(uid, refusal=_("This event is larger than 5 MB and was left out."))
                continue
            events = [self._text(start, end) for start, end in zip(places[::2], places[1::2], strict=True)]
            zones = self._zones_of(events)
            yield Found(uid, _etag([*zones, *events]), _body([*zones, *events]))
        yield from (Found(uid, refusal=why) for uid, why in self._refused.items() if uid not in self._events)

    def _written(self, lines: Iterable[ContentLine]) -> Iterator[ContentLine]:
        """Each line, unfolded, goes to disk, and on with its place there instead of its number."""
        place = 0
        for _number, line in lines:
            if self._head is not None:
                self._read_head(line)
            place += self._disk.write(line + b"\r\n")
            yield place - len(line) - 2, line

    def _read_head(self, line: bytes) -> None:
        """Until the first component, where the calendar speaks of itself."""
        if self._head is None:
            return
        self._head.append(line)
        if is_end_of_head(line) or len(self._head) > MOST_HEAD:
            self.about, self._head = read_about(self._head), None

    def _note(self, raw: RawComponent, end: int) -> None:
        if not raw.kind:
            raise self._fault()
        if raw.kind == "VTIMEZONE":
            self._note_zone(raw, end)
        elif raw.kind == "VEVENT":
            self._note_event(raw, end)

    def _fault(self) -> RemoteError:
        """Of the file itself: no calendar at all, or a part of one."""
        about = self.about if self._head is None else read_about(self._head)
        if about.is_calendar:
            return Unavailable(_("The calendar broke off in the middle."))
        return NotUnderstood(NO_CALENDAR)

    def _note_zone(self, raw: RawComponent, end: int) -> None:
        names = [line[5:].strip() for line in raw.lines if line[:5].upper() == b"TZID:"]
        if names and not raw.problem and len(self._zones) < MAX_TIMEZONES:
            self._zones.setdefault(decode(names[0]), (raw.line, end))

    def _note_event(self, raw: RawComponent, end: int) -> None:
        if len(self._events) + len(self._refused) >= MAX_EVENTS:
            text = _("The calendar has more than %(most)s events.")
            raise NotUnderstood(text % {"most": f"{MAX_EVENTS:,}"})
        lines = raw.lines or self._text(raw.line, end).split(b"\r\n")
        uid = read_uid(read_properties(lines, {"UID"}), lines)
        if raw.problem:
            self._refused[uid] = raw.problem
        else:
            self._events.setdefault(uid, array("Q")).extend((raw.line, end))

    def _text(self, start: int, end: int) -> bytes:
        at = self._disk.tell()
        self._disk.seek(start)
        text = self._disk.read(end - start)
        self._disk.seek(at)
        return text

    def _zones_of(self, events: Iterable[bytes]) -> list[bytes]:
        """Descriptions of the zones that these name, but for names that everybody knows."""
        named = {decode(name).strip() for text in events for name in _ZONE.findall(text)}
        wanted = sorted(name for name in named & self._zones.keys() if known_zone(name) is None)
        return [self._text(*self._zones[name]) for name in wanted]


def _etag(parts: list[bytes]) -> str:
    """The same for the same components in any order, whenever they were written."""
    told = sorted(hashlib.sha256(_VOLATILE.sub(b"", part)).digest() for part in parts)
    return hashlib.sha256(b"".join(told)).hexdigest()


def _body(parts: list[bytes]) -> str:
    whole = b"".join([HEAD, *parts, FOOT])
    try:
        text = whole.decode()
    except UnicodeDecodeError:
        text = "\r\n".join(map(decode, whole.split(b"\r\n")))
    return text.replace("\x00", "")
