from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers

from orgs.api.examples import ENTRY
from orgs.api.fields import Moment, accepted
from orgs.api.lists import refuse_unknown
from orgs.api.negotiation import OneForm
from orgs.api.views import ApiView, ListView
from orgs.audit.filters import NEWEST_FIRST, Filters, Happening
from orgs.audit.lines import Line, lines_of
from orgs.formats import Formats
from orgs.models import AuditLog
from orgs.permissions import Permission, require
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.views.audit import csv_file


class EntryQuery(serializers.Serializer):
    person = serializers.UUIDField(required=False, help_text="Who did it.")
    happening = serializers.ChoiceField(choices=Happening.choices, required=False)
    kind = serializers.CharField(max_length=50, required=False, help_text="Of row, such as meeting.")
    row = serializers.UUIDField(required=False)
    acting_for = serializers.UUIDField(required=False, help_text="The executive it was done for.")
    since = Moment(required=False)
    until = Moment(required=False, help_text="This moment itself is out.")

    def validate_happening(self, given: str) -> Happening:
        return Happening(given)


@extend_schema_serializer(examples=[OpenApiExample("A change", ENTRY, response_only=True)])
class EntrySerializer(serializers.Serializer):
    """`old_values` and `new_values` are what changed, as it stands in the database."""

    id = serializers.UUIDField()
    at = Moment(source="created_at")
    action = serializers.CharField()
    kind = serializers.CharField(source="entity_type")
    row = serializers.UUIDField(source="entity_id", allow_null=True)
    row_name = serializers.CharField()
    person = serializers.UUIDField(source="user_id", allow_null=True)
    person_name = serializers.CharField()
    acting_for = serializers.UUIDField(source="acting_for_id", allow_null=True)
    acting_for_name = serializers.CharField()
    old_values = serializers.JSONField()
    new_values = serializers.JSONField()
    ip_address = serializers.IPAddressField(allow_null=True)
    user_agent = serializers.CharField()
    browser = serializers.CharField()

    def to_representation(self, instance: Line) -> dict[str, Any]:
        entry: Any = instance.entry
        entry.row_name, entry.person_name = instance.name, instance.who
        entry.acting_for_name, entry.browser = instance.acting_for, instance.browser
        return super().to_representation(entry)


class Audit(ListView):
    """List what was done in the organization

    Newest first, for whoever may see the log.
    """

    scope = Scope.ORGANIZATION
    serializer_class = EntrySerializer
    query_class = EntryQuery
    queryset = AuditLog.objects.none()
    order = NEWEST_FIRST

    def get_queryset(self) -> QuerySet[AuditLog]:
        require(self.request.user, Permission.AUDIT_VIEW)
        return Filters(**self.query()).entries()

    def lines(self, page: list[AuditLog]) -> Sequence[Line]:
        return lines_of(page, Formats.of(self.request.user))


class Download(ApiView):
    """Download the log as a table

    CSV, for spreadsheets; filtered as the list is. That it was taken away stands in the log.
    """

    scope = Scope.ORGANIZATION
    content_negotiation_class = OneForm

    @extend_schema(parameters=[EntryQuery], responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: PersonApiRequest) -> StreamingHttpResponse:
        require(request.user, Permission.AUDIT_VIEW)
        refuse_unknown(request.query_params, EntryQuery().fields)
        return csv_file(request, Filters(**accepted(EntryQuery, request.query_params.dict())))
