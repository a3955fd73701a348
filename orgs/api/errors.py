"""Errors that become problems. Apart from the handler: REST framework reads its settings while it is imported."""

from typing import Any

from rest_framework import exceptions


class ProblemError(exceptions.APIException):
    """`code` says for programs what is wrong; `extra` are further members of the problem."""

    def __init__(self, status: int, code: str, detail: str, **extra: Any) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.extra = status, code, extra


class Conflict(ProblemError):
    """The request is sound, but something is no longer as it assumes, such as what was seen and stands now."""

    def __init__(self, detail: str, code: str, **extra: Any) -> None:
        super().__init__(409, code, detail, **extra)
