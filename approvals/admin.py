from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from approvals.models import Approval
from orgs.staff.model_admin import TenantAdmin


@admin.register(Approval)
class ApprovalAdmin(TenantAdmin):
    list_display = (
        "title",
        "approval_type",
        "status",
        "urgency",
        "executive",
        "amount",
        "currency",
        "due_date",
    )
    list_filter = ("status", "approval_type", "urgency")
    search_fields = ("title", "description")
    date_hierarchy = "created_at"
    readonly_fields = ("ai_risk_score", "ai_recommendation", "ai_notes")
    fieldsets = (
        (None, {"fields": ("title", "description", ("approval_type", "urgency"), "category")}),
        (_("Who"), {"fields": ("executive", "submitted_by")}),
        (_("Money and time"), {"fields": (("amount", "currency"), "due_date")}),
        (_("Decision"), {"fields": ("status", "decided_by", "decided_at", "decision_notes")}),
        (_("Belongs to"), {"fields": ("related_task", "attachments")}),
        (_("Jenifer"), {"fields": ("ai_risk_score", "ai_recommendation", "ai_notes")}),
        (_("Record"), {"fields": ("id", "created_at", "updated_at")}),
    )
