"""What goes in and out of the API's calendar connections; never a secret out."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from integrations.ics.addresses import shown_address
from integrations.models import CalendarSyncToken, Integration, Provider
from integrations.shapes import SyncDirection
from orgs.api.bodies import Body
from orgs.api.fields import Moment, MomentsInUTC

OF_CALDAV, OF_ICS = ["username", "password"], ["name", "executive_id", "interval_minutes"]
CALENDAR = {
    "id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3e",
    "name": "Work",
    "color": "#2f6fdd",
    "executive_id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3f",
    "is_enabled": True,
    "is_write_target": True,
    "is_writable": True,
    "last_synced_at": "2026-11-23T09:00:00Z",
    "trouble": "",
    "removals_asked": 0,
}
CONNECTION = {
    "id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d",
    "provider": "caldav",
    "account": "maya@halden.example",
    "address": "https://caldav.example/maya/",
    "status": "active",
    "last_error": "",
    "direction": "bidirectional",
    "interval_minutes": 5,
    "is_paused": False,
    "last_synced_at": "2026-11-23T09:00:00Z",
    "next_sync_at": "2026-11-23T09:05:00Z",
    "waiting": 0,
    "calendars": [CALENDAR],
    "created_at": "2026-11-20T09:00:00Z",
}
ACCOUNT = {
    "address": "https://caldav.example/",
    "username": "maya@halden.example",
    "password": "abcd-efgh-ijkl",
}
SUBSCRIPTION = {
    "provider": "ics",
    "address": "webcal://calendars.example/anna/9f2c.ics",
    "name": "Board dates",
    "executive_id": CALENDAR["executive_id"],
    "interval_minutes": 60,
}
CHANGE = {
    "direction": "pull",
    "calendars": [{"id": CALENDAR["id"], "executive_id": CALENDAR["executive_id"], "is_enabled": True}],
}


class CalendarSerializer(MomentsInUTC):
    """`trouble` is why it is not synced. `removals_asked`: so many events would go from here, if you say so."""

    name = serializers.CharField(source="__str__")
    executive_id = serializers.UUIDField(allow_null=True)

    class Meta:
        model = CalendarSyncToken
        fields = tuple(CALENDAR)


@extend_schema_serializer(
    examples=[OpenApiExample("A connection", CONNECTION, response_only=True, status_codes=["200", "201"])]
)
class ConnectionSerializer(MomentsInUTC):
    """`status`: expired needs a new password, error is tried again. `waiting`: changes not sent yet."""

    account = serializers.CharField(source="provider_email")
    address = serializers.SerializerMethodField(
        help_text="Of a subscription the host alone: the rest is secret."
    )
    direction = serializers.ChoiceField(SyncDirection.values, source="settings.sync_direction")
    interval_minutes = serializers.IntegerField(source="settings.sync_interval_minutes")
    is_paused = serializers.SerializerMethodField()
    waiting = serializers.IntegerField(read_only=True)
    next_sync_at = Moment(allow_null=True)
    calendars = CalendarSerializer(many=True)

    class Meta:
        model = Integration
        fields = tuple(CONNECTION)

    def get_is_paused(self, row: Integration) -> bool:
        return not row.settings["sync_enabled"]

    def get_address(self, row: Integration) -> str:
        return shown_address(row.provider_user_id)


@extend_schema_serializer(
    examples=[
        OpenApiExample("An account", ACCOUNT, request_only=True),
        OpenApiExample("A subscription", SUBSCRIPTION, request_only=True),
    ]
)
class NewConnection(Body):
    """Of `caldav` `address` is an e-mail address, a host or a CalDAV address; `username` and `password` are needed.

    Of `ics` it is that of a calendar file, https or webcal; `executive_id` says whose calendar it is.
    """

    provider = serializers.ChoiceField(
        [Provider.CALDAV.value, Provider.ICS.value], default=Provider.CALDAV.value
    )
    address = serializers.CharField(max_length=2000)
    username = serializers.CharField(max_length=255, required=False)
    password = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True, required=False)
    name = serializers.CharField(max_length=255, required=False)
    executive_id = serializers.UUIDField(required=False)
    interval_minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        is_file = asked["provider"] == Provider.ICS
        needed, other = (["executive_id"], OF_CALDAV) if is_file else (OF_CALDAV, OF_ICS)
        problems = {name: [_("This is needed.")] for name in needed if name not in asked}
        problems |= {name: [_("There is no such field to set.")] for name in other if name in asked}
        if problems:
            raise serializers.ValidationError(problems)
        return asked


class CalendarBody(Body):
    """What is left out stays."""

    id = serializers.UUIDField()
    executive_id = serializers.UUIDField(allow_null=True, required=False)
    is_enabled = serializers.BooleanField(required=False)
    is_write_target = serializers.BooleanField(required=False)


@extend_schema_serializer(examples=[OpenApiExample("Only read", CHANGE, request_only=True)])
class ConnectionBody(Body):
    """`name` can be set of a subscription; its direction is always pull."""

    name = serializers.CharField(max_length=255)
    direction = serializers.ChoiceField(SyncDirection.values)
    interval_minutes = serializers.IntegerField(min_value=1, max_value=1440)
    is_paused = serializers.BooleanField()
    calendars = CalendarBody(many=True)


@extend_schema_serializer(
    examples=[OpenApiExample("A new one", {"password": "wxyz-abcd-efgh"}, request_only=True)]
)
class Reconnection(Body):
    """`password` of an account, `address` of a subscription."""

    password = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True, required=False)
    address = serializers.CharField(max_length=2000, write_only=True, required=False)


@extend_schema_serializer(
    examples=[OpenApiExample("Everything again", {"from_start": True}, request_only=True)]
)
class Turn(Body):
    from_start: Any = serializers.BooleanField(default=False)


@extend_schema_serializer(
    examples=[OpenApiExample("As asked", {"calendar_id": CALENDAR["id"], "count": 38}, request_only=True)]
)
class Removals(Body):
    """`count` is how many the calendar's `removals_asked` named."""

    calendar_id = serializers.UUIDField()
    count = serializers.IntegerField(min_value=1, max_value=1_000_000)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A rule that nobody can read",
            {
                "calendar": "Work",
                "object_id": "/maya/work/standup.ics",
                "title": "Standup",
                "problem": "The repetition has an unknown frequency: FORTNIGHTLY.",
            },
            response_only=True,
        )
    ]
)
class UnreadSerializer(serializers.Serializer):
    """`title` is '' where the event is not shown at all."""

    calendar = serializers.CharField()
    object_id = serializers.CharField()
    title = serializers.CharField()
    problem = serializers.CharField()


class Removal(Body):
    keep = serializers.BooleanField(default=True, help_text="Whether the events that came stay here.")
