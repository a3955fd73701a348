"""What is on calendars in a range of time: series expanded, changed instances in their place."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from executives.models import ExecutiveProfile
from executives.permissions import Access
from executives.requests import access_of
from orgs.api.fields import Moment, accepted
from orgs.api.lists import refuse_unknown
from orgs.api.views import ReadView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.zones import zone_or_utc
from scheduling.api.examples import INSTANCE
from scheduling.api.meetings import is_hidden_from, readable_calendars
from scheduling.models import MeetingStatus
from scheduling.moments import write_moment
from scheduling.occurrences import MOST, Occurrence, occurrences_between

LONGEST = timedelta(days=366)


class RangeQuery(serializers.Serializer):
    executive = serializers.UUIDField(required=False)
    since = Moment()
    until = Moment()

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["until"] <= asked["since"]:
            raise serializers.ValidationError({"until": _("The range ends before it begins.")})
        if asked["until"] - asked["since"] > LONGEST:
            raise serializers.ValidationError({"until": _("Ask for 366 days at most.")})
        return asked


class InstanceAnswer(serializers.Serializer):
    """`zone` is the one that the times were reckoned in; `recurrence_id` is null for a single event."""

    series_id = serializers.UUIDField()
    recurrence_id = serializers.CharField(allow_null=True)
    meeting_id = serializers.UUIDField()
    executive = serializers.UUIDField()
    title = serializers.CharField()
    start = serializers.CharField()
    end = serializers.CharField()
    zone = serializers.CharField()
    is_all_day = serializers.BooleanField()
    is_busy = serializers.BooleanField()
    status = serializers.ChoiceField(MeetingStatus.choices)


@extend_schema_serializer(
    many=False, examples=[OpenApiExample("One", {"results": [INSTANCE]}, response_only=True)]
)
class InstancesAnswer(serializers.Serializer):
    results = InstanceAnswer(many=True)


class Instances(ReadView):
    """List what is on calendars in a range of time

    Series expanded, changed instances in their place, cancelled ones left out. Not in pages: `since` and
    `until` bound it, at most 366 days apart.
    """

    scope = Scope.CALENDAR

    @extend_schema(parameters=[RangeQuery], responses=InstancesAnswer)
    def get(self, request: PersonApiRequest) -> Response:
        refuse_unknown(request.query_params, RangeQuery().fields)
        asked = accepted(RangeQuery, request.query_params)
        access = access_of(request)
        wanted = set(readable_calendars(access, asked.get("executive")))
        executives = {each.pk: each for each in access.executives if each.pk in wanted}
        zones = {pk: zone_or_utc(each.timezone) for pk, each in executives.items()}
        found = occurrences_between(zones, asked["since"], asked["until"], zones)
        if len(found) >= MOST:
            raise serializers.ValidationError({"until": _("Too many events; ask for a shorter range.")})
        return Response({"results": [_instance(each, executives, access) for each in found]})


def _instance(
    occurrence: Occurrence, executives: dict[Any, ExecutiveProfile], access: Access
) -> dict[str, Any]:
    meeting = occurrence.meeting
    is_civil = meeting.is_all_day or not meeting.timezone
    return {
        "series_id": occurrence.series_id,
        "recurrence_id": occurrence.recurrence_id and write_moment(occurrence.recurrence_id),
        "meeting_id": meeting.pk,
        "executive": meeting.executive_id,
        "title": _("Busy") if is_hidden_from(access, meeting) else meeting.title,
        "start": write_moment(occurrence.start),
        "end": write_moment(occurrence.end),
        "zone": executives[meeting.executive_id].timezone if is_civil else meeting.timezone,
        "is_all_day": meeting.is_all_day,
        "is_busy": occurrence.is_busy,
        "status": meeting.status,
    }
