from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import (
    ApiToken,
    AuditLog,
    Delivery,
    Digest,
    FeatureFlag,
    Invitation,
    InvitationStatus,
    Notification,
    Organization,
    OrgFeatureOverride,
    PushSubscription,
    SavedView,
    StaffEntry,
    User,
)
from orgs.plans import Limit
from orgs.staff.model_admin import TenantAdmin
from orgs.staff.rooms import RoomForm


class UserForm(RoomForm):
    limit = Limit.USERS

    @staticmethod
    def counts(row: User) -> bool:
        return row.is_active and not row.is_system


class InvitationForm(RoomForm):
    limit = Limit.USERS

    @staticmethod
    def counts(row: Invitation) -> bool:
        return row.state(timezone.now()) == InvitationStatus.PENDING


@admin.register(Organization)
class OrganizationAdmin(TenantAdmin):
    list_display = ("name", "subscription_tier", "subscription_status", "trial_ends_at", "created_at")
    list_filter = ("subscription_tier", "subscription_status", "size")
    search_fields = ("name", "slug")
    readonly_fields = ("slug", "stripe_customer_id", "stripe_subscription_id", "deleted_at")
    fieldsets = (
        (None, {"fields": ("name", "slug", "website", "industry", "size", "logo_url")}),
        (
            _("Plan"),
            {
                "fields": (
                    ("subscription_tier", "subscription_status"),
                    "trial_ends_at",
                    ("stripe_customer_id", "stripe_subscription_id"),
                )
            },
        ),
        (_("Settings"), {"fields": ("settings", "ai_settings")}),
        (_("Record"), {"fields": ("id", "created_at", "updated_at", "deleted_at")}),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an organization is founded by the person who signs up


@admin.register(User)
class UserAdmin(TenantAdmin):
    """Address and password are the person's own to change; staff and worker flags nobody's."""

    form = UserForm
    list_display = ("full_name", "email", "role", "is_active", "is_system", "last_login", "created_at")
    list_filter = ("role", "is_active", "is_system")
    search_fields = ("full_name", "email")
    ordering = ("full_name",)
    readonly_fields = (
        "email",
        "is_staff",
        "is_superuser",
        "is_system",
        "last_login",
        "last_seen_at",
        "deleted_at",
    )
    fieldsets = (
        (None, {"fields": ("full_name", "email", "job_title", "phone", "timezone", "avatar_url")}),
        (_("Rights"), {"fields": (("role", "is_active"), "permissions")}),
        (_("Preferences"), {"fields": ("preferences",)}),
        (_("Onboarding"), {"fields": (("onboarding_completed", "onboarding_step"), "onboarding_data")}),
        (
            _("Record"),
            {
                "fields": (
                    "id",
                    ("is_staff", "is_superuser", "is_system"),
                    ("last_login", "last_seen_at"),
                    ("created_at", "updated_at"),
                    "deleted_at",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the member of staff who asks: one's own row is always seen."""
        return super().get_queryset(request).exclude(pk=request.user.pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # people join by an invitation


@admin.register(Invitation)
class InvitationAdmin(TenantAdmin):
    """Made and renewed by the organization's admins: what an invitation opens is only in its mail."""

    form = InvitationForm
    list_display = ("email", "role", "status", "invited_by", "expires_at", "accepted_at")
    list_filter = ("status", "role")
    search_fields = ("email",)
    readonly_fields = ("invited_by", "email", "role", "accepted_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Notification)
class NotificationAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("title", "user", "category", "notification_type", "is_read", "created_at")
    list_filter = ("category", "notification_type", "is_read")
    search_fields = ("title", "body")
    date_hierarchy = "created_at"


@admin.register(AuditLog)
class AuditLogAdmin(TenantAdmin):
    """Who, for whom, from where: `entity_id` in the address shows one row's history."""

    is_read_only = True
    list_display = ("created_at", "who", "action", "entity_type", "entity_id", "ip_address")
    list_filter = ("action", "entity_type", ("staff_entry", admin.EmptyFieldListFilter))
    search_fields = ("action", "entity_type")
    date_hierarchy = "created_at"

    @admin.display(description=_("who"))
    def who(self, entry: AuditLog) -> str:
        return entry.actor

    def get_list_select_related(self, request: HttpRequest) -> Any:
        return ("user", "staff_entry")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "entity_id" or super().lookup_allowed(lookup, value, request)


@admin.register(FeatureFlag)
class FeatureFlagAdmin(TenantAdmin):
    """The product's switches, the same for all: seen and set outside of organizations as well."""

    is_global = True
    list_display = ("key", "name", "is_enabled", "rollout_percentage", "allowed_tiers")
    list_filter = ("is_enabled",)
    search_fields = ("key", "name", "description")
    readonly_fields = ("key",)
    list_before_template = "staff/flags_link.html"
    change_form_outer_before_template = "staff/flag_link.html"


@admin.register(OrgFeatureOverride)
class OrgFeatureOverrideAdmin(TenantAdmin):
    list_display = ("feature_flag", "is_enabled", "created_at")
    list_filter = ("is_enabled",)
    search_fields = ("feature_flag__key", "feature_flag__name")


@admin.register(StaffEntry)
class StaffEntryAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("staff_name", "reason", "entered_at", "expires_at", "ended_at")
    search_fields = ("staff_name", "reason")
    date_hierarchy = "entered_at"
    ordering = ("-entered_at",)
    hidden = ("user",)


@admin.register(Delivery)
class DeliveryAdmin(TenantAdmin):
    """What became of a mail or a push; what it said stands with the notification."""

    is_read_only = True
    list_display = ("notification", "user", "channel", "state", "attempts", "due_at", "sent_at")
    list_filter = ("state", "channel")
    search_fields = ("user__full_name", "user__email", "notification__title", "error")
    date_hierarchy = "due_at"
    ordering = ("-due_at",)


@admin.register(Digest)
class DigestAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("day", "user", "executive", "state", "attempts", "due_at", "sent_at")
    list_filter = ("state", ("executive", admin.EmptyFieldListFilter))
    search_fields = ("user__full_name", "user__email", "executive__full_name", "error")
    date_hierarchy = "day"
    ordering = ("-day",)


@admin.register(PushSubscription)
class PushSubscriptionAdmin(TenantAdmin):
    """Which browsers a person is told in. Address and keys are what it takes to push to them: never shown."""

    is_read_only = True
    list_display = ("label", "user", "created_at", "used_at")
    search_fields = ("label", "user__full_name", "user__email")
    hidden = ("endpoint", "p256dh", "auth")


@admin.register(ApiToken)
class ApiTokenAdmin(TenantAdmin):
    """By its first characters a token that someone has found is known; only its owner revokes it."""

    is_read_only = True
    list_display = ("name", "user", "prefix", "expires_at", "last_used_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), ("last_used_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "prefix", "user__full_name", "user__email")


@admin.register(SavedView)
class SavedViewAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("name", "list_name", "user", "is_shared", "position", "deleted_at")
    list_filter = ("list_name", "is_shared")
    search_fields = ("name", "user__full_name", "user__email")
