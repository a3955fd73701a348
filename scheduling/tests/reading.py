"""Calendars in tests: read from bytes, laid out over a window."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO

from scheduling.ical import CalendarEvent, Refusal, read_calendar
from scheduling.recurrence import expand

SINCE, UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)

type Shown = tuple[str, datetime, datetime, str]
"""uid, start, end, title."""


def read(data: bytes) -> list[CalendarEvent | Refusal]:
    return list(read_calendar(BytesIO(data)))


def events_in(data: bytes) -> list[CalendarEvent]:
    return [item for item in read(data) if isinstance(item, CalendarEvent)]


def refusals_in(data: bytes) -> list[Refusal]:
    return [item for item in read(data) if isinstance(item, Refusal)]


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of events that are given as their properties, one a line."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".encode()


def instances(
    events: Iterable[CalendarEvent], since: datetime = SINCE, until: datetime = UNTIL
) -> Counter[Shown]:
    """What the events show, each series with its overrides, the latest revision of each."""
    series: dict[str, dict[datetime | None, CalendarEvent]] = {}
    for event in events:
        parts = series.setdefault(event.uid, {})
        known = parts.get(event.timing.recurrence_id)
        if known is None or event.sequence >= known.sequence:
            parts[event.timing.recurrence_id] = event
    shown: Counter[Shown] = Counter()
    for uid, parts in series.items():
        titles = {event.timing.id: event.title for event in parts.values()}
        master = parts.pop(None, None)
        overrides = [event.timing for event in parts.values()]
        groups = [(master.timing, overrides)] if master else [(override, []) for override in overrides]
        for timing, edits in groups:
            shown.update(
                (uid, instance.start, instance.end, titles[instance.component_id])
                for instance in expand(timing, edits, since, until)
            )
    return shown


def starts_shown(data: bytes, since: datetime = SINCE, until: datetime = UNTIL) -> list[str]:
    """Starts in UTC, as 2024-03-04 09:00."""
    found = instances(events_in(data), since, until)
    return sorted(f"{start:%Y-%m-%d %H:%M}" for _, start, _, _ in found.elements())
