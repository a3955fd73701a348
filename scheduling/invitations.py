"""What goes out about a meeting, as iCalendar text (RFC 5546): never more of it than a feed may show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from executives.models import ExecutiveProfile
from scheduling.answer_tokens import reply_token
from scheduling.ical import Attendee, CalendarEvent, write_calendar
from scheduling.mapping import event_of
from scheduling.models import Meeting, Method


@dataclass(frozen=True, slots=True)
class Host:
    """The organizer as a letter names them."""

    email: str
    name: str


def host_for(executive: ExecutiveProfile, uid: str, recipient: str) -> Host:
    """Where answers by mail are read, answers go there; else to the executive."""
    if not settings.REPLY_ADDRESS:
        return Host(executive.email, executive.full_name)
    box, _at, domain = settings.REPLY_ADDRESS.partition("@")
    token = reply_token(executive.pk, uid, recipient)
    return Host(f"{box}+{token}@{domain}", executive.full_name)


def events_of(meeting: Meeting) -> list[CalendarEvent]:
    """The row; of a series its changed instances too."""
    rows = [meeting]
    if meeting.is_recurring:
        rows += meeting.overrides.filter(deleted_at=None).order_by("recurrence_id")
    uid = event_of(meeting).uid
    return [replace(event_of(row), uid=uid) for row in rows]


def invitation(
    events: Iterable[CalendarEvent], method: Method, host: Host, stamp: datetime, *, is_moved: bool = False
) -> str:
    """A REQUEST or a CANCEL (RFC 5546 §3.2.2, §3.2.5). Who is asked to another time is asked anew."""
    told = [replace(event, attendees=_with_host(event.attendees, host, is_moved)) for event in events]
    if method == Method.CANCEL:
        told = [replace(event, status="cancelled") for event in told]
    return _written(told, method, stamp)


def answer(event: CalendarEvent, method: Method, attendee: str, stamp: datetime) -> str:
    """A REPLY or a COUNTER (§3.2.3, §3.2.7): of the attendees the one who answers is named, and no more told."""
    people = tuple(each for each in event.attendees if each["is_organizer"] or each["email"] == attendee)
    return _written([replace(event, attendees=people)], method, stamp)


def _with_host(people: Sequence[Attendee], host: Host, is_moved: bool) -> tuple[Attendee, ...]:
    others = [each for each in people if not each["is_organizer"]]
    if is_moved:
        others = [Attendee(**{**each, "status": "needs_action"}) for each in others]
    first = Attendee(email=host.email, name=host.name, status="accepted", is_organizer=True)
    return (first, *others)


def _written(events: Sequence[CalendarEvent], method: Method, stamp: datetime) -> str:
    return b"".join(write_calendar(events, method=method.upper(), stamp=stamp)).decode()
