"""Notifications of the person who asks, and their settings."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from jenifer.db.shapes import check_shape
from orgs.api.bodies import Body
from orgs.api.examples import NOTIFICATION, WISHES, WISHES_CHANGE
from orgs.api.fields import MomentsInUTC, ShapedField
from orgs.api.views import ApiView, ChangeView, ListView
from orgs.models import Delivery, Notification, NotificationCategory, User
from orgs.notifications.channels import CHANNELS
from orgs.notifications.notify import wishes_of
from orgs.notifications.preferences import set_notification_preferences
from orgs.notifications.reading import mark_all_read, mark_read
from orgs.notifications.selectors import notifications_of
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.shapes import NOTIFICATIONS


class DeliverySerializer(MomentsInUTC):
    """`unknown`: it may or may not have arrived, and is not sent again."""

    class Meta:
        model = Delivery
        fields = ("channel", "state", "attempts", "due_at", "sent_at", "error")


@extend_schema_serializer(examples=[OpenApiExample("Papers are due", NOTIFICATION, response_only=True)])
class NotificationSerializer(MomentsInUTC):
    deliveries = DeliverySerializer(many=True, read_only=True)

    class Meta:
        model = Notification
        fields = tuple(NOTIFICATION)


class NotificationQuery(serializers.Serializer):
    is_read = serializers.BooleanField(required=False)
    category = serializers.ChoiceField(NotificationCategory.choices, required=False)


class Notifications(ListView):
    """List your notifications

    What the bell shows, the newest first, each with the ways it went out by.
    """

    scope = Scope.ACCOUNT
    serializer_class = NotificationSerializer
    query_class = NotificationQuery
    queryset = Notification.objects.none()
    order = ("-created_at", "id")
    search_fields = ("title", "body")

    def get_queryset(self) -> QuerySet[Notification]:
        return notifications_of(self.request.user).filter(**self.query()).prefetch_related("deliveries")


class Read(ApiView):
    """Mark a notification read

    Once read it stays so.
    """

    scope = Scope.ACCOUNT

    @extend_schema(request=None, responses=NotificationSerializer)
    def post(self, request: PersonApiRequest, notification_id: UUID) -> Response:
        notification = mark_read(by=request.user, notification_id=notification_id)
        return Response(NotificationSerializer(notification).data)


@extend_schema_serializer(examples=[OpenApiExample("Three", {"marked": 3}, response_only=True)])
class MarkedSerializer(serializers.Serializer):
    marked = serializers.IntegerField(help_text="How many were unread.")


class ReadAll(ApiView):
    """Mark all your notifications read

    Those of every page of the list.
    """

    scope = Scope.ACCOUNT

    @extend_schema(operation_id="notifications_read_all", request=None, responses=MarkedSerializer)
    def post(self, request: PersonApiRequest) -> Response:
        return Response({"marked": mark_all_read(by=request.user)})


@extend_schema_serializer(examples=[OpenApiExample("Quiet at night", WISHES, response_only=True)])
class WishesSerializer(serializers.Serializer):
    """A channel that is off at the top is off for every category."""

    email = serializers.BooleanField()
    push = serializers.BooleanField()
    slack = serializers.BooleanField(required=False)
    categories = ShapedField(shape=NOTIFICATIONS["properties"]["categories"])
    quiet_hours = ShapedField(shape=NOTIFICATIONS["properties"]["quiet_hours"], allow_null=True)
    daily_hour = serializers.IntegerField(min_value=0, max_value=23, help_text="Of the daily mail.")
    agenda = serializers.BooleanField(help_text="The day’s agenda by mail.")

    def to_representation(self, instance: User) -> dict[str, Any]:
        return preferences_of(instance)


@extend_schema_serializer(examples=[OpenApiExample("No quiet hours", WISHES_CHANGE, request_only=True)])
class WishesBody(Body, WishesSerializer):
    """What is left out stays; categories one by one, and within a category key by key."""

    def to_internal_value(self, data: Any) -> Any:
        check_shape(data, NOTIFICATIONS)
        return data


class Preferences(ChangeView):
    """Show what you wish to be told

    By category and by channel, and when; what you never said is filled in.
    """

    scope = Scope.ACCOUNT
    serializer_class = WishesSerializer
    body_class = WishesBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> User:
        if not is_locked:
            return self.request.user
        return User.objects.select_for_update(of=("self",)).get(pk=self.request.user.pk)

    def change(self, row: User, asked: dict[str, Any]) -> User:
        return set_notification_preferences(by=self.request.user, changes=asked)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change what you wish to be told

        What waits to be sent and is no longer wanted is held back.
        """
        return super().patch(request, **ids)


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
