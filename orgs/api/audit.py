from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.api.fields import Moment, accepted
from orgs.api.negotiation import OneForm
from orgs.api.views import ListView
from orgs.audit.filters import NEWEST_FIRST, Filters, Happening
from orgs.audit.lines import Line, lines_of
from orgs.formats import Formats
from orgs.models import AuditLog
from orgs.permissions import Permission, require
from orgs.requests import PersonApiRequest
from orgs.views.audit import csv_file


class Wanted(serializers.Serializer):
    """The filters; `since` is in, `until` is not."""

    person = serializers.UUIDField(required=False)
    happening = serializers.ChoiceField(choices=Happening.choices, required=False)
    kind = serializers.CharField(max_length=50, required=False)
    row = serializers.UUIDField(required=False)
    acting_for = serializers.UUIDField(required=False)
    since = Moment(required=False)
    until = Moment(required=False)


class EntrySerializer(serializers.Serializer):
    """What changed is there as it stands in the database, and `changes` says it in words."""

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
    old_values = serializers.JSONField(allow_null=True)
    new_values = serializers.JSONField(allow_null=True)
    ip_address = serializers.IPAddressField(allow_null=True)
    user_agent = serializers.CharField()
    browser = serializers.CharField()

    def to_representation(self, instance: Line) -> dict[str, Any]:
        entry: Any = instance.entry
        entry.row_name, entry.person_name = instance.name, instance.who
        entry.acting_for_name, entry.browser = instance.acting_for, instance.browser
        return super().to_representation(entry)


class Audit(ListView):
    """The organization's log, newest first, for whoever may see it."""

    serializer_class = EntrySerializer
    order = NEWEST_FIRST

    def get(self, request: PersonApiRequest) -> Response:
        require(request.user, Permission.AUDIT_VIEW)
        page: Any = self.paginate_queryset(self.get_queryset())
        lines = lines_of(page, Formats.of(request.user))
        return self.get_paginated_response(self.get_serializer(lines, many=True).data)

    def get_queryset(self) -> QuerySet[AuditLog]:
        return wanted(self.request).entries()


class Download(APIView):
    content_negotiation_class = OneForm

    def get(self, request: PersonApiRequest) -> StreamingHttpResponse:
        require(request.user, Permission.AUDIT_VIEW)
        return csv_file(request, wanted(request))


def wanted(request: PersonApiRequest) -> Filters:
    asked = accepted(Wanted, request.query_params)
    if "happening" in asked:
        asked["happening"] = Happening(asked["happening"])
    return Filters(**asked)
