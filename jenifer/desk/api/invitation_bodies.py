"""What goes in and out of the API's invitations."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from orgs.api.bodies import Body
from orgs.api.fields import Moment
from scheduling.api.examples import END, EXECUTIVE, ID, LATER, START
from scheduling.api.moves import Place
from scheduling.services.invitation_answers import ANSWERS, Seen
from scheduling.shapes import ATTENDEE_STATUSES

SEEN = {"start": START, "end": END}
INVITATION = {
    "meeting_id": ID,
    "recurrence_id": None,
    "executive": EXECUTIVE,
    "title": "Board",
    "organizer": {"name": "Dana Wu", "email": "dana@kilo.example"},
    **SEEN,
    "is_recurring": False,
    "overlaps": ["Press call"],
    "seen": SEEN,
}
GIVEN = {"status": "accepted", "seen": SEEN, "note": "She will be ten minutes late."}


class InvitationsQuery(serializers.Serializer):
    executive = serializers.UUIDField(required=False)


class OrganizerAnswer(serializers.Serializer):
    name = serializers.CharField()
    email = serializers.CharField()


class InvitationAnswer(serializers.Serializer):
    """`start` and `end` are the next time of a series; `seen` goes back with the answer."""

    meeting_id = serializers.UUIDField()
    recurrence_id = serializers.CharField(allow_null=True)
    executive = serializers.UUIDField()
    title = serializers.CharField()
    organizer = OrganizerAnswer()
    start = serializers.CharField()
    end = serializers.CharField()
    is_recurring = serializers.BooleanField()
    overlaps = serializers.ListField(child=serializers.CharField())
    seen = Place()


@extend_schema_serializer(
    many=False, examples=[OpenApiExample("One", {"results": [INVITATION]}, response_only=True)]
)
class InvitationsAnswer(serializers.Serializer):
    results = InvitationAnswer(many=True)


class TimesQuery(serializers.Serializer):
    recurrence_id = Moment(required=False)


@extend_schema_serializer(
    many=False, examples=[OpenApiExample("Later", {"results": [LATER]}, response_only=True)]
)
class TimesAnswer(serializers.Serializer):
    results = Place(many=True)


@extend_schema_serializer(examples=[OpenApiExample("Accepted", GIVEN, request_only=True)])
class AnswerBody(Body):
    """`proposed` asks the organizer for another time; the status is then tentative."""

    recurrence_id = Moment(required=False, allow_null=True, default=None)
    status = serializers.ChoiceField(ANSWERS)
    seen = Place()
    seen_status = serializers.ChoiceField(ATTENDEE_STATUSES, required=False, default="needs_action")
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
    proposed = Place(required=False, allow_null=True, default=None)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["proposed"] is not None:
            asked["status"] = "tentative"
        return asked | {"seen": Seen(asked["seen"], asked.pop("seen_status"))}


@extend_schema_serializer(
    examples=[OpenApiExample("Given", {"status": "accepted", "way_back": "…"}, response_only=True)]
)
class GivenAnswer(serializers.Serializer):
    status = serializers.CharField()
    way_back = serializers.CharField(help_text="Takes the answer back, for 20 seconds before it is sent.")


@extend_schema_serializer(examples=[OpenApiExample("Undo", {"way_back": "…"}, request_only=True)])
class UndoBody(Body):
    way_back = serializers.CharField(max_length=8000)


@extend_schema_serializer(examples=[OpenApiExample("Undone", {"is_unheard": True}, response_only=True)])
class UndoneAnswer(serializers.Serializer):
    is_unheard = serializers.BooleanField(help_text="Whether the organizer has not been told of it.")
