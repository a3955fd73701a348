"""Changes to meetings. Each locks the executive's calendar, checks again, and leaves a way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from jenifer.principal import on_behalf_of
from orgs.models import User
from orgs.zones import zone_or_utc
from scheduling.models import Meeting
from scheduling.moments import read_moment, write_moment
from scheduling.occurrences import Occurrence, occurrences_between
from scheduling.services.instances import Slot, find_occurrence, is_own_row, lock_calendars, own_row
from scheduling.signals import calendar_changed


class MoveRefused(Exception):
    """A meeting that cannot be moved so; the message is for a person."""


class NotOrganizer(MoveRefused):
    """Only the organizer moves a meeting."""


class SlotTaken(MoveRefused):
    """Someone else was quicker."""


class Stale(MoveRefused):
    """The meeting is not where it was seen: `now` is where it is, None when it is gone."""

    def __init__(self, message: str, seen: "Slot | None" = None, now: Occurrence | None = None) -> None:
        super().__init__(message)
        self.seen, self.now = seen, now


@dataclass(frozen=True, slots=True)
class WayBack:
    """What undoing a change needs. `sequence` tells whether someone has changed the meeting since."""

    meeting_id: UUID
    sequence: int
    slot: Slot | None  # None: the row was made by the change
    status: str = ""  # what it was before it was cancelled
    told: UUID | None = None  # the change's id among notices to attendees

    def as_json(self) -> dict[str, Any]:
        slot = self.slot and {"start": write_moment(self.slot.start), "end": write_moment(self.slot.end)}
        return {
            "meeting_id": str(self.meeting_id),
            "sequence": self.sequence,
            "slot": slot,
            "status": self.status,
            "told": self.told and str(self.told),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        slot = data["slot"] and Slot(read_moment(data["slot"]["start"]), read_moment(data["slot"]["end"]))
        told = data.get("told")
        return cls(
            UUID(data["meeting_id"]), data["sequence"], slot, data.get("status", ""), told and UUID(told)
        )


@transaction.atomic
def move_occurrence(
    *,
    by: User,
    series_id: UUID,
    recurrence_id: datetime | None,
    seen: Slot,
    to: Slot,
    attendee_ids: Sequence[UUID] = (),
) -> WayBack:
    """Move one occurrence to a time that is free for its executive and these others, if it is theirs to move.

    `seen` is where the person saw it. Raises Stale when it is elsewhere now, SlotTaken, NotOrganizer.
    """
    master = get_object_or_404(Meeting, pk=series_id, deleted_at=None)
    access = Access.of(by)
    executive = access.executive(master.executive_id, Area.CALENDAR, Right.WRITE)
    people = lock_calendars([executive.pk, *attendee_ids])
    occurrence = find_occurrence(executive, master, recurrence_id, near=seen)
    if occurrence is None:
        raise Stale(_("This meeting is no longer on the calendar."), seen)
    _check_move(executive, occurrence, seen, to)
    _check_free(access, people.values(), occurrence, to)
    with on_behalf_of(executive.pk):
        way_back = _place(occurrence, to, by)
        calendar_changed.send(Meeting, executive_ids=[executive.pk])
    return way_back


@transaction.atomic
def undo_change(*, by: User, way_back: WayBack, is_untold: bool = False) -> Meeting:
    """Put a meeting back as it was, unless someone has changed it since.

    `is_untold`: nobody outside has heard of the change, so that the meeting is what it was, its SEQUENCE too.
    """
    meeting = get_object_or_404(Meeting, pk=way_back.meeting_id, deleted_at=None)
    Access.of(by).require(meeting.executive_id, Area.CALENDAR, Right.WRITE)
    meeting = Meeting.objects.select_for_update(of=["self"]).select_related("executive").get(pk=meeting.pk)
    if meeting.sequence != way_back.sequence:
        raise Stale(
            _("“%(title)s” has been changed since, so this can’t be undone.") % {"title": meeting.title}
        )
    with on_behalf_of(meeting.executive_id):
        if way_back.slot is None:
            meeting.delete()
        else:
            meeting.start_time, meeting.end_time = way_back.slot.start, way_back.slot.end
            meeting.status = way_back.status or meeting.status
            meeting.sequence += -1 if is_untold else 1
            meeting.save(update_fields=["start_time", "end_time", "status", "sequence"])
        calendar_changed.send(Meeting, executive_ids=[meeting.executive_id])
    return meeting


def _check_move(executive: ExecutiveProfile, occurrence: Occurrence, seen: Slot, to: Slot) -> None:
    if Slot(occurrence.start, occurrence.end) != seen:
        raise Stale(_("The meeting has moved since you looked."), seen, occurrence)
    if occurrence.meeting.is_all_day or not occurrence.meeting.timezone:
        raise MoveRefused(_("An all-day or floating event has no time to move."))
    if not occurrence.meeting.is_organized_by(executive.email):
        raise NotOrganizer(_("Only the organizer can move this meeting. Propose another time instead."))
    if to.end - to.start != seen.end - seen.start or to.start >= to.end:
        raise MoveRefused(_("A move keeps the length of the meeting."))


def _check_free(access: Access, people: Iterable[ExecutiveProfile], occurrence: Occurrence, to: Slot) -> None:
    zones = {executive.pk: zone_or_utc(executive.timezone) for executive in people}
    for other in occurrences_between(zones, to.start, to.end, zones):
        # The same meeting may stand on an attendee's calendar too, under the same UID.
        is_same = other.series_id == occurrence.series_id or (
            other.meeting.ical_uid != "" and other.meeting.ical_uid == occurrence.meeting.ical_uid
        )
        if other.is_busy and not is_same and not other.block().is_hold:
            raise SlotTaken(_taken_by(access, other))


def _taken_by(access: Access, other: Occurrence) -> str:
    """An attendee's calendar may be one that the person does not see."""
    if not access.allows(other.meeting.executive_id, Area.CALENDAR, Right.READ):
        return _("That time has been taken on another attendee’s calendar in the meantime.")
    return _("That time has been taken by “%(title)s” in the meantime.") % {
        "title": other.meeting.public_title
    }


def _place(occurrence: Occurrence, to: Slot, by: User) -> WayBack:
    row = occurrence.meeting
    if not is_own_row(occurrence):
        override = own_row(occurrence, to, by)
        return WayBack(override.pk, override.sequence, None)
    before = Slot(row.start_time, row.end_time)
    row.start_time, row.end_time = to.start, to.end
    row.sequence += 1
    row.save(update_fields=["start_time", "end_time", "sequence"])
    return WayBack(row.pk, row.sequence, before)
