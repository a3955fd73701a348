from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.views import ReadView
from orgs.flags import Why, features_of
from orgs.requests import PersonApiRequest


class FeatureSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    is_on = serializers.BooleanField()
    why = serializers.ChoiceField(choices=[why.value for why in Why])


class FeaturesSerializer(serializers.Serializer):
    features = FeatureSerializer(many=True)


class Features(ReadView):
    """Which parts of the product the person's organization has, and what decided it."""

    serializer_class = FeaturesSerializer

    def get(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        features = features_of(request)
        lines = [
            {"key": key, "name": features.names[key], "is_on": verdict.is_on, "why": verdict.why}
            for key, verdict in features.verdicts.items()
        ]
        return Response(self.get_serializer({"features": lines}).data)
