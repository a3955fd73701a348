"""The only place that posts to push services (RFC 8030, 8291). Loaded by the jobs alone: its library is large."""

import json
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from pywebpush import WebPusher

from orgs.notifications.channels import PermanentError, TransientError, UnknownFateError
from orgs.notifications.push_services import is_push_service, vapid

TIMEOUT_SECONDS = (5, 15)
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
    headers["Content-Type"] = "application/octet-stream"
    with requests.Session() as session:
        session.max_redirects = 0
        session.trust_env = False
        try:
            answer = WebPusher(subscription, requests_session=session).send(
                json.dumps(message), headers, ttl=KEPT_SECONDS, timeout=TIMEOUT_SECONDS
            )
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            raise TransientError("The push service is away. It will be tried again.") from error
        except requests.ConnectionError as error:
            raise _broken(error) from error
        except requests.RequestException as error:
            raise UnknownFateError("The push service did not answer.") from error
    _judge(answer)


def _broken(error: requests.ConnectionError) -> Exception:
    """Refused before anything was sent, or broken off in the middle."""
    if "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error):
        return TransientError("The push service is away. It will be tried again.")
    return UnknownFateError("The push service broke off.")


def _judge(answer: Any) -> None:
    status = answer.status_code
    if status in (200, 201, 202):
        return
    if status in GONE:
        raise SubscriptionGoneError("The browser no longer takes messages.")
    if status == 429 or status >= 500:
        raise TransientError(f"The push service asked for patience ({status}).", _retry_after(answer))
    raise PermanentError(f"The push service refused it ({status}).")


def _retry_after(answer: Any) -> timedelta | None:
    text = answer.headers.get("Retry-After", "")
    return min(timedelta(seconds=int(text[:6])), LONGEST_WAIT) if text.isascii() and text.isdigit() else None
