from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.response import Response

from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from executives.requests import access_of
from executives.services.executives import add_executive, change_executive
from executives.shapes import SCHEDULING, SCHEDULING_DEFAULT
from jenifer.db.shapes import nullable
from orgs.api.bodies import Body
from orgs.api.fields import ShapedField, accepted
from orgs.api.views import ChangeView, ListView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.zones import check_zone

EXAMPLE = {
    "id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d",
    "name": "Ana Sousa",
    "title": "CEO",
    "timezone": "Europe/Lisbon",
    "scheduling_preferences": SCHEDULING_DEFAULT,
}
NEW = {"name": "Ana Sousa", "title": "CEO", "email": "ana@halden.example", "timezone": "Europe/Lisbon"}
CHANGE = {"timezone": "Europe/London", "scheduling_preferences": {"meeting_buffer_minutes": 10}}


@extend_schema_serializer(
    examples=[OpenApiExample("An executive", EXAMPLE, response_only=True, status_codes=["200", "201"])]
)
class ExecutiveSerializer(serializers.ModelSerializer):
    """`scheduling_preferences` is null for whoever may not read the executive's settings."""

    name = serializers.CharField(source="full_name")
    scheduling_preferences = serializers.SerializerMethodField()

    class Meta:
        model = ExecutiveProfile
        fields = ("id", "name", "title", "timezone", "scheduling_preferences")

    @extend_schema_field(nullable(SCHEDULING))
    def get_scheduling_preferences(self, executive: ExecutiveProfile) -> dict[str, Any] | None:
        may_read = access_of(self.context["request"]).allows(executive.pk, Area.SETTINGS, Right.READ)
        return SCHEDULING_DEFAULT | executive.scheduling_preferences if may_read else None


@extend_schema_serializer(examples=[OpenApiExample("Move to London", CHANGE, request_only=True)])
class ExecutiveBody(Body):
    """What is left out stays; within `scheduling_preferences` too."""

    name = serializers.CharField(source="full_name", max_length=255)
    title = serializers.CharField(max_length=255, allow_blank=True)
    timezone = serializers.CharField(max_length=100, validators=[check_zone])
    scheduling_preferences = ShapedField(shape=SCHEDULING)

    def validate_scheduling_preferences(self, given: dict[str, Any]) -> dict[str, Any]:
        hours = given.get("working_hours", {})
        if hours and hours["end"] <= hours["start"]:
            raise serializers.ValidationError(_("The working day must end after it begins."))
        return given


@extend_schema_serializer(examples=[OpenApiExample("Someone new", NEW, request_only=True)])
class NewExecutive(Body):
    name = serializers.CharField(max_length=255)
    title = serializers.CharField(max_length=255, allow_blank=True, default="")
    email = serializers.EmailField(max_length=255, allow_blank=True, default="")
    timezone = serializers.CharField(max_length=100, validators=[check_zone])


class Executives(ListView):
    """List the executives you serve

    An admin sees all. `search` looks in name and title.
    """

    scope = Scope.EXECUTIVES
    serializer_class = ExecutiveSerializer
    queryset = ExecutiveProfile.objects.none()
    order = ("full_name", "id")
    orderings: ClassVar[dict[str, str]] = {"name": "full_name", "title": "title", "timezone": "timezone"}
    search_fields = ("full_name", "title")

    def get_queryset(self) -> QuerySet[ExecutiveProfile]:
        served = [executive.pk for executive in access_of(self.request).executives]
        columns = ("id", "full_name", "title", "timezone", "scheduling_preferences")
        return ExecutiveProfile.objects.filter(pk__in=served).only(*columns)

    @extend_schema(request=NewExecutive, responses={201: ExecutiveSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        """Add an executive

        Only an admin may, and only while the plan has room.
        """
        asked = accepted(NewExecutive, request.data)
        executive = add_executive(by=request.user, full_name=asked.pop("name"), **asked)
        return Response(self.get_serializer(executive).data, status=201)


class Executive(ChangeView):
    """Show an executive

    Name, title, time zone, and the rules that their calendar is checked against.
    """

    scope = Scope.EXECUTIVES
    serializer_class = ExecutiveSerializer
    body_class = ExecutiveBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> ExecutiveProfile:
        access = access_of(self.request)
        executive = next((each for each in access.executives if each.pk == ids["executive_id"]), None)
        if executive is None:
            raise Http404
        if not is_locked:
            return executive
        access.require(executive.pk, Area.SETTINGS, Right.WRITE)
        return ExecutiveProfile.objects.select_for_update().get(pk=executive.pk)

    def change(self, row: ExecutiveProfile, asked: dict[str, Any]) -> ExecutiveProfile:
        if "scheduling_preferences" in asked:
            before = SCHEDULING_DEFAULT | row.scheduling_preferences
            asked["scheduling_preferences"] = before | asked["scheduling_preferences"]
        return change_executive(by=self.request.user, executive=row, **asked)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change an executive

        Needs the right to change their settings. The calendar is looked through again.
        """
        return super().patch(request, **ids)
