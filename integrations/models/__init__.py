from integrations.models.calendar import CalendarSyncToken
from integrations.models.clash import CalendarClash
from integrations.models.integration import Integration, IntegrationStatus, IntegrationType, Provider
from integrations.models.synced import CalendarChange, SyncedSeries

__all__ = [
    "CalendarChange",
    "CalendarClash",
    "CalendarSyncToken",
    "Integration",
    "IntegrationStatus",
    "IntegrationType",
    "Provider",
    "SyncedSeries",
]
