"""Problems instead of bare errors (RFC 9457). What each type means: jenifer.problems."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404
from django.utils.translation import gettext_noop
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler

from jenifer.problems import CONTENT_TYPE, MEANINGS, Meaning, problem_body

MEANINGS |= {
    "idempotency_key_malformed": Meaning(
        400, gettext_noop("Idempotency-Key is not 1 to 255 visible characters.")
    ),
    "authentication_failed": Meaning(401, gettext_noop("The credentials could not be checked.")),
    "invalid_token": Meaning(
        401, gettext_noop("The token is not known, was revoked, or its owner has left.")
    ),
    "token_expired": Meaning(401, gettext_noop("The token’s time is over. Make a new one.")),
    "insufficient_scope": Meaning(403, gettext_noop("The token lacks the scope that “scope” names.")),
    "request_in_progress": Meaning(
        409,
        gettext_noop("Another request with the same Idempotency-Key is being carried out. Wait, ask again."),
    ),
    "precondition_failed": Meaning(
        412, gettext_noop("It has changed since you read it: If-Match is not its ETag. Read it again.")
    ),
    "idempotency_key_reused": Meaning(
        422, gettext_noop("The Idempotency-Key was used for a different request. Take a new one.")
    ),
    "precondition_required": Meaning(428, gettext_noop("Send If-Match with the ETag of what you change.")),
}


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
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    return getattr(error, "code", None) or getattr(error, "default_code", "error")
