from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
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
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ListView, ReadView
from orgs.models import EntityType
from orgs.requests import PersonApiRequest


class AttachmentSerializer(MomentsInUTC):
    content_url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = (
            *("id", "entity_type", "entity_id", "executive", "file_name", "content_type", "size", "sha256"),
            *("content_url", "created_by", "created_at"),
        )

    def get_content_url(self, row: Attachment) -> str:
        return reverse("api-attachment-content", args=[row.pk])


class TargetQuery(serializers.Serializer):
    entity_type = serializers.ChoiceField(EntityType.choices)
    entity_id = serializers.UUIDField()


class AttachmentBody(TargetQuery):
    file = serializers.FileField()


class Attachments(ListView):
    """The files of one row, named by `entity_type` and `entity_id`; a file sent as multipart/form-data is added."""

    parser_classes = (MultiPartParser,)
    serializer_class = AttachmentSerializer
    order = ("created_at", "id")

    def get_queryset(self) -> QuerySet[Attachment]:
        asked = accepted(TargetQuery, self.request.query_params)
        if not find_attachable(access_of(self.request), **asked).may_read:
            raise Http404
        return attachments_of(**asked)

    def post(self, request: PersonApiRequest) -> Response:
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


class AttachmentDetail(ReadView):
    serializer_class = AttachmentSerializer

    def get(self, request: PersonApiRequest, attachment_id: UUID, **kwargs: Any) -> Response:
        return Response(self.get_serializer(readable_attachment(access_of(request), attachment_id)).data)

    def delete(self, request: PersonApiRequest, attachment_id: UUID, **kwargs: Any) -> Response:
        remove_attachment(by=request.user, attachment_id=attachment_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AttachmentContent(ReadView):
    """The file itself, always as a download."""

    def get(self, request: PersonApiRequest, attachment_id: UUID, **kwargs: Any) -> HttpResponseBase:
        return file_response(request, readable_attachment(access_of(request), attachment_id))
