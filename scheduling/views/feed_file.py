"""What a calendar program gets at a feed's address: no session, no cookie, no person."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from jenifer.digests import digest_of
from jenifer.principal import become, current
from orgs.guesses import note_guess, seconds_to_wait
from orgs.requests import PersonRequest
from scheduling.feed_events import FEED_OF, feed_events
from scheduling.feed_rows import State, feed_rows, state_of
from scheduling.ical import write_calendar
from scheduling.models import CalendarFeed
from scheduling.rates import FEED, seconds_to_rest

CHUNK = 500
USED_EVERY = timedelta(hours=1)
REFRESH = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
PLAIN = "text/plain; charset=utf-8"


@require_safe
@transaction.atomic
def feed_file(request: PersonRequest, key: str) -> HttpResponseBase:
    """One that is revoked is as one that never was. Who guesses is told to wait."""
    feed = _opened(key)
    if feed is None:
        return _unknown(current().ip)
    if wait := seconds_to_rest(f"feed:{feed.pk}", FEED):
        return _wait(wait)
    now = timezone.now()
    if feed.last_used_at is None or now - feed.last_used_at >= USED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)
    state = state_of(feed, now)
    modified = int(state.changed_at.timestamp())
    response = get_conditional_response(request, etag=state.etag, last_modified=modified)
    answer = response or _whole(request, feed, state)
    for name, value in (HEADERS | {"ETag": state.etag, "Last-Modified": http_date(modified)}).items():
        answer[name] = value
    return answer


def _opened(key: str) -> CalendarFeed | None:
    """Read as the organization's own worker, whom the rest of the request acts as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT feed_id, user_id FROM app.feed_by_token(%s)", [digest_of(key)])
        found = cursor.fetchone()
    if found is None:
        return None
    become(user_id=str(found[1]))
    return CalendarFeed.objects.select_related("executive").filter(pk=found[0]).first()


def _whole(request: PersonRequest, feed: CalendarFeed, state: State) -> HttpResponseBase:
    name = slugify(feed.executive.full_name) or "calendar"
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    kind = "text/calendar; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    return StreamingHttpResponse(_lines(feed, state), content_type=kind, headers=headers)


def _lines(feed: CalendarFeed, state: State) -> Iterator[bytes]:
    rows = feed_rows(feed, timezone.now()).iterator(CHUNK)
    about = (*REFRESH, f"{FEED_OF}:{feed.executive_id}")
    return write_calendar(
        feed_events(rows, feed.level), name=feed.executive.full_name, stamp=state.changed_at, about=about
    )


def _unknown(address: str) -> HttpResponse:
    if wait := seconds_to_wait(address):
        return _wait(wait)
    note_guess(address)
    return HttpResponse("There is no calendar at this address.\n", content_type=PLAIN, status=404)


def _wait(seconds: int) -> HttpResponse:
    text = "Too many requests.\n"
    return HttpResponse(text, content_type=PLAIN, status=429, headers={"Retry-After": str(seconds)})
