from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from orgs.staff.model_admin import TenantAdmin
from scheduling.models import AttendeeNotice, CalendarFeed, CalendarImport, CalendarNews, KeyDate, Meeting
from scheduling.signals import calendar_changed

SYNCED = ("etag", "external_calendar_id", "external_event_id", "external_calendar_provider", "last_synced_at")
DERIVED = ("series_end_at", "sequence", "ical_uid", "ai_meeting_brief", "ai_suggested_prep")


@admin.register(Meeting)
class MeetingAdmin(TenantAdmin):
    list_display = ("title", "executive", "start_time", "end_time", "status", "is_recurring", "deleted_at")
    list_filter = ("status", "meeting_type", "is_recurring", "is_all_day", "external_calendar_provider")
    search_fields = ("title", "location", "ical_uid")
    date_hierarchy = "start_time"
    ordering = ("-start_time",)
    readonly_fields = (*SYNCED, *DERIVED)
    fieldsets = (
        (None, {"fields": ("title", "executive", ("status", "meeting_type"), "category", "description")}),
        (_("Time"), {"fields": (("start_time", "end_time"), ("timezone", "is_all_day"), "transparency")}),
        (
            _("Place"),
            {
                "fields": (
                    ("location_type", "location"),
                    "location_details",
                    ("video_conference_provider", "video_conference_id"),
                    "video_conference_url",
                )
            },
        ),
        (_("People"), {"fields": ("attendees", ("visibility", "priority"), "internal_notes")}),
        (
            _("Series"),
            {
                "fields": (
                    ("is_recurring", "range_this_and_future"),
                    "recurrence_rule",
                    ("recurrence_parent", "recurrence_id"),
                    ("excluded_dates", "extra_dates"),
                    "series_end_at",
                )
            },
        ),
        (_("Outside calendar"), {"fields": ("ical_uid", "sequence", *SYNCED)}),
        (_("Jenifer"), {"fields": ("ai_meeting_brief", "ai_suggested_prep", "metadata")}),
        (_("Record"), {"fields": ("id", "created_by", ("created_at", "updated_at"), "deleted_at")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A changed calendar is looked through again, the one that the meeting has left too."""
        before = form.initial.get("executive") if change else None
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            ids = {each for each in (before, obj.executive_id) if each}
            calendar_changed.send(sender=type(obj), executive_ids=ids)


@admin.register(KeyDate)
class KeyDateAdmin(TenantAdmin):
    list_display = ("title", "date", "category", "executive", "related_person", "is_recurring")
    list_filter = ("category", "is_recurring")
    search_fields = ("title", "related_person")
    date_hierarchy = "date"
    readonly_fields = ("ai_suggested_actions",)


@admin.register(CalendarImport)
class CalendarImportAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("file_name", "executive", "status", "created_count", "refused_count", "created_at")
    list_filter = ("status",)
    search_fields = ("file_name",)
    hidden = ("stored_as",)


@admin.register(CalendarFeed)
class CalendarFeedAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("name", "executive", "level", "created_by", "last_used_at", "revoked_at")
    list_filter = ("level",)
    search_fields = ("name",)
    hidden = ("token",)


@admin.register(AttendeeNotice)
class AttendeeNoticeAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("recipient", "method", "state", "executive", "answer", "sent_at", "created_at")
    list_filter = ("state", "method", "answer")
    search_fields = ("recipient", "ical_uid")
    hidden = ("token", "reply_key", "note", "comment", "calendar")


@admin.register(CalendarNews)
class CalendarNewsAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("kind", "title", "executive", "amount", "by", "is_outside", "created_at")
    list_filter = ("kind", "is_outside")
    search_fields = ("title",)
