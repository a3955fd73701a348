from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from ai_engine.api.examples import ACCEPT, DISMISS, INSIGHT, SNOOZE
from ai_engine.models import AIInsight
from ai_engine.versions import version_of
from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.api.bodies import Body
from orgs.api.fields import Moment, MomentsInUTC
from scheduling.api.notices import TellBody

PERSON = {
    "type": ["object", "null"],
    "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}},
    "required": ["id", "name"],
}


@extend_schema_serializer(examples=[OpenApiExample("A conflict", INSIGHT, response_only=True)])
class InsightSerializer(MomentsInUTC):
    """`version` goes back with an accept, so that nobody accepts what they have not seen."""

    responded_by = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()

    class Meta:
        model = AIInsight
        fields = (
            *("id", "executive", "insight_type", "kind", "priority", "title", "description", "reasoning"),
            *("confidence_score", "evidence", "suggested_actions", "happens_at", "valid_until"),
            *("status", "user_action", "user_action_at", "user_feedback", "responded_by", "snoozed_until"),
            *("version", "created_at", "updated_at"),
        )

    @extend_schema_field(PERSON)
    def get_responded_by(self, insight: AIInsight) -> dict[str, Any] | None:
        who = insight.responded_by
        return None if who is None else {"id": who.pk, "name": str(who)}

    def to_representation(self, insight: AIInsight) -> dict[str, Any]:
        """What can be done is for who may do it: a proposal names the organizer of a private meeting."""
        shown = super().to_representation(insight)
        request = self.context.get("request")  # None after an answer, which only they give
        may_answer = request is None or access_of(request).allows(
            insight.executive_id, Area.CALENDAR, Right.WRITE
        )
        return shown if may_answer else shown | {"suggested_actions": []}

    def get_version(self, insight: AIInsight) -> str:
        return version_of(insight)


@extend_schema_serializer(examples=[OpenApiExample("Accept", ACCEPT, request_only=True)])
class AcceptBody(Body):
    action = serializers.IntegerField(min_value=0, max_value=100, default=0)
    version = serializers.CharField()
    tell = TellBody(required=False, allow_null=True, default=None)


@extend_schema_serializer(examples=[OpenApiExample("Dismiss", DISMISS, request_only=True)])
class DismissBody(Body):
    feedback = serializers.CharField(max_length=2000, allow_blank=True, default="")


@extend_schema_serializer(examples=[OpenApiExample("Snooze", SNOOZE, request_only=True)])
class SnoozeBody(Body):
    until = Moment()
