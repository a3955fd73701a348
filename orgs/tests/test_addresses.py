import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.factories import PASSWORD, make_tenant
from orgs.models import User
from orgs.tests.sign_in import code_from_mail, log_in, said_again, signed_in

RESET = "/accounts/password/reset/"
ADDRESSES = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"
NEW = "another-long-word"

pytestmark = pytest.mark.django_db


def logged_in(tenant):
    client = Client()
    log_in(client, tenant.admin.email)
    return client


def add_address(client, email):
    return client.post(ADDRESSES, {"action_add": "", "email": email})


def addresses_of(person):
    with acting_as(person):
        return {(each.email, each.verified, each.primary) for each in EmailAddress.objects.all()}


def test_password_is_reset_by_code():
    tenant = make_tenant()
    client = Client()
    page = client.post(RESET, {"email": tenant.admin.email})["Location"]
    assert client.post(page, {"code": "ZZZ-ZZZ"}).status_code == 200
    page = client.post(page, {"code": code_from_mail()})["Location"]
    assert client.post(page, {"password1": NEW, "password2": NEW}).status_code == 302
    assert log_in(Client(), tenant.admin.email).status_code == 200
    assert log_in(Client(), tenant.admin.email, NEW)["Location"] == "/"


def test_reset_wants_a_strong_password():
    tenant = make_tenant()
    client = Client()
    page = client.post(RESET, {"email": tenant.admin.email})["Location"]
    page = client.post(page, {"code": code_from_mail()})["Location"]
    response = client.post(page, {"password1": "short", "password2": "short"})
    assert list(response.context["form"].errors) == ["password1"]
    assert log_in(Client(), tenant.admin.email)["Location"] == "/"


def test_reset_of_an_unknown_address_is_answered_alike():
    tenant = make_tenant()
    answers = [
        Client().post(RESET, {"email": email}) for email in (tenant.admin.email, "nobody@nowhere.test")
    ]
    known, unknown = ((each.status_code, each["Location"], sorted(each.cookies)) for each in answers)
    assert known == unknown
    assert mail.outbox[0].to == [tenant.admin.email]


def test_reset_ends_sessions():
    tenant = make_tenant()
    before = logged_in(tenant)
    client = Client()
    page = client.post(RESET, {"email": tenant.admin.email})["Location"]
    page = client.post(page, {"code": code_from_mail()})["Location"]
    client.post(page, {"password1": NEW, "password2": NEW})
    assert signed_in(before) == ""


def test_address_of_a_stranger_opens_nothing_of_theirs_for_longer_than_the_request():
    tenant, stranger = make_tenant(), make_tenant()
    client = logged_in(tenant)
    said_again(client, add_address(client, stranger.admin.email))
    assert "claim" not in client.session


def test_second_address_is_confirmed_and_then_logs_in():
    tenant = make_tenant()
    client = logged_in(tenant)
    said_again(client, add_address(client, "Second@Acme.test"))
    assert mail.outbox[-1].to == ["second@acme.test"]
    assert log_in(Client(), "second@acme.test").status_code == 200
    assert client.post(CONFIRM, {"code": code_from_mail()}).status_code == 302
    assert addresses_of(tenant.admin) == {
        (tenant.admin.email, True, True),
        ("second@acme.test", True, False),
    }
    other = Client()
    log_in(other, "second@acme.test")
    assert signed_in(other) == tenant.admin.email


def test_who_finds_a_browser_open_adds_no_address():
    tenant = make_tenant()
    client = logged_in(tenant)
    said_again(client, add_address(client, "thief@acme.test"), "not-the-right-word")
    assert mail.outbox == []
    assert addresses_of(tenant.admin) == {(tenant.admin.email, True, True)}


def test_new_address_becomes_the_first():
    tenant = make_tenant()
    client = logged_in(tenant)
    said_again(client, add_address(client, "second@acme.test"))
    client.post(CONFIRM, {"code": code_from_mail()})
    client.post(ADDRESSES, {"action_primary": "", "email": "second@acme.test"})
    assert ("second@acme.test", True, True) in addresses_of(tenant.admin)
    with acting_as(tenant.admin):
        assert User.objects.get(pk=tenant.admin.pk).email == "second@acme.test"
    client.post(ADDRESSES, {"action_remove": "", "email": tenant.admin.email})
    assert addresses_of(tenant.admin) == {("second@acme.test", True, True)}


def test_address_of_another_tenant_cannot_be_had():
    tenant, other = make_tenant(), make_tenant()
    client = logged_in(tenant)
    said_again(client, add_address(client, other.admin.email))
    code = code_from_mail() if mail.outbox and "code" in mail.outbox[-1].body else "ZZZ-ZZZ"
    assert client.post(CONFIRM, {"code": code}).status_code in (200, 302)  # as if they read the other's mail
    assert addresses_of(tenant.admin) == {(tenant.admin.email, True, True)}
    assert addresses_of(other.admin) == {(other.admin.email, True, True)}
    assert log_in(Client(), other.admin.email, PASSWORD)["Location"] == "/"


def test_address_is_checked():
    tenant = make_tenant()
    response = add_address(logged_in(tenant), "nobody")
    assert response.status_code == 200
    assert addresses_of(tenant.admin) == {(tenant.admin.email, True, True)}
