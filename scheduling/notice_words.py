"""What a notice says, for a person outside: read back from what went out, so that nothing else can slip in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.formats import Formats
from orgs.models import Organization
from orgs.zones import zone_or_utc
from scheduling.ical import CalendarEvent, Refusal, read_calendar
from scheduling.models import AttendeeNotice, Method
from scheduling.recurrence import Component
from scheduling.rule_words import rule_in_words

REPLIES = {
    "accepted": gettext_lazy("Accepted: %(title)s"),
    "tentative": gettext_lazy("Perhaps: %(title)s"),
    "declined": gettext_lazy("Declined: %(title)s"),
}


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """`was` is empty where the time has not changed; `sender` where the executive has no assistant's name to give."""

    headline: str
    title: str
    when: str
    was: str
    recurrence: str
    place: str
    link: str
    description: str
    note: str
    host: str
    sender: str


def words_of(notice: AttendeeNotice, organization: Organization) -> NoticeWords:
    event = event_in(notice)
    moved = _previous(notice, event.timing, organization)
    host = notice.executive.full_name
    title = event.title or _("(no title)")
    return NoticeWords(
        headline=_headline(notice, title, _status(event), is_moved=bool(moved)),
        title=title,
        when=span_in_words(event.timing, event.timing.start, event.timing.end, organization),
        was=moved,
        recurrence=rule_in_words(event.timing.rule) if event.timing.rule else "",
        place=event.location,
        link=event.url,
        description=event.description,
        note=notice.note,
        host=host,
        sender=notice.created_by.full_name if notice.created_by and not notice.created_by.is_system else "",
    )


def event_in(notice: AttendeeNotice) -> CalendarEvent:
    """The event that the notice is about, as it went out."""
    for event in read_calendar(BytesIO(notice.calendar.encode())):
        if not isinstance(event, Refusal):
            return event
    raise ValueError(f"Notice {notice.pk} holds no event.")


def span_in_words(timing: Component, start: datetime, end: datetime, organization: Organization) -> str:
    """Tuesday 24 November, 14:00–15:00 (Europe/Lisbon): by the meeting's own clock, and never a relative day."""
    is_civil = timing.is_all_day or not timing.zone
    formats = Formats.for_zone(organization, zone_or_utc("UTC" if is_civil else timing.zone))
    first = formats.local(start).date()
    if timing.is_all_day:
        last = (end - timedelta(days=1)).date()
        return (
            formats.long_day(first)
            if last <= first
            else f"{formats.long_day(first)} – {formats.long_day(last)}"
        )
    ends = formats.time(end)
    if formats.local(end).date() != first:
        ends = f"{formats.long_day(formats.local(end).date())}, {ends}"
    zone = "" if is_civil else f" ({timing.zone.replace('_', ' ')})"
    return f"{formats.long_day(first)}, {formats.time(start)}–{ends}{zone}"


def _previous(notice: AttendeeNotice, timing: Component, organization: Organization) -> str:
    start, end = notice.previous_start, notice.previous_end
    if start is None or end is None or (start, end) == (timing.start, timing.end):
        return ""
    return span_in_words(timing, start.astimezone(UTC), end.astimezone(UTC), organization)


def _status(event: CalendarEvent) -> str:
    """What the one who answers says, in a REPLY."""
    return next((each["status"] for each in event.attendees if not each["is_organizer"]), "")


def _headline(notice: AttendeeNotice, title: str, status: str, *, is_moved: bool) -> str:
    values = {"title": title}
    if notice.method == Method.CANCEL:
        return _("Cancelled: %(title)s") % values
    if notice.method == Method.COUNTER:
        return _("New time proposed: %(title)s") % values
    if notice.method == Method.REPLY:
        return REPLIES.get(status, _("Answer: %(title)s")) % values
    if is_moved:
        return _("Moved: %(title)s") % values
    return (_("Changed: %(title)s") if notice.sequence else _("Invitation: %(title)s")) % values
