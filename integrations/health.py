"""How a connection does, in words."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.ics.addresses import shown_address
from integrations.models import Integration, IntegrationStatus
from integrations.services.schedule import is_only_read
from orgs.formats import Formats


def with_counts(rows: QuerySet[Integration]) -> QuerySet[Integration]:
    """`synced`: calendars that are synced; `waiting`: series changed here that are not there yet."""
    return rows.annotate(
        synced=Count("calendars", filter=Q(calendars__is_enabled=True), distinct=True),
        waiting=Count("calendars__changes", distinct=True),
    )


def line(row: Any, formats: Formats) -> dict[str, Any]:
    """`row` comes from `with_counts`."""
    is_paused = not row.settings["sync_enabled"]
    is_due = bool(row.synced) and not is_paused and row.status != IntegrationStatus.EXPIRED
    is_at_it = is_due and row.next_sync_at is not None and row.next_sync_at <= timezone.now()
    tone, state = ("", _("Syncing…")) if is_at_it else _state(row, is_paused)
    return {
        "id": row.pk,
        "account": row.provider_email,
        "address": shown_address(row.provider_user_id),
        "host": urlsplit(row.provider_user_id).hostname or shown_address(row.provider_user_id),
        "is_subscription": is_only_read(row),
        "provider": {"caldav": "CalDAV", "ics": "ICS"}.get(row.provider, row.get_provider_display()),
        "state": state,
        "tone": tone,
        "is_paused": is_paused,
        "is_at_it": is_at_it,
        "needs_password": row.status == IntegrationStatus.EXPIRED,
        "error": row.last_error,
        "last": formats.moment_in_sentence(row.last_synced_at) if row.synced and row.last_synced_at else "",
        "next": formats.moment_in_sentence(row.next_sync_at)
        if is_due and not is_at_it and row.next_sync_at
        else "",
        "synced": row.synced,
        "waiting": row.waiting,
    }


def _state(row: Any, is_paused: bool) -> tuple[str, str]:
    if row.status == IntegrationStatus.EXPIRED:
        return "danger", _("Needs a new address") if is_only_read(row) else _("Needs a new password")
    if is_paused:
        return "", _("Paused")
    if not row.synced:
        return "warn", _("Choose calendars")
    if row.status == IntegrationStatus.ERROR:
        return "warn", _("In trouble, tried again")
    if row.last_error:
        return "warn", _("Needs a look")
    return ("ok", _("Works")) if row.last_synced_at else ("", _("Waits for its first turn"))
