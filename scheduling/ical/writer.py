"""Writing a calendar as a stream of bytes (RFC 5545), event by event."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from urllib.parse import quote

from icalendar.parser import param_value

from scheduling.ical.content_lines import folded
from scheduling.ical.event import PARTICIPATIONS, Attendee, CalendarEvent
from scheduling.ical.vtimezone import vtimezone
from scheduling.recurrence import Component
from scheduling.recurrence.clock import clock_of, to_utc, to_wall

PRODUCT = "-//JeniferAI//Calendar//EN"
_PARTSTATS = {status: word for word, status in PARTICIPATIONS.items()}
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def write_calendar(
    events: Iterable[CalendarEvent],
    *,
    name: str = "",
    method: str = "",
    stamp: datetime,
    about: Iterable[str] = (),
) -> Iterator[bytes]:
    """A VCALENDAR with the VTIMEZONEs it needs, each ahead of its first event.

    A master has to come before its overrides, as they name their instance in its value type. `stamp` is the
    time of writing, aware. With a `method` it is a message to somebody (RFC 5546), who is asked by a REQUEST.
    `about` are further lines of the calendar itself.
    """
    yield folded(["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"])
    yield folded([f"METHOD:{method}"] if method else [f"X-WR-CALNAME:{_escaped(name)}"])
    yield folded(about)
    is_asking = method == "REQUEST"
    written: set[str] = set()
    all_day_series: set[str] = set()
    for event in events:
        zone = event.timing.clock
        if zone not in {"", "UTC"} | written:
            written.add(zone)
            yield vtimezone(zone)
        if event.timing.is_all_day and event.timing.recurrence_id is None:
            all_day_series.add(event.uid)
        is_of_all_day_series = event.uid in all_day_series
        yield folded(
            event_lines(event, stamp, is_of_all_day_series=is_of_all_day_series, is_asking=is_asking)
        )
    yield b"END:VCALENDAR\r\n"


def _escaped(text: str) -> str:
    """TEXT (§3.3.11)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPES)


def event_lines(
    event: CalendarEvent, stamp: datetime, *, is_of_all_day_series: bool, is_asking: bool = False
) -> Iterator[str]:
    """A VEVENT, line by line, not folded yet."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    yield f"SEQUENCE:{event.sequence}"
    yield from _timing(event.timing, is_of_all_day_series)
    texts = {
        "SUMMARY": event.title,
        "DESCRIPTION": event.description,
        "LOCATION": event.location,
        "CATEGORIES": event.category,
    }
    yield from (f"{name}:{_escaped(text)}" for name, text in texts.items() if text)
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{event.status.upper()}"
    yield f"TRANSP:{event.transparency.upper()}"
    if event.visibility != "public":
        yield f"CLASS:{event.visibility.upper()}"
    if event.priority:
        yield f"PRIORITY:{event.priority}"
    for attendee in event.attendees:
        yield from _people(attendee, is_asking=is_asking)
    yield "END:VEVENT"


def _timing(timing: Component, is_of_all_day_series: bool) -> Iterator[str]:
    yield f"DTSTART{_moments(timing, timing.start)}"
    yield f"DTEND{_moments(timing, timing.end)}"
    if timing.rule:
        yield f"RRULE:{timing.rule}"
    if timing.excluded:
        yield f"EXDATE{_moments(timing, *sorted(timing.excluded))}"
    for start, end in timing.extra:
        yield f"RDATE{_moments(timing, start)}" if end is None else f"RDATE{_period(timing, start, end)}"
    if timing.recurrence_id is not None:
        named = _instance_name(timing, timing.recurrence_id, is_of_all_day_series)
        yield f"RECURRENCE-ID{';RANGE=THISANDFUTURE' if timing.is_this_and_future else ''}{named}"


def _moments(timing: Component, *moments: datetime) -> str:
    """Parameters and value: dates, floating times, or times on the clock of the event's zone.

    A time that the clock repeats would be read as the first of the two (§3.3.5): the second is given in UTC.
    """
    if timing.is_all_day:
        return f";VALUE=DATE:{','.join(f'{moment:%Y%m%d}' for moment in moments)}"
    clock = clock_of(timing.zone)
    walls = [to_wall(moment, clock) for moment in moments]
    is_plain = all(to_utc(wall, clock) == moment for wall, moment in zip(walls, moments, strict=True))
    if timing.zone == "UTC" or not is_plain:
        return f":{','.join(f'{moment:%Y%m%dT%H%M%S}Z' for moment in moments)}"
    zone = f";TZID={timing.zone}" if timing.zone else ""
    return f"{zone}:{','.join(f'{wall:%Y%m%dT%H%M%S}' for wall in walls)}"


def _period(timing: Component, start: datetime, end: datetime) -> str:
    """Of times even in an all-day series, as a PERIOD knows no dates (§3.3.9)."""
    if timing.is_all_day:
        return f";VALUE=PERIOD:{start:%Y%m%dT%H%M%S}/{end:%Y%m%dT%H%M%S}"
    return f";VALUE=PERIOD{_moments(timing, start, end).replace(',', '/')}"


def _instance_name(timing: Component, named: datetime, is_of_all_day_series: bool) -> str:
    """In the value type of the master (§3.8.4.4): a date for a whole day, else a time that says its zone."""
    if (is_of_all_day_series or timing.is_all_day) and named.time() == time():
        return f";VALUE=DATE:{named:%Y%m%d}"
    return f":{named:%Y%m%dT%H%M%S}Z" if timing.is_all_day else _moments(timing, named)


def _people(attendee: Attendee, *, is_asking: bool) -> Iterator[str]:
    """The organizer is an attendee too, so that their answer has a place."""
    name = f";CN={param_value(attendee['name'])}" if attendee["name"] else ""
    address = f"mailto:{quote(attendee['email'], safe='@+!$&=*_~')}"
    if attendee["is_organizer"]:
        yield f"ORGANIZER{name}:{address}"
    asked = ";RSVP=TRUE" if is_asking and not attendee["is_organizer"] else ""
    yield f"ATTENDEE{name};PARTSTAT={_PARTSTATS[attendee['status']]}{asked}:{address}"
