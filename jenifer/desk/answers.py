"""Answers to an insight: accept, dismiss, snooze, undo. With htmx the card goes and the day is drawn anew."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from ai_engine.cards import Card, action_text, card, span_text
from ai_engine.models import AIInsight
from ai_engine.selectors import open_insights
from ai_engine.services.responses import (
    AlreadyAnswered,
    ResponseRefused,
    SuggestionChanged,
    accept_insight,
    dismiss_insight,
    snooze_insight,
    undo_response,
)
from executives.permissions import Area, Right
from executives.requests import access_of
from integrations.imip.sending import is_told_by_server
from jenifer.desk.asked import address_of_page
from jenifer.desk.views import page_of
from orgs.formats import Formats
from orgs.requests import PersonRequest
from orgs.toasts import came_from
from scheduling.mapping import event_of
from scheduling.services.meetings import MoveRefused, Stale, WayBack
from scheduling.services.telling import AskFirst
from scheduling.telling_form import tell_of, telling_text


@login_required
@require_POST
def respond(request: PersonRequest, insight_id: UUID) -> HttpResponse:
    """`do` is accept[:index], dismiss, snooze:hour|afternoon|tomorrow|week, or undo; `version` what was seen."""
    verb, _colon, detail = request.POST.get("do", "").partition(":")
    if verb not in ANSWERS:
        raise Http404
    try:
        insight = ANSWERS[verb](request, insight_id, detail)
    except AlreadyAnswered as error:
        return _gone(request, str(error))
    except AskFirst as error:
        return _ask(request, insight_id, error)
    except (ResponseRefused, MoveRefused) as error:
        return _refused(request, insight_id, error)
    return _restored(request, insight) if verb == "undo" else _decided(request, insight, verb)


def _accept(request: PersonRequest, insight_id: UUID, detail: str) -> AIInsight:
    if not re.fullmatch(r"[0-9]{0,3}", detail):
        raise Http404
    return accept_insight(
        by=request.user,
        insight_id=insight_id,
        action=int(detail or 0),
        version=request.POST.get("version", ""),
        tell=tell_of(request),
    )


def _dismiss(request: PersonRequest, insight_id: UUID, detail: str) -> AIInsight:
    return dismiss_insight(by=request.user, insight_id=insight_id)


def _snooze(request: PersonRequest, insight_id: UUID, detail: str) -> AIInsight:
    until = snooze_time(detail, timezone.now().astimezone(Formats.of(request.user).zone))
    return snooze_insight(by=request.user, insight_id=insight_id, until=until)


def _undo(request: PersonRequest, insight_id: UUID, detail: str) -> AIInsight:
    return undo_response(by=request.user, insight_id=insight_id)


ANSWERS = {"accept": _accept, "dismiss": _dismiss, "snooze": _snooze, "undo": _undo}


def snooze_time(choice: str, local_now: datetime) -> datetime:
    """An hour from now; 14:00 today (or tomorrow, when that is past); 08:00 tomorrow; 08:00 next Monday."""
    today = local_now.date()
    match choice:
        case "afternoon":
            at = datetime.combine(today, time(14), local_now.tzinfo)
            return at if at > local_now else at + timedelta(days=1)
        case "tomorrow":
            return datetime.combine(today + timedelta(days=1), time(8), local_now.tzinfo)
        case "week":
            return datetime.combine(today + timedelta(days=7 - today.weekday()), time(8), local_now.tzinfo)
        case _:
            return local_now + timedelta(hours=1)


def _decided(request: PersonRequest, insight: AIInsight, verb: str) -> HttpResponse:
    text = _done_text(request, insight, verb)
    undo_url = reverse("insight-respond", args=[insight.pk])
    if _is_drawn_whole(request):
        messages.success(request, text, extra_tags=undo_url)
        return _again(request)
    context = {"text": text, "undo_url": undo_url, **_surroundings(request)}
    return render(request, "ai_engine/card.html#decided", context)


def _restored(request: PersonRequest, insight: AIInsight) -> HttpResponse:
    text = telling_text(_("Undone."), told_again=insight.told_again)
    if _is_drawn_whole(request):
        messages.info(request, text)
        return _again(request)
    context = {"text": text, "insight": _card(request, insight), **_surroundings(request)}
    return render(request, "ai_engine/card.html#restored", context)


def _gone(request: PersonRequest, text: str) -> HttpResponse:
    """A second click, or a colleague was quicker: say so, and take the card away."""
    if _is_drawn_whole(request):
        messages.info(request, text)
        return _again(request)
    context = {"text": text, **_surroundings(request)}
    return render(request, "ai_engine/card.html#decided", context)


def _ask(request: PersonRequest, insight_id: UUID, error: AskFirst) -> HttpResponse:
    """The same form again, with who would hear of it: in the card's place, or without scripts as a page."""
    insight = _card(request, _visible(request, insight_id))
    action = request.POST["do"].partition(":")[2] or "0"
    context = {
        "insight": insight,
        "action": action,
        "label": next((label for index, label, _note in insight.actions if str(index) == action), ""),
        "audience": error.audience,
        "is_told_by_server": is_told_by_server(error.meeting.executive_id, event_of(error.meeting).uid),
        "back_url": came_from(request, reverse("today")),
    }
    return render(
        request, "ai_engine/ask_first.html#card" if request.htmx else "ai_engine/ask_first.html", context
    )


def _refused(request: PersonRequest, insight_id: UUID, error: Exception) -> HttpResponse:
    """Both versions on the card: what the person saw, and what is so now."""
    insight = _visible(request, insight_id)
    shown = _card(request, insight)
    formats = Formats.of(request.user)
    if isinstance(error, SuggestionChanged):
        shown.before = action_text(error.seen, formats) if error.seen else _("Another suggestion")
        shown.now = shown.actions[0][1] if shown.actions else _("No free time is known.")
    elif isinstance(error, Stale) and error.seen is not None and error.now is not None:
        shown.before = span_text(error.seen.start, error.seen.end, formats)
        shown.now = span_text(error.now.start, error.now.end, formats)
    if not request.htmx:
        versions = f" {shown.before} → {shown.now}" if shown.before else ""
        messages.warning(request, f"{error}{versions}")
        return redirect(came_from(request, reverse("today")))
    return render(request, "ai_engine/card.html#stale", {"insight": shown, "text": str(error)})


def _visible(request: PersonRequest, insight_id: UUID) -> AIInsight:
    insight = AIInsight.objects.filter(pk=insight_id).first()
    if insight is None:
        raise Http404
    access_of(request).require(insight.executive_id, Area.CALENDAR)
    return insight


def _card(request: PersonRequest, insight: AIInsight) -> Card:
    executive = access_of(request).executive(insight.executive_id, Area.CALENDAR, Right.WRITE)
    return card(insight, executive, Formats.of(request.user), may_answer=True)


def _surroundings(request: PersonRequest) -> dict[str, Any]:
    """What else on the page is different now: the number of insights, and the day where one is shown."""
    shown = address_of_page(request)
    if shown.path != reverse("today"):
        count = open_insights(access_of(request).ids_for(Area.CALENDAR, Right.WRITE), timezone.now()).count()
        return {"open_count": count}
    page = page_of(request, QueryDict(shown.query))
    return {"open_count": page["open_count"], "today": page}


def _is_drawn_whole(request: PersonRequest) -> bool:
    """Without scripts every page is; a meeting's page is all about what an answer changes."""
    return not request.htmx or address_of_page(request).path.startswith("/meetings/")


def _again(request: PersonRequest) -> HttpResponse:
    return HttpResponseClientRefresh() if request.htmx else redirect(came_from(request, reverse("today")))


def _done_text(request: PersonRequest, insight: AIInsight, verb: str) -> str:
    formats = Formats.of(request.user)
    if verb == "dismiss":
        return _("Dismissed. It will not come back for the same facts.")
    if verb == "snooze":
        return _("Snoozed until %(when)s.") % {"when": formats.moment(insight.snoozed_until)}
    if insight.undo is None:
        return _("Marked as sent. The proposal waits for the organizer.")
    if "clash_id" in insight.undo:
        told = insight.undo["told"]
        text = _("Your version stands again, and goes to the calendar.")
        return telling_text(text, change=told and UUID(told))
    executive = access_of(request).executive(insight.executive_id, Area.CALENDAR)
    text = _("Moved on %(name)s’s calendar.") % {"name": executive.full_name}
    return telling_text(text, change=WayBack.from_json(insight.undo).told)
