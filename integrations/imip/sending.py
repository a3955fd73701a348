"""Notices whose turn has come: told by the calendar's own server where it does that, else mailed. Each once."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from integrations.imip.letters import letter_of
from orgs.notifications.channels import PermanentError, TransientError, UnknownFateError
from orgs.notifications.deliveries import claim, settle_failure, settle_lost, settle_sent
from orgs.notifications.letters import hand_over
from scheduling.models import AttendeeNotice, Method, NoticeState

logger = logging.getLogger(__name__)
SENDING_ERRORS = (TransientError, PermanentError, UnknownFateError)
MOST_AT_ONCE = 500


def send_due(now: datetime) -> None:
    """All of the organization's. Never inside a transaction: what is taken up is written down before it goes out."""
    everyone = AttendeeNotice.objects.all()
    settle_lost(everyone, now)
    due = everyone.filter(state=NoticeState.WAITING, due_at__lte=now).order_by("due_at", "created_at", "id")
    for pk in due.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        _send(pk, now)


def is_told_by_server(executive_id: UUID | None, uid: str) -> bool:
    """Whether the calendar that holds this series, or will, is on a server that tells attendees (RFC 6638)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.server_tells(%s, %s)", [executive_id, uid])
        is_told: bool = cursor.fetchone()[0]
    return is_told


def _send(pk: UUID, now: datetime) -> None:
    row = AttendeeNotice.objects.filter(pk=pk)
    if claim(row, now) is None:
        return  # another sender was quicker, or it was taken back
    notice = row.select_related("executive", "created_by", "org").get()
    if notice.method != Method.COUNTER and is_told_by_server(notice.executive_id, notice.ical_uid):
        row.filter(state=NoticeState.SENDING).update(state=NoticeState.BY_SERVER, sent_at=now)
        return
    try:
        hand_over([letter_of(notice)])
    except SENDING_ERRORS as error:
        logger.warning("Notice %s: %s", pk, error)
        settle_failure(row, error, now)
    else:
        settle_sent(row, timezone.now())
