"""A mail that came in: an answer to an invitation, a letter that came back, or words to pass on."""

import re
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from integrations.imip.mail import Incoming, Report, UnreadableMail, read_mail
from jenifer.principal import acting_as
from orgs.models import NotificationType
from orgs.notifications.letters import own_domain
from scheduling.ical.answers import CalendarAnswer, read_answers
from scheduling.models import Answer, AttendeeNotice, NoticeState
from scheduling.notice_words import event_in
from scheduling.rates import ANSWER, seconds_to_rest
from scheduling.services.attendee_answers import Door, Reply, answer_notice, door_by_reply
from scheduling.services.instances import Slot
from scheduling.services.notice_news import tell_assistants

TOKEN = r"[a-z2-7]{26}"
ANSWERS = {"accepted": Answer.ACCEPTED, "tentative": Answer.TENTATIVE, "declined": Answer.DECLINED}
CAME_BACK = (NoticeState.SENT, NoticeState.UNKNOWN)


class Outcome(StrEnum):
    ANSWERED = "answered"
    KNOWN = "known"  # an answer that was read before, or is older than the one that stands
    PASSED_ON = "passed_on"  # words, for the assistants to read
    BOUNCED = "bounced"
    UNKNOWN = "unknown"  # nobody's: it is kept


def receive(raw: bytes, now: datetime, recipient: str = "") -> tuple[Outcome, str]:
    """What became of it, and why where it is unknown. The same mail again changes nothing."""
    try:
        mail = read_mail(raw, recipient)
    except UnreadableMail as error:
        return Outcome.UNKNOWN, str(error)
    if mail.report is not None:
        return _came_back(mail.report)
    door = _door(mail)
    if door is None:
        return Outcome.UNKNOWN, "It is addressed to nobody here."
    with acting_as(door.worker_id):
        return _answered(mail, door, now)


def _door(mail: Incoming) -> Door | None:
    if not settings.REPLY_ADDRESS:
        return None
    box, _at, domain = settings.REPLY_ADDRESS.lower().partition("@")
    found = re.search(rf"{re.escape(box)}\+({TOKEN})@{re.escape(domain)}", mail.recipients.lower())
    return door_by_reply(found[1]) if found else None


def _answered(mail: Incoming, door: Door, now: datetime) -> tuple[Outcome, str]:
    notice = AttendeeNotice.objects.select_related("executive", "org").get(pk=door.notice_id)
    if seconds_to_rest(f"answer:{notice.pk}", ANSWER):
        return Outcome.UNKNOWN, "Too many mails came to this address within an hour."
    answers = [each for content in mail.calendars for each in read_answers(content)]
    ours = [each for each in answers if _is_about(each, notice)]
    outcomes = [_take(each, notice, now) for each in ours]
    if Outcome.ANSWERED in outcomes:
        return Outcome.ANSWERED, ""
    if outcomes:
        return Outcome.KNOWN, ""
    if not mail.text:
        return Outcome.UNKNOWN, "It holds no answer to the invitation it is addressed to."
    _pass_on(mail, notice)
    return Outcome.PASSED_ON, ""


def _is_about(answer: CalendarAnswer, notice: AttendeeNotice) -> bool:
    people = {each["email"] for each in answer.event.attendees if not each["is_organizer"]}
    return answer.event.uid == notice.ical_uid and notice.recipient in people


def _take(answer: CalendarAnswer, notice: AttendeeNotice, now: datetime) -> Outcome:
    told = _notice_of_instance(answer, notice)
    if answer.sequence is not None and answer.sequence < told.sequence:
        return Outcome.KNOWN
    reply = _reply(answer, told, min(answer.stamp or now, now))
    if reply is None:
        return Outcome.KNOWN
    instance = answer.event.timing.recurrence_id
    other = instance if instance != told.recurrence_id else None
    is_new = answer_notice(notice_id=told.pk, reply=reply, instance=other)
    return Outcome.ANSWERED if is_new else Outcome.KNOWN


def _notice_of_instance(answer: CalendarAnswer, notice: AttendeeNotice) -> AttendeeNotice:
    """The last letter about that instance; where there was none, about the series."""
    rows = AttendeeNotice.objects.filter(
        executive=notice.executive_id, ical_uid=notice.ical_uid, recipient=notice.recipient
    ).exclude(reply_key="")
    rows = rows.select_related("executive", "org").order_by("-created_at")
    instance = answer.event.timing.recurrence_id
    return rows.filter(recurrence_id=instance).first() or rows.filter(recurrence_id=None).first() or notice


def _reply(answer: CalendarAnswer, notice: AttendeeNotice, at: datetime) -> Reply | None:
    timing = answer.event.timing
    if answer.method == "COUNTER":
        if not answer.has_time or timing.end <= timing.start:
            return None
        return Reply(Answer.PROPOSED, at, answer.comment, Slot(timing.start, timing.end))
    status = next(each["status"] for each in answer.event.attendees if each["email"] == notice.recipient)
    return Reply(ANSWERS[status], at, answer.comment) if status in ANSWERS else None


def _pass_on(mail: Incoming, notice: AttendeeNotice) -> None:
    names = {"who": notice.recipient, "title": event_in(notice).title}
    tell_assistants(notice, title=_("%(who)s writes about %(title)s") % names, body=mail.text)


def _came_back(report: Report) -> tuple[Outcome, str]:
    found = re.search(rf"<([0-9a-f-]{{36}})@{re.escape(own_domain())}>", report.original)
    notice_id = _uuid(found[1]) if found else None
    if notice_id is None:
        return Outcome.UNKNOWN, "A letter came back that was not sent from here."
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("SELECT app.notice_worker(%s)", [notice_id])
        worker_id = cursor.fetchone()[0]
    if worker_id is None:
        return Outcome.UNKNOWN, "A letter came back that was not sent from here."
    with acting_as(worker_id):
        return _mark_bounced(report, notice_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _mark_bounced(report: Report, notice_id: UUID) -> tuple[Outcome, str]:
    notice = AttendeeNotice.objects.select_related("executive").get(pk=notice_id)
    if notice.recipient not in report.recipients:
        return Outcome.UNKNOWN, "A letter came back from somebody it was not sent to."
    reason = _("It came back: %(reason)s") % {"reason": report.reason}
    rows = AttendeeNotice.objects.filter(pk=notice.pk, state__in=CAME_BACK)
    if not rows.update(state=NoticeState.BOUNCED, error=reason):
        return Outcome.KNOWN, ""
    title = _("%(who)s was not reached about %(title)s")
    names = {"who": notice.recipient, "title": event_in(notice).title}
    tell_assistants(notice, title=title % names, body=reason, kind=NotificationType.WARNING)
    return Outcome.BOUNCED, ""
