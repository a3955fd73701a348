from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from orgs.api.bodies import Body
from orgs.api.examples import ORGANIZATION, ORGANIZATION_CHANGE
from orgs.api.fields import ShapedField
from orgs.api.views import ChangeView
from orgs.models import Organization
from orgs.models.organization import CompanySize
from orgs.permissions import admins_only
from orgs.scopes import Scope
from orgs.services.organizations import change_ai_settings, change_organization
from orgs.shapes import AI_SETTINGS, ORGANIZATION_SETTINGS
from orgs.zones import check_zone


@extend_schema_serializer(examples=[OpenApiExample("An organization", ORGANIZATION, response_only=True)])
class OrganizationSerializer(serializers.ModelSerializer):
    size = serializers.ChoiceField(CompanySize.choices, allow_blank=True)

    class Meta:
        model = Organization
        fields = tuple(ORGANIZATION)
        read_only_fields = fields


@extend_schema_serializer(
    examples=[OpenApiExample("Weeks from Sunday", ORGANIZATION_CHANGE, request_only=True)]
)
class OrganizationBody(Body, serializers.ModelSerializer):
    """What is left out stays; within `settings` and `ai_settings` too, key by key."""

    website = serializers.URLField(max_length=255, allow_blank=True)
    settings = ShapedField(shape=ORGANIZATION_SETTINGS)
    ai_settings = ShapedField(shape=AI_SETTINGS)

    class Meta:
        model = Organization
        fields = ("name", "website", "industry", "size", "settings", "ai_settings")

    def validate_settings(self, given: dict[str, Any]) -> dict[str, Any]:
        if "timezone" in given:
            check_zone(given["timezone"])
        return given


class TheOrganization(ChangeView):
    """Show your organization

    Its name, how times and dates are written, and what Jenifer may do.
    """

    scope = Scope.ORGANIZATION
    serializer_class = OrganizationSerializer
    body_class = OrganizationBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Organization:
        if not is_locked:
            return self.request.user.org
        admins_only(self.request.user)
        return Organization.objects.select_for_update().get(pk=self.request.user.org_id)

    def change(self, row: Organization, asked: dict[str, Any]) -> Organization:
        ai_settings = asked.pop("ai_settings", None)
        if asked:
            row = change_organization(by=self.request.user, **asked)
        return row if ai_settings is None else change_ai_settings(by=self.request.user, **ai_settings)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change your organization

        Only an admin may. New rules for Jenifer have every calendar looked through again.
        """
        return super().patch(request, **ids)
