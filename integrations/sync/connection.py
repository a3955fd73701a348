"""One turn of a connection: each of its calendars is read, merged and written to."""

from django.utils.translation import gettext as _

from executives.permissions import Access, Area, Right
from integrations.models import CalendarChange, CalendarSyncToken, Integration
from integrations.shapes import SyncDirection
from integrations.sync.apply import Tally, desk_of
from integrations.sync.bodies import Codec
from integrations.sync.pull import TooManyGone, pull
from integrations.sync.push import push
from integrations.sync.remote import NotThere, NotUnderstood, ReadOnly, Remote


def sync_calendars(*, integration: Integration, remote: Remote, codec: Codec) -> Tally:
    """Raises RemoteError where the connection as a whole does not work; what was done until then stays done.

    What is wrong with one calendar alone is noted there, and the others go on.
    """
    tally = Tally()
    access = Access.of(integration.user)
    calendars = integration.calendars.filter(is_enabled=True, executive__isnull=False)
    for calendar in calendars.select_related("executive").order_by("created_at", "id"):
        asked = 0
        if not access.allows(calendar.executive_id, Area.CALENDAR, Right.WRITE):
            trouble = _("You no longer have the right to change this person’s calendar.")
        else:
            try:
                trouble = _sync(integration, calendar, remote, codec, tally)
            except TooManyGone as error:
                trouble, asked = str(error), error.removed
            except (NotThere, NotUnderstood, ReadOnly) as error:
                trouble = str(error)
        _note(calendar, trouble, asked)
        tally.troubles += [f"{calendar}: {trouble}"] if trouble else []
    return tally


def _sync(
    integration: Integration, calendar: CalendarSyncToken, remote: Remote, codec: Codec, tally: Tally
) -> str:
    """What could not be sent, in words."""
    desk = desk_of(integration, calendar, codec)
    if desk.direction != SyncDirection.PUSH:
        pull(remote, desk, tally)
    if desk.direction != SyncDirection.PULL:
        push(remote, desk, tally)
    stuck = CalendarChange.objects.filter(calendar=calendar, attempts__gt=0).order_by("due_at", "id").first()
    return stuck.last_error if stuck is not None else ""


def _note(calendar: CalendarSyncToken, trouble: str, asked: int) -> None:
    if (calendar.trouble, calendar.removals_asked) != (trouble, asked):
        calendar.trouble, calendar.removals_asked = trouble, asked
        calendar.save(update_fields=["trouble", "removals_asked"])
