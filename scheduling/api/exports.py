from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from orgs.api.negotiation import OneForm
from orgs.api.views import ApiView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.views.exports import calendar_file


class Export(ApiView):
    """Export an executive's calendar

    An iCalendar file (RFC 5545). Private events are “Busy” for whoever may only read the calendar.
    """

    scope = Scope.CALENDAR
    content_negotiation_class = OneForm

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.STR})
    def get(self, request: PersonApiRequest, executive_id: UUID) -> StreamingHttpResponse:
        return calendar_file(request, executive_id)
