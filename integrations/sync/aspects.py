"""An event taken apart into what can be changed by itself, and put together again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from scheduling.ical import Attendee, CalendarEvent
from scheduling.recurrence import Component

WHEN = "when"
PLAIN = (
    "title",
    "description",
    "location",
    "url",
    "status",
    "transparency",
    "visibility",
    "priority",
    "category",
)
TIMING = ("start", "end", "zone", "is_all_day", "rule", "extra", "is_this_and_future")

type Name = str | tuple[str, str | datetime]
"""One of PLAIN, WHEN, ("attendee", address) or ("excluded", moment)."""
type Aspects = dict[Name, Any]


def aspects_of(event: CalendarEvent) -> Aspects:
    """SEQUENCE is none: it follows from the others. The order of attendees says nothing."""
    found: Aspects = {name: getattr(event, name) for name in PLAIN}
    found[WHEN] = tuple(getattr(event.timing, name) for name in TIMING)
    found |= {("excluded", moment): True for moment in event.timing.excluded}
    return found | {("attendee", each["email"]): tuple(sorted(each.items())) for each in event.attendees}


def with_aspects(event: CalendarEvent, aspects: Mapping[Name, Any]) -> CalendarEvent:
    """The event with these instead of its own; attendees in its order, those it had not at the end."""
    excluded = frozenset(name[1] for name in aspects if isinstance(name, tuple) and name[0] == "excluded")
    timing = _timing(event.timing, aspects[WHEN], excluded, aspects["status"] == "cancelled")
    plain = {name: aspects[name] for name in PLAIN}
    return replace(event, timing=timing, attendees=_attendees(event, aspects), **plain)


def _timing(of: Component, when: tuple[Any, ...], excluded: frozenset[Any], is_cancelled: bool) -> Component:
    values = dict(zip(TIMING, when, strict=True))
    return replace(of, **values, excluded=excluded, is_cancelled=is_cancelled)


def _attendees(event: CalendarEvent, aspects: Mapping[Name, Any]) -> tuple[Attendee, ...]:
    people = {
        str(name[1]): value
        for name, value in aspects.items()
        if isinstance(name, tuple) and name[0] == "attendee"
    }
    order = [each["email"] for each in event.attendees if each["email"] in people]
    order += [email for email in people if email not in order]
    return tuple(cast(Attendee, dict(people[email])) for email in order)
