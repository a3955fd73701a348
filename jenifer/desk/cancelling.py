"""Calling a meeting off: who hears of it, the note, and the way back."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from executives.permissions import Area, Right
from executives.requests import access_of
from integrations.imip.sending import is_told_by_server
from jenifer.desk.meeting import instance_of
from orgs.formats import Formats
from orgs.requests import PersonRequest
from orgs.toasts import answer, go_to
from scheduling.addresses import meeting_url
from scheduling.audience import audience_of
from scheduling.mapping import event_of
from scheduling.models import Meeting
from scheduling.occurrences import Occurrence
from scheduling.services.meetings import MoveRefused, WayBack
from scheduling.services.telling import cancel_and_tell, undo_and_tell
from scheduling.telling_form import tell_of, telling_text

signer = Signer(salt="way-back")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PersonRequest, meeting_id: UUID) -> HttpResponse:
    """`?instance=2026-11-23T09:00:00Z` is one instance of a series; without it all of it."""
    master = get_object_or_404(Meeting.objects.select_related("executive"), pk=meeting_id, deleted_at=None)
    executive = access_of(request).executive(master.executive_id, Area.CALENDAR, Right.WRITE)
    occurrence = instance_of(master, executive, request.GET.get("instance", ""))
    if request.method != "POST":
        return _sheet(request, master, occurrence)
    try:
        way_back = cancel_and_tell(
            by=request.user,
            series_id=meeting_id,
            recurrence_id=occurrence.recurrence_id,
            tell=tell_of(request),
        )
    except MoveRefused as error:
        messages.warning(request, str(error))
        return redirect("meeting", meeting_id)
    text = telling_text(_what_is_cancelled(request, master, occurrence), change=way_back.told)
    back = meeting_url(master.pk, occurrence.recurrence_id)
    undo_url = reverse("meeting-undo", args=[signer.sign_object(way_back.as_json(), compress=True)])
    return answer(request, text, back=back, undo_url=undo_url)


def _what_is_cancelled(request: PersonRequest, master: Meeting, occurrence: Occurrence) -> str:
    if occurrence.recurrence_id is None:
        return _("“%(title)s” is cancelled.") % {"title": master.title}
    when = Formats.of(request.user).moment_in_sentence(occurrence.start)
    return _("“%(title)s”, %(when)s, is cancelled.") % {"title": master.title, "when": when}


@login_required
@require_POST
def undo(request: PersonRequest, way_back: str) -> HttpResponse:
    """The address is what was changed, signed: whether it may be undone is asked anew."""
    try:
        found = WayBack.from_json(signer.unsign_object(way_back))
    except (BadSignature, ValueError):
        raise Http404 from None
    back = _page_of(found.meeting_id)
    try:
        undone = undo_and_tell(by=request.user, way_back=found)
    except MoveRefused as error:
        return answer(request, str(error), back=reverse("today"), level="warning")
    messages.info(request, telling_text(_("Undone."), told_again=undone.told_again))
    return go_to(request, back)


def _page_of(meeting_id: UUID) -> str:
    """Asked before undoing: a row that was made by the change goes with it."""
    row = Meeting.objects.filter(pk=meeting_id, deleted_at=None).first()
    return meeting_url(row.recurrence_parent_id or row.pk, row.recurrence_id) if row else reverse("today")


@transaction.atomic
def _sheet(request: PersonRequest, master: Meeting, occurrence: Occurrence) -> HttpResponse:
    formats = Formats.of(request.user)
    shown: datetime | None = occurrence.recurrence_id and occurrence.start
    row = Meeting.objects.select_related("executive").get(pk=occurrence.meeting.pk)
    context = {
        "title": master.title,
        "when": formats.moment_in_sentence(shown) if shown else "",
        "series_cancel_url": reverse("meeting-cancel", args=[master.pk]) if shown else "",
        "is_series": master.is_recurring and shown is None,
        "audience": audience_of(row),
        "is_told_by_server": is_told_by_server(master.executive_id, event_of(master).uid),
        "back_url": meeting_url(master.pk, occurrence.recurrence_id),
        "label": _("Cancel it"),
    }
    return render(request, "scheduling/cancel.html", context)
