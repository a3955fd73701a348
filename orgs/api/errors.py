"""Errors that become problems. Apart from the handler: REST framework reads its settings while it is imported."""

from typing import Any

from django.utils.translation import gettext_noop
from rest_framework import exceptions

from jenifer.problems import MEANINGS, Meaning

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
    "proof_required": Meaning(
        403, gettext_noop("Give your password again at /accounts/reauthenticate/, or come with a token.")
    ),
    "plan_limit": Meaning(
        403, gettext_noop("The plan has no room: “limit” names what is full, “allowed” how many it is for.")
    ),
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


class ProblemError(exceptions.APIException):
    """`code` says for programs what is wrong; `extra` are further members of the problem."""

    def __init__(self, status: int, code: str, detail: str, **extra: Any) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.extra = status, code, extra


class Conflict(ProblemError):
    """The request is sound, but something is no longer as it assumes, such as what was seen and stands now."""

    def __init__(self, detail: str, code: str, **extra: Any) -> None:
        super().__init__(409, code, detail, **extra)
