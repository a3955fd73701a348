"""What is due for whoever acts: their own deliveries and agendas, taken up, sent and settled."""

import logging
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from orgs.models import Delivery, Digest, SendingState, User
from orgs.notifications.channels import CHANNELS, Batch, PermanentError, TransientError, UnknownFateError
from orgs.notifications.deliveries import claim, settle_failure, settle_lost, settle_sent, settle_unseen
from orgs.notifications.digest import send_digest
from orgs.notifications.sight import out_of_sight
from orgs.notifications.wakeups import wake

logger = logging.getLogger(__name__)
SENDING_ERRORS = (TransientError, PermanentError, UnknownFateError)


def send_due_of(user: User, now: datetime) -> None:
    """Never inside a transaction: what was taken up must be written down before it goes out."""
    deliveries, digests = Delivery.objects.filter(user=user), Digest.objects.filter(user=user)
    lost = settle_lost(deliveries, now) + settle_lost(digests, now)
    sent = sum(_send_channel(user, name, now) for name in CHANNELS)
    for digest in digests.filter(state=SendingState.WAITING, due_at__lte=now).select_related(
        "user__org", "executive"
    ):
        _send_digest(digest, now)
    if lost or sent:
        wake(str(user.pk))  # the list shows what became of it


def _send_channel(user: User, name: str, now: datetime) -> int:
    rows = Delivery.objects.filter(user=user, channel=name)
    batch_id = claim(rows, now)
    if batch_id is None:
        return 0
    batch = rows.filter(batch=batch_id)
    found = list(batch.select_related("notification").order_by("notification__created_at"))
    hidden = out_of_sight(user, [each.notification for each in found])
    settle_unseen(batch.filter(notification__in=hidden))
    shown = [each for each in found if each.notification_id not in hidden]
    if shown:
        _hand_over(Batch(batch_id, user, shown), name, batch, now)
    return len(found)


def _hand_over(what: Batch, name: str, batch: QuerySet[Delivery], now: datetime) -> None:
    try:
        CHANNELS[name].send(what)
    except SENDING_ERRORS as error:
        logger.warning("Delivery %s by %s: %s", what.id, name, error)
        settle_failure(batch, error, now)
    else:
        settle_sent(batch, timezone.now())


def _send_digest(digest: Digest, now: datetime) -> None:
    rows = Digest.objects.filter(pk=digest.pk)
    batch_id = claim(rows, now)
    if batch_id is None:
        return
    try:
        send_digest(digest, batch_id)
    except SENDING_ERRORS as error:
        logger.warning("Agenda %s: %s", digest.pk, error)
        settle_failure(rows, error, now)
    else:
        settle_sent(rows, timezone.now())
