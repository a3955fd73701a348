"""Pages for what went wrong: a sentence, what to do, and an id that is in the log."""

import logging
import sys
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jenifer.health import outage, unavailable

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exception()
    if part := outage(error):
        return unavailable(request, part)
    number = uuid.uuid4().hex[:12]
    logger.error("error %s at %s", number, request.path, exc_info=error)
    if request.path.startswith("/api/"):
        body = {"type": "/problems/server_error", "title": "Server error", "status": 500, "instance": number}
        return JsonResponse(body, status=500, content_type="application/problem+json")
    return render(None, "500.html", {"number": number}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
