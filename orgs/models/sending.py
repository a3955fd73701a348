from typing import Any, ClassVar

from django.db import models

from jenifer.db.fields import choice, count, long_text, moment, now
from jenifer.db.models import TenantModel
from jenifer.db.wall import owner_alone_and_staff_to_read


class SendingState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"  # given to the channel, and its answer not yet written down
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # may or may not have arrived: shown, never sent again
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"  # not wanted, out of its reader's sight, or the address takes no mail


class Outgoing(TenantModel):
    """Something on its way out of the house. Its state is written only by orgs.notifications.deliveries."""

    state = choice(SendingState, SendingState.WAITING)
    attempts = count()
    due_at = now()
    claimed_at = moment()
    batch = models.UUIDField(null=True, blank=True)  # what went out together
    sent_at = moment()
    error = long_text()

    class Meta:
        abstract = True


class Sending(Outgoing):
    """What goes out to `user`."""

    wall: ClassVar[dict[str, str]] = owner_alone_and_staff_to_read() | {"definer": "SELECT, INSERT"}

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True


def due_index(name: str) -> models.Index:
    """What a sweep asks for: all that is not settled yet."""
    unsettled: Any = models.Q(state__in=[SendingState.WAITING, SendingState.SENDING])
    return models.Index(fields=["due_at"], name=name, condition=unsettled)
