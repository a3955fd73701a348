"""Between an iCalendar event and a meeting's columns, both ways. `internal_notes`, `metadata`, `ai_*` never leave."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from scheduling.ical import Attendee, CalendarEvent
from scheduling.models import LocationType, Meeting, MeetingType, VideoProvider
from scheduling.recurrence import series_end
from scheduling.timing import component_of, timing_columns

VIDEO_LINKS = {
    VideoProvider.ZOOM: re.compile(r"https://[\w.-]*zoom\.us/[^\s<>\"]+"),
    VideoProvider.TEAMS: re.compile(r"https://teams\.(?:microsoft|live)\.com/[^\s<>\"]+"),
    VideoProvider.GOOGLE_MEET: re.compile(r"https://meet\.google\.com/[^\s<>\"]+"),
}
FOCUS_CATEGORIES = {"focus", "focus time", "deep work"}
UNTITLED = "(no title)"
OWN_UID = "@jenifer"  # after the id of a row that was made here


def columns_of(event: CalendarEvent) -> dict[str, Any]:
    """What an event says, as the columns of its row."""
    provider, link = _video(event)
    timing = timing_columns(event.timing)
    return {
        **timing,
        "series_end_at": series_end(event.timing, ()) if timing["is_recurring"] else None,
        "ical_uid": event.uid,
        "sequence": event.sequence,
        "title": event.title or UNTITLED,
        "description": event.description,
        "location": event.location,
        "location_type": LocationType.IN_PERSON if event.location and not link else LocationType.VIRTUAL,
        "video_conference_url": link,
        "video_conference_provider": provider,
        "status": event.status,
        "transparency": event.transparency,
        "visibility": event.visibility,
        "priority": event.priority,
        "attendees": list(event.attendees),
        "category": event.category,
        "meeting_type": _type(event),
    }


def event_of(meeting: Meeting) -> CalendarEvent:
    """The row as it may be shown to the world."""
    uid = meeting.ical_uid or f"{meeting.recurrence_parent_id or meeting.pk}{OWN_UID}"
    return CalendarEvent(
        uid=uid,
        sequence=meeting.sequence,
        timing=component_of(meeting),
        title="" if meeting.title == UNTITLED else meeting.title,
        description=meeting.description,
        location=meeting.location,
        url=meeting.video_conference_url,
        status=meeting.status,
        transparency=meeting.transparency,
        visibility=meeting.visibility,
        priority=meeting.priority,
        attendees=tuple(_attendee(each) for each in meeting.attendees),
        category=meeting.category,
    )


def busy_events(meetings: Iterable[Meeting]) -> Iterator[CalendarEvent]:
    """Rows by UID, masters first, as somebody sees them who may not read what is private.

    A UID from outside may tell as much as a title: that of a private event, or series, is left out too.
    """
    uid = shown_as = ""
    for meeting in meetings:
        event = _busy_event_of(meeting)
        if event.uid != uid:
            is_told = not meeting.is_private or not meeting.ical_uid
            uid, shown_as = event.uid, event.uid if is_told else f"{meeting.pk}{OWN_UID}"
        yield replace(event, uid=shown_as)


def _busy_event_of(meeting: Meeting) -> CalendarEvent:
    """Time that is taken, and no more, if it is private."""
    event = event_of(meeting)
    if not meeting.is_private:
        return event
    return replace(event, title=_("Busy"), description="", location="", url="", attendees=(), category="")


def _attendee(each: dict[str, Any]) -> Attendee:
    return Attendee(
        email=each["email"],
        name=each.get("name", ""),
        status=each.get("status", "needs_action"),
        is_organizer=each.get("is_organizer", False),
    )


def _video(event: CalendarEvent) -> tuple[str, str]:
    """The first link to a video room in address, place or text; else the address itself."""
    for text in (event.url, event.location, event.description):
        for provider, pattern in VIDEO_LINKS.items():
            if found := pattern.search(text):
                return provider, found[0].rstrip(".,;)")
    return ("", event.url)


def _type(event: CalendarEvent) -> str:
    if event.category.casefold() in FOCUS_CATEGORIES:
        return MeetingType.FOCUS_TIME
    domains = {each["email"].rpartition("@")[2].lower() for each in event.attendees if each["email"]}
    return MeetingType.EXTERNAL if len(domains) > 1 else MeetingType.INTERNAL
