from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.api.bodies import Body
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ApiView, DetailView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.api.examples import IMPORT
from scheduling.jobs import start_import
from scheduling.models import CalendarImport, ImportStatus
from scheduling.services.imports import check_size, progress_of


class ImportBody(Body):
    executive = serializers.UUIDField()
    file = serializers.FileField(max_length=255)

    def validate_file(self, file: UploadedFile) -> UploadedFile:
        check_size(file.size or 0)
        return file


@extend_schema_serializer(
    examples=[OpenApiExample("Read", IMPORT, response_only=True, status_codes=["200", "201", "202"])]
)
class ImportSerializer(MomentsInUTC):
    """`report` has a line for each component, the first thousand of each outcome."""

    bytes_read = serializers.SerializerMethodField()

    class Meta:
        model = CalendarImport
        fields = (
            *("id", "executive", "file_name", "size", "bytes_read", "status", "error"),
            *("created_count", "changed_count", "unchanged_count", "refused_count", "report"),
            *("created_at", "finished_at"),
        )

    def get_bytes_read(self, row: CalendarImport) -> int:
        return progress_of(row)


class Imports(ApiView):
    """Import a calendar file

    A small file is read at once (201), a large one by a job that can be watched (202, `Location`). The same
    file again changes nothing.
    """

    scope = Scope.CALENDAR
    parser_classes = (MultiPartParser,)

    @extend_schema(request=ImportBody, responses={201: ImportSerializer, 202: ImportSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        asked = accepted(ImportBody, request.data)
        file = asked["file"]
        row = start_import(
            by=request.user, executive_id=asked["executive"], name=file.name, size=file.size, content=file
        )
        is_waiting = row.status == ImportStatus.WAITING
        return Response(
            ImportSerializer(row).data,
            status=status.HTTP_202_ACCEPTED if is_waiting else status.HTTP_201_CREATED,
            headers={"Location": reverse("api-import", args=[row.pk])},
        )


class Import(DetailView):
    """Show an import

    How far it is, and its report. That names private events: it is for whoever may change the calendar.
    """

    scope = Scope.CALENDAR
    serializer_class = ImportSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> CalendarImport:
        row = get_object_or_404(CalendarImport, pk=ids["import_id"])
        access_of(self.request).require(row.executive_id, Area.CALENDAR, Right.WRITE)
        return row
