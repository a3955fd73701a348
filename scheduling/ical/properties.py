"""Properties of a component: name, parameters and value of a content line (RFC 5545 §3.1, §3.2)."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from icalendar.parser import rfc_6868_unescape, unescape_backslash

_NAME = re.compile(rb"[A-Za-z0-9-]+")
_QUOTED_HEAD = re.compile(r'((?:[^":]++|"[^"]*+")*+):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';\s*+([^=;:"\s]++)\s*+=((?:[^";]++|"[^"]*+")*+)')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Property:
    value: str
    """As it stands in the file: TEXT is still escaped."""
    params: dict[str, str] = field(default_factory=dict)
    """By upper-case name, unquoted."""


type Properties = dict[str, list[Property]]


def read_properties(lines: Iterable[bytes], wanted: Container[str]) -> Properties:
    """The wanted properties by upper-case name, in order. A line that is no property is left out."""
    found: Properties = {}
    for line in lines:
        match = _NAME.match(line)
        name = match[0].decode().upper() if match else ""
        if name in wanted:
            prop = _read(decode(line))
            if prop:
                found.setdefault(name, []).append(prop)
    return found


def decode(line: bytes) -> str:
    """UTF-8, what is broken replaced. A line without any UTF-8 is Latin-1, as older programs write."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        text = line.decode(errors="replace")
        is_mixed = any(char > "\x7f" and char != "\ufffd" for char in text)
        return text if is_mixed else line.decode("cp1252", errors="replace")


def _read(line: str) -> Property | None:
    head, colon, value = line.partition(":")
    if '"' in head:
        # A quoted parameter may hold a colon.
        match = _QUOTED_HEAD.match(line)
        head, value = (match[1], match[2]) if match else (head, value)
    if not colon:
        return None
    if ";" not in head:
        return Property(value)
    return Property(value, {name.upper(): _unquoted(raw) for name, raw in _PARAMETER.findall(head)})


def _unquoted(raw: str) -> str:
    text = raw.replace('"', "").strip()
    return rfc_6868_unescape(text) if "^" in text else text


def read_text(prop: Property | None) -> str:
    """A TEXT value (§3.3.11) without control characters."""
    if prop is None or not prop.value:
        return ""
    return without_controls(unescape_backslash(prop.value) if "\\" in prop.value else prop.value)


def without_controls(text: str) -> str:
    """Fit for a text column: line ends are line feeds, of other control characters only the tab is left."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str, limit: int) -> str:
    """For titles and names."""
    line = _SPACE.sub(" ", without_controls(text))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
