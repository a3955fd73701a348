"""For machines: is the process alive, are PostgreSQL and Valkey there. For people: a page that says what is away."""

import logging

import kombu.exceptions
import redis
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jenifer.problems import problem_response

logger = logging.getLogger(__name__)
OUTAGES = {
    "database": (OperationalError, InterfaceError),
    "valkey": (redis.ConnectionError, redis.TimeoutError, kombu.exceptions.OperationalError),
}
RETRY_SECONDS = "10"
# What PostgreSQL itself says when it goes, comes, or takes no more connections (its manual, appendix A).
# Other OperationalErrors with a code are answers: a timeout, a deadlock.
AWAY = ("08", "53300", "57P")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """What the process needs is there: 200, or 503 with each part's state."""
    parts = {"database": _database(), "valkey": _valkey()}
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "unavailable", "parts": parts}, status=200 if is_ready else 503
    )


def _database() -> str:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except OUTAGES["database"]:
        return "unavailable"
    return "ok"


def _valkey() -> str:
    try:
        cache.get("readyz")
    except OUTAGES["valkey"]:
        return "unavailable"
    return "ok"


def outage(error: BaseException | None) -> str:
    """Which part is away, '' when the error is about something else."""
    if isinstance(error, OUTAGES["database"]):
        code = getattr(error.__cause__, "sqlstate", None) or ""
        return "database" if not code or code.startswith(AWAY) else ""
    return "valkey" if isinstance(error, OUTAGES["valkey"]) else ""


def unavailable(request: HttpRequest, part: str) -> HttpResponse:
    response: HttpResponse
    logger.error("503: %s is away, for %s", part, request.path)
    if request.path.startswith("/api/"):
        detail = _("The %(part)s does not answer at present. Try again in a moment.") % {"part": part}
        response = problem_response("unavailable", 503, detail=detail, part=part)
    else:
        response = render(None, "503.html", {"part": part}, status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response
