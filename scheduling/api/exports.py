from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.views import APIView

from orgs.requests import PersonApiRequest
from scheduling.views.exports import calendar_file


class OneForm(BaseContentNegotiation):
    """A calendar is a calendar, and an error a problem, whatever the caller would like better."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Export(APIView):
    content_negotiation_class = OneForm

    def get(self, request: PersonApiRequest, executive_id: UUID) -> StreamingHttpResponse:
        return calendar_file(request, executive_id)
