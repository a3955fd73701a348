from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from executives.models import (
    Attachment,
    ConciergeService,
    Contact,
    DirectReport,
    ExecutiveProfile,
    FamilyMember,
    Membership,
    UserExecutiveAssignment,
)
from orgs.plans import Limit
from orgs.staff.model_admin import TenantAdmin
from orgs.staff.rooms import RoomForm


class ExecutiveProfileForm(RoomForm):
    limit = Limit.EXECUTIVES

    @staticmethod
    def counts(row: ExecutiveProfile) -> bool:
        return row.is_active and row.deleted_at is None


@admin.register(ExecutiveProfile)
class ExecutiveProfileAdmin(TenantAdmin):
    form = ExecutiveProfileForm
    list_display = ("full_name", "title", "email", "timezone", "is_active", "created_at")
    list_filter = ("is_active", "timezone")
    search_fields = ("full_name", "email")
    ordering = ("full_name",)
    fieldsets = (
        (None, {"fields": ("full_name", "title", "email", "phone", "timezone", "avatar_url", "bio")}),
        (_("Places"), {"fields": ("office_location", "office_address", "home_address")}),
        (
            _("Preferences"),
            {
                "fields": (
                    "scheduling_preferences",
                    "communication_preferences",
                    "dietary_preferences",
                    "travel_preferences",
                    "dining_preferences",
                    "gift_preferences",
                )
            },
        ),
        (_("Record"), {"fields": ("id", "is_active", "deleted_at", "created_at", "updated_at")}),
    )


@admin.register(UserExecutiveAssignment)
class UserExecutiveAssignmentAdmin(TenantAdmin):
    list_display = ("user", "executive", "role", "is_primary", "starts_on", "ends_on")
    list_filter = ("role", "is_primary")
    search_fields = ("user__full_name", "user__email", "executive__full_name")


@admin.register(DirectReport)
class DirectReportAdmin(TenantAdmin):
    list_display = ("full_name", "title", "department", "executive")
    list_filter = ("department",)
    search_fields = ("full_name", "email")


@admin.register(FamilyMember)
class FamilyMemberAdmin(TenantAdmin):
    list_display = ("full_name", "relationship", "executive", "birthday")
    list_filter = ("relationship",)
    search_fields = ("full_name",)


@admin.register(Membership)
class MembershipAdmin(TenantAdmin):
    list_display = ("provider_name", "program_name", "category", "tier", "executive", "expires_at")
    list_filter = ("category",)
    search_fields = ("provider_name", "program_name")


@admin.register(Contact)
class ContactAdmin(TenantAdmin):
    list_display = ("full_name", "company", "email", "category", "executive", "next_followup_at")
    list_filter = ("category",)
    search_fields = ("full_name", "company", "email")
    ordering = ("full_name",)
    readonly_fields = ("ai_enriched_data", "ai_enriched_at")
    fieldsets = (
        (None, {"fields": ("full_name", "title", "company", "category", "executive", "tags")}),
        (_("Reach"), {"fields": ("email", ("phone", "mobile"), "linkedin_url", "twitter_handle")}),
        (
            _("Address"),
            {"fields": ("address_line1", "address_line2", ("postal_code", "city"), ("state", "country"))},
        ),
        (_("Assistant"), {"fields": ("assistant_name", "assistant_email", "assistant_phone")}),
        (
            _("Relationship"),
            {
                "fields": (
                    "relationship_strength",
                    "relationship_notes",
                    "preferences",
                    ("last_contacted_at", "next_followup_at"),
                )
            },
        ),
        (
            _("Record"),
            {
                "fields": (
                    "id",
                    "created_by",
                    ("created_at", "updated_at"),
                    "deleted_at",
                    "ai_enriched_data",
                    "ai_enriched_at",
                )
            },
        ),
    )


@admin.register(ConciergeService)
class ConciergeServiceAdmin(TenantAdmin):
    list_display = ("name", "category", "city", "price_range", "rating", "is_favorite", "times_used")
    list_filter = ("category", "price_range", "is_favorite")
    search_fields = ("name", "city", "contact_name")
    readonly_fields = ("times_used", "last_used_at")


@admin.register(Attachment)
class AttachmentAdmin(TenantAdmin):
    """What hangs where. The file itself is had on its row's page; a removed one comes back by its empty date."""

    list_display = (
        "file_name",
        "content_type",
        "size",
        "entity_type",
        "created_by",
        "created_at",
        "deleted_at",
    )
    list_filter = ("entity_type", "content_type", ("deleted_at", admin.EmptyFieldListFilter))
    search_fields = ("file_name", "sha256")
    date_hierarchy = "created_at"
    readonly_fields = ("executive", "entity_type", "entity_id", "size", "content_type", "sha256")
    hidden = ("stored_as",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a file is looked at before it is taken (executives.services.attachments)
