from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from orgs.api.bodies import Body
from orgs.api.examples import ME, ME_CHANGE
from orgs.api.fields import ShapedField
from orgs.api.views import ChangeView
from orgs.models import Role, User
from orgs.scopes import Scope
from orgs.services.profile import change_profile
from orgs.shapes import USER_PREFERENCES
from orgs.zones import check_zone


@extend_schema_serializer(examples=[OpenApiExample("An assistant", ME, response_only=True)])
class MeSerializer(serializers.ModelSerializer):
    role = serializers.ChoiceField(Role.choices)
    organization = serializers.UUIDField(source="org_id")

    class Meta:
        model = User
        fields = tuple(ME)
        read_only_fields = fields


@extend_schema_serializer(examples=[OpenApiExample("To London, in the dark", ME_CHANGE, request_only=True)])
class MeBody(Body, serializers.ModelSerializer):
    """What is left out stays; within `preferences` too, key by key, a list as a whole."""

    full_name = serializers.CharField(max_length=255)
    timezone = serializers.CharField(max_length=100, validators=[check_zone])
    preferences = ShapedField(shape=USER_PREFERENCES)

    class Meta:
        model = User
        fields = ("full_name", "job_title", "phone", "timezone", "preferences")


class Me(ChangeView):
    """Show who you are

    The person whose session or token it is.
    """

    scope = Scope.ACCOUNT
    serializer_class = MeSerializer
    body_class = MeBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> User:
        if not is_locked:
            return self.request.user
        return User.objects.select_for_update(of=("self",)).get(pk=self.request.user.pk)

    def change(self, row: User, asked: dict[str, Any]) -> User:
        return change_profile(by=self.request.user, **asked)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change your profile and preferences

        Your role and permissions are an admin's to change; a new address is to be proven first, on the page.
        """
        return super().patch(request, **ids)
