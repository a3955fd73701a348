"""What a connection could not do by itself: events not fully read, removals that a person has to confirm."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404

from executives.permissions import Access, Area, Right
from integrations.models import CalendarSyncToken, Integration, SyncedSeries
from integrations.services.connections import own_connection
from integrations.services.schedule import want_turn
from orgs.models import User
from scheduling.models import Meeting

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Unread:
    """An object of a calendar that was not, or not wholly, understood. `title` is '' where it is not shown at all."""

    calendar: str
    object_id: str
    title: str
    problem: str


def unread_of(integration: Integration) -> list[Unread]:
    """The first of them; titles of those whose calendar the owner may still change."""
    rows = SyncedSeries.objects.filter(calendar__integration=integration).exclude(problem="")
    rows = rows.select_related("calendar").order_by("calendar__calendar_name", "object_id")[:MOST_SHOWN]
    told = set(Access.of(integration.user).ids_for(Area.CALENDAR, Right.WRITE)) if rows else set()
    titles = dict(
        Meeting.objects.filter(
            executive__in=told & {row.calendar.executive_id for row in rows},
            ical_uid__in={row.ical_uid for row in rows} - {""},
            recurrence_id=None,
            deleted_at=None,
        ).values_list("ical_uid", "title")
    )
    return [
        Unread(str(row.calendar), row.object_id, titles.get(row.ical_uid, ""), row.problem) for row in rows
    ]


@transaction.atomic
def allow_removals(*, by: User, connection_id: UUID, calendar_id: UUID, count: int) -> None:
    """With its next turn up to `count` events, which are gone there, go here too. Another's is not there (404)."""
    integration = own_connection(by, connection_id, is_locked=True)
    calendar = (
        CalendarSyncToken.objects.select_for_update().filter(integration=integration, pk=calendar_id).first()
    )
    if calendar is None:
        raise Http404
    calendar.removals_allowed = min(count, calendar.removals_asked)
    calendar.save(update_fields=["removals_allowed"])
    want_turn(integration)
