from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.fields import Moment
from orgs.api.views import ReadView
from orgs.models import Tier
from orgs.permissions import Permission, require
from orgs.plans import Limit, Standing, plan_of, used
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope


class AllowanceSerializer(serializers.Serializer):
    limit = serializers.ChoiceField(choices=Limit.choices)
    used = serializers.IntegerField()
    allowed = serializers.IntegerField(allow_null=True, help_text="null: as many as one likes")


EXAMPLE = {
    "tier": "professional",
    "standing": "open",
    "trial_ends_at": None,
    "limits": [{"limit": "executives", "used": 4, "allowed": 10}],
}


@extend_schema_serializer(examples=[OpenApiExample("A plan", EXAMPLE, response_only=True)])
class PlanSerializer(serializers.Serializer):
    tier = serializers.ChoiceField(choices=Tier.choices)
    standing = serializers.ChoiceField(choices=[standing.value for standing in Standing])
    trial_ends_at = Moment(allow_null=True)
    limits = AllowanceSerializer(many=True)


class Plan(ReadView):
    """Show the plan and how much of it is used

    Beyond a limit a request is refused with the problem `plan_limit` (403), which names `limit` and `allowed`.
    """

    scope = Scope.ORGANIZATION
    serializer_class = PlanSerializer

    def get(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        require(request.user, Permission.BILLING_MANAGE)
        plan = plan_of(request.user.org, timezone.now())
        counts = used(*Limit)
        limits = [
            {"limit": limit.value, "used": counts[limit], "allowed": plan.allowed[limit]} for limit in Limit
        ]
        body = {
            "tier": plan.tier,
            "standing": plan.standing,
            "trial_ends_at": plan.trial_ends_at,
            "limits": limits,
        }
        return Response(self.get_serializer(body).data)
