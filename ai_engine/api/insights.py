"""Insights, and the answers to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_engine.api.serializers import AcceptBody, DismissBody, InsightQuery, InsightSerializer, SnoozeBody
from ai_engine.models import AIInsight
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
from executives.permissions import Area
from executives.requests import access_of
from orgs.api.fields import accepted
from orgs.api.problems import Conflict
from orgs.api.views import ListView, ReadView
from orgs.requests import PersonApiRequest
from scheduling.api.meetings import readable_calendars
from scheduling.api.problems import refusals_as_problems


class Insights(ListView):
    """`status` (open and snoozed ones are both active), `kind` and `executive` narrow it."""

    serializer_class = InsightSerializer
    order = ("at", "id")

    def get_queryset(self) -> QuerySet[AIInsight]:
        asked = accepted(InsightQuery, self.request.query_params)
        executive_ids = readable_calendars(access_of(self.request), asked.get("executive"))
        rows = _with_status(executive_ids, asked.get("status"))
        if "kind" in asked:
            rows = rows.filter(kind=asked["kind"])
        return rows.annotate(at=Coalesce("happens_at", "created_at"))


class Insight(ReadView):
    serializer_class = InsightSerializer

    def get(self, request: PersonApiRequest, insight_id: UUID, **kwargs: Any) -> Response:
        insight = get_object_or_404(AIInsight.objects.select_related("responded_by"), pk=insight_id)
        access_of(request).require(insight.executive_id, Area.CALENDAR)
        return Response(self.get_serializer(insight).data)


class Accept(APIView):
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        asked = accepted(AcceptBody, request.data)
        with _refusals_as_problems(asked["action"]):
            insight = accept_insight(by=request.user, insight_id=insight_id, **asked)
        return Response(InsightSerializer(insight).data)


class Dismiss(APIView):
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        asked = accepted(DismissBody, request.data)
        with _refusals_as_problems():
            insight = dismiss_insight(by=request.user, insight_id=insight_id, **asked)
        return Response(InsightSerializer(insight).data)


class Snooze(APIView):
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        asked = accepted(SnoozeBody, request.data)
        with _refusals_as_problems():
            insight = snooze_insight(by=request.user, insight_id=insight_id, **asked)
        return Response(InsightSerializer(insight).data)


class Undo(APIView):
    def post(self, request: PersonApiRequest, insight_id: UUID) -> Response:
        with _refusals_as_problems():
            insight = undo_response(by=request.user, insight_id=insight_id)
        return Response(InsightSerializer(insight).data)


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
