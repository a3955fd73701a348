from django.contrib import admin

from integrations.models import CalendarClash, CalendarSyncToken, Integration
from orgs.staff.model_admin import TenantAdmin


@admin.register(Integration)
class IntegrationAdmin(TenantAdmin):
    """Whose connection stands how; its tokens are never shown, and only its owner changes it."""

    is_read_only = True
    list_display = ("user", "provider", "integration_type", "provider_email", "status", "last_synced_at")
    list_filter = ("provider", "integration_type", "status")
    search_fields = ("provider_email", "user__full_name", "user__email")


@admin.register(CalendarSyncToken)
class CalendarSyncTokenAdmin(TenantAdmin):
    is_read_only = True
    list_display = (
        "calendar_name",
        "integration",
        "executive",
        "is_enabled",
        "is_write_target",
        "last_synced_at",
        "trouble",
    )
    list_filter = ("is_enabled", "is_write_target")
    search_fields = ("calendar_name", "calendar_id")


@admin.register(CalendarClash)
class CalendarClashAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("ical_uid", "executive", "calendar", "created_at", "restored_at")
    list_filter = ("executive",)
    search_fields = ("ical_uid",)
