"""Answers to an invitation: accept, tentative, decline, another time; from Today, from its own page, undone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ai_engine.cards import span_text
from executives.permissions import Area, Right
from executives.requests import access_of
from jenifer.desk.asked import address_of_page, asked_moment
from jenifer.desk.invitations import STATUSES, can_propose
from jenifer.desk.meeting import instance_of
from jenifer.desk.views import morning_again
from orgs.formats import Formats
from orgs.requests import PersonRequest
from orgs.toasts import answer, came_from
from orgs.zones import city
from scheduling.awaiting import own_attendee
from scheduling.models import Meeting
from scheduling.moments import read_moment, write_moment
from scheduling.occurrences import Occurrence
from scheduling.services.instances import Slot, slot_of
from scheduling.services.invitation_answers import (
    ANSWERS,
    AnswerBack,
    AnsweredMeanwhile,
    Seen,
    answer_invitation,
    undo_answer,
)
from scheduling.services.meetings import MoveRefused, Stale
from scheduling.time_offers import offered_times


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_answer(request: PersonRequest, meeting_id: UUID) -> HttpResponse:
    """The page has room for a note and another time; `do` is accepted, tentative, declined or propose."""
    return _answered(request, meeting_id) if request.method == "POST" else _page(request, meeting_id)


@transaction.atomic
def _page(request: PersonRequest, meeting_id: UUID) -> HttpResponse:
    meeting = get_object_or_404(Meeting, pk=meeting_id, deleted_at=None)
    executive = access_of(request).executive(meeting.executive_id, Area.CALENDAR, Right.WRITE)
    occurrence = instance_of(meeting, executive, request.GET.get("instance", ""))
    own = own_attendee(occurrence.meeting, executive)
    if own is None:
        raise Http404
    formats = Formats.of(request.user)
    seen = slot_of(occurrence, executive)
    times = offered_times(occurrence, executive, timezone.now()) if _can_propose(occurrence) else []
    context = {
        "meeting": occurrence.meeting,
        "executive": executive,
        "status": own.get("status", "needs_action"),
        "status_label": STATUSES[own.get("status", "needs_action")],
        "instance": write_moment(occurrence.recurrence_id) if occurrence.recurrence_id else "",
        "when": _when(occurrence, formats),
        "zone_label": city(formats.zone.key),
        "organizer": (occurrence.meeting.organizer or {}),
        "seen_start": write_moment(seen.start),
        "seen_end": write_moment(seen.end),
        "times": [(write_moment(start), span_text(start, end, formats)) for start, end in times],
        "can_propose": _can_propose(occurrence),
    }
    return render(request, "desk/meeting_answer.html", context)


def _can_propose(occurrence: Occurrence) -> bool:
    is_one_of_many = occurrence.recurrence_id is not None and not occurrence.meeting.is_all_day
    return can_propose(occurrence.meeting) or (is_one_of_many and occurrence.meeting.timezone != "")


def _when(occurrence: Occurrence, formats: Formats) -> str:
    if occurrence.meeting.is_all_day:
        return formats.long_day(occurrence.meeting.start_time.date())
    day = formats.long_day(formats.local(occurrence.start).date())
    return f"{day}, {formats.time(occurrence.start)}–{formats.time(occurrence.end)}"


def _answered(request: PersonRequest, meeting_id: UUID) -> HttpResponse:
    wanted = request.POST.get("do", "")
    if wanted not in (*ANSWERS, "propose"):
        raise Http404
    try:
        seen = _seen(request.POST)
        proposed = _proposed(request, seen) if wanted == "propose" else None
        way_back = answer_invitation(
            by=request.user,
            meeting_id=meeting_id,
            recurrence_id=asked_moment(request.POST.get("instance", "")),
            status="tentative" if wanted == "propose" else wanted,
            seen=seen,
            note=request.POST.get("note", "").strip(),
            proposed=proposed,
        )
    except MoveRefused as error:
        return _refused(request, error)
    text = _done_text(request, wanted, proposed)
    return _done(request, text, undo_url=f"{reverse('meeting-answer-undo')}?way={way_back.signed()}")


def _seen(posted: Mapping[str, str]) -> Seen:
    start, end = asked_moment(posted.get("seen_start", "")), asked_moment(posted.get("seen_end", ""))
    status = posted.get("seen_status", "needs_action")
    if start is None or end is None or status not in STATUSES:
        raise Http404
    return Seen(Slot(start, end), status)


def _proposed(request: PersonRequest, seen: Seen) -> Slot:
    """One of the times offered, or another one by the person's own clock; as long as the meeting."""
    own, offered = request.POST.get("own_start", ""), request.POST.get("start", "")
    try:
        start = _local(own, Formats.of(request.user)) if own else read_moment(offered)
        return Slot(start, start + (seen.slot.end - seen.slot.start))
    except (ValueError, OverflowError):
        raise MoveRefused(_("Choose the time that you propose.")) from None


def _local(text: str, formats: Formats) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=formats.zone).astimezone(UTC)


def _done_text(request: PersonRequest, wanted: str, proposed: Slot | None) -> str:
    if proposed is not None:
        when = Formats.of(request.user).moment_in_sentence(proposed.start)
        return _("Proposed %(when)s to the organizer.") % {"when": when}
    texts = {
        "accepted": _("Accepted. The organizer is told."),
        "tentative": _("Accepted tentatively. The organizer is told."),
        "declined": _("Declined. The organizer is told."),
    }
    return texts[wanted]


def _done(request: PersonRequest, text: str, *, undo_url: str = "", level: str = "success") -> HttpResponse:
    """On Today what waits is drawn anew; anywhere else the page is."""
    if not request.htmx:
        return answer(request, text, back=_back(request), undo_url=undo_url, level=level)
    if address_of_page(request).path != reverse("today"):
        level_of = messages.constants.DEFAULT_LEVELS[level.upper()]
        messages.add_message(request, level_of, text, extra_tags=undo_url)
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return answer(request, text, back="", undo_url=undo_url, level=level, drawn=morning_again(request))


def _back(request: PersonRequest) -> str:
    """Whoever answered on the page for it goes back to the day."""
    address = came_from(request, reverse("today"))
    return reverse("today") if urlsplit(address).path.endswith("/answer/") else address


def _refused(request: PersonRequest, error: MoveRefused) -> HttpResponse:
    """What the person saw, and what is so now; the card as it is, or gone, comes with it."""
    formats, versions = Formats.of(request.user), ""
    if isinstance(error, AnsweredMeanwhile):
        versions = f" {STATUSES[error.seen]} → {STATUSES[error.now]}."
    elif isinstance(error, Stale) and error.seen is not None and error.now is not None:
        before = span_text(error.seen.start, error.seen.end, formats)
        versions = f" {before} → {span_text(error.now.start, error.now.end, formats)}."
    return _done(request, f"{error}{versions}", level="warning")


@login_required
@require_POST
def meeting_answer_undo(request: PersonRequest) -> HttpResponse:
    """`?way=` is what the answer left behind."""
    try:
        way_back = AnswerBack.read(request.GET.get("way", ""))
    except signing.BadSignature:
        raise Http404 from None
    try:
        is_unheard = undo_answer(by=request.user, way_back=way_back)
    except Stale as error:
        return _done(request, str(error), level="warning")
    if is_unheard:
        return _done(request, _("Undone."), level="info")
    return _done(request, _("Undone here; the organizer may have heard of it already."), level="warning")
