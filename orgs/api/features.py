from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.views import ReadView
from orgs.flags import Why, features_of
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope


class FeatureSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    is_on = serializers.BooleanField()
    why = serializers.ChoiceField(choices=[why.value for why in Why])


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "One",
            {
                "features": [
                    {"key": "insights", "name": "Insights", "is_on": True, "why": next(iter(Why)).value}
                ]
            },
            response_only=True,
        )
    ]
)
class FeaturesSerializer(serializers.Serializer):
    features = FeatureSerializer(many=True)


class Features(ReadView):
    """Show which parts of the product are on

    For your organization, and what decided it.
    """

    scope = Scope.ORGANIZATION
    serializer_class = FeaturesSerializer

    def get(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        features = features_of(request)
        lines = [
            {"key": key, "name": features.names[key], "is_on": verdict.is_on, "why": verdict.why}
            for key, verdict in features.verdicts.items()
        ]
        return Response(self.get_serializer({"features": lines}).data)
