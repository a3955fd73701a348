from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from orgs.models import PushSubscription, SendingState, User
from orgs.notifications.channels import Batch, PermanentError, TransientError, UnknownFateError
from orgs.notifications.push_services import is_available
from orgs.notifications.subscriptions import has_subscribed

LONGEST_BODY = 300
NO_BROWSER = "No browser of yours takes messages any more."


class WebPushChannel:
    name = "push"
    label = gettext_lazy("Push")

    def reaches(self, user: User) -> bool:
        return is_available() and has_subscribed(user)

    def refusal(self, user: User) -> str:
        return ""

    def send(self, batch: Batch) -> None:
        """To every browser of the person. One that took it is enough: trying again would tell that one twice."""
        from orgs.notifications.push_client import SubscriptionGoneError, post_push  # large: the jobs' alone

        errors: list[Exception] = []
        has_arrived = False
        for subscription in PushSubscription.objects.filter(user=batch.user):
            try:
                post_push(_keys(subscription), _message(batch))
                PushSubscription.objects.filter(pk=subscription.pk).update(used_at=timezone.now())
                has_arrived = True
            except SubscriptionGoneError:
                subscription.delete()
            except (TransientError, PermanentError, UnknownFateError) as error:
                errors.append(error)
        if has_arrived:
            return
        # Where one browser may have got it, no other may be tried again.
        unknown = next((error for error in errors if isinstance(error, UnknownFateError)), None)
        raise unknown or next(iter(errors), PermanentError(NO_BROWSER, SendingState.SUPPRESSED))


def _keys(subscription: PushSubscription) -> dict[str, Any]:
    """As a browser's PushSubscription writes itself."""
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    return {"endpoint": subscription.endpoint, "keys": keys}


def _message(batch: Batch) -> dict[str, str]:
    """What static/js/worker.js shows; `tag` lets a browser show each batch once."""
    notifications = [delivery.notification for delivery in batch.deliveries]
    first, count = notifications[0], len(notifications)
    title = first.title
    if count > 1:
        title = ngettext("%(count)s notification", "%(count)s notifications", count) % {"count": count}
    body = first.body if count == 1 else "\n".join(each.title for each in notifications)
    path = f"/notifications/{first.pk}/open/" if count == 1 and first.action_url else "/notifications/"
    return {
        "title": title,
        "body": body[:LONGEST_BODY],
        "url": settings.PUBLIC_URL + path,
        "tag": str(batch.id),
    }
