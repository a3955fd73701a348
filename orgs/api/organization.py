from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.views import ReadView
from orgs.models import Organization
from orgs.permissions import admins_only
from orgs.requests import PersonApiRequest
from orgs.services.organizations import change_ai_settings, change_organization
from orgs.shapes import AI_SETTINGS, ORGANIZATION_SETTINGS
from orgs.zones import check_zone


class SettingsSerializer(serializers.Serializer):
    timezone = serializers.CharField(max_length=100, validators=[check_zone], required=False)
    date_format = serializers.ChoiceField(
        ORGANIZATION_SETTINGS["properties"]["date_format"]["enum"], required=False
    )
    time_format = serializers.ChoiceField(
        ORGANIZATION_SETTINGS["properties"]["time_format"]["enum"], required=False
    )
    week_starts_on = serializers.ChoiceField(
        ORGANIZATION_SETTINGS["properties"]["week_starts_on"]["enum"], required=False
    )


class AISettingsSerializer(serializers.Serializer):
    proactive_suggestions = serializers.BooleanField(required=False)
    auto_conflict_detection = serializers.BooleanField(required=False)
    learning_enabled = serializers.BooleanField(required=False)
    notification_frequency = serializers.ChoiceField(
        AI_SETTINGS["properties"]["notification_frequency"]["enum"], required=False
    )


class OrganizationSerializer(serializers.ModelSerializer):
    settings = SettingsSerializer()
    ai_settings = AISettingsSerializer()

    class Meta:
        model = Organization
        fields = (
            "id",
            "name",
            "website",
            "industry",
            "size",
            "logo_url",
            "subscription_tier",
            "settings",
            "ai_settings",
        )
        read_only_fields = ("id", "logo_url", "subscription_tier")


class TheOrganization(ReadView):
    """The organization of whoever asks; admins change it."""

    serializer_class = OrganizationSerializer

    def get(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        return Response(self.get_serializer(request.user.org).data)

    def patch(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        """What is sent changes; settings key by key."""
        admins_only(request.user)
        asked = self.get_serializer(request.user.org, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        changes = asked.validated_data
        ai_settings = changes.pop("ai_settings", None)
        organization = change_organization(by=request.user, **changes) if changes else request.user.org
        if ai_settings is not None:
            organization = change_ai_settings(by=request.user, **ai_settings)
        return Response(self.get_serializer(organization).data)
