"""The browsers of the person who asks that are pushed to."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.response import Response

from orgs.api.bodies import Body
from orgs.api.examples import BROWSER, BROWSER_NEW
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ListView, RemovalView
from orgs.bearer import read_bearer
from orgs.models import PushSubscription
from orgs.notifications.subscriptions import subscribe_browser, unsubscribe_browser
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.services.sessions import remember_pushed


class KeysBody(Body):
    """Base64url, as the browser has them."""

    p256dh = serializers.CharField(max_length=200)
    auth = serializers.CharField(max_length=200)


@extend_schema_serializer(examples=[OpenApiExample("Firefox", BROWSER_NEW, request_only=True)])
class NewBrowser(Body):
    """What a browser's PushSubscription.toJSON() says, and a name for the list."""

    endpoint = serializers.CharField(max_length=1000)
    expirationTime = serializers.FloatField(  # as the browser spells it
        required=False, allow_null=True, help_text="Not kept: who is gone says so when pushed to."
    )
    keys = KeysBody()
    label = serializers.CharField(max_length=100, default="", allow_blank=True)  # type: ignore[assignment]  # a field’s own label goes by that name


@extend_schema_serializer(
    examples=[OpenApiExample("A browser", BROWSER, response_only=True, status_codes=["200", "201"])]
)
class BrowserSerializer(MomentsInUTC):
    """Without the endpoint: who has it and the keys can push."""

    class Meta:
        model = PushSubscription
        fields = tuple(BROWSER)


class Browsers(ListView):
    """List your browsers that are pushed to

    Each takes notifications while no page of ours is open.
    """

    scope = Scope.ACCOUNT
    serializer_class = BrowserSerializer
    queryset = PushSubscription.objects.none()
    order = ("created_at", "id")

    def get_queryset(self) -> QuerySet[PushSubscription]:
        return PushSubscription.objects.filter(user=self.request.user)

    @extend_schema(request=NewBrowser, responses={201: BrowserSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        """Let a browser be pushed to

        The same browser again is the same row; it belongs to whoever was the last to do this.
        """
        asked = accepted(NewBrowser, request.data)
        asked.pop("expirationTime", None)
        row = subscribe_browser(by=request.user, **asked.pop("keys"), **asked)
        if read_bearer(request) is None:  # of a session that comes along with a token nothing is touched
            remember_pushed(request.session, row)
        location = reverse("api-push-browser", args=[row.pk])
        return Response(
            BrowserSerializer(row).data, status=status.HTTP_201_CREATED, headers={"Location": location}
        )


class Browser(RemovalView):
    """Show one of your browsers

    `used_at` is when something last went to it.
    """

    scope = Scope.ACCOUNT
    serializer_class = BrowserSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> PushSubscription:
        rows = PushSubscription.objects.filter(user=self.request.user, pk=ids["browser_id"])
        return get_object_or_404(rows.select_for_update() if is_locked else rows)

    def remove(self, row: PushSubscription) -> None:
        unsubscribe_browser(by=self.request.user, browser_id=row.pk)

    def delete(self, request: Any, **ids: Any) -> Any:
        """Push to a browser no more

        Other browsers go on.
        """
        return super().delete(request, **ids)
