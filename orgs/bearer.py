"""`Authorization: Bearer jnf_…`: whose token it is, found before the request does anything else."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from jenifer.digests import digest_of
from jenifer.principal import current, scope
from orgs.guesses import note_guess, seconds_to_wait
from orgs.models import ApiToken
from orgs.services.tokens import SCHEME, is_expired

KEPT_AS = "jenifer.bearer"
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """`token` with its owner when it opens something; else `fault` says why not, `wait` for how many seconds."""

    token: ApiToken | None = None
    fault: str = ""
    wait: int = 0


def read_bearer(request: HttpRequest) -> Bearer | None:
    """None when the request brings no token.

    A token that is known is always let in: somebody else behind the same address may be the one who guesses.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    found = _find(key.strip())
    if found is None:
        return _guessed(current().ip)
    token_id, user_id = found
    with scope(current()._replace(user_id=str(user_id), claim="")):
        return _as_owner(ApiToken.objects.select_related("user__org").filter(pk=token_id).first())


def _guessed(address: str) -> Bearer:
    if wait := seconds_to_wait(address):
        return Bearer(fault="throttled", wait=wait)
    note_guess(address)
    return Bearer(fault="invalid_token")


def _find(key: str) -> tuple[str, str] | None:
    """The ids of a token and of its owner."""
    if not key.startswith(SCHEME):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_id, user_id FROM app.token_owner(%s)", [digest_of(key)])
        found: tuple[str, str] | None = cursor.fetchone()
    return found


def _as_owner(token: ApiToken | None) -> Bearer:
    """The wall shows the row to a person who is still a member; of a deactivated one there is nothing."""
    now = timezone.now()
    if token is None or token.revoked_at is not None:
        return Bearer(fault="invalid_token")
    if is_expired(token, now):
        return Bearer(fault="token_expired")
    if token.last_used_at is None or now - token.last_used_at >= SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return Bearer(token)
