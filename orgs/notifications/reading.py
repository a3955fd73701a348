"""Marking notifications read; the other open bells of the person hear of it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from orgs.models import Notification, User
from orgs.notifications.wakeups import wake


@transaction.atomic
def mark_read(*, by: User, notification_id: UUID) -> Notification:
    """Once read it stays so; someone else's is not there (404)."""
    rows = Notification.objects.filter(user=by, pk=notification_id)
    _mark(rows, by)
    notification = rows.first()
    if notification is None:
        raise Http404
    return notification


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """How many were unread."""
    return _mark(Notification.objects.filter(user=by), by)


def _mark(rows: QuerySet[Notification], by: User) -> int:
    count = rows.filter(is_read=False).update(is_read=True, read_at=timezone.now())
    if count:
        transaction.on_commit(partial(wake, str(by.pk)), robust=True)
    return count
