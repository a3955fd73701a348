"""Which meetings a person may read."""

from collections.abc import Collection
from uuid import UUID

from executives.permissions import Access, Area
from orgs.models import User
from scheduling.models import Meeting


def meetings_in_sight(user: User, meeting_ids: Collection[UUID]) -> set[UUID]:
    """Among these; cancelled and removed ones too, for that is news."""
    served = Access.of(user).ids_for(Area.CALENDAR)
    return set(
        Meeting.objects.filter(pk__in=meeting_ids, executive_id__in=served).values_list("pk", flat=True)
    )
