"""Who has been told of a meeting, as its page says it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.formats import Formats
from scheduling.models import AttendeeNotice, Method, NoticeState
from scheduling.occurrences import Occurrence
from scheduling.selectors import notices_about

MOST = 50
STATES = {
    NoticeState.WAITING: (gettext_lazy("To be told"), "info"),
    NoticeState.SENDING: (gettext_lazy("Being told"), "info"),
    NoticeState.SENT: (gettext_lazy("Told"), "ok"),
    NoticeState.BY_SERVER: (gettext_lazy("Told by the calendar’s server"), "ok"),
    NoticeState.FAILED: (gettext_lazy("Not told"), "danger"),
    NoticeState.BOUNCED: (gettext_lazy("Came back"), "danger"),
    NoticeState.UNKNOWN: (gettext_lazy("Perhaps told"), "warn"),
    NoticeState.TAKEN_BACK: (gettext_lazy("Taken back"), ""),
}
ANSWERS = {
    "accepted": gettext_lazy("Accepted"),
    "tentative": gettext_lazy("Perhaps"),
    "declined": gettext_lazy("Declined"),
    "proposed": gettext_lazy("Proposed %(when)s"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`tone` colours the state's badge; `trouble` says why it has not gone out."""

    recipient: str
    what: str
    when: str
    state: str
    tone: str
    trouble: str
    answer: str
    comment: str


def told_lines(occurrence: Occurrence, formats: Formats) -> list[Told]:
    rows = notices_about(occurrence.meeting)
    if occurrence.recurrence_id is not None:
        rows = rows.filter(recurrence_id=occurrence.recurrence_id) | rows.filter(recurrence_id=None)
    return [_line(notice, formats) for notice in rows[:MOST]]


def _line(notice: AttendeeNotice, formats: Formats) -> Told:
    state, tone = STATES[NoticeState(notice.state)]
    answer = str(ANSWERS.get(notice.answer, ""))
    if notice.proposed_start is not None:
        answer %= {"when": formats.moment_in_sentence(notice.proposed_start)}
    return Told(
        recipient=notice.recipient,
        what=_what(notice, formats),
        when=formats.moment_in_sentence(notice.sent_at or notice.due_at),
        state=str(state),
        tone=tone,
        trouble=notice.error,
        answer=answer,
        comment=notice.comment,
    )


def _what(notice: AttendeeNotice, formats: Formats) -> str:
    if notice.recurrence_id is None:
        return _kind(notice)
    when = formats.moment_in_sentence(notice.recurrence_id)
    return _("%(what)s: %(when)s") % {"what": _kind(notice), "when": when}


def _kind(notice: AttendeeNotice) -> str:
    if notice.method == Method.CANCEL:
        return _("Cancelled")
    if notice.method == Method.REPLY:
        return _("Our answer")
    if notice.method == Method.COUNTER:
        return _("Our proposal")
    return _("Moved") if notice.previous_start else _("Invited")
