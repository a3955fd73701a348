"""Components of an iCalendar stream (RFC 5545 §3.4, §3.6): cut out line by line, one at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scheduling.ical.content_lines import ContentLine

MAX_COMPONENT_BYTES = 1024 * 1024

_KINDS = {b"VEVENT", b"VTIMEZONE", b"VTODO", b"VJOURNAL", b"VFREEBUSY", b"VAVAILABILITY"}
_CALENDAR = b"VCALENDAR"


@dataclass(slots=True)
class RawComponent:
    kind: str
    line: int
    """Number of its BEGIN line."""
    method: str = ""
    """METHOD of the calendar around it, upper case."""
    lines: list[bytes] = field(default_factory=list)
    """Its own content lines. Of its parts (alarms) only a VTIMEZONE keeps them, BEGIN and END included."""
    problem: str = ""
    """Why it cannot be read, a sentence; empty when it is whole."""
    size: int = 0
    depth: int = 0

    def take(self, line: bytes) -> None:
        self.size += len(line)
        if self.size > MAX_COMPONENT_BYTES:
            self.problem = f"It is larger than {MAX_COMPONENT_BYTES // 1024:,} kB."
            self.lines.clear()
        elif not self.problem and (not self.depth or self.kind == "VTIMEZONE"):
            self.lines.append(line)

    def unended(self) -> "RawComponent":
        self.problem = self.problem or f"It has no END:{self.kind}."
        return self


def split_components(lines: Iterable[ContentLine]) -> Iterator[RawComponent]:
    """Events, time zones and the like, in order. A calendar left open, or none at all, comes as a problem."""
    is_open = False
    calendars = 0
    method = ""
    number = 1
    current: RawComponent | None = None
    for number, line in lines:
        mark, name = _mark(line)
        if mark == b"BEGIN" and name in _KINDS:
            if current:
                yield current.unended()
            current = RawComponent(name.decode(), number, method)
        elif name == _CALENDAR:
            if current:
                yield current.unended()
            current, method = None, ""
            is_open = mark == b"BEGIN"
            calendars += 1
        elif current is None:
            if line[:7].upper() == b"METHOD:":
                method = line[7:].decode("ascii", "replace").strip().upper()
        elif mark == b"END" and name == current.kind.encode():
            yield current.unended() if current.depth else current
            current = None
        else:
            _enter_or_take(current, mark, line)
    if current:
        yield current.unended()
    if not calendars:
        yield RawComponent("", 1, problem="This is not an iCalendar file: it has no BEGIN:VCALENDAR.")
    elif is_open:
        yield RawComponent(
            "", number, problem="The file ends before END:VCALENDAR: a part of it may be missing."
        )


def _mark(line: bytes) -> tuple[bytes, bytes]:
    """BEGIN or END and the name, upper case; empty for any other line."""
    if line[:6].upper() == b"BEGIN:":
        return b"BEGIN", line[6:].strip().upper()
    if line[:4].upper() == b"END:":
        return b"END", line[4:].strip().upper()
    return b"", b""


def _enter_or_take(current: RawComponent, mark: bytes, line: bytes) -> None:
    """A line inside a component, which may begin or end one of its parts, to any depth."""
    if mark == b"END":
        current.take(line)
        current.depth = max(0, current.depth - 1)
        return
    if mark == b"BEGIN":
        current.depth += 1
    current.take(line)
