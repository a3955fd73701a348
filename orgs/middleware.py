"""The session, or in the API a token, says who acts; the database checks it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from jenifer.principal import ANONYMOUS, Principal, become, current, scope
from orgs.bearer import KEPT_AS, Bearer, read_bearer
from orgs.services.members import note_seen
from orgs.zones import zone_or_utc

SESSIONLESS = "/feeds/"  # programs with an address of their own: no cookie is read or set
SEEN_FOR = timedelta(minutes=15)

type View = Callable[[HttpRequest], Any]


class PrincipalMiddleware:
    """Binds the principal for the request, and for the body that is streamed after it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with scope(Principal(ip=_address(request), agent=request.headers.get("User-Agent", "")[:300])):
            bearer = read_bearer(request) if request.path.startswith("/api/") else None
            if bearer is not None:
                _act_as_owner(request, bearer)
            elif request.path.startswith(SESSIONLESS):
                request.user = AnonymousUser()
            else:
                _act_as_session(request)
            response = self.get_response(request)
            if response.streaming:
                response.streaming_content = _carry(response.streaming_content, current())
            return response


def _act_as_owner(request: HttpRequest, bearer: Bearer) -> None:
    """The token alone decides: of a session that comes along nothing is read."""
    request.META[KEPT_AS] = bearer
    request.user = bearer.token.user if bearer.token else AnonymousUser()
    become(user_id=str(bearer.token.user_id) if bearer.token else "")


def _act_as_session(request: HttpRequest) -> None:
    with scope(ANONYMOUS):  # a session's row is nobody's: read unbound, it needs no transaction of its own
        user_id = request.session.get(SESSION_KEY, "")
        claim = "" if user_id else request.session.get("claim", "")
    become(user_id=user_id, claim=claim)
    if user_id and not request.user.is_authenticated:
        become(user_id="")  # deactivated, or the password was changed elsewhere


def _address(request: HttpRequest) -> str:
    """Where the request comes from, '' when that cannot be told; behind a proxy what the proxy says."""
    try:
        return str(ip_address(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return ""


def _carry(chunks: Iterable[bytes], principal: Principal) -> Iterator[bytes]:
    """A streamed body runs after all middleware has ended: give it its principal chunk by chunk."""
    chunks = iter(chunks)
    while True:
        with scope(principal):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


class PrivateAnswersMiddleware:
    """What a person sees is theirs: no cache keeps it, a browser's own only to ask whether it still holds."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_person = request.user.is_authenticated
        response = self.get_response(request)
        if is_person and not response.has_header("Cache-Control"):
            keeping = {"no_cache": True} if response.has_header("ETag") else {"no_store": True}
            patch_cache_control(response, private=True, **keeping)
        return response


class TimeZoneMiddleware:
    """Times are shown in the person's zone."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_or_utc(request.user.timezone)):
            return self.get_response(request)


class LastSeenMiddleware:
    """When a person was last here, to a quarter of an hour: rarely a write."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if request.user.is_authenticated and not _is_fresh(request.user.last_seen_at, now):
            note_seen(by=request.user, now=now)
        return self.get_response(request)


def _is_fresh(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is not None and now - seen_at < SEEN_FOR
