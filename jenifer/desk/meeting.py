"""One meeting, or one instance of a series, with what has been noticed about it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ai_engine.cards import card
from ai_engine.models import AIInsight
from ai_engine.selectors import open_insights
from executives.attachment_list import attachment_list
from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from executives.requests import access_of
from jenifer.desk.asked import asked_moment
from jenifer.desk.invitations import STATUSES
from jenifer.desk.told import told_lines
from jenifer.faces import hue, initials
from jenifer.years import LAST_YEAR
from orgs.formats import Formats
from orgs.models import EntityType
from orgs.requests import PersonRequest
from orgs.zones import city, zone_or_utc
from scheduling.addresses import meeting_url
from scheduling.awaiting import own_attendee
from scheduling.models import Meeting, MeetingStatus
from scheduling.moments import write_moment
from scheduling.occurrences import Occurrence, occurrences_between
from scheduling.rule_words import rule_in_words
from scheduling.services.instances import slot_of

LAST = datetime(LAST_YEAR, 12, 31, tzinfo=UTC)


@login_required
@require_safe
@transaction.atomic
def meeting(request: PersonRequest, meeting_id: UUID) -> HttpResponse:
    """`?instance=2026-11-23T09:00:00Z` shows one instance of a series, else its first."""
    access = access_of(request)
    master = get_object_or_404(Meeting, pk=meeting_id, deleted_at=None)
    executive = access.executive(master.executive_id, Area.CALENDAR)
    occurrence = instance_of(master, executive, request.GET.get("instance", ""))
    formats = Formats.of(request.user)
    shows_private = access.allows(executive.pk, Area.CALENDAR, Right.WRITE)
    insights = _insights(occurrence, executive)
    context = {
        "meeting": _context(occurrence, executive, formats, shows_private),
        "insights": [card(each, executive, formats, may_answer=True) for each in insights]
        if shows_private
        else [],
        "series_url": reverse("meeting", args=[master.pk]),
        "back_url": _day_url(occurrence, formats),
        "answer": _answer(occurrence, executive) if shows_private else None,
        "told": told_lines(occurrence, formats) if _tells(occurrence, executive, shows_private) else [],
        "cancel_url": _cancel_url(occurrence, executive) if shows_private else "",
        "attachments": attachment_list(request, EntityType.MEETING, master.pk),
    }
    return render(request, "scheduling/meeting.html", context)


def _tells(occurrence: Occurrence, executive: ExecutiveProfile, shows_private: bool) -> bool:
    return shows_private or not occurrence.meeting.is_private


def _cancel_url(occurrence: Occurrence, executive: ExecutiveProfile) -> str:
    """'' where it is not theirs to cancel, or is cancelled already."""
    row = occurrence.meeting
    if row.status == MeetingStatus.CANCELLED or not row.is_organized_by(executive.email):
        return ""
    return meeting_url(occurrence.series_id, occurrence.recurrence_id, "meeting-cancel")


def instance_of(master: Meeting, executive: ExecutiveProfile, instance: str) -> Occurrence:
    return occurrence_at(master, executive, asked_moment(instance))


def occurrence_at(master: Meeting, executive: ExecutiveProfile, wanted: datetime | None) -> Occurrence:
    """One instance of a series; without one, the meeting or the series' first."""
    zones = {executive.pk: zone_or_utc(executive.timezone)}
    if wanted is None:
        return Occurrence(master, master.pk, None, master.start_time, master.end_time)
    reach = timedelta(days=62)
    near = occurrences_between([executive.pk], wanted - reach, wanted + reach, zones)
    found = next((o for o in near if o.series_id == master.pk and o.recurrence_id == wanted), None)
    return found or _cancelled_instance(master, wanted)


def _cancelled_instance(master: Meeting, wanted: datetime) -> Occurrence:
    """It takes no time on the calendar, but has a page. Raises Http404."""
    overrides = Meeting.objects.filter(recurrence_parent=master, recurrence_id=wanted, deleted_at=None)
    row = get_object_or_404(overrides, status=MeetingStatus.CANCELLED)
    return Occurrence(row, master.pk, wanted, row.start_time, row.end_time)


def _insights(occurrence: Occurrence, executive: ExecutiveProfile) -> list[AIInsight]:
    instance = write_moment(occurrence.recurrence_id) if occurrence.recurrence_id else None
    wanted = (str(occurrence.series_id), instance)
    return [
        insight
        for insight in open_insights([executive.pk], timezone.now())
        if any((each["entity_id"], each.get("recurrence_id")) == wanted for each in insight.evidence)
    ]


def _context(
    occurrence: Occurrence, executive: ExecutiveProfile, formats: Formats, shows_private: bool
) -> dict[str, Any]:
    row = occurrence.meeting
    is_hidden = row.is_private and not shows_private
    shown = {
        "title": _("Busy") if is_hidden else row.title,
        "status": row.status,
        "is_private": row.is_private,
        "hue": executive.hue,
        "executive": {"name": executive.full_name, "url": reverse("executive", args=[executive.pk])},
        "recurrence": _recurrence(row, occurrence),
        "is_ours": row.is_organized_by(executive.email),
        "updated": formats.moment_in_sentence(row.updated_at),
        "source": _source(row),
        **_when(occurrence, executive, formats),
    }
    return shown if is_hidden else shown | _details(row)


def _source(row: Meeting) -> str:
    if row.external_calendar_provider:
        return _("A connected calendar")
    return _("A calendar file") if row.ical_uid else _("Jenifer")


def _answer(occurrence: Occurrence, executive: ExecutiveProfile) -> dict[str, Any] | None:
    """The executive's own, while it is still of use; of the series, or of the instance that is shown."""
    row = occurrence.meeting
    own = own_attendee(row, executive)
    last = (
        (row.series_end_at or LAST) if row.is_recurring and not occurrence.recurrence_id else occurrence.end
    )
    if own is None or row.status == MeetingStatus.CANCELLED or last <= timezone.now():
        return None
    seen = slot_of(occurrence, executive)
    status = own.get("status", "needs_action")
    return {
        "url": reverse("meeting-answer", args=[occurrence.series_id]),
        "instance": write_moment(occurrence.recurrence_id) if occurrence.recurrence_id else "",
        "seen_start": write_moment(seen.start),
        "seen_end": write_moment(seen.end),
        "status": status,
        "status_label": STATUSES[status],
        "is_series": row.is_recurring and occurrence.recurrence_id is None,
        "is_instance": occurrence.recurrence_id is not None,
    }


def _details(row: Meeting) -> dict[str, Any]:
    return {
        "location": row.location,
        "video_url": row.video_conference_url,
        "organizer": (row.organizer or {}).get("name") or (row.organizer or {}).get("email", ""),
        "description": row.description,
        "attendees": [_attendee(each) for each in row.attendees],
    }


def _when(occurrence: Occurrence, executive: ExecutiveProfile, formats: Formats) -> dict[str, Any]:
    row = occurrence.meeting
    if row.is_all_day:
        last = (row.end_time - timedelta(days=1)).date()
        ends = formats.long_day(last) if last != row.start_time.date() else ""
        return {
            "day": formats.long_day(row.start_time.date()),
            "begins": _("all day"),
            "ends": ends,
            "zone_label": "",
            "other_times": [],
        }
    theirs = formats.in_zone(zone_or_utc(executive.timezone))
    other = f"{theirs.moment(occurrence.start)}–{theirs.time(occurrence.end)}"
    is_elsewhere = executive.timezone != formats.zone.key
    return {
        "day": formats.long_day(formats.local(occurrence.start).date()),
        "begins": formats.time(occurrence.start),
        "ends": formats.time(occurrence.end),
        "zone_label": city(formats.zone.key),
        "other_times": [(_("For %(name)s") % {"name": executive.full_name}, other)] if is_elsewhere else [],
    }


def _recurrence(row: Meeting, occurrence: Occurrence) -> str:
    if occurrence.recurrence_id is None and not row.is_recurring:
        return ""
    return rule_in_words(row.recurrence_rule) if row.recurrence_rule else _("Part of a series")


def _attendee(each: dict[str, Any]) -> dict[str, Any]:
    name = each.get("name") or each["email"]
    status = each.get("status", "needs_action")
    return {
        "name": each.get("name", ""),
        "email": each["email"],
        "initials": initials(name.partition("@")[0]),
        "hue": hue(each["email"].lower()),
        "status": status,
        "status_label": STATUSES.get(status, status),
        "is_organizer": each.get("is_organizer", False),
    }


def _day_url(occurrence: Occurrence, formats: Formats) -> str:
    return f"{reverse('today')}?{urlencode({'day': formats.local(occurrence.start).date().isoformat()})}"
