"""The one way to tell people something."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from jenifer.principal import acting_as
from orgs.models import EntityType, NotificationCategory, NotificationType, SendingState, User
from orgs.notifications.channels import CHANNELS
from orgs.notifications.wakeups import wake
from orgs.notifications.wishes import Wishes
from orgs.zones import zone_or_utc

NOTIFY = "SELECT app.notify(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
LONGEST_TITLE, LONGEST_URL, LONGEST_LABEL = 255, 500, 100


@transaction.atomic
def notify(
    *,
    to: Iterable[User],
    category: NotificationCategory,
    title: str,
    body: str = "",
    url: str = "",
    label: str = "",
    kind: NotificationType = NotificationType.INFO,
    about: tuple[EntityType, UUID] | None = None,
    now: datetime | None = None,
) -> list[UUID]:
    """Tell colleagues of whoever acts; each as they wish it (orgs.notifications.wishes). The new rows' ids.

    Bell and channels follow once the transaction commits; `url` is a path of ours.
    """
    told = []
    for user in to:
        wishes = wishes_of(user)
        due = _deliveries(user, wishes, category, now or timezone.now())
        wanted = ["in_app"] if wishes.wants(category, "in_app") else []
        wanted += [each["channel"] for each in due]
        if not wanted:
            continue
        values = (kind, category, title[:LONGEST_TITLE], body, url[:LONGEST_URL], label[:LONGEST_LABEL])
        identity = _insert(user, *values, *(about or ("", None)), json.dumps(wanted), json.dumps(due))
        if identity is not None:
            told.append(identity)
            _follow(user, due)
    return told


def wishes_of(user: User) -> Wishes:
    return Wishes.of(user.preferences, zone_or_utc(user.timezone), user.org.ai_settings)


def _deliveries(user: User, wishes: Wishes, category: str, now: datetime) -> list[dict[str, str]]:
    """What is to go out, and when; where nothing can go out at present, that is kept and shown."""
    due_at = wishes.due_at(category, now).isoformat()
    found = []
    for channel in CHANNELS.values():
        if wishes.wants(category, channel.name) and channel.reaches(user):
            refusal = channel.refusal(user)
            state = SendingState.SUPPRESSED if refusal else SendingState.WAITING
            found.append({"channel": channel.name, "state": state, "due_at": due_at, "error": refusal})
    return found


def _insert(user: User, *values: Any) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(NOTIFY, [user.pk, *values])
        identity: UUID | None = cursor.fetchone()[0]
    return identity


def _follow(user: User, due: list[dict[str, str]]) -> None:
    from orgs.notifications.jobs import send_due  # the jobs stand above the services

    transaction.on_commit(partial(wake, str(user.pk)), robust=True)
    if due:
        with acting_as(user):  # what goes out is the recipient's own to see
            send_due.delay_on_commit()
