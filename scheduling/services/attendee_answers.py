"""What attendees answer, on the answer page or by mail: written down, set on the meeting, and told to assistants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jenifer.digests import digest_of
from jenifer.principal import acting_as, on_behalf_of
from scheduling.answer_tokens import LENGTH
from scheduling.models import Answer, AttendeeNotice, Meeting, MeetingStatus
from scheduling.notice_words import event_in, span_in_words
from scheduling.services.instances import Slot, find_occurrence, is_own_row, own_row, slot_of
from scheduling.services.notice_news import tell_assistants
from scheduling.signals import calendar_changed

LONGEST_COMMENT = 2_000
# A proposal is no refusal: it leaves the answer open.
STATUSES = {Answer.ACCEPTED: "accepted", Answer.TENTATIVE: "tentative", Answer.DECLINED: "declined"}

TITLES = {
    Answer.ACCEPTED: gettext_lazy("%(who)s accepts: %(title)s"),
    Answer.TENTATIVE: gettext_lazy("%(who)s may come: %(title)s"),
    Answer.DECLINED: gettext_lazy("%(who)s declines: %(title)s"),
    Answer.PROPOSED: gettext_lazy("%(who)s proposes another time: %(title)s"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """A notice, and the organization's worker as whom it is read and answered."""

    notice_id: UUID
    worker_id: UUID


@dataclass(frozen=True, slots=True)
class Reply:
    """`at` is when it was given, by the answering side's clock; `proposed` is as a row holds times."""

    answer: Answer
    at: datetime
    comment: str = ""
    proposed: Slot | None = None


def door_by_token(token: str) -> Door | None:
    """What the link in a letter opens; None for a token that is not ours, or is over."""
    return _ask("SELECT notice_id, worker_id FROM app.notice_by_token(%s)", token)


def door_by_reply(token: str) -> Door | None:
    """The last notice whose answers come to that address."""
    return _ask("SELECT notice_id, worker_id FROM app.notice_by_reply(%s)", token)


def has_changed(notice: AttendeeNotice) -> str:
    """moved, cancelled or gone since the notice went out; '' when it holds."""
    told, meeting = event_in(notice), present_row(notice)
    if meeting is None:
        return "gone"
    if meeting.status == MeetingStatus.CANCELLED or told.status == "cancelled":
        return "cancelled"
    is_same = (meeting.start_time, meeting.end_time) == (told.timing.start, told.timing.end)
    return "" if is_same else "moved"


def present_row(notice: AttendeeNotice) -> Meeting | None:
    """The row that the notice was about, as it is now; another one may have taken its place."""
    rows = Meeting.objects.filter(executive=notice.executive_id, deleted_at=None)
    found = rows.filter(pk=notice.meeting_id).first() if notice.meeting_id else None
    if found is not None:
        return found
    return rows.filter(ical_uid=notice.ical_uid, recurrence_id=notice.recurrence_id).first()


@transaction.atomic
def answer_notice(*, notice_id: UUID, reply: Reply, instance: datetime | None = None) -> bool:
    """False: an answer that was given later is known already, or this very one.

    `instance` is one of the notice's series that has had no notice of its own: its row is changed alone.
    """
    notice = (
        AttendeeNotice.objects.select_for_update(of=["self"])
        .select_related("executive", "org")
        .get(pk=notice_id)
    )
    if instance is not None:
        return _answer_instance(notice, instance, reply)
    if notice.answered_at is not None and notice.answered_at >= reply.at:
        return False
    is_new = (notice.answer, notice.comment) != (reply.answer, reply.comment) or reply.proposed is not None
    _write(notice, reply)
    row = present_row(notice)
    if row is not None and reply.answer in STATUSES:
        _set_status(notice, [row, *row.overrides.filter(deleted_at=None)], STATUSES[reply.answer])
    if is_new:
        _tell_assistants(notice, reply)
    return True


def _write(notice: AttendeeNotice, reply: Reply) -> None:
    notice.answer, notice.answered_at = reply.answer, reply.at
    notice.comment = reply.comment[:LONGEST_COMMENT]
    notice.proposed_start = reply.proposed.start if reply.proposed else None
    notice.proposed_end = reply.proposed.end if reply.proposed else None
    notice.save(update_fields=["answer", "answered_at", "comment", "proposed_start", "proposed_end"])


def _answer_instance(notice: AttendeeNotice, instance: datetime, reply: Reply) -> bool:
    """The instance gets a row of its own, where it has none."""
    master = present_row(notice)
    if master is None or reply.answer not in STATUSES:
        return False
    near = Slot(instance, instance)
    occurrence = find_occurrence(notice.executive, master, instance, near=near)
    if occurrence is None:
        return False
    row = Meeting.objects.get(pk=occurrence.meeting.pk)
    if not is_own_row(occurrence):
        with on_behalf_of(notice.executive_id):
            row = own_row(occurrence, slot_of(occurrence, notice.executive), None)
    if not _set_status(notice, [row], STATUSES[reply.answer]):
        return False
    _tell_assistants(notice, reply)
    return True


def _set_status(notice: AttendeeNotice, rows: Iterable[Meeting], status: str) -> bool:
    """On the first row, and on the others where the answer is open still. Whether anything was different."""
    is_different = False
    for number, row in enumerate(rows):
        each = Meeting.objects.select_for_update().get(pk=row.pk)
        people = [_answered(person, notice.recipient, status, number == 0) for person in each.attendees]
        if people != each.attendees:
            is_different, each.attendees = True, people
            with on_behalf_of(notice.executive_id):
                each.save(update_fields=["attendees"])
    if is_different:
        calendar_changed.send(Meeting, executive_ids=[notice.executive_id])
    return is_different


def _answered(person: dict[str, Any], address: str, status: str, is_asked: bool) -> dict[str, Any]:
    is_open = is_asked or person.get("status", "needs_action") == "needs_action"
    return person | {"status": status} if person["email"].lower() == address and is_open else person


def _tell_assistants(notice: AttendeeNotice, reply: Reply) -> None:
    event = event_in(notice)
    names = {each["email"].lower(): each["name"] for each in event.attendees}
    who = names.get(notice.recipient) or notice.recipient
    lines = [reply.comment] if reply.comment else []
    if reply.proposed is not None:
        span = span_in_words(event.timing, reply.proposed.start, reply.proposed.end, notice.org)
        lines.insert(0, _("Proposed: %(when)s") % {"when": span})
    title = TITLES[reply.answer] % {"who": who, "title": event.title}
    tell_assistants(notice, title=title, body="\n".join(lines))


def _ask(question: str, token: str) -> Door | None:
    token = token.lower()
    if len(token) != LENGTH:
        return None
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute(question, [digest_of(token)])
        row = cursor.fetchone()
    return Door(*row) if row else None
