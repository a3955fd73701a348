"""A connection's turn: one at a time, and what became of it where its owner sees it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from integrations.models import Integration, IntegrationStatus
from integrations.sync.apply import Tally
from integrations.sync.bodies import Codec
from integrations.sync.connection import sync_calendars
from integrations.sync.remote import CredentialsRejected, Remote, RemoteError, Throttled
from integrations.trouble_news import tell_of_trouble
from orgs.notifications.deliveries import pause_after

type Open = Callable[[Integration], tuple[Remote, Codec]]


def take_turn(*, integration_id: UUID, open_remote: Open, now: datetime) -> Tally | None:
    """Sync once, as the connection's owner. None: somebody else is at it, or it is not to be synced."""
    with _alone(integration_id) as is_alone:
        integration = _wanted(integration_id) if is_alone else None
        if integration is None:
            return None
        try:
            remote, codec = open_remote(integration)
            with remote:
                tally = sync_calendars(integration=integration, remote=remote, codec=codec)
        except RemoteError as error:
            _note_failure(integration, error, now)
            return None
        _note_success(integration, tally, now)
        return tally


@contextmanager
def _alone(integration_id: UUID) -> Iterator[bool]:
    """A lock of the session: it goes with a worker that dies, and holds through its transactions."""
    key = ["calendar-sync " + str(integration_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        is_ours: bool = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


def _wanted(integration_id: UUID) -> Integration | None:
    row = Integration.objects.select_related("user__org").filter(pk=integration_id).first()
    is_open = row is not None and row.status in (IntegrationStatus.ACTIVE, IntegrationStatus.ERROR)
    return row if row is not None and is_open and row.settings["sync_enabled"] else None


def _note_success(integration: Integration, tally: Tally, now: datetime) -> None:
    """What is wrong with single calendars is said, and told once."""
    interval = timedelta(minutes=integration.settings["sync_interval_minutes"])
    before, trouble = integration.last_error, "\n".join(tally.troubles)
    integration.status, integration.last_error, integration.failures = IntegrationStatus.ACTIVE, trouble, 0
    integration.last_synced_at, integration.next_sync_at = now, now + interval
    fields = ["status", "last_error", "failures", "last_synced_at", "next_sync_at"]
    if _note(integration, fields) and trouble and trouble != before:
        tell_of_trouble(integration)


def _note_failure(integration: Integration, error: Exception, now: datetime) -> None:
    """A dead credential stops until a person acts; everything else is tried again, ever less often."""
    was = integration.status
    integration.failures += 1
    pause = pause_after(integration.failures)
    if isinstance(error, Throttled) and error.retry_after is not None:
        pause = max(pause, error.retry_after)
    is_dead = isinstance(error, CredentialsRejected)
    integration.status = IntegrationStatus.EXPIRED if is_dead else IntegrationStatus.ERROR
    integration.last_error = str(error) or _("The calendar server did not answer.")
    integration.next_sync_at = None if is_dead else now + pause
    fields = ["status", "last_error", "failures", "next_sync_at"]
    if _note(integration, fields) and integration.status != was and is_dead:
        tell_of_trouble(integration)


@transaction.atomic
def _note(integration: Integration, fields: list[str]) -> bool:
    """False where a person has disconnected it during the turn, or given another password: then it stays so."""
    rows = Integration.objects.select_for_update().exclude(status=IntegrationStatus.REVOKED)
    present = rows.filter(pk=integration.pk).first()
    if present is None or present.access_token != integration.access_token:
        return False
    integration.save(update_fields=fields)
    return True
