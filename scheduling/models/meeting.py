from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from jenifer.db.fields import ShapedJSONField, choice, count, flag, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from scheduling import shapes


class LocationType(models.TextChoices):
    VIRTUAL = "virtual"
    IN_PERSON = "in_person"
    PHONE = "phone"
    HYBRID = "hybrid"


class VideoProvider(models.TextChoices):
    ZOOM = "zoom"
    TEAMS = "teams"
    GOOGLE_MEET = "google_meet"
    OTHER = "other"


class MeetingType(models.TextChoices):
    INTERNAL = "internal"
    EXTERNAL = "external"
    PERSONAL = "personal"
    TRAVEL = "travel"
    FOCUS_TIME = "focus_time"


class MeetingStatus(models.TextChoices):
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class CalendarProvider(models.TextChoices):
    GOOGLE = "google"
    OUTLOOK = "outlook"
    CALDAV = "caldav"
    ICS = "ics"


class Transparency(models.TextChoices):
    OPAQUE = "opaque"
    TRANSPARENT = "transparent"


class Visibility(models.TextChoices):
    PUBLIC = "public"
    PRIVATE = "private"
    CONFIDENTIAL = "confidential"


# Ours alone, and long: what no list, feed or export of meetings reads.
INTERNAL = ("internal_notes", "metadata", "ai_meeting_brief", "ai_suggested_prep")


class Meeting(Touched, TenantModel):
    """A calendar event: a single one, the master of a series, or one changed instance of it.

    Times are stored in UTC and a series is expanded in the row's IANA `timezone`. All-day and floating
    events (`timezone` '') hold civil time labelled UTC, so that they shift for no viewer.
    """

    is_audited = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="meetings"
    )
    created_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+", db_column="created_by"
    )
    title = models.CharField(max_length=500)
    description = long_text()
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    timezone = text(100, default="America/Los_Angeles")
    is_all_day = flag()
    location_type = choice(LocationType, LocationType.VIRTUAL)
    location = text(500)
    location_details = long_text()
    video_conference_url = long_text()
    video_conference_provider = choice(VideoProvider)
    video_conference_id = text()
    meeting_type = choice(MeetingType, MeetingType.INTERNAL)
    category = text(100)
    is_recurring = flag()
    recurrence_rule = long_text()
    recurrence_parent = models.ForeignKey(
        "self", models.DB_CASCADE, null=True, blank=True, related_name="overrides"
    )
    recurrence_id = moment(help_text="Original start of the instance that this row changes.")
    range_this_and_future = flag()
    excluded_dates = ShapedJSONField(shape=shapes.EXCLUDED, default=[])
    extra_dates = ShapedJSONField(shape=shapes.EXTRA, default=[])
    series_end_at = moment(help_text="No instance ends later; NULL when the series has no end.")
    status = choice(MeetingStatus, MeetingStatus.CONFIRMED)
    transparency = choice(Transparency, Transparency.OPAQUE)
    visibility = choice(Visibility, Visibility.PUBLIC)
    priority = models.SmallIntegerField(default=0, db_default=0)
    attendees = ShapedJSONField(shape=shapes.ATTENDEES, default=[])
    ical_uid = text(1000)
    sequence = count()
    etag = text()
    external_calendar_id = text()
    external_event_id = text()
    external_calendar_provider = choice(CalendarProvider)
    last_synced_at = moment()
    internal_notes = long_text()
    ai_meeting_brief = long_text()
    ai_suggested_prep = ShapedJSONField(shape=shapes.PREPARATION, default=[])
    metadata = ShapedJSONField(shape=shapes.METADATA, default={})
    deleted_at = moment()

    class Meta:
        db_table = "meetings"
        indexes = [
            models.Index(fields=["org", "start_time", "end_time"], name="idx_meetings_time"),
            models.Index(
                fields=["executive", "start_time"],
                name="idx_meetings_series",
                condition=Q(is_recurring=True),
            ),
            models.Index(fields=["external_calendar_id", "external_event_id"], name="idx_meetings_external"),
            GinIndex(SearchVector("title", "description", config="english"), name="idx_meetings_fts"),
            GinIndex(fields=["attendees"], name="idx_meetings_attendees"),
            models.Index(
                fields=["executive", "start_time"],
                name="idx_meetings_unanswered",
                condition=Q(attendees__contains=[{"status": "needs_action"}], deleted_at=None),
            ),
        ]
        constraints = [
            # RFC 5545 §3.6.1: an event without an end takes no time; only calendars from outside have them.
            models.CheckConstraint(
                name="meetings_end_after_start",
                condition=Q(end_time__gt=F("start_time"))
                | (Q(end_time=F("start_time")) & (Q(is_all_day=True) | ~Q(ical_uid=""))),
            ),
            models.CheckConstraint(name="meetings_priority_range", condition=Q(priority__range=(0, 9))),
            models.CheckConstraint(name="meetings_sequence_range", condition=Q(sequence__gte=0)),
            models.CheckConstraint(
                name="meetings_override_names_instance",
                condition=Q(recurrence_parent=None) | Q(recurrence_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="meetings_one_row_per_instance",
                fields=["executive", "ical_uid", "recurrence_id"],
                condition=~Q(ical_uid="") & Q(deleted_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_title(self) -> str:
        """What may be said of it to whoever reads this calendar without the right to change it."""
        return _("Private event") if self.is_private else self.title

    @property
    def is_private(self) -> bool:
        """Shown as busy time, and no more, to whoever may not change this calendar."""
        return self.visibility != Visibility.PUBLIC

    @property
    def organizer(self) -> dict[str, Any] | None:
        return next((each for each in self.attendees if each.get("is_organizer")), None)

    def is_organized_by(self, address: str) -> bool:
        """Whether it is this person's to move. A meeting without an organizer is its calendar's own."""
        organizer = self.organizer
        return organizer is None or (bool(address) and organizer["email"].lower() == address.lower())
