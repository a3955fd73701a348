"""A calendar of one executive, connected to one on a server."""

from integrations.models import CalendarSyncToken, Integration
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant


def make_connection(tenant: Tenant, path: str) -> Integration:
    """The admin's, with the tenant's executive as its owner and the calendar to write to."""
    with acting_as(tenant.admin):
        integration = Integration.objects.create(
            org_id=tenant.admin.org_id,
            user=tenant.admin,
            provider="caldav",
            integration_type="calendar",
            provider_user_id=path,
        )
        CalendarSyncToken.objects.create(
            org_id=tenant.admin.org_id,
            integration=integration,
            executive=tenant.executive,
            calendar_id=path,
            is_write_target=True,
        )
    return integration
