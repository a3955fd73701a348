"""The password once more, before something is made that outlives the session; what was typed waits for it.

allauth keeps the form in the session, which the database holds in clear: a secret among it waits sealed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from jenifer.sealing import SealError, seal, unseal
from orgs.api.errors import ProblemError
from orgs.models import ApiToken
from orgs.requests import PersonApiRequest, PersonRequest

HELD = "jenifer.held"  # in META, where no client can write: the name of the field that is sealed


def asked_again[**P, Answer](
    secret: str,
) -> Callable[
    [Callable[Concatenate[PersonRequest, P], Answer]], Callable[Concatenate[PersonRequest, P], Answer]
]:
    """As allauth's reauthentication_required, for a form with a secret; read it by `typed`."""

    def decorate(
        carry_out: Callable[Concatenate[PersonRequest, P], Answer],
    ) -> Callable[Concatenate[PersonRequest, P], Answer]:
        guarded: Callable[..., Answer] = reauthentication_required(carry_out)

        @wraps(carry_out)
        def ask_first(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            try:
                return guarded(request, *args, **kwargs)
            except ReauthenticationRequired:
                _hold(request, secret)
                raise

        return ask_first

    return decorate


def typed(request: PersonRequest) -> QueryDict | None:
    """What the form brought, also where it has waited; None when none was sent."""
    if request.method != "POST":
        return None
    held: Any = request.META.pop(HELD, None)
    if held is not None:
        found = request.POST.copy()
        found[held] = _opened(str(found[held]), _place(request, held))
        request.POST = found  # type: ignore[assignment]  # as allauth gives it back
    return request.POST


def require_proof(request: PersonApiRequest) -> None:
    """Of a browser's session. A token was made with the password given again, and is good for what it names."""
    if not isinstance(request.auth, ApiToken) and is_reauthentication_required(request, app="orgs"):
        detail = _("Show once more who you are, at /accounts/reauthenticate/, or use a token.")
        raise ProblemError(403, "proof_required", detail)


def _hold(request: PersonRequest, secret: str) -> None:
    waiting = request.POST.copy()
    waiting[secret] = seal(str(waiting[secret]), _place(request, secret), settings.FIELD_KEYS)
    request.POST = waiting  # type: ignore[assignment]
    request.META[HELD] = secret


def _opened(stored: str, place: str) -> str:
    """'' where the key went meanwhile: the form then asks for it as for any that is missing."""
    try:
        return unseal(stored, place, settings.FIELD_KEYS)
    except SealError:
        return ""


def _place(request: PersonRequest, secret: str) -> str:
    return f"django_session.{secret}.{request.user.pk}"
