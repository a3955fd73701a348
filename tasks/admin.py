from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from orgs.staff.model_admin import TenantAdmin
from tasks.models import Delegation, Task


@admin.register(Task)
class TaskAdmin(TenantAdmin):
    list_display = ("title", "status", "priority", "executive", "assigned_to", "due_date")
    list_filter = ("status", "priority", "category")
    search_fields = ("title", "description")
    date_hierarchy = "due_date"
    readonly_fields = ("ai_suggested_priority", "ai_suggested_due_date", "ai_notes")
    fieldsets = (
        (None, {"fields": ("title", "description", ("status", "priority"), "category", "tags")}),
        (
            _("Who and when"),
            {"fields": ("executive", "assigned_to", ("due_date", "due_time"), "completed_at")},
        ),
        (
            _("Belongs to"),
            {"fields": ("related_meeting", "related_approval", "related_contact", "subtasks", "attachments")},
        ),
        (_("Series"), {"fields": ("is_recurring", "recurrence_rule", "recurrence_parent")}),
        (_("Jenifer"), {"fields": ("ai_suggested_priority", "ai_suggested_due_date", "ai_notes")}),
        (
            _("Record"),
            {"fields": ("id", "created_by", "position", ("created_at", "updated_at"), "deleted_at")},
        ),
    )


@admin.register(Delegation)
class DelegationAdmin(TenantAdmin):
    list_display = ("task", "delegated_by", "delegated_to", "status", "due_date")
    list_filter = ("status",)
    search_fields = ("task__title", "delegation_notes")
