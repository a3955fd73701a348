from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.bodies import Body
from orgs.api.fields import Moment, accepted
from orgs.api.views import ApiView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.api.examples import MOVE, MOVED
from scheduling.api.problems import refusals_as_problems
from scheduling.services.meetings import Slot, move_occurrence


class Place(Body):
    start = Moment()
    end = Moment()

    def to_internal_value(self, data: Any) -> Any:
        return Slot(**super().to_internal_value(data))


@extend_schema_serializer(examples=[OpenApiExample("To the afternoon", MOVE, request_only=True)])
class MoveBody(Body):
    """`seen` is where the caller knows it to be, `recurrence_id` which instance of a series is meant."""

    recurrence_id = Moment(required=False, allow_null=True, default=None)
    seen = Place()
    to = Place()


@extend_schema_serializer(examples=[OpenApiExample("Moved", MOVED, response_only=True)])
class MoveAnswer(serializers.Serializer):
    meeting_id = serializers.UUIDField()
    sequence = serializers.IntegerField()
    start = Moment()
    end = Moment()


class Move(ApiView):
    """Move a meeting

    A single event, or one instance of a series, to a time that is free. `seen` must be where it stands.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=MoveBody, responses=MoveAnswer)
    def post(self, request: PersonApiRequest, meeting_id: UUID) -> Response:
        asked = accepted(MoveBody, request.data)
        with refusals_as_problems():
            moved = move_occurrence(by=request.user, series_id=meeting_id, **asked)
        place = {"start": asked["to"].start, "end": asked["to"].end}
        return Response({"meeting_id": moved.meeting_id, "sequence": moved.sequence, **Place(place).data})
