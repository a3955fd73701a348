"""The list of insights: open, snoozed, answered."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ai_engine.cards import card
from ai_engine.models import AIInsight, InsightStatus
from ai_engine.selectors import insights_of, open_insights, snoozed_insights
from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.formats import Formats
from orgs.requests import PersonRequest
from scheduling.conflicts import ConflictKind

PER_PAGE = 24


@login_required
@require_safe
@transaction.atomic
def insights(request: PersonRequest) -> HttpResponse:
    """For whoever may change the calendar: insights name private meetings, and ask for changes."""
    access = access_of(request)
    executives: dict[UUID | None, ExecutiveProfile] = {
        each.pk: each for each in access.executives_for(Area.CALENDAR, Right.WRITE)
    }
    lists = _lists(access.ids_for(Area.CALENDAR, Right.WRITE))
    status = request.GET.get("status", "open")
    status = status if status in lists else "open"
    chosen = _filtered(lists[status], request)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    formats = Formats.of(request.user)
    writable = set(access.ids_for(Area.CALENDAR, Right.WRITE))
    cards = [
        card(each, executives[each.executive_id], formats, may_answer=each.executive_id in writable)
        for each in page.object_list
    ]
    counts = {key: each.count() for key, each in lists.items() if key != "answered"}
    request.open_insights = counts["open"]
    return render(
        request, "ai_engine/insights.html", {"cards": cards} | _context(request, page, status, counts)
    )


def _lists(executive_ids: list[UUID]) -> dict[str, QuerySet[AIInsight]]:
    now = timezone.now()
    return {
        "open": open_insights(executive_ids, now),
        "snoozed": snoozed_insights(executive_ids, now),
        "answered": insights_of(executive_ids)
        .exclude(status=InsightStatus.ACTIVE)
        .order_by("-updated_at", "id"),
    }


def _filtered(rows: QuerySet[AIInsight], request: PersonRequest) -> QuerySet[AIInsight]:
    wanted = Q()
    if kind := request.GET.get("kind"):
        wanted &= Q(kind=kind if kind in ConflictKind else "unknown")
    if executive := request.GET.get("executive"):
        wanted &= Q(executive_id=_uuid(executive))
    return rows.filter(wanted)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _context(request: PersonRequest, page: Any, status: str, counts: dict[str, int]) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "status": status,
        "statuses": [
            ("open", _("Open"), counts["open"]),
            ("snoozed", _("Snoozed"), counts["snoozed"]),
            ("answered", _("Answered"), None),
        ],
        "kinds": [
            (ConflictKind.OVERLAP, _("Overlap")),
            (ConflictKind.NO_BUFFER, _("No break")),
            (ConflictKind.OUTSIDE_HOURS, _("Outside working hours")),
            (ConflictKind.FOCUS_TIME, _("In focus time")),
            (ConflictKind.AVOIDED_DAY, _("Day kept free")),
            (ConflictKind.OVER_MAXIMUM, _("Day too full")),
        ],
        "kind": request.GET.get("kind", ""),
        "executive_id": request.GET.get("executive", ""),
        "query": f"{query.urlencode()}&" if query else "",
    }
