from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from orgs.api.examples import FEATURES
from orgs.api.views import DetailView
from orgs.flags import Why, features_of
from orgs.scopes import Scope


class FeatureSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    is_on = serializers.BooleanField()
    why = serializers.ChoiceField(choices=[why.value for why in Why])


@extend_schema_serializer(examples=[OpenApiExample("Slack is on", FEATURES, response_only=True)])
class FeaturesSerializer(serializers.Serializer):
    features = FeatureSerializer(many=True)


class Features(DetailView):
    """Show which features your organization has

    Each says what decided it: an override, its tier, or how far it is rolled out.
    """

    scope = Scope.ORGANIZATION
    serializer_class = FeaturesSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> dict[str, Any]:
        features = features_of(self.request)
        lines = [
            {"key": key, "name": features.names[key], "is_on": verdict.is_on, "why": verdict.why}
            for key, verdict in features.verdicts.items()
        ]
        return {"features": lines}
