"""What is refused before anything reads it: text that no column can hold, and bodies without end."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse

# By address, the setting that says how large a file is taken there.
FILE_ROUTES = {
    "calendar-import": "CALENDAR_UPLOAD_LIMIT",
    "api-imports": "CALENDAR_UPLOAD_LIMIT",
    "settings-picture": "PICTURE_UPLOAD_LIMIT",
    "settings-logo": "PICTURE_UPLOAD_LIMIT",
    "attachment-add": "ATTACHMENT_UPLOAD_LIMIT",
    "api-attachments": "ATTACHMENT_UPLOAD_LIMIT",
}
FORM_ROOM = 1_000_000  # bytes around a file: its part's head, the other fields
UTF_8 = ("utf-8", "utf8")


class SoundnessMiddleware:
    """Stands before the session is looked up and before anything reads the body.

    A parser that reads the stream itself knows no bound of Django's, and a file is on the disk before a form
    can say that it is too large: so the bound is set here, by what the request declares.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _refuse_unsound(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if match is not None and (bound := FILE_ROUTES.get(match.view_name)):
            limit = max(limit, getattr(settings, bound) + FORM_ROOM)
        if _length(request) > limit:
            raise RequestDataTooBig("The request is larger than can be taken.")


def _refuse_unsound(request: HttpRequest) -> None:
    """PostgreSQL's text has no NUL; another charset can decode to half characters that it has not either."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in UTF_8:
        raise BadRequest("The request is not in UTF-8.")
    query = request.META.get("QUERY_STRING", "")
    if "%00" in query or "\0" in query or any("\0" in value for value in request.COOKIES.values()):
        raise BadRequest("The request holds a NUL character.")


def _length(request: HttpRequest) -> int:
    """Django reads nothing of a body without a declared length."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
