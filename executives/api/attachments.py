from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from executives.attachables import find_attachable
from executives.models import Attachment
from executives.requests import access_of
from executives.services.attachments import (
    add_attachment,
    attachments_of,
    readable_attachment,
    remove_attachment,
)
from executives.views.attachments import file_response
from jenifer.files.kinds import FileRefused
from orgs.api.bodies import Body
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.negotiation import OneForm
from orgs.api.views import ListView, ReadView, RemovalView
from orgs.models import EntityType
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope

EXAMPLE = {
    "id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d",
    "entity_type": "meeting",
    "entity_id": "0198c4b2-7a6b-7c8d-9e0f-1a2b3c4d5e6f",
    "executive": "0198c4b1-0a2b-7c4d-8e5f-6a7b8c9d0e1f",
    "file_name": "Board pack.pdf",
    "content_type": "application/pdf",
    "size": 48213,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "content_url": "/api/v1/attachments/0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d/content/",
    "created_by": "0198c4b0-3d1f-7b52-8a6c-4e5f6a7b8c9d",
    "created_at": "2026-11-23T09:00:00Z",
}


@extend_schema_serializer(
    examples=[OpenApiExample("A file", EXAMPLE, response_only=True, status_codes=["200", "201"])]
)
class AttachmentSerializer(MomentsInUTC):
    """`executive` is whose row it hangs on, null for nobody’s."""

    content_url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = tuple(EXAMPLE)

    def get_content_url(self, row: Attachment) -> str:
        return reverse("api-attachment-content", args=[row.pk])


class TargetQuery(serializers.Serializer):
    entity_type = serializers.ChoiceField(EntityType.choices, help_text="Of the row that they hang on.")
    entity_id = serializers.UUIDField()


class AttachmentBody(Body, TargetQuery):
    file = serializers.FileField()


class Attachments(ListView):
    """List the files of a row

    Of a meeting, say: for whoever may read that.
    """

    scope = Scope.CALENDAR
    parser_classes = (MultiPartParser,)
    serializer_class = AttachmentSerializer
    query_class = TargetQuery
    queryset = Attachment.objects.none()
    order = ("created_at", "id")

    def get_queryset(self) -> QuerySet[Attachment]:
        asked = self.query()
        if not find_attachable(access_of(self.request), **asked).may_read:
            raise Http404
        return attachments_of(**asked)

    @extend_schema(request=AttachmentBody, responses={201: AttachmentSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        """Attach a file to a row

        A picture is made anew, without what cameras write into it. What could run is refused.
        """
        asked = accepted(AttachmentBody, request.data)
        file = asked.pop("file")
        try:
            row = add_attachment(by=request.user, name=file.name, content=file, **asked)
        except FileRefused as error:
            raise serializers.ValidationError({"file": error.messages}) from None
        location = reverse("api-attachment", args=[row.pk])
        return Response(
            self.get_serializer(row).data, status=status.HTTP_201_CREATED, headers={"Location": location}
        )


class AttachmentDetail(RemovalView):
    """Show a file of a row

    What it is; `content_url` is where the file itself can be had.
    """

    scope = Scope.CALENDAR
    serializer_class = AttachmentSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Attachment:
        row = readable_attachment(access_of(self.request), ids["attachment_id"])
        return Attachment.objects.select_for_update().get(pk=row.pk) if is_locked else row

    def remove(self, row: Attachment) -> None:
        remove_attachment(by=self.request.user, attachment_id=row.pk)

    def delete(self, request: Any, **ids: Any) -> Any:
        """Remove a file from a row

        Needs the right to change the row. On the page it can be brought back for a month.
        """
        return super().delete(request, **ids)


class AttachmentContent(ReadView):
    """Download a file

    Always as a download, never to be shown in the browser.
    """

    scope = Scope.CALENDAR
    content_negotiation_class = OneForm

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: PersonApiRequest, attachment_id: UUID) -> HttpResponseBase:
        return file_response(request, readable_attachment(access_of(request), attachment_id))
