from rest_framework import serializers
from rest_framework.response import Response

from jenifer.desk.palette import MOST_TEXT, as_data, find
from orgs.api.fields import accepted
from orgs.api.views import ReadView
from orgs.requests import PersonApiRequest


class PaletteQuery(serializers.Serializer):
    q = serializers.CharField(max_length=MOST_TEXT, required=False, allow_blank=True, default="")


class Palette(ReadView):
    """What a person may reach whose name has all words of `q`: pages, days, executives, meetings, insights."""

    def get(self, request: PersonApiRequest) -> Response:
        asked = accepted(PaletteQuery, request.query_params)
        return Response({"results": as_data(find(request, asked["q"]))})
