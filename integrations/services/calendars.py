"""Which calendars of a connection are synced, whose they are, and where what is made here is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from integrations.models import (
    CalendarChange,
    CalendarSyncToken,
    Integration,
    IntegrationStatus,
    SyncedSeries,
)
from integrations.services.schedule import want_turn
from integrations.sync.kept import held_elsewhere
from jenifer.principal import on_behalf_of
from orgs.models import User
from scheduling.models import Meeting
from scheduling.signals import calendar_changed


@dataclass(frozen=True, slots=True)
class Choice:
    executive_id: UUID | None
    is_enabled: bool
    is_write_target: bool = False


class ChoiceRefused(Exception):
    """The message is for a person."""


@transaction.atomic
def choose_calendars(*, by: User, integration: Integration, choices: Mapping[UUID, Choice]) -> None:
    """By calendar; those that are not named stay as they are. Raises ChoiceRefused, 403 and 404 of Access."""
    access = Access.of(by)
    rows = list(integration.calendars.select_for_update(of=("self",)).select_related("executive"))
    for row in rows:
        choice = choices.get(row.pk)
        if choice is not None:
            _choose(by, row, choice, access)
    _refuse_two_targets(by, rows)
    want_turn(integration)


def _choose(by: User, row: CalendarSyncToken, choice: Choice, access: Access) -> None:
    """A calendar that changes hands, or rests, is read anew afterwards: what changes meanwhile is not noted."""
    if choice.is_write_target and not row.is_writable:
        raise ChoiceRefused(_("“%(name)s” can only be read there.") % {"name": row})
    if choice.is_enabled and choice.executive_id is None:
        raise ChoiceRefused(_("Say whose calendar “%(name)s” is.") % {"name": row})
    if choice.executive_id not in (None, row.executive_id) or (choice.is_enabled and not row.is_enabled):
        access.executive(choice.executive_id, Area.CALENDAR, Right.WRITE)
    if choice.executive_id != row.executive_id:
        remove_what_came(by=by, calendar=row)
    if choice.executive_id != row.executive_id or not choice.is_enabled:
        _forget(row)
    row.executive_id, row.is_enabled = choice.executive_id, choice.is_enabled
    row.is_write_target = choice.is_enabled and choice.is_write_target
    row.save()


def remove_what_came(*, by: User, calendar: CalendarSyncToken) -> None:
    """What this calendar brought, unless another one holds it too. Not where one may no longer write."""
    if (
        not Access.of(by).allows(calendar.executive_id, Area.CALENDAR, Right.WRITE)
        or not calendar.executive_id
    ):
        return
    with transaction.atomic(), on_behalf_of(calendar.executive_id):
        ExecutiveProfile.objects.select_for_update().get(pk=calendar.executive_id)
        came = Meeting.objects.filter(
            executive=calendar.executive_id,
            external_calendar_provider=calendar.integration.provider,
            external_calendar_id=calendar.calendar_id,
            deleted_at=None,
        )
        held = held_elsewhere(calendar.pk, came.values_list("ical_uid", flat=True))
        came = came.exclude(ical_uid__in=list(held))
        _forget(calendar)  # first: what goes here stays there
        came.update(deleted_at=timezone.now())
        calendar_changed.send(Meeting, executive_ids=[calendar.executive_id])


def _forget(row: CalendarSyncToken) -> None:
    SyncedSeries.objects.filter(calendar=row).delete()
    CalendarChange.objects.filter(calendar=row).delete()
    row.sync_token = row.page_token = ""
    row.is_enabled = row.is_write_target = False
    row.save()


def _refuse_two_targets(by: User, rows: Sequence[CalendarSyncToken]) -> None:
    """Of all one's connections: an event made here would be there twice. Whoever else chooses meanwhile waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"calendar targets {by.pk}"])
    ours = CalendarSyncToken.objects.filter(integration__user=by, is_enabled=True, is_write_target=True)
    others = ours.exclude(integration__status=IntegrationStatus.REVOKED).select_related("executive")
    taken: dict[UUID, CalendarSyncToken] = {}
    for row in others.order_by("created_at", "id"):
        if row.executive_id and row.executive_id in taken and row.executive:
            names = {"name": row.executive.full_name, "one": taken[row.executive_id], "other": row}
            text = _("New events of %(name)s can be written to one calendar: “%(one)s” or “%(other)s”.")
            raise ChoiceRefused(text % names)
        if row.executive_id:
            taken[row.executive_id] = row
