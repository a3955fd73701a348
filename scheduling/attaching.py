from uuid import UUID

from django.http import Http404

from executives.attachables import Attachable
from executives.permissions import Access, Area, Right
from scheduling.models import Meeting


def attachable_meeting(access: Access, meeting_id: UUID) -> Attachable:
    """Of a private meeting nothing is told to whoever may not change it: no files either."""
    row = Meeting.objects.filter(pk=meeting_id, deleted_at=None).only("executive_id", "visibility").first()
    if row is None:
        raise Http404
    access.require(row.executive_id, Area.CALENDAR)
    may_write = access.allows(row.executive_id, Area.CALENDAR, Right.WRITE)
    return Attachable(row.executive_id, may_read=may_write or not row.is_private, may_write=may_write)
