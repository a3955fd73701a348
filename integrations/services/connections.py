"""A person's connections to calendar accounts: made, mended, ended."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from integrations.caldav.discovery import Account, discover
from integrations.models import CalendarSyncToken, Integration, IntegrationStatus, IntegrationType, Provider
from integrations.services.calendars import remove_what_came
from integrations.services.patience import PATIENCE, asking
from integrations.signals import turn_wanted
from integrations.sync.remote import CredentialsRejected, NotUnderstood, RemoteError
from jenifer.outbound import NotSentError, outbound_client
from orgs.models import User
from orgs.plans import Limit, require_room

SCHEDULES_ITSELF = "calendar-auto-schedule"  # among `scopes`: the server tells attendees itself (RFC 6638 §2)
MOST_TEXT = 255


class ConnectionRefused(Exception):
    """`field` of the form is at fault; the message is for a person."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def connections_of(user: User) -> QuerySet[Integration]:
    """Those to calendar servers that are not ended."""
    rows = Integration.objects.filter(
        user=user, integration_type=IntegrationType.CALENDAR, provider__in=(Provider.CALDAV, Provider.ICS)
    )
    return rows.exclude(status=IntegrationStatus.REVOKED)


def own_connection(by: User, integration_id: UUID, *, is_locked: bool = False) -> Integration:
    """Another person's is not there (404)."""
    rows = connections_of(by)
    row = (rows.select_for_update() if is_locked else rows).filter(pk=integration_id).first()
    if row is None:
        raise Http404
    return row


def find_account(*, by: User, address: str, username: str, password: str) -> Account:
    """The first half of connecting, which asks the server, so not inside a transaction.

    Raises ConnectionRefused and PlanLimitReached.
    """
    with transaction.atomic():
        require_room(by.org, Limit.INTEGRATIONS)
    return _look(by, address, username, password)


@transaction.atomic
def keep_account(*, by: User, account: Account, username: str, password: str) -> Integration:
    """The second half, which only writes. No calendar is synced before someone says whose it is."""
    require_room(by.org, Limit.INTEGRATIONS)
    row = row_for(by, Provider.CALDAV, account.home)
    row.provider_email = username
    row.open_with(password)
    _take(row, account)
    return row


def reconnect(*, by: User, integration_id: UUID, password: str) -> Integration:
    """With another password for the same account; calendars that are new there are found. Asks the server."""
    known = own_connection(by, integration_id)
    account = _look(by, known.provider_user_id, known.provider_email, password)
    with transaction.atomic():
        row = own_connection(by, integration_id, is_locked=True)
        row.open_with(password)
        _take(row, account)
        turn_wanted.send(Integration)
    return row


@transaction.atomic
def disconnect(*, by: User, integration_id: UUID, keep: bool) -> None:
    """`keep` what came from there, or remove it here. The calendars outside stay as they are."""
    row = own_connection(by, integration_id, is_locked=True)
    row.status, row.access_token, row.refresh_token = IntegrationStatus.REVOKED, "", ""
    row.last_error, row.next_sync_at, row.failures = "", None, 0
    row.save()
    calendars = list(row.calendars.select_related("executive").order_by("id"))
    if not keep:
        for calendar in calendars:
            remove_what_came(by=by, calendar=calendar)
    row.calendars.all().delete()


def _look(by: User, address: str, username: str, password: str) -> Account:
    try:
        with asking(by), outbound_client(redirects=0, limits=PATIENCE) as http:
            account = discover(http, address, username, password)
    except CredentialsRejected as error:
        raise ConnectionRefused("password", str(error)) from error
    except NotUnderstood as error:
        raise ConnectionRefused("address", str(error)) from error
    except RemoteError as error:
        cause = error.__cause__
        raise ConnectionRefused(
            "address", str(cause if isinstance(cause, NotSentError) else error)
        ) from error
    if len(account.home) > MOST_TEXT:
        raise ConnectionRefused("address", _("The address of this account’s calendars is too long."))
    if not account.calendars:
        raise ConnectionRefused("address", _("This account has no calendars."))
    return account


def row_for(by: User, provider: Provider, account: str) -> Integration:
    """A new one, or that of the same account which was disconnected."""
    about = {
        "provider": provider,
        "integration_type": IntegrationType.CALENDAR,
        "provider_user_id": account,
    }
    row = Integration.objects.select_for_update().filter(user=by, **about).first()
    if row is None:
        return Integration(org_id=by.org_id, user=by, **about)
    if row.status != IntegrationStatus.REVOKED:
        raise ConnectionRefused("address", _("You have connected this already."))
    return row


def _take(row: Integration, account: Account) -> None:
    row.scopes = [SCHEDULES_ITSELF] if account.is_scheduling else []
    row.save()
    CalendarSyncToken.objects.bulk_create(
        [
            CalendarSyncToken(
                org_id=row.org_id,
                integration=row,
                calendar_id=each.id,
                calendar_name=each.name[:MOST_TEXT],
                color=each.color,
                is_writable=each.is_writable,
                is_primary=each.is_primary,
                is_enabled=False,
            )
            for each in account.calendars
            if len(each.id) <= MOST_TEXT
        ],
        update_conflicts=True,
        unique_fields=["integration", "calendar_id"],
        update_fields=["calendar_name", "color", "is_writable"],
    )
