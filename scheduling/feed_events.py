"""Meetings as a private feed tells them, each level its own. `internal_notes`, `metadata`, `ai_*` never leave."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from scheduling.ical import CalendarEvent
from scheduling.mapping import event_of
from scheduling.models import FeedLevel, Meeting

FEED_OF = "X-JENIFER-FEED-OF"
# After the id of a row. Never the UID by which the event is known elsewhere: it may tell as much as a title,
# and whoever subscribes to a feed must not take what is left out there for an edit.
FEED_UID = "@feed.jenifer"


def feed_events(meetings: Iterable[Meeting], level: str) -> Iterator[CalendarEvent]:
    """Rows as they come; those of a series share one UID."""
    return (_told(meeting, FeedLevel(level)) for meeting in meetings)


def _told(meeting: Meeting, level: FeedLevel) -> CalendarEvent:
    event = event_of(meeting)
    uid = f"{meeting.recurrence_parent_id or meeting.pk}{FEED_UID}"
    event = replace(event, uid=uid, timing=replace(event.timing, id=(uid, event.timing.recurrence_id)))
    if level is FeedLevel.EVERYTHING:
        return event
    bare = replace(event, description="", location="", url="", attendees=(), category="", priority=0)
    if level is FeedLevel.TITLES and not meeting.is_private:
        return bare
    return replace(
        bare, title=_("Free") if event.transparency == "transparent" else _("Busy"), visibility="public"
    )
