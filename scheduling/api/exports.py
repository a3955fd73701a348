from uuid import UUID

from django.http import StreamingHttpResponse
from rest_framework.views import APIView

from orgs.api.negotiation import OneForm
from orgs.requests import PersonApiRequest
from scheduling.views.exports import calendar_file


class Export(APIView):
    content_negotiation_class = OneForm

    def get(self, request: PersonApiRequest, executive_id: UUID) -> StreamingHttpResponse:
        return calendar_file(request, executive_id)
