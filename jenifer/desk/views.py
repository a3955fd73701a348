from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from executives.permissions import Area
from executives.requests import access_of
from jenifer.desk import today as desk
from jenifer.desk.asked import address_of_page
from jenifer.desk.news import is_due
from orgs.formats import Formats
from orgs.requests import PersonRequest
from scheduling.services.news_marks import note_shown


@login_required
@require_safe
@transaction.atomic
def today(request: PersonRequest) -> HttpResponse:
    """Every executive's day; `?day=2026-11-23` another day, `?executive=` one executive's alone.

    The page asks again for what is new while a calendar is being looked through.
    """
    now = timezone.now()
    page = page_of(request, request.GET)
    request.open_insights = page["open_count"]
    if not (request.htmx or page["executive_name"]) and is_due(page["news"], now):
        note_shown(by=request.user, now=now)
    template = "desk/today.html#fresh" if request.htmx else "desk/today.html"
    return render(request, template, {"today": page, "open_count": page["open_count"]})


def page_of(request: PersonRequest, query: QueryDict) -> dict[str, Any]:
    day = desk.chosen_day(query.get("day", ""), Formats.of(request.user))
    executive_id = _chosen_executive(request, query.get("executive", ""))
    return desk.build(access_of(request), day, executive_id, timezone.now())


def morning_again(request: PersonRequest) -> str:
    """News and invitations of the day that is shown, drawn anew."""
    context = {"today": page_of(request, QueryDict(address_of_page(request).query))}
    return render_to_string("desk/morning.html#again", context, request)


def _chosen_executive(request: PersonRequest, text: str) -> UUID | None:
    if not text:
        return None
    try:
        chosen = UUID(text)
    except ValueError:
        raise Http404 from None
    access_of(request).require(chosen, Area.CALENDAR)
    return chosen
