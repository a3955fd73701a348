"""The list of insights: open, snoozed, answered."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
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
from orgs.saved_lists import SavedList
from orgs.saved_view_tabs import saved_view_tabs
from scheduling.conflicts import ConflictKind

PER_PAGE = 24
SAVED = SavedList("insights", "insights", ("status", "kind", "executive"))
OPEN = "open"


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
    filters = _filters(request, lists, executives)
    status = filters.get("status", OPEN)
    page = Paginator(_filtered(lists[status], filters), PER_PAGE).get_page(request.GET.get("page"))
    formats = Formats.of(request.user)
    writable = set(access.ids_for(Area.CALENDAR, Right.WRITE))
    cards = [
        card(each, executives[each.executive_id], formats, may_answer=each.executive_id in writable)
        for each in page.object_list
    ]
    counts = {key: each.count() for key, each in lists.items() if key != "answered"}
    request.open_insights = counts["open"]
    context = {"cards": cards, "saved_views": saved_view_tabs(request, SAVED, filters)}
    return render(request, "ai_engine/insights.html", context | _context(page, filters, counts))


def _lists(executive_ids: list[UUID]) -> dict[str, QuerySet[AIInsight]]:
    now = timezone.now()
    return {
        "open": open_insights(executive_ids, now),
        "snoozed": snoozed_insights(executive_ids, now),
        "answered": insights_of(executive_ids)
        .exclude(status=InsightStatus.ACTIVE)
        .order_by("-updated_at", "id"),
    }


def _filters(
    request: PersonRequest, lists: dict[str, Any], executives: dict[UUID | None, ExecutiveProfile]
) -> dict[str, str]:
    """What the address narrows the list to. What is outdated or unknown is no filter: a saved view outlives it."""
    known: dict[str, set[str]] = {
        "status": {key for key in lists if key != OPEN},
        "kind": set(ConflictKind),
        "executive": {str(each) for each in executives},
    }
    return {key: value for key, value in SAVED.kept(request.GET).items() if value in known[key]}


def _filtered(rows: QuerySet[AIInsight], filters: dict[str, str]) -> QuerySet[AIInsight]:
    if "kind" in filters:
        rows = rows.filter(kind=filters["kind"])
    if "executive" in filters:
        rows = rows.filter(executive_id=UUID(filters["executive"]))
    return rows


def _context(page: Any, filters: dict[str, str], counts: dict[str, int]) -> dict[str, Any]:
    return {
        "page": page,
        "status": filters.get("status", OPEN),
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
        "kind": filters.get("kind", ""),
        "executive_id": filters.get("executive", ""),
        "query": f"{urlencode(filters)}&" if filters else "",
    }
