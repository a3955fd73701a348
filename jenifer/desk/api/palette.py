from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from jenifer.desk.palette import MOST_TEXT, as_data, find
from orgs.api.fields import accepted
from orgs.api.lists import refuse_unknown
from orgs.api.views import ReadView
from orgs.models import ApiToken
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope, is_granted

LINE = {"key": "page:insights", "kind": "page", "label": "Insights", "note": "", "url": "/insights/"}
# What a token must have been given beside the calendar to be told of these.
ALSO_NEEDED = {"insight": Scope.INSIGHTS, "executive": Scope.EXECUTIVES}


class PaletteQuery(serializers.Serializer):
    q = serializers.CharField(max_length=MOST_TEXT, required=False, allow_blank=True, default="")


class LineSerializer(serializers.Serializer):
    key = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field’s own label goes by that name
    note = serializers.CharField()
    url = serializers.CharField(help_text="Of the page.")


@extend_schema_serializer(
    many=False, examples=[OpenApiExample("A page", {"results": [LINE]}, response_only=True)]
)
class PaletteAnswer(serializers.Serializer):
    results = LineSerializer(many=True)


class Palette(ReadView):
    """Find what you may reach by its name

    Pages, days, meetings, and with their scopes executives and insights, whose names have all words of `q`.
    """

    scope = Scope.CALENDAR

    @extend_schema(parameters=[PaletteQuery], responses=PaletteAnswer)
    def get(self, request: PersonApiRequest) -> Response:
        refuse_unknown(request.query_params, PaletteQuery().fields)
        asked = accepted(PaletteQuery, request.query_params)
        lines = as_data(find(request, asked["q"]))
        return Response({"results": [line for line in lines if _may_tell(request, line["kind"])]})


def _may_tell(request: PersonApiRequest, kind: str) -> bool:
    token = request.auth
    return not isinstance(token, ApiToken) or is_granted(
        token.scopes, ALSO_NEEDED.get(kind, Scope.CALENDAR), "read"
    )
