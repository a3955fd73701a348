"""The only place that posts to push services (RFC 8030, 8291). Loaded by the jobs alone: its library is large."""

import json
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from pywebpush import WebPusher

from jenifer.outbound import BrokenOffError, Limits, NotSentError, RefusedError, outbound_client, retry_after
from orgs.notifications.channels import PermanentError, TransientError, UnknownFateError
from orgs.notifications.push_services import is_push_service, vapid

LIMITS = Limits(whole_seconds=20, most_bytes=100_000)
KEPT_SECONDS = 24 * 3600  # how long the service keeps it for a browser that is away
GONE = (404, 410)
LONGEST_WAIT = timedelta(hours=1)


class SubscriptionGoneError(PermanentError):
    """The browser has taken its subscription back."""


def post_push(subscription: dict[str, Any], message: dict[str, str]) -> None:
    """Encrypt and post one message. Raises the channel's errors; SubscriptionGoneError when there is nobody."""
    endpoint = subscription["endpoint"]
    if not is_push_service(endpoint):
        raise SubscriptionGoneError("This address is no push service.")
    parts = urlsplit(endpoint)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    headers = vapid().sign({"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{sender}"})
    headers |= {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_SECONDS),
    }
    body = WebPusher(subscription).encode(json.dumps(message).encode())["body"]
    try:
        with outbound_client(limits=LIMITS, redirects=0) as client:
            answer = client.post(endpoint, content=body, headers=headers)
    except RefusedError as error:
        raise PermanentError("Requests do not go to this push service.") from error
    except NotSentError as error:
        raise TransientError("The push service is away. It will be tried again.") from error
    except BrokenOffError as error:
        raise UnknownFateError("The push service broke off.") from error
    _judge(answer)


def _judge(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in (200, 201, 202):
        return
    if status in GONE:
        raise SubscriptionGoneError("The browser no longer takes messages.")
    if status == 429 or status >= 500:
        wait = retry_after(answer.headers)
        raise TransientError(
            f"The push service asked for patience ({status}).", min(wait, LONGEST_WAIT) if wait else None
        )
    raise PermanentError(f"The push service refused it ({status}).")
