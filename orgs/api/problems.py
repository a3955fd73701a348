"""Problems instead of bare errors (RFC 9457). What each type means: jenifer.problems."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler

from jenifer.problems import CONTENT_TYPE, problem_body
from orgs.plans import PlanLimitReached


def problem(error: Exception, context: Any) -> Response | None:
    """An application/problem+json answer: a stable `type`, a sentence, and the fields at fault."""
    if isinstance(error, ModelError):
        error = exceptions.ValidationError(as_serializer_error(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    body = problem_body(_code(error), response.status_code, **getattr(error, "extra", {}))
    match response.data:
        case {"detail": detail} if not isinstance(error, exceptions.ValidationError):
            body["detail"] = str(detail)
        case dict() as fields:
            body |= {"detail": "Some fields cannot be accepted.", "errors": fields}
        case list() as messages:
            body["detail"] = " ".join(str(message) for message in messages)
    response.data, response.content_type = body, CONTENT_TYPE
    return response


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PlanLimitReached):
        return error.code
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    return str(getattr(error, "code", "") or getattr(error, "default_code", "error"))
