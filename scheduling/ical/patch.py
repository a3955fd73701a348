"""Changing events inside a calendar that others wrote: what is not ours to change stays as it stands.

Alarms, X- properties, parameters and the order of lines survive; only the properties that differ between the event as
it was read and as it shall be are written anew.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from scheduling.ical.content_lines import content_lines, folded
from scheduling.ical.event import CalendarEvent, read_email
from scheduling.ical.properties import decode, read_properties
from scheduling.ical.reader import read_calendar
from scheduling.ical.vtimezone import vtimezone
from scheduling.ical.writer import event_lines

type Events = Mapping[datetime | None, CalendarEvent]
"""Of one UID, by RECURRENCE-ID; None is the master."""

_PEOPLE = ("ORGANIZER", "ATTENDEE")
_STAMPS = ("DTSTAMP", "LAST-MODIFIED")
_PARTSTAT = re.compile(r";PARTSTAT=[^;:]*", re.IGNORECASE)
_ZONE = re.compile(r"^[A-Z-]+;TZID=([^;:]+):")


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of the calendar itself, or a whole component with its BEGIN and END."""

    number: int
    lines: list[str]

    @property
    def kind(self) -> str:
        return self.lines[0][6:].strip().upper() if len(self.lines) > 1 else ""


def patch_calendar(body: bytes, before: Events, after: Events, *, stamp: datetime) -> bytes:
    """`body` with `after` in the place of `before`, which is what was read from it.

    Components of neither are kept. `stamp` is the time of the change, aware.
    """
    keys = {
        event.line: event.timing.recurrence_id
        for event in read_calendar(BytesIO(body), is_lenient=True)
        if isinstance(event, CalendarEvent)
    }
    parts = list(_parts(body))
    old, new = _written(before, stamp), _written(after, stamp)
    events: list[list[str]] = []
    for part in parts:
        key = keys.get(part.number)
        if part.number not in keys or key not in before:
            events += [part.lines] if part.kind == "VEVENT" else []
        elif key in after:
            is_changed = old[key] != new[key]
            events.append(_patched(part.lines, old[key], new[key]) if is_changed else part.lines)
    events += [new[key] for key in after if key not in before]
    return b"".join(_assembled(parts, events))


def _written(events: Events, stamp: datetime) -> dict[datetime | None, list[str]]:
    master = events.get(None)
    is_all_day = master is not None and master.timing.is_all_day
    return {
        key: list(event_lines(event, stamp, is_of_all_day_series=is_all_day)) for key, event in events.items()
    }


def _parts(body: bytes) -> Iterator[_Part]:
    current: _Part | None = None
    depth = 0
    for number, raw in content_lines(BytesIO(body)):
        line = decode(raw)
        mark, _, name = line.upper().partition(":")
        if name.strip() == "VCALENDAR" and mark in ("BEGIN", "END"):
            yield _Part(number, [line])
            continue
        depth += (mark == "BEGIN") - (mark == "END")
        if current is None:
            current = _Part(number, [])
        current.lines.append(line)
        if depth <= 0:
            yield current
            current, depth = None, 0
    if current is not None:
        yield current


def _assembled(parts: Sequence[_Part], events: Sequence[list[str]]) -> Iterator[bytes]:
    """The calendar's own lines and other components first, as they came, then the events."""
    others = [part for part in parts if part.kind != "VEVENT"]
    yield folded(line for part in others[:-1] for line in part.lines)
    known = {line[5:].strip() for part in others for line in part.lines if line[:5].upper() == "TZID:"}
    for zone in sorted(set(_zones(events)) - known):
        yield vtimezone(zone)
    yield folded(line for lines in events for line in lines)
    yield folded(others[-1].lines)


def _zones(events: Iterable[Iterable[str]]) -> Iterator[str]:
    """Those of our own writing have names that the zone database knows."""
    for lines in events:
        yield from (match[1] for line in lines if (match := _ZONE.match(line)))


def _patched(lines: Sequence[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    was, now = _by_name(old), _by_name(new)
    changed = [name for name in {**was, **now} if was.get(name) != now.get(name) and name not in _PEOPLE]
    changed += [name for name in _STAMPS if name in now or _has(lines, name)]
    result = list(lines)
    for name in changed:
        replaced = ("DTEND", "DURATION") if name == "DTEND" else (name,)
        fresh = now.get("DTSTAMP", [])[:1] if name == "LAST-MODIFIED" else now.get(name, [])
        result = _replaced(result, replaced, [line.replace("DTSTAMP", name, 1) for line in fresh])
    return _with_people(result, old, new)


def _by_name(lines: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(_name(line), []).append(line)
    return found


def _name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0].strip().upper()


def _own(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The event's own lines, those of its alarms left out, with their places."""
    depth = 0
    for index, line in enumerate(lines[1:-1], 1):
        name = _name(line)
        depth += name == "BEGIN"
        if not depth:
            yield index, line
        depth -= name == "END"


def _has(lines: Sequence[str], name: str) -> bool:
    return any(_name(line) == name for _, line in _own(lines))


def _replaced(lines: Sequence[str], names: Sequence[str], fresh: Sequence[str]) -> list[str]:
    places = [index for index, line in _own(lines) if _name(line) in names]
    at = places[0] if places else _end_of_own(lines)
    return [
        *(line for index, line in enumerate(lines[:at]) if index not in places),
        *fresh,
        *(line for index, line in enumerate(lines[at:], at) if index not in places),
    ]


def _end_of_own(lines: Sequence[str]) -> int:
    return max((index for index, _ in _own(lines)), default=0) + 1


def _with_people(lines: Sequence[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Each person's line apart: of one who only answered anew no more than PARTSTAT changes."""
    was, now = _people(old), _people(new)
    result = list(lines)
    for person in {**was, **now}:
        if was.get(person) == now.get(person):
            continue
        name, _ = person
        found = [line for _, line in _own(result) if _name(line) == name and _person(line) == person]
        result = [line for line in result if line not in found]
        if person in now:
            line = _answered(found[0], now[person]) if found and person in was else now[person]
            result.insert(_end_of_own(result), line)
    return result


def _people(lines: Iterable[str]) -> dict[tuple[str, str], str]:
    return {_person(line): line for line in lines if _name(line) in _PEOPLE}


def _person(line: str) -> tuple[str, str]:
    name = _name(line)
    found = read_properties([line.encode()], {name}).get(name)
    return name, read_email(found[0]) if found else ""


def _answered(line: str, written: str) -> str:
    partstat = _PARTSTAT.search(written)
    head = _PARTSTAT.sub("", line)
    name = re.match(r"[A-Za-z-]+", head)
    if partstat is None or name is None:
        return written
    return f"{name[0]}{partstat[0]}{head[name.end() :]}"
