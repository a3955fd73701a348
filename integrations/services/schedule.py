"""When a connection is synced, and which way."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.models import CalendarChange, Integration, Provider, SyncedSeries
from integrations.shapes import SyncDirection
from integrations.signals import turn_wanted


class OnlyRead(Exception):
    """The message is for a person."""


@transaction.atomic
def set_schedule(*, integration: Integration, direction: str, interval_minutes: int) -> None:
    """`direction`: bidirectional, pull (never writes there) or push (never applies here).

    Raises OnlyRead where there is no writing.
    """
    if is_only_read(integration) and direction != SyncDirection.PULL:
        raise OnlyRead(_("A subscribed calendar can only be read."))
    if integration.settings["sync_direction"] == SyncDirection.PULL != direction:
        _compare_all(integration)
    _set(integration, sync_direction=direction, sync_interval_minutes=interval_minutes)


def is_only_read(integration: Integration) -> bool:
    return integration.provider == Provider.ICS


def _compare_all(integration: Integration) -> None:
    """What was changed here while nothing was written there is found by looking at each series once."""
    known = SyncedSeries.objects.filter(calendar__integration=integration).exclude(ical_uid="")
    CalendarChange.objects.bulk_create(
        [
            CalendarChange(calendar_id=calendar_id, ical_uid=uid)
            for calendar_id, uid in known.values_list("calendar_id", "ical_uid")
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def pause(*, integration: Integration) -> None:
    _set(integration, sync_enabled=False)


@transaction.atomic
def resume(*, integration: Integration) -> None:
    _set(integration, sync_enabled=True)


@transaction.atomic
def sync_now(*, integration: Integration) -> None:
    _set(integration)


@transaction.atomic
def resync(*, integration: Integration) -> None:
    """Everything is read anew; what is the same stays."""
    integration.calendars.update(sync_token="", page_token="")
    _set(integration)


def _set(integration: Integration, **settings: Any) -> None:
    """Its turn comes at once. What another page has set meanwhile stays."""
    stored = Integration.objects.select_for_update().filter(pk=integration.pk)
    integration.settings = stored.values_list("settings", flat=True).get() | settings
    integration.full_clean(exclude=["org", "user"], validate_unique=False)
    want_turn(integration, "settings")


def want_turn(integration: Integration, *changed: str) -> None:
    """Its turn comes with the caller's commit. `changed` are columns to be saved with that."""
    integration.next_sync_at = timezone.now()
    integration.save(update_fields=[*changed, "next_sync_at"])
    turn_wanted.send(Integration)
