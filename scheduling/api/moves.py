from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.api.fields import Moment, accepted
from orgs.requests import PersonApiRequest
from scheduling.api.problems import refusals_as_problems
from scheduling.services.meetings import Slot, move_occurrence


class Place(serializers.Serializer):
    start = Moment()
    end = Moment()

    def to_internal_value(self, data: Any) -> Any:
        return Slot(**super().to_internal_value(data))


class MoveBody(serializers.Serializer):
    """`seen` is where the caller knows it to be, `recurrence_id` which instance of a series is meant."""

    recurrence_id = Moment(required=False, allow_null=True, default=None)
    seen = Place()
    to = Place()


class Move(APIView):
    """Move a single event, or one instance of a series, to a time that is free."""

    def post(self, request: PersonApiRequest, meeting_id: UUID) -> Response:
        asked = accepted(MoveBody, request.data)
        with refusals_as_problems():
            moved = move_occurrence(by=request.user, series_id=meeting_id, **asked)
        place = {"start": asked["to"].start, "end": asked["to"].end}
        return Response({"meeting_id": moved.meeting_id, "sequence": moved.sequence, **Place(place).data})
