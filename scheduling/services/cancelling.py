"""Calling meetings off. The rows stay, cancelled, so that it can be undone and told of."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from jenifer.principal import on_behalf_of
from orgs.models import User
from scheduling.models import Meeting, MeetingStatus
from scheduling.services.instances import Slot, find_occurrence, is_own_row, lock_calendars, own_row, slot_of
from scheduling.services.meetings import NotOrganizer, Stale, WayBack
from scheduling.signals import calendar_changed


@transaction.atomic
def cancel_meeting(*, by: User, series_id: UUID, recurrence_id: datetime | None) -> WayBack:
    """Call off what the executive organizes: one instance of a series, or all of it. The row stays, cancelled."""
    master = get_object_or_404(Meeting, pk=series_id, deleted_at=None)
    executive = Access.of(by).executive(master.executive_id, Area.CALENDAR, Right.WRITE)
    lock_calendars([executive.pk])
    row = Meeting.objects.get(pk=series_id)
    with on_behalf_of(executive.pk):
        if recurrence_id is None:
            way_back = _cancel_row(row, executive)
        else:
            way_back = _cancel_instance(row, recurrence_id, executive, by)
        calendar_changed.send(Meeting, executive_ids=[executive.pk])
    return way_back


def _cancel_row(row: Meeting, executive: ExecutiveProfile) -> WayBack:
    _check_cancel(row, executive)
    before = row.status
    row.status = MeetingStatus.CANCELLED
    row.sequence += 1
    row.save(update_fields=["status", "sequence"])
    return WayBack(row.pk, row.sequence, Slot(row.start_time, row.end_time), before)


def _cancel_instance(
    master: Meeting, recurrence_id: datetime, executive: ExecutiveProfile, by: User
) -> WayBack:
    occurrence = find_occurrence(executive, master, recurrence_id, near=Slot(recurrence_id, recurrence_id))
    if occurrence is None:
        raise Stale(_("This meeting is no longer on the calendar."))
    if is_own_row(occurrence):
        return _cancel_row(Meeting.objects.get(pk=occurrence.meeting.pk), executive)
    _check_cancel(occurrence.meeting, executive)
    before = occurrence.meeting.status
    slot = slot_of(occurrence, executive)
    override = own_row(occurrence, slot, by, status=MeetingStatus.CANCELLED)
    return WayBack(override.pk, override.sequence, None, before)


def _check_cancel(row: Meeting, executive: ExecutiveProfile) -> None:
    if not row.is_organized_by(executive.email):
        raise NotOrganizer(_("Only the organizer can cancel this meeting. Decline it instead."))
    if row.status == MeetingStatus.CANCELLED:
        raise Stale(_("This meeting has been cancelled already."))
