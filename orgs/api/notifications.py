"""Notifications of the person who asks, their settings, and the browsers that are pushed to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers, status
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ListView, ReadView
from orgs.models import Delivery, Notification, NotificationCategory, PushSubscription, User
from orgs.notifications.channels import CHANNELS
from orgs.notifications.notify import wishes_of
from orgs.notifications.preferences import set_notification_preferences
from orgs.notifications.reading import mark_all_read, mark_read
from orgs.notifications.selectors import notifications_of
from orgs.notifications.subscriptions import subscribe_browser, unsubscribe_browser
from orgs.requests import PersonApiRequest


class DeliverySerializer(MomentsInUTC):
    """`unknown`: it may or may not have arrived, and is not sent again."""

    class Meta:
        model = Delivery
        fields = ("channel", "state", "attempts", "due_at", "sent_at", "error")


class NotificationSerializer(MomentsInUTC):
    deliveries = DeliverySerializer(many=True, read_only=True)

    class Meta:
        model = Notification
        fields = (
            *("id", "category", "notification_type", "title", "body", "action_url", "action_label"),
            *("related_entity_type", "related_entity_id", "is_read", "read_at", "created_at", "deliveries"),
        )


class NotificationQuery(serializers.Serializer):
    is_read = serializers.BooleanField(required=False, allow_null=True, default=None)
    category = serializers.ChoiceField(NotificationCategory.choices, required=False)


class Notifications(ListView):
    """The newest first; `is_read` and `category` narrow it."""

    serializer_class = NotificationSerializer
    order = ("-created_at", "id")

    def get_queryset(self) -> QuerySet[Notification]:
        asked = accepted(NotificationQuery, self.request.query_params)
        rows = notifications_of(self.request.user).prefetch_related("deliveries")
        if asked["is_read"] is not None:
            rows = rows.filter(is_read=asked["is_read"])
        return rows.filter(category=asked["category"]) if "category" in asked else rows


class Read(APIView):
    def post(self, request: PersonApiRequest, notification_id: UUID) -> Response:
        notification = mark_read(by=request.user, notification_id=notification_id)
        return Response(NotificationSerializer(notification).data)


class ReadAll(APIView):
    """How many were unread."""

    def post(self, request: PersonApiRequest) -> Response:
        return Response({"marked": mark_all_read(by=request.user)})


class Preferences(ReadView):
    """All of them, what was never said filled in; PATCH changes what it names, categories one by one."""

    def get(self, request: PersonApiRequest) -> Response:
        return Response(preferences_of(request.user))

    def patch(self, request: PersonApiRequest) -> Response:
        if not isinstance(request.data, dict):
            raise serializers.ValidationError("Send an object.")
        with _faults_as_problems():
            user = set_notification_preferences(by=request.user, changes=request.data)
        return Response(preferences_of(user))


class SubscriptionBody(serializers.Serializer):
    """What a browser's PushSubscription.toJSON() says, and a name for the list."""

    endpoint = serializers.CharField(max_length=1000)
    keys = serializers.DictField(child=serializers.CharField(max_length=200))
    # A field is no attribute of its class, whatever Field itself calls `label`.
    label = serializers.CharField(max_length=100, required=False, allow_blank=True)  # type: ignore[assignment]


class SubscriptionSerializer(MomentsInUTC):
    """Without the endpoint: who has it and the keys can push."""

    class Meta:
        model = PushSubscription
        fields = ("id", "label", "created_at", "used_at")


class PushSubscriptions(ListView):
    serializer_class = SubscriptionSerializer
    order = ("created_at", "id")

    def get_queryset(self) -> QuerySet[PushSubscription]:
        return PushSubscription.objects.filter(user=self.request.user)

    def post(self, request: PersonApiRequest) -> Response:
        asked = accepted(SubscriptionBody, request.data)
        keys = {name: asked["keys"].get(name, "") for name in ("p256dh", "auth")}
        with _faults_as_problems():
            row = subscribe_browser(
                by=request.user, endpoint=asked["endpoint"], label=asked.get("label", ""), **keys
            )
        return Response(SubscriptionSerializer(row).data, status=status.HTTP_201_CREATED)


class PushBrowser(APIView):
    def delete(self, request: PersonApiRequest, browser_id: UUID) -> Response:
        if not unsubscribe_browser(by=request.user, browser_id=browser_id):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)


def preferences_of(user: User) -> dict[str, Any]:
    """In the shape in which they are kept (orgs.shapes.NOTIFICATIONS)."""
    wishes = wishes_of(user)
    channels = ("in_app", *CHANNELS)
    quiet = wishes.quiet_hours
    return {
        **{name: wishes.is_open(name) for name in CHANNELS},
        "categories": {
            str(category): {name: wishes.asks(category, name) for name in channels}
            | {"frequency": wishes.frequency(category)}
            for category in NotificationCategory
        },
        "quiet_hours": {"from": f"{quiet.begins:%H:%M}", "to": f"{quiet.ends:%H:%M}"} if quiet else None,
        "daily_hour": wishes.daily_hour,
        "agenda": wishes.wants_agenda,
    }


@contextmanager
def _faults_as_problems() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise serializers.ValidationError(get_error_detail(error)) from error
