"""What codes are made from lies sealed in the database, for one person, and opens with their log-in."""

import json
import os
from io import StringIO
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.sealing import seal
from jenifer.tests.factories import Tenant, make_tenant
from orgs.second_factor import place_of
from orgs.tests.sign_in import log_in, signed_in
from orgs.tests.test_second_factor import AUTHENTICATE, activate, code_of, logged_in, recovery_codes

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)
OLD, NEW = {"old": os.urandom(32)}, {"new": os.urandom(32)}


@pytest.fixture
def tenant(settings: Settings) -> Tenant:
    settings.FIELD_KEYS = OLD
    return make_tenant()


def stored(kind: str, name: str) -> str:
    """As the tables' owner sees it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT data ->> %s FROM mfa_authenticator WHERE type = %s", [name, kind])
        return cursor.fetchone()[0]


def store(kind: str, data: dict, person: UUID) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE mfa_authenticator SET data = %s WHERE type = %s AND user_id = %s",
            [json.dumps(data), kind, person],
        )


def store_plain(tenant: Tenant, secret: str) -> list[str]:
    """As rows were before there were seals; the recovery codes that follow."""
    store("totp", {"secret": secret}, tenant.admin.pk)
    store("recovery_codes", {"seed": "5eed" * 20, "used_mask": 0}, tenant.admin.pk)
    return recovery_codes(tenant)


def entered_with(tenant: Tenant, code: str) -> str:
    """Who is signed in after password and code."""
    cache.clear()
    client = Client()
    log_in(client, tenant.admin.email)
    client.post(AUTHENTICATE, {"code": code})
    return signed_in(client)


def rotate() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_secret_and_seed_are_sealed_and_open_at_the_log_in(tenant: Tenant) -> None:
    secret = activate(logged_in(tenant))
    assert [stored("totp", "secret")[:7], stored("recovery_codes", "seed")[:7]] == ["v1:old:"] * 2
    assert entered_with(tenant, code_of(secret)) == tenant.admin.email
    assert entered_with(tenant, recovery_codes(tenant)[3]) == tenant.admin.email


def test_what_was_written_in_clear_opens_and_is_sealed_by_a_rotation(tenant: Tenant) -> None:
    secret = activate(logged_in(tenant))
    codes = store_plain(tenant, secret)
    assert [entered_with(tenant, code) for code in (code_of(secret), codes[0])] == [tenant.admin.email] * 2
    assert rotate() == "Sealed anew: 2. Changed by others meanwhile: 0. Do not open: 0.\n"
    assert [stored("totp", "secret")[:7], stored("recovery_codes", "seed")[:7]] == ["v1:old:"] * 2
    assert [entered_with(tenant, code) for code in (code_of(secret), codes[0], codes[1])] == [
        tenant.admin.email,
        "",
        tenant.admin.email,
    ]


def test_a_rotation_gives_the_first_key_and_a_second_run_changes_nothing(
    tenant: Tenant, settings: Settings
) -> None:
    secret = activate(logged_in(tenant))
    settings.FIELD_KEYS = NEW | OLD
    assert rotate() == "Sealed anew: 2. Changed by others meanwhile: 0. Do not open: 0.\n"
    assert rotate() == "Sealed anew: 0. Changed by others meanwhile: 0. Do not open: 0.\n"
    settings.FIELD_KEYS = NEW
    assert entered_with(tenant, code_of(secret)) == tenant.admin.email


def test_a_code_used_while_keys_are_rotated_stays_used(tenant: Tenant, settings: Settings) -> None:
    activate(logged_in(tenant))
    settings.FIELD_KEYS = NEW | OLD
    first = recovery_codes(tenant)[0]

    def used_while_sealing(text: str, place: str, keys: dict[str, bytes]) -> str:
        with acting_as(tenant.admin):
            Authenticator.objects.get(type="recovery_codes").wrap().validate_code(first)
        return seal(text, place, keys)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orgs.second_factor.seal", used_while_sealing)
        assert rotate().splitlines()[0] == "Sealed anew: 1. Changed by others meanwhile: 1. Do not open: 0."
    assert rotate() == "Sealed anew: 1. Changed by others meanwhile: 0. Do not open: 0.\n"
    assert first not in recovery_codes(tenant)


def test_without_its_key_a_page_says_so_and_nobody_gets_in(tenant: Tenant, settings: Settings) -> None:
    client = logged_in(tenant)
    secret = activate(client)
    settings.FIELD_KEYS = NEW
    visitor = Client()
    log_in(visitor, tenant.admin.email)
    answer = visitor.post(AUTHENTICATE, {"code": code_of(secret)})
    assert (answer.status_code, "cannot be checked" in answer.text, signed_in(visitor)) == (503, True, "")
    assert client.get("/accounts/2fa/").status_code == 503
    with pytest.raises(CommandError) as found:
        rotate()
    says = f"{place_of(tenant.admin.pk)} was sealed by a key that FIELD_KEYS does not hold."
    assert str(found.value).splitlines()[1:] == [says, says]


def test_another_persons_secret_does_not_open_in_ones_own_row(tenant: Tenant) -> None:
    secret = activate(logged_in(tenant))
    taken = stored("totp", "secret")
    other = make_tenant()
    activate(logged_in(other))
    store("totp", {"secret": taken}, other.admin.pk)
    visitor = Client()
    log_in(visitor, other.admin.email)
    assert visitor.post(AUTHENTICATE, {"code": code_of(secret)}).status_code == 503
    assert signed_in(visitor) == ""
