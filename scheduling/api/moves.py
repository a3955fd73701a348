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
from scheduling.api.examples import CANCEL, CANCELLED, MOVE, MOVED
from scheduling.api.notices import TellBody
from scheduling.api.problems import refusals_as_problems
from scheduling.services.instances import Slot
from scheduling.services.meetings import WayBack
from scheduling.services.notices import waiting_for
from scheduling.services.telling import cancel_and_tell, move_and_tell


class Place(Body):
    start = Moment()
    end = Moment()

    def to_internal_value(self, data: Any) -> Any:
        return Slot(**super().to_internal_value(data))


@extend_schema_serializer(examples=[OpenApiExample("To the afternoon", MOVE, request_only=True)])
class MoveBody(Body):
    """`seen` is where the caller knows it to be, `recurrence_id` which instance of a series is meant.

    `tell` is needed where people outside the organization are invited; without it those inside are told.
    """

    recurrence_id = Moment(required=False, allow_null=True, default=None)
    seen = Place()
    to = Place()
    tell = TellBody(required=False, allow_null=True, default=None)


@extend_schema_serializer(examples=[OpenApiExample("One instance", CANCEL, request_only=True)])
class CancelBody(Body):
    """Without `recurrence_id` a single event, or the whole series. `tell` as in a move."""

    recurrence_id = Moment(required=False, allow_null=True, default=None)
    tell = TellBody(required=False, allow_null=True, default=None)


@extend_schema_serializer(examples=[OpenApiExample("Cancelled", CANCELLED, response_only=True)])
class CancelAnswer(serializers.Serializer):
    """`change_id` is that of the notices to attendees, null when nobody is told; `waiting` how many are to go out."""

    meeting_id = serializers.UUIDField()
    sequence = serializers.IntegerField()
    change_id = serializers.UUIDField(allow_null=True)
    waiting = serializers.IntegerField()


@extend_schema_serializer(examples=[OpenApiExample("Moved", MOVED, response_only=True)])
class MoveAnswer(CancelAnswer):
    """As of a cancellation, and where the meeting is now."""

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
            moved = move_and_tell(by=request.user, series_id=meeting_id, **asked)
        place = {"start": asked["to"].start, "end": asked["to"].end}
        return Response(_changed(moved) | Place(place).data)


class Cancel(ApiView):
    """Cancel a meeting

    A single event, a whole series, or one instance of it: the executive’s own only. It stays, as cancelled.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=CancelBody, responses=CancelAnswer)
    def post(self, request: PersonApiRequest, meeting_id: UUID) -> Response:
        asked = accepted(CancelBody, request.data)
        with refusals_as_problems():
            cancelled = cancel_and_tell(by=request.user, series_id=meeting_id, **asked)
        return Response(_changed(cancelled))


def _changed(way_back: WayBack) -> dict[str, Any]:
    return {
        "meeting_id": str(way_back.meeting_id),
        "sequence": way_back.sequence,
        "change_id": way_back.told and str(way_back.told),
        "waiting": waiting_for(way_back.told) if way_back.told else 0,
    }
