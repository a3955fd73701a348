import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from orgs.tests.sign_in import confirm_password, log_in, signed_in
from orgs.tests.soft_key import SoftKey

ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
ADD_KEY = "/accounts/2fa/webauthn/add/"
LOGIN_KEY = "/accounts/2fa/webauthn/login/"

pytestmark = pytest.mark.django_db


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def activate(client):
    """Switch the second factor on; its secret."""
    confirm_password(client, ACTIVATE)
    secret = client.session["mfa.totp.secret"]
    assert client.post(ACTIVATE, {"code": code_of(secret)}).status_code == 302
    cache.clear()  # the same code is good again, as it is half a minute later
    return secret


def logged_in(tenant):
    client = Client()
    log_in(client, tenant.admin.email)
    return client


def recovery_codes(tenant):
    with acting_as(tenant.admin):
        return Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()


def add_key(client, key):
    page = confirm_password(client, ADD_KEY)
    options = json.loads(json.dumps(page.context["js_data"]["creation_options"], default=str))["publicKey"]
    answer = {"name": "Phone", "credential": key.register(options), "passwordless": "on"}
    return client.post(ADD_KEY, answer)


def log_in_with(key, client):
    asked = client.get(LOGIN_KEY, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    return client.post(LOGIN_KEY, {"credential": key.sign(asked["request_options"]["publicKey"])})


def test_second_factor_wants_the_password_again():
    client = logged_in(make_tenant())
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.get(ACTIVATE)["Location"].startswith("/accounts/reauthenticate/")


def test_second_factor_comes_with_recovery_codes():
    tenant = make_tenant()
    activate(logged_in(tenant))
    with acting_as(tenant.admin):
        assert sorted(each.type for each in Authenticator.objects.all()) == ["recovery_codes", "totp"]
    with acting_as(tenant.assistant):
        assert Authenticator.objects.count() == 0


def test_wrong_code_switches_nothing_on():
    tenant = make_tenant()
    client = logged_in(tenant)
    confirm_password(client, ACTIVATE)
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200
    with acting_as(tenant.admin):
        assert Authenticator.objects.count() == 0


def test_log_in_wants_the_code_after_the_password():
    tenant = make_tenant()
    secret = activate(logged_in(tenant))
    client = Client()
    assert log_in(client, tenant.admin.email)["Location"] == AUTHENTICATE
    assert signed_in(client) == ""
    assert client.get("/api/v1/executives/").status_code == 401
    assert client.post(AUTHENTICATE, {"code": "000000"}).status_code == 200
    assert signed_in(client) == ""
    assert client.post(AUTHENTICATE, {"code": code_of(secret)})["Location"] == "/"
    assert signed_in(client) == tenant.admin.email


def test_code_is_good_once():
    tenant = make_tenant()
    secret = activate(logged_in(tenant))
    answers = []
    for _ in range(2):
        client = Client()
        log_in(client, tenant.admin.email)
        answers.append(client.post(AUTHENTICATE, {"code": code_of(secret)}).status_code)
    assert answers == [302, 200]


def test_code_is_good_once_for_as_long_as_it_is_taken():
    """allauth's own note of it is gone after half a minute; the code itself is taken for a minute and a half."""
    tenant = make_tenant()
    code = code_of(activate(logged_in(tenant)))
    answers = []
    for _ in range(2):
        client = Client()
        log_in(client, tenant.admin.email)
        answers.append(client.post(AUTHENTICATE, {"code": code}).status_code)
        cache.delete(f"allauth.mfa.totp.used?user={tenant.admin.pk}&code={code}")
    assert answers == [302, 200]


def test_recovery_code_is_good_once():
    tenant = make_tenant()
    activate(logged_in(tenant))
    first = recovery_codes(tenant)[0]
    people = []
    for _ in range(2):
        client = Client()
        log_in(client, tenant.admin.email)
        client.post(AUTHENTICATE, {"code": first})
        people.append(signed_in(client))
    assert people == [tenant.admin.email, ""]


def test_second_factor_can_be_switched_off():
    tenant = make_tenant()
    client = logged_in(tenant)
    activate(client)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert log_in(Client(), tenant.admin.email)["Location"] == "/"


def test_passkey_logs_its_owner_in():
    tenant = make_tenant()
    key = SoftKey()
    assert add_key(logged_in(tenant), key).status_code == 302
    client = Client()
    log_in_with(key, client)
    assert signed_in(client) == tenant.admin.email


def test_another_key_under_the_same_name_does_not():
    tenant = make_tenant()
    key, forged = SoftKey(), SoftKey()
    add_key(logged_in(tenant), key)
    forged.id, forged.handle = key.id, key.handle
    client = Client()
    log_in_with(forged, client)
    assert signed_in(client) == ""


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", '{"response": {"userHandle": "!"}}', "no json"]
)
def test_broken_passkey_is_refused(credential):
    client = Client()
    client.get(LOGIN_KEY, headers={"X-Requested-With": "XMLHttpRequest"})
    response = client.post(LOGIN_KEY, {"credential": credential})
    assert response.status_code < 500
    assert signed_in(client) == ""


def test_key_of_another_person_is_not_there():
    tenant, other = make_tenant(), make_tenant()
    add_key(logged_in(tenant), SoftKey())
    with acting_as(tenant.admin):
        key = Authenticator.objects.get(type="webauthn")
    client = logged_in(other)
    confirm_password(client, ADD_KEY)
    answers = [
        client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/{verb}/", {"name": "mine"}).status_code
        for verb in ("edit", "remove")
    ]
    assert answers == [404, 404]
    with acting_as(tenant.admin):
        assert Authenticator.objects.filter(type="webauthn").count() == 1
