"""Telling attendees, once, of a change that a person confirmed; and telling an organizer what we answer."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from executives.models import ExecutiveProfile
from jenifer.digests import digest_of
from orgs.models import User
from scheduling.answer_tokens import answer_token, reply_token
from scheduling.audience import invited
from scheduling.invitations import answer, events_of, host_for, invitation
from scheduling.mapping import event_of
from scheduling.models import AttendeeNotice, Meeting, Method, NoticeState
from scheduling.services.instances import Slot
from scheduling.signals import attendees_told

UNDO_WINDOW = timedelta(seconds=20)
ANSWERS_AFTER = timedelta(days=1)
LONGEST_NOTE = 2_000
NOT_TOLD = (NoticeState.WAITING, NoticeState.TAKEN_BACK, NoticeState.FAILED, NoticeState.BOUNCED)


@dataclass(frozen=True, slots=True)
class _Change:
    """What all notices of one change have in common."""

    by: User
    executive: ExecutiveProfile
    meeting: Meeting
    method: Method
    note: str
    was: Slot | None
    uid: str
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def tell_attendees(
    *,
    by: User,
    meeting: Meeting,
    method: Method,
    note: str = "",
    to: Collection[str] | None = None,
    was: Slot | None = None,
) -> UUID | None:
    """Notices to everyone invited, or of them to `to`, due after the undo window. The change's id; None: to nobody.

    `was` is where the meeting stood. Only what its executive organizes is told of.
    """
    executive = meeting.executive
    people = [each for each in invited(meeting) if to is None or each in to]
    if executive is None or not people:
        return None
    events, stamp = events_of(meeting), timezone.now()
    uid = events[0].uid

    def calendar(recipient: str) -> str:
        host = host_for(executive, uid, recipient)
        return invitation(events, method, host, stamp, is_moved=was is not None)

    return _add(_Change(by, executive, meeting, method, note, was, uid), people, calendar)


@transaction.atomic
def reply_to_organizer(
    *, by: User, meeting: Meeting, attendee: str, note: str = "", proposed: Slot | None = None
) -> UUID | None:
    """The attendee's present status as a REPLY, or their `proposed` time as a COUNTER, to the organizer."""
    organizer, executive, stamp = meeting.organizer, meeting.executive, timezone.now()
    if organizer is None or executive is None or organizer["email"].lower() == attendee.lower():
        return None
    event = event_of(meeting)
    if proposed is not None:
        event = replace(event, timing=replace(event.timing, start=proposed.start, end=proposed.end))
    method = Method.REPLY if proposed is None else Method.COUNTER

    def calendar(recipient: str) -> str:
        return answer(event, method, attendee, stamp)

    was = None if proposed is None else Slot(meeting.start_time, meeting.end_time)
    change = _Change(by, executive, meeting, method, note, was, event.uid)
    return _add(change, [organizer["email"].lower()], calendar)


@transaction.atomic
def take_back(*, change_id: UUID) -> bool:
    """Whoever has not been told of this change is not. True: nobody had been, and no server will tell them."""
    rows = AttendeeNotice.objects.select_for_update().filter(change_id=change_id)
    states = {row.pk: row for row in rows.order_by("pk")}
    waiting = [row for row in states.values() if row.state == NoticeState.WAITING]
    now = timezone.now()
    # Past the window the calendar's server may have been given the change already, unless we know it is ours to mail.
    is_whole = len(waiting) == len(states) and all(row.due_at > now or row.attempts for row in waiting)
    AttendeeNotice.objects.filter(pk__in=[row.pk for row in waiting]).update(state=NoticeState.TAKEN_BACK)
    return is_whole


def told_by(change_id: UUID) -> list[str]:
    """Who has been told of this change, or may have been."""
    rows = AttendeeNotice.objects.filter(change_id=change_id).exclude(state__in=NOT_TOLD)
    return sorted(rows.values_list("recipient", flat=True))


def waiting_for(change_id: UUID) -> int:
    """How many have yet to hear of this change."""
    return AttendeeNotice.objects.filter(change_id=change_id, state=NoticeState.WAITING).count()


def _add(change: _Change, people: Iterable[str], calendar: Callable[[str], str]) -> UUID:
    """`calendar` makes what one recipient is sent."""
    rows = [_row(change, recipient, calendar(recipient)) for recipient in people]
    AttendeeNotice.objects.bulk_create(rows)
    attendees_told.send(AttendeeNotice)
    return change.id


def _row(change: _Change, recipient: str, calendar: str) -> AttendeeNotice:
    meeting, executive = change.meeting, change.executive
    row = AttendeeNotice(
        org_id=executive.org_id,
        executive=executive,
        meeting=meeting,
        created_by=change.by,
        change_id=change.id,
        method=change.method,
        ical_uid=change.uid,
        recurrence_id=meeting.recurrence_id,
        sequence=meeting.sequence,
        recipient=recipient,
        note=change.note.replace("\x00", "").strip()[:LONGEST_NOTE],
        calendar=calendar,
        previous_start=change.was.start if change.was else None,
        previous_end=change.was.end if change.was else None,
        due_at=timezone.now() + UNDO_WINDOW,
    )
    if change.method in (Method.REQUEST, Method.CANCEL):
        row.token = digest_of(answer_token(row.pk))
        row.reply_key = digest_of(reply_token(executive.pk, change.uid, recipient))
        row.expires_at = _closes_at(meeting)
    return row


def _closes_at(meeting: Meeting) -> datetime | None:
    if meeting.is_recurring:
        return meeting.series_end_at and meeting.series_end_at + ANSWERS_AFTER
    return meeting.end_time + ANSWERS_AFTER
