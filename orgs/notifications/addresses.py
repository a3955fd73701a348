"""Addresses that mail comes back from."""

from django.utils import timezone

from orgs.models import Delivery, DeliveryChannel, SendingState, User


def is_bounced(user: User) -> bool:
    """Another address than the one that bounced is another chance."""
    return bool(user.email) and user.bounced_email == user.email


def note_bounce(user: User) -> None:
    _remember(user, user.email)


def forget_bounce(user: User) -> None:
    """The person says that the address works again."""
    _remember(user, "")


def mark_bounced(user: User) -> int:
    """Mail came back after it had been sent: what was sent last is marked. How many deliveries that were."""
    note_bounce(user)
    sent = Delivery.objects.filter(user=user, channel=DeliveryChannel.EMAIL, state=SendingState.SENT)
    last = sent.order_by("-sent_at").first()
    if last is None:
        return 0
    reason = f"It came back on {timezone.now():%Y-%m-%d}."
    return sent.filter(batch=last.batch).update(state=SendingState.BOUNCED, error=reason)


def _remember(user: User, address: str) -> None:
    User.objects.filter(pk=user.pk).update(bounced_email=address)
    user.bounced_email = address
