from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from integrations.api.bodies import Removals, UnreadSerializer
from integrations.services.connections import own_connection
from integrations.services.troubles import allow_removals, unread_of
from orgs.api.fields import accepted
from orgs.api.views import ApiView, ReadView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope


class UnreadEvents(ReadView):
    """List events that were not fully understood

    The first fifty. They stay as they are on the calendar server.
    """

    scope = Scope.CALENDAR
    serializer_class = UnreadSerializer

    @extend_schema(responses=UnreadSerializer(many=True))
    def get(self, request: PersonApiRequest, connection_id: UUID) -> Response:
        found = unread_of(own_connection(request.user, connection_id))
        return Response(UnreadSerializer(found, many=True).data)


class AllowRemovals(ApiView):
    """Let many events go

    More than half of a calendar was gone there: with the next sync as many as you say go here too.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=Removals, responses={204: None})
    def post(self, request: PersonApiRequest, connection_id: UUID) -> Response:
        own_connection(request.user, connection_id)
        asked = accepted(Removals, request.data)
        allow_removals(by=request.user, connection_id=connection_id, **asked)
        return Response(status=204)
