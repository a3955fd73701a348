"""Who has been told of what, and what they answered."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from executives.permissions import Area
from executives.requests import access_of
from orgs.api.bodies import Body
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.lists import SelectorFilters
from orgs.api.views import ApiView, ListView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.api.examples import NOTICE, TAKE_BACK, TAKEN_BACK
from scheduling.api.meetings import is_hidden_from
from scheduling.models import AttendeeNotice, Meeting
from scheduling.selectors import notices_about
from scheduling.services.notices import LONGEST_NOTE
from scheduling.services.telling import Tell, take_back_notices


class TellBody(Body):
    """Whether attendees hear of the change, and what is added for them."""

    send = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")

    def to_internal_value(self, data: Any) -> Any:
        return Tell(**super().to_internal_value(data))


@extend_schema_serializer(examples=[OpenApiExample("A notice", NOTICE, response_only=True)])
class NoticeSerializer(MomentsInUTC):
    class Meta:
        model = AttendeeNotice
        fields = (
            *("id", "meeting", "change_id", "method", "recurrence_id", "sequence", "recipient", "note"),
            *("state", "error", "due_at", "sent_at", "answer", "answered_at", "comment"),
            *("proposed_start", "proposed_end", "created_at"),
        )


class NoticeFilters(SelectorFilters):
    meeting = UUIDFilter(required=True, help_text="About this meeting, and the instances of its series.")

    def select(self, rows: QuerySet[AttendeeNotice], **given: Any) -> QuerySet[AttendeeNotice]:
        """Of a private event those who may only read the calendar see no attendees, and so no notices."""
        access = access_of(self.request)
        meeting = get_object_or_404(Meeting, pk=given["meeting"], deleted_at=None)
        access.require(meeting.executive_id, Area.CALENDAR)
        return rows.none() if is_hidden_from(access, meeting) else notices_about(meeting)


class Notices(ListView):
    """List notices to attendees

    One for each person and change: when they were told or will be, whether it arrived, what they answered.
    """

    scope = Scope.CALENDAR
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilters
    queryset = AttendeeNotice.objects.none()
    order = ("-created_at", "id")
    orderings: ClassVar[dict[str, str]] = {"created_at": "created_at"}


@extend_schema_serializer(examples=[OpenApiExample("A change", TAKE_BACK, request_only=True)])
class TakeBackBody(Body):
    change_id = serializers.UUIDField()


@extend_schema_serializer(examples=[OpenApiExample("In time", TAKEN_BACK, response_only=True)])
class TakenBack(serializers.Serializer):
    """Whether nobody hears of the change. When it is false, some had been told already."""

    taken_back = serializers.BooleanField()


class TakeBack(ApiView):
    """Take back notices of a change

    Who has not been told yet is not told. The change itself stays.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=TakeBackBody, responses=TakenBack)
    def post(self, request: PersonApiRequest) -> Response:
        change_id: UUID = accepted(TakeBackBody, request.data)["change_id"]
        is_whole = take_back_notices(by=request.user, change_id=change_id)
        if is_whole is None:
            raise Http404
        return Response({"taken_back": is_whole})
