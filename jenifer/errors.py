"""Pages for what went wrong: a sentence, what to do, and an id that is in the log."""

import logging
import sys
import uuid

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from jenifer.health import outage, unavailable
from jenifer.problems import problem_response

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exception()
    if part := outage(error):
        return unavailable(request, part)
    number = uuid.uuid4().hex[:12]
    logger.error("error %s at %s", number, request.path, exc_info=error)
    if request.path.startswith("/api/"):
        detail = _("Something went wrong on our side. The number stands in our log.")
        return problem_response("server_error", 500, detail=detail, instance=number)
    return render(None, "500.html", {"number": number}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_too_big = isinstance(exception, RequestDataTooBig)
    code, status = ("too_large", 413) if is_too_big else ("bad_request", 400)
    if request.path.startswith("/api/"):
        return problem_response(code, status, detail=_("The request could not be read."))
    return render(None, "400.html", status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response("not_found", 404, detail=_("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response("permission_denied", 403, detail=_("You may not do this."))
    return defaults.permission_denied(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
