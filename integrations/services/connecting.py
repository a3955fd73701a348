"""Connecting and mending, whichever the provider: what has to ask a server first, and what only writes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from integrations.caldav.discovery import Account
from integrations.models import Integration, Provider
from integrations.services.connections import (
    ConnectionRefused,
    find_account,
    keep_account,
    own_connection,
    reconnect,
)
from integrations.services.subscriptions import Subscription, find_subscription, move_subscription, subscribe
from integrations.shapes import SETTINGS_DEFAULT
from orgs.models import User


@dataclass(frozen=True, slots=True)
class Found:
    """What a server said, and what was asked for besides."""

    what: Account | Subscription
    asked: dict[str, Any] = field(repr=False)


def find_source(*, by: User, provider: str, address: str, **asked: Any) -> Found:
    """Asks the server, so not inside a transaction. Raises ConnectionRefused and PlanLimitReached, 403 and 404.

    `asked`: username and password, or executive_id and, if wished, name and interval_minutes.
    """
    if provider == Provider.ICS:
        found = find_subscription(by=by, address=address, executive_id=asked["executive_id"])
        return Found(
            found, {"name": "", "interval_minutes": SETTINGS_DEFAULT["sync_interval_minutes"]} | asked
        )
    return Found(find_account(by=by, address=address, **asked), asked)


def connect_source(*, by: User, found: Found) -> Integration:
    """Raises ConnectionRefused and PlanLimitReached."""
    if isinstance(found.what, Subscription):
        return subscribe(by=by, found=found.what, **found.asked)
    return keep_account(by=by, account=found.what, **found.asked)


def mend_connection(*, by: User, integration_id: UUID, password: str = "", address: str = "") -> Integration:
    """With another password, or of a subscription another address. Asks the server. Raises ConnectionRefused."""
    is_subscription = own_connection(by, integration_id).provider == Provider.ICS
    if is_subscription and not address:
        raise ConnectionRefused("address", _("Give the calendar’s new address."))
    if not is_subscription and not password:
        raise ConnectionRefused("password", _("Give a new password."))
    if is_subscription:
        return move_subscription(by=by, integration_id=integration_id, address=address)
    return reconnect(by=by, integration_id=integration_id, password=password)
