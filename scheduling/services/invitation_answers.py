"""Answers to invitations, on behalf of the executive who is invited. Each leaves a way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from jenifer.principal import on_behalf_of
from orgs.models import User
from scheduling.awaiting import own_attendee
from scheduling.models import Meeting, MeetingStatus
from scheduling.occurrences import Occurrence
from scheduling.services.instances import Slot, find_occurrence, is_own_row, lock_calendars, own_row, slot_of
from scheduling.services.meetings import MoveRefused, Stale
from scheduling.services.notices import reply_to_organizer, take_back
from scheduling.signals import calendar_changed

ANSWERS = ("accepted", "tentative", "declined")
SALT = "scheduling.invitation_answers"
# What an address holds of a way back; a series has as many rows of instances still unanswered only by design.
MOST_ROWS = 60


class AnswerRefused(MoveRefused):
    """An invitation that cannot be answered so; the message is for a person."""


class AnsweredMeanwhile(AnswerRefused):
    """The answer is another by now: `seen` is the one on the page, `now` the one there is."""

    def __init__(self, message: str, seen: str, now: str) -> None:
        super().__init__(message)
        self.seen, self.now = seen, now


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the row of the meeting stood, and which answer, when the person looked."""

    slot: Slot
    status: str = "needs_action"


@dataclass(frozen=True, slots=True)
class AnswerBack:
    """What undoing an answer needs: the rows that were given it, and whom it is on its way to."""

    row_ids: tuple[UUID, ...]
    was: str
    given: str
    change_id: UUID | None

    def signed(self) -> str:
        """For an address; nobody else's change can be named in it."""
        rows = [each.hex for each in self.row_ids]
        known = [rows, self.was, self.given, self.change_id.hex if self.change_id else ""]
        return signing.dumps(known, salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises signing.BadSignature."""
        rows, was, given, change_id = signing.loads(text, salt=SALT)
        return cls(tuple(map(UUID, rows)), was, given, UUID(change_id) if change_id else None)


@transaction.atomic
def answer_invitation(
    *,
    by: User,
    meeting_id: UUID,
    recurrence_id: datetime | None,
    status: str,
    seen: Seen,
    note: str = "",
    proposed: Slot | None = None,
) -> AnswerBack:
    """Accept, accept tentatively or decline for the executive; `proposed` asks for another time (tentatively).

    Without `recurrence_id` a whole series is answered, with the instances of it that had the same answer. The
    organizer is told after the undo window. Raises Stale, AnsweredMeanwhile, AnswerRefused.
    """
    meeting = get_object_or_404(Meeting, pk=meeting_id, deleted_at=None)
    executive = Access.of(by).executive(meeting.executive_id, Area.CALENDAR, Right.WRITE)
    lock_calendars([executive.pk])
    row = _row(executive, meeting, recurrence_id, seen, by)
    _check(row, executive, seen, proposed)
    with on_behalf_of(executive.pk):
        rows = _set_status(_rows(row, executive, seen.status), executive, status)
        attendee = str((own_attendee(row, executive) or {})["email"])
        change_id = reply_to_organizer(by=by, meeting=row, attendee=attendee, note=note, proposed=proposed)
        calendar_changed.send(Meeting, executive_ids=[executive.pk])
    return AnswerBack(tuple(each.pk for each in rows), seen.status, status, change_id)


@transaction.atomic
def undo_answer(*, by: User, way_back: AnswerBack) -> bool:
    """The answer as it was, and nobody is told. Returns whether the organizer has not heard of it.

    Raises Stale where it has been changed since.
    """
    meeting = get_object_or_404(Meeting, pk=way_back.row_ids[0], deleted_at=None)
    executive = Access.of(by).executive(meeting.executive_id, Area.CALENDAR, Right.WRITE)
    lock_calendars([executive.pk])
    rows = Meeting.objects.select_for_update().filter(pk__in=way_back.row_ids, deleted_at=None)
    given = [each for each in rows if _status(each, executive) == way_back.given]
    if meeting.pk not in {each.pk for each in given}:
        raise Stale(_("The answer has been changed since, so this can’t be undone."))
    with on_behalf_of(executive.pk):
        _set_status(given, executive, way_back.was)
        calendar_changed.send(Meeting, executive_ids=[executive.pk])
    return way_back.change_id is None or take_back(change_id=way_back.change_id)


def _row(
    executive: ExecutiveProfile, meeting: Meeting, recurrence_id: datetime | None, seen: Seen, by: User
) -> Meeting:
    """The row that the answer belongs to, locked; one instance of a series gets a row of its own."""
    if recurrence_id is None or meeting.recurrence_id == recurrence_id:
        return Meeting.objects.select_for_update(of=("self",)).select_related("executive").get(pk=meeting.pk)
    occurrence = find_occurrence(executive, meeting, recurrence_id, near=seen.slot)
    if occurrence is None:
        raise Stale(_("This meeting is no longer on the calendar."), seen.slot)
    if is_own_row(occurrence):
        return (
            Meeting.objects.select_for_update(of=("self",))
            .select_related("executive")
            .get(pk=occurrence.meeting.pk)
        )
    # An attendee's answer is no revision of the organizer's (RFC 5546 §2.1.4).
    return own_row(occurrence, slot_of(occurrence, executive), by, sequence=occurrence.meeting.sequence)


def _check(row: Meeting, executive: ExecutiveProfile, seen: Seen, proposed: Slot | None) -> None:
    if Slot(row.start_time, row.end_time) != seen.slot:
        now = Occurrence(
            row, row.recurrence_parent_id or row.pk, row.recurrence_id, row.start_time, row.end_time
        )
        raise Stale(_("The meeting has moved since you looked."), seen.slot, now)
    if row.status == MeetingStatus.CANCELLED:
        raise AnswerRefused(_("The organizer has cancelled this meeting."))
    status = _status(row, executive)
    if status is None:
        raise AnswerRefused(_("%(name)s is not invited to this meeting.") % {"name": executive.full_name})
    if status != seen.status:
        raise AnsweredMeanwhile(_("Somebody has answered this in the meantime."), seen.status, status)
    if proposed is not None:
        _check_proposed(row, proposed)


def _check_proposed(row: Meeting, proposed: Slot) -> None:
    if row.is_all_day or not row.timezone:
        raise AnswerRefused(_("For an all-day or floating event no other time can be proposed."))
    if proposed.start >= proposed.end or proposed.start <= timezone.now():
        raise AnswerRefused(_("Propose a time that is still ahead."))
    if proposed.start == row.start_time and proposed.end == row.end_time:
        raise AnswerRefused(_("That is when the meeting takes place already."))


def _rows(row: Meeting, executive: ExecutiveProfile, status: str) -> list[Meeting]:
    """Of a series the changed instances too that are still ahead and were answered in the same way."""
    if not row.is_recurring:
        return [row]
    ahead = row.overrides.select_for_update().filter(deleted_at=None, end_time__gt=timezone.now())
    same = [each for each in ahead.order_by("start_time") if _status(each, executive) == status]
    return [row, *same[: MOST_ROWS - 1]]


def _status(row: Meeting, executive: ExecutiveProfile) -> str | None:
    own = own_attendee(row, executive)
    return None if own is None else str(own.get("status", "needs_action"))


def _set_status(rows: Sequence[Meeting], executive: ExecutiveProfile, status: str) -> Sequence[Meeting]:
    own = executive.email.lower()
    for row in rows:
        row.attendees = [_with_status(each, own, status) for each in row.attendees]
        row.save(update_fields=["attendees"])
    return rows


def _with_status(attendee: dict[str, Any], own: str, status: str) -> dict[str, Any]:
    return attendee | {"status": status} if attendee["email"].lower() == own else attendee
