"""The states of what goes out. Written down before and after: a crash between leaves `sending`, not a second copy."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from orgs.models import Delivery, Notification, SendingState
from orgs.notifications.channels import PermanentError, TransientError, UnknownFateError

# Longer than any job may take (CELERY_TASK_TIME_LIMIT): whoever took it up is gone.
LOST_AFTER = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
LOST = "It was being sent when the machine stopped. It may have arrived, so it is not sent again."
OUT_OF_SIGHT = "It is about something that you may not see any more."

type Rows = QuerySet[Any]
"""Of a model that is Outgoing."""


def claim(waiting: Rows, now: datetime) -> UUID | None:
    """Take up what is due among these; of several that try, one gets each row. The batch's id, or None."""
    batch = uuid4()
    due = waiting.filter(state=SendingState.WAITING, due_at__lte=now)
    count = due.update(
        state=SendingState.SENDING, batch=batch, claimed_at=now, attempts=F("attempts") + 1, error=""
    )
    return batch if count else None


@transaction.atomic
def settle_sent(batch: Rows, now: datetime) -> None:
    sending = batch.filter(state=SendingState.SENDING)
    if sending.model is Delivery:
        _note_channels(Delivery.objects.filter(pk__in=sending.values("pk")))
    sending.update(state=SendingState.SENT, sent_at=now)


def settle_failure(batch: Rows, error: Exception, now: datetime) -> None:
    """What the channel said decides: again later, never, or nobody knows."""
    for row in batch.filter(state=SendingState.SENDING):
        rows = batch.filter(pk=row.pk, state=SendingState.SENDING)
        if isinstance(error, TransientError) and now - row.created_at < GIVEN_UP_AFTER:
            due_at = now + max(pause_after(row.attempts), error.retry_after or timedelta(0))
            rows.update(state=SendingState.WAITING, due_at=due_at, batch=None, error=str(error))
        else:
            rows.update(state=_final_state(error), error=str(error))


def settle_unseen(rows: Rows) -> None:
    """What its reader may not know any more stays in the house."""
    rows.filter(state=SendingState.SENDING).update(state=SendingState.SUPPRESSED, error=OUT_OF_SIGHT)


def settle_lost(unsettled: Rows, now: datetime) -> int:
    """What was taken up and never settled: shown as unknown, and left alone."""
    lost = unsettled.filter(state=SendingState.SENDING, claimed_at__lt=now - LOST_AFTER)
    return lost.update(state=SendingState.UNKNOWN, error=LOST)


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4 … 60 minutes."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _final_state(error: Exception) -> SendingState:
    if isinstance(error, PermanentError):
        return error.state
    return SendingState.UNKNOWN if isinstance(error, UnknownFateError) else SendingState.FAILED


def _note_channels(sent: QuerySet[Delivery]) -> None:
    for delivery in sent.select_related("notification"):
        notification = delivery.notification
        channels = sorted({*notification.delivered_channels, delivery.channel})
        Notification.objects.filter(pk=notification.pk).update(delivered_channels=channels)
