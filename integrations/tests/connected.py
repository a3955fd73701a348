"""A calendar of one executive, connected to one on a server."""

from integrations.models import CalendarSyncToken, Integration
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant
from orgs.models import User


def make_connection(tenant: Tenant, path: str, owner: User | None = None) -> Integration:
    """The admin's or another's, with the tenant's executive on the calendar, and new events written there."""
    owner = owner or tenant.admin
    with acting_as(owner):
        integration = Integration.objects.create(
            org_id=owner.org_id,
            user=owner,
            provider="caldav",
            integration_type="calendar",
            provider_user_id=path,
        )
        CalendarSyncToken.objects.create(
            org_id=owner.org_id,
            integration=integration,
            executive=tenant.executive,
            calendar_id=path,
            is_write_target=True,
        )
    return integration
