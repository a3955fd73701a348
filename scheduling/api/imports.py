from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ReadView
from orgs.requests import PersonApiRequest
from scheduling.jobs import start_import
from scheduling.models import CalendarImport, ImportStatus
from scheduling.services.imports import check_size, progress_of


class ImportBody(serializers.Serializer):
    executive = serializers.UUIDField()
    file = serializers.FileField(max_length=255)

    def validate_file(self, file: UploadedFile) -> UploadedFile:
        check_size(file.size or 0)
        return file


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


class Imports(APIView):
    """A small file is read at once (201), a large one by a job that can be watched (202)."""

    parser_classes = (MultiPartParser,)

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


class Import(ReadView):
    """The report names private events: it is for whoever may change the calendar."""

    serializer_class = ImportSerializer

    def get(self, request: PersonApiRequest, import_id: UUID, **kwargs: Any) -> Response:
        row = get_object_or_404(CalendarImport, pk=import_id)
        access_of(request).require(row.executive_id, Area.CALENDAR, Right.WRITE)
        return Response(self.get_serializer(row).data)
