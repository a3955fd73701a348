"""Insights, and the answers to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_filters.rest_framework import CharFilter, ChoiceFilter, UUIDFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from ai_engine.api.serializers import AcceptBody, DismissBody, InsightSerializer, SnoozeBody
from ai_engine.models import AIInsight, InsightStatus
from ai_engine.selectors import insights_of, open_insights, snoozed_insights
from ai_engine.services.responses import (
    AlreadyAnswered,
    ResponseRefused,
    SuggestionChanged,
    accept_insight,
    dismiss_insight,
    snooze_insight,
    undo_response,
)
from ai_engine.versions import version_of
from executives.permissions import Access, Area, Right
from executives.requests import access_of
from jenifer.problems import MEANINGS, Meaning
from orgs.api.errors import Conflict
from orgs.api.fields import accepted
from orgs.api.lists import SelectorFilters
from orgs.api.views import ApiView, DetailView, ListView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.api.meetings import readable_calendars
from scheduling.api.problems import refusals_as_problems

MEANINGS |= {
    "already_answered": Meaning(
        409, gettext_noop("Someone has answered this insight, perhaps you a moment ago.")
    ),
    "suggestion_changed": Meaning(
        409, gettext_noop("The suggestion is another one by now: “seen” and “now” show both. Look again.")
    ),
}


class InsightFilters(SelectorFilters):
    executive = UUIDFilter(help_text="Only about this executive.")
    kind = CharFilter(max_length=50, help_text="Such as overlap or no_break.")
    status = ChoiceFilter(
        choices=[(each, each) for each in ("open", "snoozed", *InsightStatus.values)],
        help_text="Open and snoozed ones are both active.",
    )

    def select(self, rows: QuerySet[AIInsight], **given: Any) -> QuerySet[AIInsight]:
        executive_ids = readable_calendars(access_of(self.request), given.get("executive"))
        rows = _with_status(executive_ids, given.get("status")).filter(_told_to(access_of(self.request)))
        if "kind" in given:
            rows = rows.filter(kind=given["kind"])
        return rows.select_related("responded_by").annotate(at=Coalesce("happens_at", "created_at"))


class Insights(ListView):
    """List insights

    What was noticed on calendars that you may read, with its evidence and what can be done about it. What is
    settled is listed for whoever may change the calendar.
    """

    scope = Scope.INSIGHTS
    serializer_class = InsightSerializer
    filterset_class = InsightFilters
    queryset = AIInsight.objects.none()
    order = ("at", "id")
    orderings: ClassVar[dict[str, str]] = {"at": "at", "created_at": "created_at", "updated_at": "updated_at"}


class Insight(DetailView):
    """Show an insight

    `version` goes back with an accept, so that nobody accepts what they have not seen.
    """

    scope = Scope.INSIGHTS
    serializer_class = InsightSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> AIInsight:
        rows = AIInsight.objects.select_related("responded_by").filter(_told_to(access_of(self.request)))
        insight = get_object_or_404(rows, pk=ids["insight_id"])
        access_of(self.request).require(insight.executive_id, Area.CALENDAR)
        return insight


class Accept(ApiView):
    """Accept an insight

    Does what the suggestion `action` says, if it is still the one that `version` stands for.
    """

    scope = Scope.INSIGHTS

    @extend_schema(request=AcceptBody, responses=InsightSerializer)
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        asked = accepted(AcceptBody, request.data)
        with _refusals_as_problems(asked["action"]):
            insight = accept_insight(by=request.user, insight_id=insight_id, **asked)
        return Response(InsightSerializer(insight).data)


class Dismiss(ApiView):
    """Dismiss an insight

    The same facts are not brought up again.
    """

    scope = Scope.INSIGHTS

    @extend_schema(request=DismissBody, responses=InsightSerializer)
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        asked = accepted(DismissBody, request.data)
        with _refusals_as_problems():
            insight = dismiss_insight(by=request.user, insight_id=insight_id, **asked)
        return Response(InsightSerializer(insight).data)


class Snooze(ApiView):
    """Snooze an insight

    It comes back at `until`.
    """

    scope = Scope.INSIGHTS

    @extend_schema(request=SnoozeBody, responses=InsightSerializer)
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        asked = accepted(SnoozeBody, request.data)
        with _refusals_as_problems():
            insight = snooze_insight(by=request.user, insight_id=insight_id, **asked)
        return Response(InsightSerializer(insight).data)


class Undo(ApiView):
    """Take back the last answer to an insight

    A meeting that was moved returns to where it was.
    """

    scope = Scope.INSIGHTS

    @extend_schema(request=None, responses=InsightSerializer)
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        with _refusals_as_problems():
            insight = undo_response(by=request.user, insight_id=insight_id)
        return Response(InsightSerializer(insight).data)


def _told_to(access: Access) -> Q:
    """What is settled keeps the words of its day: a meeting that it names may have become private since."""
    writable = access.ids_for(Area.CALENDAR, Right.WRITE)
    return Q(status=InsightStatus.ACTIVE) | Q(executive_id__in=writable)


def _with_status(executive_ids: list[UUID], status: str | None) -> QuerySet[AIInsight]:
    if status == "open":
        return open_insights(executive_ids, timezone.now())
    if status == "snoozed":
        return snoozed_insights(executive_ids, timezone.now())
    rows = insights_of(executive_ids)
    return rows if status is None else rows.filter(status=status)


@contextmanager
def _refusals_as_problems(action: int = 0) -> Iterator[None]:
    """`seen` and `now` are the suggestion before and after; `version` is that of the insight as it is now."""
    try:
        with refusals_as_problems():
            yield
    except AlreadyAnswered as error:
        raise Conflict(str(error), "already_answered") from error
    except SuggestionChanged as error:
        actions = error.insight.suggested_actions
        now = actions[action] if action < len(actions) else None
        version = version_of(error.insight)
        raise Conflict(str(error), "suggestion_changed", seen=error.seen, now=now, version=version) from error
    except ResponseRefused as error:
        raise serializers.ValidationError({"until": [str(error)]}) from error
