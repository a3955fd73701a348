from integrations.models.calendar import CalendarSyncToken
from integrations.models.integration import Integration, IntegrationStatus, IntegrationType, Provider

__all__ = ["CalendarSyncToken", "Integration", "IntegrationStatus", "IntegrationType", "Provider"]
