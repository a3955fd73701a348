"""What a person's codes are made from (allauth's `mfa_authenticator.data`), sealed for that person.

allauth gives its adapter the text alone. Whose it is, the wall knows: whoever acts, or whom a visitor is proving
to be, and it shows them no row but their own. So a value copied into another person's row does not open there.
"""

import logging
from typing import Any
from uuid import UUID

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import render

from jenifer.db.rotation import Tally
from jenifer.principal import current
from jenifer.sealing import VERSION, SealError, first_key, seal, sealed_by, unseal

logger = logging.getLogger(__name__)
BATCH = 500


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal(text, place_of(_person()), settings.FIELD_KEYS)

    def decrypt(self, encrypted_text: str) -> str:
        """Where it does not open nobody gets in by it, and the page says why."""
        if context.request is None:
            return opened(encrypted_text, _person())
        try:
            return opened(encrypted_text, _person())
        except SealError as error:
            logger.error("%s", error)  # the message names the place alone
            page = render(context.request, "mfa/closed.html", status=503)
            raise ImmediateHttpResponse(page) from error


def place_of(person: Any) -> str:
    """Whose row it is; its own id is not known when allauth seals, and of each type a person has one."""
    return f"mfa_authenticator.data.{UUID(str(person))}"


def opened(stored: str, person: Any) -> str:
    """What was written before there were seals is given as it is: neither base32 nor hex looks sealed."""
    if not stored.startswith(f"{VERSION}:"):
        return stored
    return unseal(stored, place_of(person), settings.FIELD_KEYS)


def rotate(tally: Tally) -> None:
    """The part of `rotate_keys`: a row is written only while it still holds what was read."""
    rows = Authenticator.objects.using("owner").exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    batch = list(rows[:BATCH])
    while batch:
        for row in batch:
            _reseal(row, tally)
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def _reseal(row: Authenticator, tally: Tally) -> None:
    try:
        fresh = row.data | {name: _fresh(value, row.user_id) for name, value in _secrets_of(row)}
    except SealError as error:
        tally.closed.append(str(error))
        return
    if fresh == row.data:
        return
    rows = Authenticator.objects.using("owner").filter(pk=row.pk, data=row.data)
    if rows.update(data=fresh):
        tally.sealed += 1
    else:
        tally.overtaken += 1


def _secrets_of(row: Authenticator) -> list[tuple[str, str]]:
    return [(name, row.data[name]) for name in ("secret", "seed") if name in row.data]


def _fresh(stored: str, person: Any) -> str:
    if stored.startswith(sealed_by(first_key(settings.FIELD_KEYS))):
        return stored
    return seal(opened(stored, person), place_of(person), settings.FIELD_KEYS)


def _person() -> str:
    principal = current()
    return principal.user_id or principal.claim
