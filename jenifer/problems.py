"""Problem details (RFC 9457): the one form of every error of the API."""

from typing import Any, NamedTuple

from django.http import JsonResponse
from django.utils.translation import gettext_noop

CONTENT_TYPE = "application/problem+json"


class Meaning(NamedTuple):
    """What a type of problem means, and what to do about it."""

    status: int
    text: str


# Every type that an answer may name; each app adds its own (`MEANINGS |= …`). Shown at /problems/.
MEANINGS: dict[str, Meaning] = {
    "bad_request": Meaning(
        400, gettext_noop("The request could not be read: not UTF-8, or a NUL character.")
    ),
    "parse_error": Meaning(400, gettext_noop("The body is not the JSON or the form that it says it is.")),
    "invalid": Meaning(
        400, gettext_noop("Fields or parameters cannot be accepted; “errors” names each and says why.")
    ),
    "not_authenticated": Meaning(401, gettext_noop("Send a token, or sign in with the browser.")),
    "permission_denied": Meaning(
        403, gettext_noop("This is not yours to see or to do; “detail” says who may.")
    ),
    "not_found": Meaning(404, gettext_noop("There is nothing here, or nothing that you may see.")),
    "method_not_allowed": Meaning(405, gettext_noop("The address does not take this method; see “Allow”.")),
    "not_acceptable": Meaning(406, gettext_noop("Answers are application/json; allow that in “Accept”.")),
    "too_large": Meaning(413, gettext_noop("The body is larger than is taken here.")),
    "unsupported_media_type": Meaning(415, gettext_noop("Send JSON, or for a file multipart/form-data.")),
    "throttled": Meaning(
        429, gettext_noop("Too many requests; “Retry-After” says how many seconds to wait.")
    ),
    "server_error": Meaning(500, gettext_noop("Our fault. “instance” is the number that stands in our log.")),
    "unavailable": Meaning(503, gettext_noop("A part of the service is away for a moment; try again.")),
}


def problem_body(code: str, status: int, **members: Any) -> dict[str, Any]:
    """`code` is stable, for programs; `members` are for this kind of problem."""
    title = code.replace("_", " ").capitalize()
    return {"type": f"/problems/{code}", "title": title, "status": status, **members}


def problem_response(code: str, status: int, **members: Any) -> JsonResponse:
    """For errors that no API view has handled."""
    return JsonResponse(problem_body(code, status, **members), status=status, content_type=CONTENT_TYPE)
