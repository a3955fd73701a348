from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.views import ReadView
from orgs.models import Role, User
from orgs.requests import PersonApiRequest
from orgs.services.profile import change_profile
from orgs.shapes import USER_PREFERENCES, VIEWS, WIDGETS
from orgs.zones import check_zone

THEMES = USER_PREFERENCES["properties"]["theme"]["enum"]


class NotificationsSerializer(serializers.Serializer):
    email = serializers.BooleanField(required=False)
    push = serializers.BooleanField(required=False)
    slack = serializers.BooleanField(required=False)


class DashboardSerializer(serializers.Serializer):
    default_view = serializers.ChoiceField(VIEWS, required=False)
    widgets = serializers.ListField(
        child=serializers.ChoiceField(WIDGETS), max_length=len(WIDGETS), required=False
    )


class PreferencesSerializer(serializers.Serializer):
    theme = serializers.ChoiceField(THEMES, required=False)
    notifications = NotificationsSerializer(required=False)
    dashboard = DashboardSerializer(required=False)


class MeSerializer(serializers.ModelSerializer):
    """Who asks. What is read-only here changes by an admin's hand, or by proving a new address."""

    full_name = serializers.CharField(max_length=255)
    timezone = serializers.CharField(max_length=100, validators=[check_zone])
    role = serializers.ChoiceField(Role.choices, read_only=True)
    organization = serializers.UUIDField(source="org_id", read_only=True)
    permissions = serializers.ListField(child=serializers.CharField(), read_only=True)
    preferences = PreferencesSerializer()

    class Meta:
        model = User
        fields = (
            "id",
            "email",
            "full_name",
            "job_title",
            "phone",
            "timezone",
            "avatar_url",
            "role",
            "permissions",
            "organization",
            "preferences",
        )
        read_only_fields = ("id", "email", "avatar_url")


class Me(ReadView):
    """The person whose session or token it is."""

    serializer_class = MeSerializer

    def get(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        return Response(self.get_serializer(request.user).data)

    def patch(self, request: PersonApiRequest, **kwargs: Any) -> Response:
        """What is sent changes; preferences key by key, a list as a whole."""
        asked = self.get_serializer(request.user, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        person = change_profile(by=request.user, **asked.validated_data)
        return Response(self.get_serializer(person).data)
