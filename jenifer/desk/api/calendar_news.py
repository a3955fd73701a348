"""What has changed on calendars since the person left."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from executives.permissions import Access
from executives.requests import access_of
from jenifer.desk.news import is_hidden, is_told
from orgs.api.bodies import Body
from orgs.api.fields import Moment, accepted
from orgs.api.lists import refuse_unknown
from orgs.api.views import ApiView, ReadView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.api.examples import EXECUTIVE, ID, LATER, START
from scheduling.api.meetings import readable_calendars
from scheduling.models import NewsKind
from scheduling.moments import write_moment
from scheduling.news import Change, Span
from scheduling.news_reading import news_for
from scheduling.services.news_marks import mark_seen, mark_unseen

LINE = {
    "kind": "moved",
    "executive": EXECUTIVE,
    "series_id": ID,
    "recurrence_id": None,
    "title": "Board",
    "who": "",
    "was_start": START,
    "was_end": "2026-11-24T10:00:00Z",
    **LATER,
    "amount": 1,
    "by": "Oskar Nyberg",
    "is_outside": False,
    "at": START,
}
NEWS = {"since": "2026-11-23T17:30:00Z", "until": START, "results": [LINE]}


class NewsQuery(serializers.Serializer):
    executive = serializers.UUIDField(required=False)
    since = Moment(required=False, help_text="Of the last two weeks; else when you left.")


class NewsLineAnswer(serializers.Serializer):
    """`series_id` is null, and `amount` the number, of many at once. Civil times have no offset."""

    kind = serializers.ChoiceField(NewsKind.choices)
    executive = serializers.UUIDField()
    series_id = serializers.UUIDField(allow_null=True)
    recurrence_id = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    who = serializers.CharField(help_text="Who declined.")
    was_start = serializers.CharField(allow_null=True)
    was_end = serializers.CharField(allow_null=True)
    start = serializers.CharField(allow_null=True)
    end = serializers.CharField(allow_null=True)
    amount = serializers.IntegerField()
    by = serializers.CharField(help_text="A colleague’s name; empty when it came from outside.")
    is_outside = serializers.BooleanField()
    at = Moment()


@extend_schema_serializer(many=False, examples=[OpenApiExample("Moved", NEWS, response_only=True)])
class NewsAnswer(serializers.Serializer):
    since = Moment()
    until = Moment(help_text="Send it back to mark these as seen.")
    results = NewsLineAnswer(many=True)


class CalendarNews(ReadView):
    """List what has changed on calendars since you left

    Moved, declined, cancelled and new meetings, each series once, of what you did not do yourself. You left when
    you last saw Today before a pause of an hour; reading this does not count as being here.
    """

    scope = Scope.CALENDAR

    @extend_schema(parameters=[NewsQuery], responses=NewsAnswer)
    def get(self, request: PersonApiRequest) -> Response:
        refuse_unknown(request.query_params, NewsQuery().fields)
        asked = accepted(NewsQuery, request.query_params)
        access = access_of(request)
        ids = readable_calendars(access, asked.get("executive"))
        news = news_for(request.user, ids, timezone.now(), asked.get("since"))
        lines = [_line(each, access) for each in news.lines if is_told(each, access)]
        bounds = Moment()
        return Response(
            {
                "since": bounds.to_representation(news.since),
                "until": bounds.to_representation(news.until),
                "results": lines,
            }
        )


@extend_schema_serializer(examples=[OpenApiExample("All of it", {"until": START}, request_only=True)])
class SeenBody(Body):
    """`until` of the list, or to undo it `since` of the answer."""

    until = Moment(required=False)
    since = Moment(required=False)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if len(asked) != 1:
            raise serializers.ValidationError({"until": _("Give either until or since.")})
        return asked


@extend_schema_serializer(examples=[OpenApiExample("Marked", {"since": START}, response_only=True)])
class SeenAnswer(serializers.Serializer):
    since = Moment()


class CalendarNewsSeen(ApiView):
    """Mark calendar news as seen

    What changed until `until` is news no more. With `since`, what came after it is news again.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=SeenBody, responses=SeenAnswer)
    def post(self, request: PersonApiRequest) -> Response:
        asked, now = accepted(SeenBody, request.data), timezone.now()
        if "since" in asked:
            mark_unseen(by=request.user, since=asked["since"], now=now)
            return Response(SeenAnswer(asked).data)
        since = mark_seen(by=request.user, until=asked["until"], now=now)
        return Response(SeenAnswer({"since": since}).data)


def _line(change: Change, access: Access) -> dict[str, Any]:
    title = _("Busy") if is_hidden(change, access) else change.title
    was_start, was_end = _span(change.was, change)
    start, end = _span(change.now, change)
    return {
        "kind": change.kind,
        "executive": change.executive_id,
        "series_id": change.series_id,
        "recurrence_id": change.recurrence_id and write_moment(change.recurrence_id),
        "title": "" if change.series_id is None else title,
        "who": change.who,
        "was_start": was_start,
        "was_end": was_end,
        "start": start,
        "end": end,
        "amount": change.amount,
        "by": change.by_name,
        "is_outside": change.is_outside,
        "at": Moment().to_representation(change.at),
    }


def _span(span: Span | None, change: Change) -> tuple[str | None, str | None]:
    if span is None:
        return None, None
    is_civil = change.is_all_day or not change.timezone
    return write_moment(span[0], is_civil=is_civil), write_moment(span[1], is_civil=is_civil)
