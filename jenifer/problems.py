"""Problem details (RFC 9457): the one form of every error of the API."""

from typing import Any

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"


def problem_body(code: str, status: int, **members: Any) -> dict[str, Any]:
    """`code` is stable, for programs; `members` are for this kind of problem."""
    title = code.replace("_", " ").capitalize()
    return {"type": f"/problems/{code}", "title": title, "status": status, **members}


def problem_response(code: str, status: int, **members: Any) -> JsonResponse:
    """For errors that no API view has handled."""
    return JsonResponse(problem_body(code, status, **members), status=status, content_type=CONTENT_TYPE)
