from django.db import models
from django.db.models import Q

from jenifer.db.fields import choice, count, long_text, moment, text
from jenifer.db.wall import everyone_in_tenant
from orgs.models.sending import Outgoing, due_index


class Method(models.TextChoices):
    """What a letter about a meeting asks for or says (RFC 5546 §1.4)."""

    REQUEST = "request"
    CANCEL = "cancel"
    REPLY = "reply"
    COUNTER = "counter"


class NoticeState(models.TextChoices):
    """As orgs.models.SendingState; and what becomes of a notice beside being mailed."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    TAKEN_BACK = "taken_back"
    BY_SERVER = "by_server"  # the calendar server tells them itself (RFC 6638)


class Answer(models.TextChoices):
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    PROPOSED = "proposed"


class AttendeeNotice(Outgoing):
    """One person told of one change of a meeting, and what they answered.

    `change_id` is shared by all who are told of the same change. `calendar` is the iCalendar text as it goes out,
    kept as it was when the change was confirmed. `token` and `reply_key` are hashes: of what opens the answer
    page, and of the address that an answer by mail comes to.
    """

    wall = everyone_in_tenant() | {"definer": "SELECT"}
    is_audited = True

    executive = models.ForeignKey("executives.ExecutiveProfile", models.DB_CASCADE, related_name="notices")
    meeting = models.ForeignKey(
        "scheduling.Meeting", models.DB_SET_NULL, null=True, blank=True, related_name="notices"
    )
    created_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+", db_column="created_by"
    )
    state = choice(NoticeState, NoticeState.WAITING)
    change_id = models.UUIDField()
    method = choice(Method, None)
    ical_uid = models.CharField(max_length=1000)
    recurrence_id = moment()
    sequence = count()
    recipient = models.CharField(max_length=320)
    note = long_text()
    calendar = long_text()
    previous_start = moment()
    previous_end = moment()
    token = text(64)
    reply_key = text(64)
    expires_at = moment(help_text="When the answer page closes; NULL while the meeting has no end.")
    answer = choice(Answer)
    answered_at = moment(help_text="By the answering side’s clock, so that an older answer is known.")
    comment = long_text()
    proposed_start = moment()
    proposed_end = moment()

    class Meta:
        db_table = "attendee_notices"
        indexes = [
            due_index("idx_attendee_notices_due"),
            models.Index(fields=["executive", "ical_uid"], name="idx_attendee_notices_uid"),
            models.Index(fields=["reply_key"], name="idx_attendee_notices_reply", condition=~Q(reply_key="")),
        ]
        constraints = [
            models.UniqueConstraint(name="attendee_notices_once", fields=["change_id", "recipient"]),
            models.UniqueConstraint(name="attendee_notices_token", fields=["token"], condition=~Q(token="")),
            models.CheckConstraint(
                name="attendee_notices_proposal",
                condition=Q(proposed_start=None, proposed_end=None)
                | Q(proposed_end__gt=models.F("proposed_start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} to {self.recipient}: {self.state}"
