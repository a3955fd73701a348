"""For machines: is the process alive, are PostgreSQL and Valkey there. For people: a page that says what is away."""

import logging

import redis
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

logger = logging.getLogger(__name__)
OUTAGES = {
    "database": (OperationalError, InterfaceError),
    "valkey": (redis.ConnectionError, redis.TimeoutError),
}


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
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
    return next((part for part, errors in OUTAGES.items() if isinstance(error, errors)), "")


def unavailable(request: HttpRequest, part: str) -> HttpResponse:
    logger.error("503: %s is away, for %s", part, request.path)
    headers = {"Retry-After": "10"}
    if request.path.startswith("/api/"):
        body = {"type": "/problems/unavailable", "title": "Unavailable", "status": 503, "detail": part}
        return JsonResponse(body, status=503, headers=headers, content_type="application/problem+json")
    response = render(None, "503.html", {"part": part}, status=503)
    response.headers.update(headers)
    return response
