"""Notifications as they are shown: on the bell, on the page, in mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.formats import Formats
from orgs.models import Delivery, Notification, NotificationCategory, NotificationType, SendingState
from orgs.notifications.channels import CHANNELS

CATEGORY_LABELS = {
    NotificationCategory.MEETING: gettext_lazy("Meetings"),
    NotificationCategory.TASK: gettext_lazy("Tasks"),
    NotificationCategory.APPROVAL: gettext_lazy("Approvals"),
    NotificationCategory.SYSTEM: gettext_lazy("Account and team"),
    NotificationCategory.AI: gettext_lazy("Insights"),
    NotificationCategory.DELEGATION: gettext_lazy("Delegations"),
    NotificationCategory.KEY_DATE: gettext_lazy("Key dates"),
    NotificationCategory.SYNC: gettext_lazy("Imports and sync"),
}
CATEGORY_ICONS = {
    NotificationCategory.MEETING: "calendar",
    NotificationCategory.TASK: "list-checks",
    NotificationCategory.APPROVAL: "stamp",
    NotificationCategory.SYSTEM: "users",
    NotificationCategory.AI: "sparkles",
    NotificationCategory.DELEGATION: "forward",
    NotificationCategory.KEY_DATE: "calendar-heart",
    NotificationCategory.SYNC: "upload",
}
TONES = {NotificationType.WARNING: "warn", NotificationType.ERROR: "danger", NotificationType.SUCCESS: "ok"}
# Of a delivery: the word, and the colour of its badge.
STATES = {
    SendingState.WAITING: (gettext_lazy("waiting"), "info"),
    SendingState.SENDING: (gettext_lazy("being sent"), "info"),
    SendingState.SENT: (gettext_lazy("sent"), ""),
    SendingState.FAILED: (gettext_lazy("not sent"), "danger"),
    SendingState.UNKNOWN: (gettext_lazy("fate unknown"), "warn"),
    SendingState.BOUNCED: (gettext_lazy("came back"), "danger"),
    SendingState.SUPPRESSED: (gettext_lazy("held back"), "warn"),
}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    channel: str
    state: str
    tone: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    title: str
    body: str
    icon: str
    tone: str
    category: str
    at: str
    is_read: bool
    url: str
    label: str
    deliveries: Sequence[DeliveryLine]


def lines_of(
    notifications: Iterable[Notification], formats: Formats, *, deliveries: bool = False
) -> list[Line]:
    """`url` marks it read and leads on; deliveries are read only when asked for (prefetch them)."""
    return [
        Line(
            id=each.pk,
            title=each.title,
            body=each.body,
            icon=CATEGORY_ICONS.get(NotificationCategory(each.category), "bell"),
            tone=TONES.get(NotificationType(each.notification_type), ""),
            category=str(CATEGORY_LABELS[NotificationCategory(each.category)]),
            at=formats.moment(each.created_at),
            is_read=each.is_read,
            url=reverse("notification-open", args=[each.pk]) if each.action_url else "",
            label=each.action_label,
            deliveries=[_delivery(row, formats) for row in each.deliveries.all()] if deliveries else (),
        )
        for each in notifications
    ]


def _delivery(row: Delivery, formats: Formats) -> DeliveryLine:
    word, tone = STATES[SendingState(row.state)]
    at: datetime | None = row.sent_at or (row.due_at if row.state == SendingState.WAITING else None)
    channel: Any = CHANNELS.get(row.channel)
    return DeliveryLine(
        channel=str(channel.label if channel else row.channel.capitalize()),
        state=str(word),
        tone=tone,
        at=formats.moment_in_sentence(at) if at else "",
        why=_(row.error) if row.error else "",
    )
