"""Meetings as their rows: single events, masters of series, and changed instances."""

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from executives.permissions import Access, Area, Right
from executives.requests import access_of
from orgs.api.fields import Moment, MomentsInUTC, accepted
from orgs.api.views import ListView, ReadView
from orgs.requests import PersonApiRequest
from scheduling.models import Meeting, MeetingStatus
from scheduling.moments import write_moment
from scheduling.selectors import meetings_of

# What is said of a private event to whoever may only read the calendar.
TOLD_TO_FEW = (
    *("description", "location_type", "location", "location_details", "video_conference_url"),
    *("video_conference_provider", "meeting_type", "category", "uid"),
)
BUSY: dict[str, Any] = dict.fromkeys(TOLD_TO_FEW, "") | {"attendees": []}


class MeetingSerializer(MomentsInUTC):
    """`start` and `end` are a date when it lasts all day, and have no offset when it is floating."""

    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()
    zone = serializers.CharField(source="timezone")
    series_id = serializers.UUIDField(source="recurrence_parent_id")
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

    def get_start(self, meeting: Meeting) -> str:
        return _civil_or_instant(meeting, "start_time")

    def get_end(self, meeting: Meeting) -> str:
        return _civil_or_instant(meeting, "end_time")

    def to_representation(self, meeting: Meeting) -> dict[str, Any]:
        shown = super().to_representation(meeting)
        is_hidden = is_hidden_from(access_of(self.context["request"]), meeting)
        return shown | {"title": _("Busy"), **BUSY} if is_hidden else shown


class MeetingQuery(serializers.Serializer):
    executive = serializers.UUIDField(required=False)
    since = Moment(required=False)
    until = Moment(required=False)
    status = serializers.ChoiceField(MeetingStatus.choices, required=False)


class Meetings(ListView):
    """Narrowed by `executive`, `status`, `since` and `until`; a series lasts from its first start to its end."""

    serializer_class = MeetingSerializer
    order = ("start_time", "id")

    def get_queryset(self) -> QuerySet[Meeting]:
        asked = accepted(MeetingQuery, self.request.query_params)
        executive_ids = readable_calendars(access_of(self.request), asked.pop("executive", None))
        return meetings_of(executive_ids, **asked)


class MeetingDetail(ReadView):
    serializer_class = MeetingSerializer

    def get(self, request: PersonApiRequest, meeting_id: UUID, **kwargs: Any) -> HttpResponse | None:
        meeting = get_object_or_404(Meeting, pk=meeting_id, deleted_at=None)
        access = access_of(request)
        access.require(meeting.executive_id, Area.CALENDAR)
        etag = _etag(meeting, is_hidden_from(access, meeting))
        response = Response(self.get_serializer(meeting).data, headers={"ETag": etag})
        return get_conditional_response(request, etag=etag, response=response)


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


def _etag(meeting: Meeting, is_hidden: bool) -> str:
    version = f"{meeting.pk} {meeting.sequence} {meeting.updated_at.isoformat()} {is_hidden}"
    return f'"{hashlib.sha256(version.encode()).hexdigest()[:32]}"'
