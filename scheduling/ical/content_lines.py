"""Content lines of an iCalendar stream (RFC 5545 §3.1): split and unfolded, and folded again."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from icalendar.parser import Contentline

CHUNK_BYTES = 64 * 1024
MAX_LINE_BYTES = 1024 * 1024 + 1
"""What a line has beyond it is dropped. A component that holds such a line is over its own bound."""

_FOLDED_FROM = 75
"""Bytes of a line, its end left out."""


class ByteStream(Protocol):
    """A binary file, an upload, anything that gives bytes; none at its end."""

    def read(self, size: int, /) -> bytes: ...


type ContentLine = tuple[int, bytes]
"""Number of its first line in the file, from 1; the unfolded line without its end."""


def content_lines(stream: ByteStream) -> Iterator[ContentLine]:
    """Lines may end in CRLF, LF or CR. Empty ones are left out, also between a line and its continuation."""
    start = 0
    current: bytes | bytearray | None = None
    for number, line in enumerate(_physical_lines(stream), 1):
        if not line:
            continue
        if line[:1] in b" \t" and current is not None:
            if isinstance(current, bytes):
                current = bytearray(current)
            if len(current) < MAX_LINE_BYTES:
                current += line[1:]
            continue
        if current is not None:
            yield start, bytes(current)
        start, current = number, line
    if current is not None:
        yield start, bytes(current)


def _physical_lines(stream: ByteStream) -> Iterator[bytes]:
    rest = b""
    is_cut = False
    chunk = stream.read(CHUNK_BYTES).removeprefix(b"\xef\xbb\xbf")
    while chunk:
        text = rest + chunk
        # A CR that ends the chunk may be half of a CRLF.
        end = max(text.rfind(b"\n"), text.rfind(b"\r", 0, -1)) + 1
        rest = text[end:]
        lines = text[:end].splitlines()
        if is_cut and lines:
            is_cut = False
            del lines[0]
        yield from lines
        if len(rest) > MAX_LINE_BYTES:
            if not is_cut:
                yield rest
            rest, is_cut = b"", True
        chunk = stream.read(CHUNK_BYTES)
    if not is_cut:
        yield from rest.splitlines()


def folded(lines: Iterable[str]) -> bytes:
    """The lines as they are written: of 75 bytes at most, each ended by CRLF."""
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _folded(line: str) -> bytes:
    encoded = line.encode()
    if len(encoded) < _FOLDED_FROM:
        return encoded
    return bytes(Contentline(line).to_ical())  # type: ignore[no-untyped-call]
