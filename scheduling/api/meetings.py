"""Meetings as their rows: single events, masters of series, and changed instances."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters.rest_framework import ChoiceFilter, UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from executives.permissions import Access, Area, Right
from executives.requests import access_of
from orgs.api.fields import MomentsInUTC
from orgs.api.lists import MomentFilter, SelectorFilters
from orgs.api.views import DetailView, ListView
from orgs.scopes import Scope
from scheduling.api.examples import MEETING
from scheduling.models import Meeting, MeetingStatus, Visibility
from scheduling.moments import write_moment
from scheduling.selectors import meetings_of

# What is said of a private event to whoever may only read the calendar.
TOLD_TO_FEW = (
    *("description", "location_type", "location", "location_details", "video_conference_url"),
    *("video_conference_provider", "meeting_type", "category", "uid"),
)
BUSY: dict[str, Any] = dict.fromkeys(TOLD_TO_FEW, "") | {"attendees": []}


@extend_schema_serializer(examples=[OpenApiExample("A meeting", MEETING, response_only=True)])
class MeetingSerializer(MomentsInUTC):
    """`start` and `end` are a date when it lasts all day, and have no offset when it is floating."""

    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()
    zone = serializers.CharField(source="timezone")
    series_id = serializers.UUIDField(source="recurrence_parent_id", allow_null=True)
    uid = serializers.CharField(source="ical_uid")

    class Meta:
        model = Meeting
        fields = (
            *("id", "executive", "title", "description", "start", "end", "zone", "is_all_day"),
            *("location_type", "location", "location_details", "video_conference_url"),
            *("video_conference_provider", "meeting_type", "category", "attendees"),
            *("is_recurring", "recurrence_rule", "excluded_dates", "extra_dates", "series_end_at"),
            *("series_id", "recurrence_id", "range_this_and_future"),
            *("status", "transparency", "visibility", "priority", "uid", "sequence"),
            *("created_at", "updated_at"),
        )

        # Of a private event nothing is told: an empty text.
        extra_kwargs = {name: {"allow_blank": True} for name in ("location_type", "meeting_type")}

    def get_start(self, meeting: Meeting) -> str:
        return _civil_or_instant(meeting, "start_time")

    def get_end(self, meeting: Meeting) -> str:
        return _civil_or_instant(meeting, "end_time")

    def to_representation(self, meeting: Meeting) -> dict[str, Any]:
        shown = super().to_representation(meeting)
        is_hidden = is_hidden_from(access_of(self.context["request"]), meeting)
        return shown | {"title": _("Busy"), **BUSY} if is_hidden else shown


class MeetingFilters(SelectorFilters):
    executive = UUIDFilter(help_text="Only this executive’s.")
    since = MomentFilter(help_text="What ends later; a series as long as it lasts.")
    until = MomentFilter(help_text="What begins earlier.")
    status = ChoiceFilter(choices=MeetingStatus.choices)

    def select(self, rows: QuerySet[Meeting], **given: Any) -> QuerySet[Meeting]:
        executive_ids = readable_calendars(access_of(self.request), given.pop("executive", None))
        return meetings_of(executive_ids, **given)


class Meetings(ListView):
    """List meetings

    Rows as they are stored: a series is one row, lasting from its first start to its end. Private ones say
    “Busy” to whoever may only read the calendar, and are not searched for them.
    """

    scope = Scope.CALENDAR
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilters
    queryset = Meeting.objects.none()
    order = ("start_time", "id")
    orderings: ClassVar[dict[str, str]] = {
        "start": "start_time",
        "end": "end_time",
        "updated_at": "updated_at",
    }
    search_fields = ("title", "location")

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        if not self.request.query_params.get("search"):
            return rows
        told = access_of(self.request).ids_for(Area.CALENDAR, Right.WRITE)
        return rows.filter(Q(visibility=Visibility.PUBLIC) | Q(executive_id__in=told))


class MeetingDetail(DetailView):
    """Show a meeting

    A single event, the master of a series, or one changed instance of it.
    """

    scope = Scope.CALENDAR
    serializer_class = MeetingSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Meeting:
        meeting = get_object_or_404(Meeting, pk=ids["meeting_id"], deleted_at=None)
        access_of(self.request).require(meeting.executive_id, Area.CALENDAR)
        return meeting


def readable_calendars(access: Access, executive_id: UUID | None) -> list[UUID]:
    if executive_id is None:
        return access.ids_for(Area.CALENDAR)
    access.require(executive_id, Area.CALENDAR)
    return [executive_id]


def is_hidden_from(access: Access, meeting: Meeting) -> bool:
    return meeting.is_private and not access.allows(meeting.executive_id, Area.CALENDAR, Right.WRITE)


def _civil_or_instant(meeting: Meeting, column: str) -> str:
    moment = getattr(meeting, column)
    if meeting.is_all_day:
        return moment.date().isoformat()
    return write_moment(moment, is_civil=not meeting.timezone)
