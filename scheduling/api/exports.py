from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation

from orgs.api.views import ApiView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.views.exports import calendar_file


class OneForm(BaseContentNegotiation):
    """A calendar is a calendar, and an error a problem, whatever the caller would like better."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Export(ApiView):
    """Export an executive's calendar

    An iCalendar file (RFC 5545). Private events are “Busy” for whoever may only read the calendar.
    """

    scope = Scope.CALENDAR
    content_negotiation_class = OneForm

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.STR})
    def get(self, request: PersonApiRequest, executive_id: UUID) -> StreamingHttpResponse:
        return calendar_file(request, executive_id)
