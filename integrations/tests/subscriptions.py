"""What the tests of subscriptions do over and over."""

from datetime import UTC, datetime
from typing import Any

from integrations.models import Integration
from integrations.remotes import open_remote
from integrations.services.connecting import connect_source, find_source
from integrations.sync.apply import Tally
from integrations.sync.turn import take_turn
from integrations.tests.calendar_files import Published
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant
from scheduling.models import Meeting

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRET = "s3cret-path"


def subscribed(tenant: Tenant, published: Published, **asked: Any) -> Integration:
    with acting_as(tenant.assistant):
        known: dict[str, Any] = {
            "address": f"{published.url}/{SECRET}.ics",
            "executive_id": tenant.executive.pk,
        }
        found = find_source(by=tenant.assistant, provider="ics", **known | asked)
        return connect_source(by=tenant.assistant, found=found)


def turn(tenant: Tenant, row: Integration) -> Tally | None:
    with acting_as(tenant.assistant):
        return take_turn(integration_id=row.pk, open_remote=open_remote, now=NOW)


def stored(tenant: Tenant, row: Integration) -> Integration:
    with acting_as(tenant.assistant):
        return Integration.objects.get(pk=row.pk)


def titles(tenant: Tenant) -> list[str]:
    with acting_as(tenant.assistant):
        rows = Meeting.objects.filter(executive=tenant.executive, deleted_at=None)
        return sorted(rows.values_list("title", flat=True))
