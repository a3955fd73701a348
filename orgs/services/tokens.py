"""Personal keys to the API: made, shown once, revoked."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from jenifer.digests import digest_of
from orgs.models import ApiToken, User

SCHEME = "jnf_"
SHOWN = len(SCHEME) + 6
MOST = 50


class TooManyTokens(Exception):
    """The message is for a person."""


@transaction.atomic
def issue_token(
    *, by: User, name: str, scopes: Sequence[str], lifetime: timedelta | None
) -> tuple[ApiToken, str]:
    """A new token of one's own, and the key itself: this is the only time that anyone sees it."""
    if ApiToken.objects.filter(user=by, revoked_at=None).count() >= MOST:
        raise TooManyTokens(_("You have %(most)d tokens. Revoke one that is not used.") % {"most": MOST})
    key = f"{SCHEME}{secrets.token_urlsafe(32)}"
    token = ApiToken(
        org_id=by.org_id,
        user=by,
        name=name,
        prefix=key[:SHOWN],
        token=digest_of(key),
        scopes=sorted(set(scopes)),
        expires_at=None if lifetime is None else timezone.now() + lifetime,
    )
    token.full_clean()
    token.save(force_insert=True)
    return token, key


@transaction.atomic
def revoke_token(*, by: User, token_id: UUID) -> ApiToken:
    """It opens nothing from now on. Revoking it again changes nothing."""
    token = ApiToken.objects.select_for_update().filter(user=by, pk=token_id).first()
    if token is None:
        raise Http404
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def is_expired(token: ApiToken, now: datetime) -> bool:
    return token.expires_at is not None and token.expires_at <= now
