"""Strong validators, and writes that name the one they saw (RFC 9110, 13)."""

import hashlib
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from orgs.api.errors import ProblemError


def etag_of(shown: Any) -> str:
    """Of all that this person is shown: it changes with the row, with their rights and with what it refers to."""
    return f'"{hashlib.sha256(JSONRenderer().render(shown)).hexdigest()[:32]}"'


def require_match(request: Request, etag: str) -> None:
    """To be called under the row's lock, so that nobody writes between the look and the write."""
    given = request.headers.get("If-Match")
    if given is None:
        detail = _("Send If-Match with the ETag of what you change, so that you overwrite nothing unseen.")
        raise ProblemError(428, "precondition_required", detail)
    if "*" not in (known := parse_etags(given)) and etag not in known:
        raise ProblemError(
            412, "precondition_failed", _("This has changed since you read it. Read it again.")
        )
