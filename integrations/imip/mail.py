"""What came in as a mail, whoever made it: its calendar parts, its words, and what came back undelivered.

Read by the old policy, which parses nothing it is not asked for: headers of a hostile mail raise in the new one.
The parser takes time by the square of a header's length, and by lines times nesting: both are bounded first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import Compat32

LARGEST = 10 * 1024 * 1024
LARGEST_CALENDAR = 1024 * 1024
MOST_PARTS = 100
MOST_LINES = 200_000
MOST_MULTIPARTS = 40
LONGEST_HEADER = 8_000
LONGEST_TEXT = 4_000
CALENDARS = ("text/calendar", "application/ics")
ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_QUOTED = re.compile(r"(?m)^(?:>.*|On .{1,200} wrote:|-{2,} ?Original Message.*)$")


class ShortHeaders(Compat32):
    """Of a header no more than can be read in no time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


POLICY = ShortHeaders()


class UnreadableMail(Exception):
    """The message says why."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """`recipients` are all addresses it may have been sent to; `text` the sender’s words, without what they quote."""

    recipients: str
    calendars: tuple[bytes, ...]
    text: str
    report: "Report | None"


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery status notification (RFC 3464) that says a letter failed for good."""

    recipients: tuple[str, ...]
    reason: str
    original: str
    """Headers of the letter that came back."""


def read_mail(raw: bytes, recipient: str = "") -> Incoming:
    """`recipient` is the envelope's, where it is known. Raises UnreadableMail."""
    if len(raw) > LARGEST:
        raise UnreadableMail("It is larger than 10 MB.")
    if raw.count(b"\n") > MOST_LINES or raw.lower().count(b"multipart/") > MOST_MULTIPARTS:
        raise UnreadableMail("It has too many lines or parts.")
    try:
        message = message_from_bytes(raw, policy=POLICY)
        parts = list(_parts(message))
        return Incoming(
            recipients=" ".join([recipient, *(_headers(message, name) for name in ADDRESSED)]),
            calendars=tuple(_content(each) for each in parts if each.get_content_type() in CALENDARS),
            text=_text(parts),
            report=_report(message, parts),
        )
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableMail(f"Its parts cannot be read: {type(error).__name__}.") from error


def _parts(message: Message) -> Iterator[Message]:
    """At most MOST_PARTS, without going down by recursion: a part may hold a part may hold a part."""
    waiting = [message]
    for _count in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting += [each for each in payload if isinstance(each, Message)]


def _headers(message: Message, name: str) -> str:
    return " ".join(str(value) for value in message.get_all(name, []))


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload[:LARGEST_CALENDAR] if isinstance(payload, bytes) else b""


def _text(parts: list[Message]) -> str:
    plain = next((each for each in parts if each.get_content_type() == "text/plain"), None)
    if plain is None:
        return ""
    content = _content(plain)[: LONGEST_TEXT * 8]  # some charsets take time by the square
    try:
        words = content.decode(plain.get_content_charset("utf-8"), "replace")
    except LookupError:  # a charset that nobody knows
        words = content.decode("utf-8", "replace")
    own = _QUOTED.split(words.replace("\r\n", "\n"))[0]
    return own.replace("\x00", "").strip()[:LONGEST_TEXT]


def _report(message: Message, parts: list[Message]) -> Report | None:
    is_report = message.get_content_type() == "multipart/report"
    if not is_report or str(message.get_param("report-type", "")).lower() != "delivery-status":
        return None
    fields = [each for each in parts if each["Action"]]
    failed = [each for each in fields if str(each["Action"]).strip().lower() == "failed"]
    if not failed:
        return None
    named = [
        str(each[name]) for each in failed for name in ("Original-Recipient", "Final-Recipient") if each[name]
    ]
    reason = str(failed[0]["Diagnostic-Code"] or failed[0]["Status"] or "")
    return Report(
        recipients=tuple(name.rpartition(";")[2].strip().lower() for name in named),
        reason=" ".join(reason.split())[:200],
        original="\n".join(_original(each) for each in parts),
    )


def _original(part: Message) -> str:
    kind = part.get_content_type()
    if kind == "text/rfc822-headers":
        return _content(part).decode("ascii", "replace")
    return str(part["Message-ID"] or "")
