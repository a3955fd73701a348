"""The bell's stream: what is unread, at once and whenever it changes (server-sent events)."""

import json
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from orgs.formats import Formats
from orgs.models import User
from orgs.notifications.lines import lines_of
from orgs.notifications.selectors import LATEST, notifications_of, unread_count
from orgs.notifications.wakeups import switchboard

RETRY_MILLISECONDS = 1000
HEARTBEAT_SECONDS = 25  # below the minute after which proxies give a silent stream up


@require_safe
def stream(request: HttpRequest) -> HttpResponseBase:
    """It holds a thread and no database connection, and ends by itself so that its page asks anew who this is.

    Whoever is signed out gets no redirect to the log-in but 401, after which a browser asks no more. Nor does it
    after 429, where one person has more open than anyone looks at: the count then comes with each page.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if not switchboard.has_room(str(request.user.pk)):
        return HttpResponse(status=429)
    response = StreamingHttpResponse(_events(request.user), content_type="text/event-stream")
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _events(user: User) -> Iterator[bytes]:
    ends_at = time.monotonic() + settings.BELL_STREAM_SECONDS
    with switchboard.bell(str(user.pk)) as news:
        yield _event(user)
        while (left := ends_at - time.monotonic()) > 0:
            if news.wait(min(left, HEARTBEAT_SECONDS)):
                news.clear()  # before looking: what comes meanwhile rings again
                yield _event(user)
            else:
                yield b": still here\n\n"


def _event(user: User) -> bytes:
    """What static/js/bell.js shows; `person` so that a page left open shows nobody else's."""
    lines = lines_of(notifications_of(user)[:LATEST], Formats.of(user))
    news = {
        "person": str(user.pk),
        "unread": unread_count(user),
        "html": render_to_string("orgs/notifications.html#bell", {"lines": lines}).strip(),
    }
    _let_go()
    return f"retry: {RETRY_MILLISECONDS}\ndata: {json.dumps(news)}\n\n".encode()


def _let_go() -> None:
    """Give the database connection back while there is nothing to ask; not one whose transaction is someone else's."""
    if not connection.in_atomic_block:
        connection.close()
