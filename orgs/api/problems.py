"""Problems instead of bare errors (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Conflict(exceptions.APIException):
    """The request is sound, but the row is no longer in the state it assumes."""

    status_code = 409
    default_code = "conflict"


def problem(error: Exception, context: Any) -> Response | None:
    """An application/problem+json answer: a stable `type`, a sentence, and the fields at fault."""
    response = exception_handler(error, context)
    if response is None:
        return None
    code = _code(error)
    body = {
        "type": f"/problems/{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": response.status_code,
    }
    match response.data:
        case {"detail": detail}:
            body["detail"] = str(detail)
        case dict() as fields:
            body |= {"detail": "Some fields cannot be accepted.", "errors": fields}
        case list() as messages:
            body["detail"] = " ".join(str(message) for message in messages)
    response.data, response.content_type = body, "application/problem+json"
    return response


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    return getattr(error, "default_code", "error")
