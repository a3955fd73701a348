"""Browsers that a person lets us push to."""

import base64
import binascii
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from orgs.models import PushSubscription, User
from orgs.notifications.push_services import is_push_service

MOST_BROWSERS = 20
P256DH_BYTES, AUTH_BYTES = 65, 16
HAS_SUBSCRIBED = "SELECT app.has_push(%s)"


def has_subscribed(user: User) -> bool:
    """Asked by whoever notifies, who may not see a colleague's browsers."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_SUBSCRIBED, [user.pk])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def subscribe_browser(
    *, by: User, endpoint: str, p256dh: str, auth: str, label: str = ""
) -> PushSubscription:
    """The same browser again is the same row; a browser speaks to whoever subscribed it last."""
    if len(endpoint) > 1000 or not is_push_service(endpoint):
        raise ValidationError({"endpoint": _("This is no address of a push service that is known here.")})
    if len(_decoded(p256dh)) != P256DH_BYTES or len(_decoded(auth)) != AUTH_BYTES:
        raise ValidationError({"keys": _("These are no keys of a browser's subscription.")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.take_over_push(%s)", [endpoint])
    own = PushSubscription.objects.filter(user=by)
    if own.exclude(endpoint=endpoint).count() >= MOST_BROWSERS:
        raise ValidationError(_("You have %(count)s browsers. Remove one first.") % {"count": MOST_BROWSERS})
    columns = {"p256dh": p256dh, "auth": auth, "label": label[:100]}
    row, _made = own.update_or_create(
        endpoint=endpoint, defaults=columns, create_defaults=columns | {"user": by}
    )
    return row


def unsubscribe_browser(*, by: User, browser_id: UUID) -> bool:
    """Whether it was theirs."""
    count, _each = PushSubscription.objects.filter(user=by, pk=browser_id).delete()
    return bool(count)


def forget_endpoint(*, by: User, endpoint: str) -> None:
    """The person signs out of the browser that has it."""
    PushSubscription.objects.filter(user=by, endpoint=endpoint).delete()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
