from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.bodies import Body
from orgs.api.errors import Conflict
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ChangeView, ListView, RemovalView
from orgs.reauthentication import require_proof
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.models import LONGEST_WINDOW, CalendarFeed, FeedLevel
from scheduling.services.feeds import (
    TooManyFeeds,
    change_feed,
    feed_for,
    feeds_of,
    make_feed,
    revoke_feed,
)

FEED = {
    "id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d",
    "executive_id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3f",
    "name": "Anna’s phone",
    "level": "titles",
    "days_back": 30,
    "days_ahead": 365,
    "last_used_at": "2026-11-23T09:00:00Z",
    "created_at": "2026-11-20T09:00:00Z",
}
MADE = FEED | {"last_used_at": None, "url": "https://jenifer.example/feeds/4Qm…x7A.ics"}
NEW = {"name": "Anna’s phone", "level": "titles", "days_back": 30, "days_ahead": 365}


@extend_schema_serializer(examples=[OpenApiExample("A feed", FEED, response_only=True, status_codes=["200"])])
class FeedSerializer(MomentsInUTC):
    """`last_used_at` to the hour. The address was told once, when the feed was made."""

    executive_id = serializers.UUIDField()
    level = serializers.ChoiceField(FeedLevel.choices)

    class Meta:
        model = CalendarFeed
        fields = tuple(FEED)


@extend_schema_serializer(
    examples=[OpenApiExample("A new feed", MADE, response_only=True, status_codes=["201"])]
)
class MadeFeedSerializer(FeedSerializer):
    """`url` is told this once."""

    url = serializers.CharField()

    class Meta:
        model = CalendarFeed
        fields = tuple(MADE)


@extend_schema_serializer(examples=[OpenApiExample("For a phone", NEW, request_only=True)])
class FeedBody(Body):
    name = serializers.CharField(max_length=100)
    level = serializers.ChoiceField(FeedLevel.choices, default=FeedLevel.BUSY.value)
    days_back = serializers.IntegerField(min_value=0, max_value=LONGEST_WINDOW, default=30)
    days_ahead = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW, default=365)


class Feeds(ListView):
    """List an executive's private feeds

    Addresses at which programs read the calendar without a token. For whoever may change the calendar.
    """

    scope = Scope.CALENDAR
    serializer_class = FeedSerializer
    queryset = CalendarFeed.objects.none()
    order = ("created_at", "id")
    orderings: ClassVar[dict[str, str]] = {"created_at": "created_at", "name": "name"}
    search_fields = ("name",)
    told_once = ("url",)

    def get_queryset(self) -> QuerySet[CalendarFeed]:
        return feeds_of(self.request.user, self.kwargs["executive_id"])

    def get(self, request: PersonApiRequest, **ids: Any) -> Response:
        return super().get(request)

    @extend_schema(request=FeedBody, responses={201: MadeFeedSerializer})
    def post(self, request: PersonApiRequest, executive_id: UUID) -> Response:
        """Make a private feed

        `url` is in this answer alone, and in none that is given again for an Idempotency-Key. A browser's session is
        asked to show who it is first (`proof_required`); a token is not.
        """
        feeds_of(request.user, executive_id)
        asked = accepted(FeedBody, request.data)
        require_proof(request)
        try:
            row, address = make_feed(by=request.user, executive_id=executive_id, **asked)
        except TooManyFeeds as refusal:
            raise Conflict(str(refusal), "too_many_feeds") from None
        row.refresh_from_db()
        shown = FeedSerializer(row).data | {"url": address}
        place = reverse("api-calendar-feed", args=[executive_id, row.pk])
        return Response(shown, status=201, headers={"Location": place})


class Feed(ChangeView, RemovalView):
    """Show a private feed

    What it tells, of which days, and when it was last read.
    """

    scope = Scope.CALENDAR
    serializer_class = FeedSerializer
    body_class = FeedBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> CalendarFeed:
        return feed_for(self.request.user, ids["executive_id"], ids["feed_id"], is_locked=is_locked)

    def change(self, row: CalendarFeed, asked: dict[str, Any]) -> CalendarFeed:
        return change_feed(by=self.request.user, executive_id=row.executive_id, feed_id=row.pk, **asked)

    def remove(self, row: CalendarFeed) -> None:
        revoke_feed(by=self.request.user, executive_id=row.executive_id, feed_id=row.pk)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change a private feed

        The address stays as it is.
        """
        return super().patch(request, **ids)

    @extend_schema(responses={204: None})
    def delete(self, request: Any, **ids: Any) -> Any:
        """Revoke a private feed

        Its address leads nowhere from that moment.
        """
        return super().delete(request, **ids)
