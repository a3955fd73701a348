from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from orgs.api.examples import PLAN
from orgs.api.fields import Moment
from orgs.api.views import DetailView
from orgs.models import Tier
from orgs.permissions import Permission, require
from orgs.plans import Limit, Standing, plan_of, used
from orgs.scopes import Scope


class AllowanceSerializer(serializers.Serializer):
    limit = serializers.ChoiceField(choices=Limit.choices)
    used = serializers.IntegerField()
    allowed = serializers.IntegerField(allow_null=True, help_text="null: as many as one likes")


@extend_schema_serializer(examples=[OpenApiExample("On trial", PLAN, response_only=True)])
class PlanSerializer(serializers.Serializer):
    tier = serializers.ChoiceField(choices=Tier.choices)
    standing = serializers.ChoiceField(choices=[standing.value for standing in Standing])
    trial_ends_at = Moment(allow_null=True)
    limits = AllowanceSerializer(many=True)


class Plan(DetailView):
    """Show the plan and how much of it is used

    For whoever may look after the billing. Beyond a limit a request is refused with the problem `plan_limit`.
    """

    scope = Scope.ORGANIZATION
    serializer_class = PlanSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> dict[str, Any]:
        require(self.request.user, Permission.BILLING_MANAGE)
        plan = plan_of(self.request.user.org, timezone.now())
        counts = used(*Limit)
        limits = [
            {"limit": limit.value, "used": counts[limit], "allowed": plan.allowed[limit]} for limit in Limit
        ]
        return {
            "tier": plan.tier,
            "standing": plan.standing,
            "trial_ends_at": plan.trial_ends_at,
            "limits": limits,
        }
