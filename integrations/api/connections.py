from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from integrations.api.bodies import (
    ConnectionBody,
    ConnectionSerializer,
    NewConnection,
    Reconnection,
    Removal,
    Turn,
)
from integrations.health import with_counts
from integrations.models import CalendarSyncToken, Integration, Provider
from integrations.services import schedule
from integrations.services.calendars import Choice, ChoiceRefused, choose_calendars
from integrations.services.connecting import Found, connect_source, find_source, mend_connection
from integrations.services.connections import (
    ConnectionRefused,
    connections_of,
    disconnect,
    own_connection,
)
from integrations.services.subscriptions import rename_subscription
from orgs.api.fields import accepted
from orgs.api.views import ApiView, ChangeView, ListView, ReadView, RemovalView
from orgs.models import User
from orgs.reauthentication import require_proof
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope


def _rows(user: User) -> QuerySet[Integration]:
    calendars = CalendarSyncToken.objects.order_by("-is_primary", "calendar_name", "id")
    return with_counts(connections_of(user)).prefetch_related(Prefetch("calendars", calendars))


def _row(user: User, connection_id: UUID) -> Integration:
    row = _rows(user).filter(pk=connection_id).first()
    if row is None:
        raise Http404
    return row


@contextmanager
def _told_of_fields() -> Iterator[None]:
    try:
        yield
    except ConnectionRefused as refusal:
        raise serializers.ValidationError({refusal.field: [str(refusal)]}) from None


class Connections(ListView):
    """List your calendar connections

    How each does, and the calendars it found. Disconnected ones are left out.
    """

    scope = Scope.CALENDAR
    serializer_class = ConnectionSerializer
    queryset = Integration.objects.none()
    order = ("created_at", "id")
    orderings: ClassVar[dict[str, str]] = {"created_at": "created_at", "account": "provider_email"}
    search_fields = ("provider_email", "provider_user_id")
    found: Found | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Connecting asks a server elsewhere, for which no transaction waits."""
        if request.method == "POST":
            return super(ReadView, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Integration]:
        return _rows(self.request.user)

    def prepare(self, request: PersonApiRequest, **ids: Any) -> None:
        self.found = self._find(request)

    def _find(self, request: PersonApiRequest) -> Found:
        asked = accepted(NewConnection, request.data)
        if asked["provider"] != Provider.ICS:
            require_proof(request)
        with _told_of_fields():
            return find_source(by=request.user, **asked)

    @extend_schema(request=NewConnection, responses={201: ConnectionSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        """Connect a CalDAV account, or subscribe to a calendar file

        An account's calendars are found; none is synced before you say whose it is (PATCH). A subscription is read at
        once. Passwords and addresses of files are kept encrypted and never told. For an account a browser's session is
        asked to show who it is first (`proof_required`); a token is not.
        """
        found = self.found or self._find(request)
        with transaction.atomic(), _told_of_fields():
            made = connect_source(by=request.user, found=found)
            shown = ConnectionSerializer(_row(request.user, made.pk)).data
        return Response(
            shown, status=201, headers={"Location": reverse("api-calendar-connection", args=[made.pk])}
        )


class Connection(ChangeView, RemovalView):
    """Show one of your calendar connections

    With its calendars, whose they are, and how many changes wait to be sent.
    """

    scope = Scope.CALENDAR
    serializer_class = ConnectionSerializer
    body_class = ConnectionBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Integration:
        if is_locked:
            own_connection(self.request.user, ids["connection_id"], is_locked=True)
        return _row(self.request.user, ids["connection_id"])

    def change(self, row: Integration, asked: dict[str, Any]) -> Integration:
        if "calendars" in asked:
            self._choose(row, asked["calendars"])
        if "name" in asked:
            with _told_of_fields():
                rename_subscription(by=self.request.user, integration_id=row.pk, name=asked["name"])
        if "direction" in asked or "interval_minutes" in asked:
            self._schedule(row, asked)
        if "is_paused" in asked:
            (schedule.pause if asked["is_paused"] else schedule.resume)(integration=row)
        return _row(self.request.user, row.pk)

    def _schedule(self, row: Integration, asked: dict[str, Any]) -> None:
        try:
            schedule.set_schedule(
                integration=row,
                direction=asked.get("direction", row.settings["sync_direction"]),
                interval_minutes=asked.get("interval_minutes", row.settings["sync_interval_minutes"]),
            )
        except schedule.OnlyRead as refusal:
            raise serializers.ValidationError({"direction": [str(refusal)]}) from None

    def _choose(self, row: Integration, asked: list[dict[str, Any]]) -> None:
        """What is left out of a calendar stays."""
        known = {calendar.pk: calendar for calendar in row.calendars.all()}
        choices = {}
        for each in asked:
            if each["id"] not in known:
                raise serializers.ValidationError({"calendars": ["There is no such calendar."]})
            calendar = known[each["id"]]
            choices[calendar.pk] = Choice(
                each.get("executive_id", calendar.executive_id),
                each.get("is_enabled", calendar.is_enabled),
                each.get("is_write_target", calendar.is_write_target),
            )
        try:
            choose_calendars(by=self.request.user, integration=row, choices=choices)
        except ChoiceRefused as refusal:
            raise serializers.ValidationError({"calendars": [str(refusal)]}) from None

    def remove(self, row: Integration) -> None:
        asked = accepted(Removal, self.request.query_params.dict())
        disconnect(by=self.request.user, integration_id=row.pk, keep=asked["keep"])

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change a calendar connection

        Calendars that are not named stay as they are. Needs the right to change the calendar of whoever is named.
        """
        return super().patch(request, **ids)

    @extend_schema(parameters=[Removal], responses={204: None})
    def delete(self, request: Any, **ids: Any) -> Any:
        """Disconnect

        The calendars outside stay as they are.
        """
        return super().delete(request, **ids)


class Sync(ApiView):
    """Sync now

    Its turn comes within the minute. `from_start`: everything is read again.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=Turn, responses=ConnectionSerializer)
    def post(self, request: PersonApiRequest, connection_id: UUID) -> Response:
        asked = accepted(Turn, request.data)
        row = own_connection(request.user, connection_id)
        (schedule.resync if asked["from_start"] else schedule.sync_now)(integration=row)
        return Response(ConnectionSerializer(_row(request.user, row.pk)).data)


class Reconnect(ApiView):
    """Connect again with another password, or another address

    For one that needs it (status `expired`), or before the old one is revoked. A subscription has no password:
    its address is replaced. For a password a browser's session is asked to show who it is first (`proof_required`).
    """

    scope = Scope.CALENDAR

    @extend_schema(request=Reconnection, responses=ConnectionSerializer)
    def post(self, request: PersonApiRequest, connection_id: UUID) -> Response:
        row = own_connection(request.user, connection_id)
        asked = accepted(Reconnection, request.data)
        if row.provider != Provider.ICS and asked.get("password"):
            require_proof(request)
        with _told_of_fields():
            mend_connection(by=request.user, integration_id=connection_id, **asked)
        return Response(ConnectionSerializer(_row(request.user, connection_id)).data)
