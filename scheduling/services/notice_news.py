"""What comes back on a notice, told to the executive's assistants."""

from django.urls import reverse
from django.utils.translation import gettext as _

from executives.permissions import Area, Right
from executives.recipients import assistants_of
from orgs.models import EntityType, NotificationCategory, NotificationType
from orgs.notifications.notify import notify
from scheduling.models import AttendeeNotice


def tell_assistants(
    notice: AttendeeNotice, *, title: str, body: str, kind: NotificationType = NotificationType.INFO
) -> None:
    """Those who may change the calendar. It leads to the meeting, while that is there."""
    meeting_id = notice.meeting_id
    notify(
        to=assistants_of(notice.executive, Area.CALENDAR, Right.WRITE),
        category=NotificationCategory.MEETING,
        kind=kind,
        title=title,
        body=body,
        url=reverse("meeting", args=[meeting_id]) if meeting_id else "",
        label=_("See the meeting") if meeting_id else "",
        about=(EntityType.MEETING, meeting_id) if meeting_id else None,
    )
