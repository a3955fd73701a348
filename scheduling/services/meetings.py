"""Changes to meetings. Each locks the executive's calendar, checks again, and leaves a way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
class Slot:
    """One occurrence's place in time, as instants in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class WayBack:
    """What undoing a move needs. `sequence` tells whether someone has changed the meeting since."""

    meeting_id: UUID
    sequence: int
    slot: Slot | None  # None: the row was made by the move

    def as_json(self) -> dict[str, Any]:
        slot = self.slot and {"start": write_moment(self.slot.start), "end": write_moment(self.slot.end)}
        return {"meeting_id": str(self.meeting_id), "sequence": self.sequence, "slot": slot}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        slot = data["slot"] and Slot(read_moment(data["slot"]["start"]), read_moment(data["slot"]["end"]))
        return cls(UUID(data["meeting_id"]), data["sequence"], slot)


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
def undo_move(*, by: User, way_back: WayBack) -> None:
    """Put an occurrence back where it was, unless someone has changed it since."""
    meeting = get_object_or_404(Meeting, pk=way_back.meeting_id, deleted_at=None)
    Access.of(by).require(meeting.executive_id, Area.CALENDAR, Right.WRITE)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.sequence != way_back.sequence:
        raise Stale(
            _("“%(title)s” has been changed since, so this can’t be undone.") % {"title": meeting.title}
        )
    with on_behalf_of(meeting.executive_id):
        if way_back.slot is None:
            meeting.delete()
        else:
            meeting.start_time, meeting.end_time = way_back.slot.start, way_back.slot.end
            meeting.sequence += 1
            meeting.save(update_fields=["start_time", "end_time", "sequence"])
        calendar_changed.send(Meeting, executive_ids=[meeting.executive_id])


def lock_calendars(executive_ids: Iterable[UUID]) -> dict[UUID, ExecutiveProfile]:
    """Lock calendars, in one order, so that two people booking the same time wait for each other."""
    rows = ExecutiveProfile.objects.select_for_update().filter(pk__in=set(executive_ids)).order_by("pk")
    return {executive.pk: executive for executive in rows}


def find_occurrence(
    executive: ExecutiveProfile, master: Meeting, recurrence_id: datetime | None, near: Slot
) -> Occurrence | None:
    """The occurrence as it is now, looked for within a month of where it was seen."""
    reach = timedelta(days=31)
    nearby = occurrences_between(
        [executive.pk], near.start - reach, near.end + reach, {executive.pk: zone_or_utc(executive.timezone)}
    )
    return next((o for o in nearby if o.series_id == master.pk and o.recurrence_id == recurrence_id), None)


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
    is_own_row = occurrence.recurrence_id is None or (
        row.recurrence_id == occurrence.recurrence_id and not row.range_this_and_future
    )
    if not is_own_row:
        override = add_override(occurrence, to, by)
        return WayBack(override.pk, override.sequence, None)
    before = Slot(row.start_time, row.end_time)
    row.start_time, row.end_time = to.start, to.end
    row.sequence += 1
    row.save(update_fields=["start_time", "end_time", "sequence"])
    return WayBack(row.pk, row.sequence, before)


def add_override(occurrence: Occurrence, to: Slot, by: User) -> Meeting:
    """A row of its own for one instance, with the content that the instance shows."""
    shown = Meeting.objects.get(pk=occurrence.meeting.pk)
    own = {"id", "created_at", "updated_at", "org", "created_by", "recurrence_parent"}
    content = {
        field.attname: getattr(shown, field.attname)
        for field in Meeting._meta.local_fields
        if field.name not in own
    }
    content |= {
        "org_id": shown.org_id,
        "created_by_id": by.pk,
        "recurrence_parent_id": occurrence.series_id,
        "recurrence_id": occurrence.recurrence_id,
        "range_this_and_future": False,
        "is_recurring": False,
        "recurrence_rule": "",
        "excluded_dates": [],
        "extra_dates": [],
        "series_end_at": None,
        "sequence": shown.sequence + 1,
        "start_time": to.start,
        "end_time": to.end,
    }
    return Meeting.objects.create(**content)
