"""WebDAV answers (RFC 4918 §13), read as a stream: one `<response>` in memory at a time.

Hostile by assumption: a document type (and with it every entity) is refused, depth and text are bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from integrations.sync.remote import NotUnderstood, Unavailable

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
CALENDARSERVER = "{http://calendarserver.org/ns/}"
APPLE = "{http://apple.com/ns/ical/}"
MAX_OBJECT = 5_000_000  # characters of one iCalendar object
MAX_TEXT = 64_000  # characters of anything else
MAX_TAG = 1_000_000  # bytes of one tag with its attributes
MAX_DEPTH = 32
MAX_ELEMENTS = 2_000  # of one response
CHUNK = 64 * 1024
TOO_LARGE = "too-large"


class BrokenXml(NotUnderstood):
    """A multistatus that cannot be read on from some point; often one event's control characters."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One `<response>`: of a multistatus, about one address."""

    href: str
    status: int = 0  # of the whole response; 0 where each property has its own
    found: dict[str, Element] = field(default_factory=dict)  # properties with a status of 2xx

    def text(self, tag: str) -> str:
        element = self.found.get(tag)
        return (element.text or "").strip() if element is not None else ""

    def hrefs(self, tag: str) -> list[str]:
        element = self.found.get(tag)
        named = [] if element is None else element.findall(f"{DAV}href")
        return [href.text.strip() for href in named if href.text and href.text.strip()]

    def has(self, tag: str, inner: str) -> bool:
        element = self.found.get(tag)
        return element is not None and next(element.iter(inner), None) is not None


class Multistatus:
    """Iterate over it for the answers; `sync_token` is known when they are exhausted."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.sync_token = ""

    def __iter__(self) -> Iterator[Answer]:
        target = _Target()
        parser = XMLParser(target=target)
        while chunk := self.stream.read(CHUNK):
            try:
                parser.feed(chunk)
            except (ParseError, LookupError, ValueError) as error:  # LookupError, ValueError: its encoding
                raise BrokenXml("The calendar server's answer is not valid XML.") from error
            target.check_heard(len(chunk))
            yield from target.taken()
        try:
            parser.close()
        except ParseError as error:
            raise Unavailable("The calendar server's answer ended in the middle.") from error
        yield from target.taken()
        self.sync_token = target.sync_token


class _Target:
    """What the parser calls. Builds a tree for each response and lets go of it when it has been taken."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.builder: TreeBuilder | None = None
        self.answers: list[Answer] = []
        self.sync_token = ""
        self.size = self.elements = self.silence = 0
        self.is_cut = False

    def taken(self) -> list[Answer]:
        answers, self.answers = self.answers, []
        return answers

    def check_heard(self, fed: int) -> None:
        """The parser keeps a tag in memory until it has the whole of it."""
        self.silence += fed
        if self.silence > MAX_TAG:
            raise NotUnderstood("The calendar server's answer holds a tag too long to be read.")

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise NotUnderstood(
            "The calendar server's answer is a web page or something else, not calendar data."
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.path and tag != f"{DAV}multistatus":
            raise NotUnderstood(
                "The calendar server's answer is a web page or something else, not calendar data."
            )
        self.path.append(tag)
        self.silence = 0
        self.size, self.is_cut = 0, False
        self.elements += 1
        if len(self.path) > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise NotUnderstood("The calendar server's answer is built too deeply to be read.")
        if len(self.path) == 2:
            self.builder, self.elements = TreeBuilder(), 0
        if self.builder:
            self.builder.start(tag, attributes)

    def data(self, text: str) -> None:
        self.silence = 0
        if self.builder is None or self.is_cut:
            return
        self.size += len(text)
        if self.path[-1] == f"{CALDAV}calendar-data":
            self.is_cut = self.size > MAX_OBJECT
        elif self.size > MAX_TEXT:
            raise NotUnderstood("The calendar server's answer holds a text too long to be read.")
        if not self.is_cut:
            self.builder.data(text)

    def end(self, tag: str) -> None:
        if self.builder:
            element = self.builder.end(tag)
            if self.is_cut and tag == f"{CALDAV}calendar-data":
                element.set(TOO_LARGE, "yes")
            self.is_cut = False
        if len(self.path) == 2 and self.builder:
            self._finish(self.builder.close())
        self.path.pop()

    def close(self) -> None:
        """Called at the end of the document."""

    def _finish(self, element: Element) -> None:
        self.builder = None
        if element.tag == f"{DAV}response":
            self.answers.extend(_answers(element))
        elif element.tag == f"{DAV}sync-token":
            self.sync_token = (element.text or "").strip()


def _answers(response: Element) -> list[Answer]:
    """RFC 4918 §14.24 allows several hrefs where the status is of the whole response."""
    status = _status(response)
    found: dict[str, Element] = {}
    for propstat in response.findall(f"{DAV}propstat"):
        properties = propstat.find(f"{DAV}prop")
        if properties is not None and _status(propstat) // 100 in (0, 2):
            found |= {each.tag: each for each in properties}
    return [Answer(each.text.strip(), status, found) for each in response.findall(f"{DAV}href") if each.text]


def _status(element: Element) -> int:
    """The code out of "HTTP/1.1 200 OK"; 0 where there is none."""
    words = element.findtext(f"{DAV}status", "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() and len(words[1]) == 3 else 0
