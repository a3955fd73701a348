"""A person's subscriptions to calendar files: made, moved to another address, renamed. Ended as any connection."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from executives.permissions import Access, Area, Right
from integrations.ics.about import About
from integrations.ics.addresses import Address, read_address
from integrations.ics.look import look
from integrations.ics.remote import COMES_BACK
from integrations.models import CalendarSyncToken, Integration, IntegrationStatus, Provider
from integrations.services.connections import MOST_TEXT, ConnectionRefused, own_connection, row_for
from integrations.services.patience import PATIENCE, asking
from integrations.shapes import SETTINGS_DEFAULT, SyncDirection
from integrations.signals import turn_wanted
from integrations.sync.remote import RemoteError
from jenifer.outbound import outbound_client
from orgs.models import User
from orgs.plans import Limit, require_room

LONGEST_INTERVAL = 1440  # minutes


@dataclass(frozen=True, slots=True)
class Subscription:
    """What was found at an address that a person gave."""

    text: str = field(repr=False)
    address: Address
    about: About


def find_subscription(*, by: User, address: str, executive_id: UUID | None = None) -> Subscription:
    """Asks the server, so not inside a transaction. Raises ConnectionRefused and PlanLimitReached, 403 and 404."""
    with transaction.atomic():
        Access.of(by).executive(executive_id, Area.CALENDAR, Right.WRITE)
        require_room(by.org, Limit.INTEGRATIONS)
    return _found(by, address, executive_id)


@transaction.atomic
def subscribe(
    *, by: User, found: Subscription, name: str, executive_id: UUID, interval_minutes: int
) -> Integration:
    """Its first turn comes at once. `name` may be '': what the calendar calls itself.

    Raises ConnectionRefused and PlanLimitReached, 403 and 404.
    """
    executive = Access.of(by).executive(executive_id, Area.CALENDAR, Right.WRITE)
    require_room(by.org, Limit.INTEGRATIONS)
    row = row_for(by, Provider.ICS, found.address.name)
    row.open_with(found.text)
    row.provider_email = (name or found.about.name or found.address.host)[:MOST_TEXT]
    row.settings = _settings(interval_minutes, found.about)
    row.save()
    CalendarSyncToken.objects.create(
        org_id=row.org_id,
        integration=row,
        calendar_id=str(row.pk),  # the address is a secret, and may change
        calendar_name=row.provider_email,
        is_primary=True,
        is_writable=False,
        executive=executive,
    )
    turn_wanted.send(Integration)
    return row


def move_subscription(*, by: User, integration_id: UUID, address: str) -> Integration:
    """The same calendar at a new address, as when the old one was revoked. Asks the server."""
    known = own_connection(by, integration_id)
    filled = known.calendars.exclude(executive=None).values_list("executive_id", flat=True)
    found = _found(by, address, *filled)
    with transaction.atomic():
        row = own_connection(by, integration_id, is_locked=True)
        _refuse_twice(row, found.address)
        row.provider_user_id = found.address.name
        row.open_with(found.text)
        row.save()
        row.calendars.update(sync_token="")
        turn_wanted.send(Integration)
    return row


@transaction.atomic
def rename_subscription(*, by: User, integration_id: UUID, name: str) -> None:
    """Raises ConnectionRefused of an account: that is called by its user name."""
    row = own_connection(by, integration_id, is_locked=True)
    if row.provider != Provider.ICS:
        raise ConnectionRefused("name", _("Only a subscription can be given a name."))
    row.provider_email = name
    row.save(update_fields=["provider_email"])
    row.calendars.update(calendar_name=name)


def _found(by: User, text: str, *executive_ids: UUID | None) -> Subscription:
    try:
        address = read_address(text)
        with asking(by), outbound_client(limits=PATIENCE, takes_gzip=True) as http:
            about = look(http, address)
    except RemoteError as error:
        raise ConnectionRefused("address", str(error)) from error
    if about.feed_of in map(str, executive_ids):
        raise ConnectionRefused("address", str(COMES_BACK))
    return Subscription(text.strip(), address, about)


def _settings(minutes: int, about: About) -> dict[str, Any]:
    """Not asked more often than the publisher wants to be."""
    interval = min(max(minutes, about.refresh_minutes), LONGEST_INTERVAL)
    return SETTINGS_DEFAULT | {"sync_direction": SyncDirection.PULL.value, "sync_interval_minutes": interval}


def _refuse_twice(row: Integration, address: Address) -> None:
    """The database holds it too; a row of this address that was disconnected makes room."""
    same = Integration.objects.filter(
        user=row.user_id,
        provider=row.provider,
        integration_type=row.integration_type,
        provider_user_id=address.name,
    ).exclude(pk=row.pk)
    same.filter(status=IntegrationStatus.REVOKED).delete()
    if same.exists():
        raise ConnectionRefused("address", _("You have connected this calendar already."))
