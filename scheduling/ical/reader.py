"""Reading a calendar as it streams in: one event at a time, in memory that does not grow with the file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduling.ical import event, timing
from scheduling.ical.components import RawComponent, split_components
from scheduling.ical.content_lines import ByteStream, content_lines
from scheduling.ical.event import CalendarEvent
from scheduling.ical.properties import Properties, read_properties, without_controls
from scheduling.ical.timezones import Timezones
from scheduling.ical.timing import UnreadableRule, UnreadableTiming
from scheduling.zones import UnknownZone

MAX_COMPONENTS = 100_000
MAX_WAITING = 1_000
"""Events kept until the file's end because the time zone they name may still be described there."""

_WANTED = event.PROPERTIES | timing.PROPERTIES
_OTHER_KINDS = {
    "VTODO": "It is a to-do; only events are taken.",
    "VJOURNAL": "It is a journal entry; only events are taken.",
    "VFREEBUSY": "It is free/busy information; only events are taken.",
    "VAVAILABILITY": "It is availability information; only events are taken.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken."""

    line: int
    """Where it begins in the file, from 1."""
    uid: str
    """Empty when unknown."""
    reason: str
    """A sentence for a person."""


def read_calendar(stream: ByteStream, *, is_lenient: bool = False) -> Iterator[CalendarEvent | Refusal]:
    """Every event of an iCalendar stream, or why it was not taken, in the order of the file.

    `is_lenient` takes one whose rule cannot be read as a single event, in doubt.
    The stream's own errors pass; no content raises. Events of unknown time zones come last: a VTIMEZONE may
    follow them (RFC 5545 §3.6.5). Reading stops with a refusal at MAX_COMPONENTS.
    """
    timezones = Timezones()
    waiting: list[RawComponent] = []
    components = split_components(content_lines(stream))
    for count, raw in enumerate(components):
        if count >= MAX_COMPONENTS:
            reason = f"The file holds more than {MAX_COMPONENTS:,} components; what follows was not read."
            yield Refusal(raw.line, "", reason)
            break
        if raw.kind == "VTIMEZONE":
            timezones.add(raw)
            continue
        timezones.is_complete = len(waiting) >= MAX_WAITING
        item = _read(raw, timezones, is_lenient)
        if isinstance(item, _UnknownZoneRefusal) and not timezones.is_complete:
            waiting.append(raw)
        else:
            yield item
    timezones.is_complete = True
    for raw in waiting:
        yield _read(raw, timezones, is_lenient)


@dataclass(frozen=True, slots=True)
class _UnknownZoneRefusal(Refusal):
    """One that a VTIMEZONE further on may lift."""


def _read(raw: RawComponent, timezones: Timezones, is_lenient: bool) -> CalendarEvent | Refusal:
    props = read_properties(raw.lines, _WANTED)
    uid = event.read_uid(props, raw.lines) if raw.lines else ""
    if raw.kind != "VEVENT" or raw.problem:
        return Refusal(raw.line, uid, raw.problem or _OTHER_KINDS[raw.kind])
    try:
        return _read_event(raw, props, uid, timezones, is_lenient)
    except UnknownZone as error:
        return _UnknownZoneRefusal(raw.line, uid, without_controls(str(error.args[0])))
    except UnreadableTiming as error:
        return Refusal(raw.line, uid, without_controls(str(error)))


def _read_event(
    raw: RawComponent, props: Properties, uid: str, timezones: Timezones, is_lenient: bool
) -> CalendarEvent:
    status = event.read_status(props, raw.method)
    is_cancelled, doubt = status == "cancelled", ""
    try:
        when = timing.read_timing(props, uid, timezones, is_cancelled=is_cancelled)
    except UnreadableRule as error:
        if not is_lenient:
            raise
        single = {name: found for name, found in props.items() if name not in timing.REPETITION}
        when = timing.read_timing(single, uid, timezones, is_cancelled=is_cancelled)
        doubt = without_controls(str(error))
    found = event.read_event(props, uid, status, when, raw.line)
    return replace(found, doubt=doubt) if doubt else found
