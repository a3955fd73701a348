from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jenifer.principal import acting_as
from jenifer.tests.factories import PASSWORD, make_tenant
from orgs.models import AuditLog, Organization, User
from orgs.tests.sign_in import code_from_mail, log_in, signed_in

ANA = {"full_name": "Ana Lima", "organization": "Lima & Co", "email": "Ana@Lima.test", "password1": PASSWORD}

pytestmark = pytest.mark.django_db


def sign_up(client, **fields):
    return client.post("/accounts/signup/", ANA | fields)


def members(client):
    """What the newly signed-in person sees of users and organizations."""
    with acting_as(client.session["_auth_user_id"]):
        return list(User.objects.order_by("is_system")), list(Organization.objects.all())


def test_sign_up_asks_for_a_code_first():
    client = Client()
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, "/accounts/confirm-email/")
    assert signed_in(client) == ""
    assert mail.outbox[-1].to == ["ana@lima.test"]
    assert client.post("/accounts/confirm-email/", {"code": "ZZZ-ZZZ"}).status_code == 200
    assert signed_in(client) == ""


def test_sign_up_founds_an_organization_on_trial():
    client = Client()
    sign_up(client)
    assert client.post("/accounts/confirm-email/", {"code": code_from_mail()})["Location"] == "/welcome/"
    assert signed_in(client) == "ana@lima.test"
    (founder, worker), (organization,) = members(client)
    assert (founder.full_name, founder.role, founder.org_id) == ("Ana Lima", "admin", organization.pk)
    assert (worker.full_name, worker.is_system, worker.has_usable_password()) == ("Jenifer", True, False)
    assert (organization.name, organization.subscription_tier) == ("Lima & Co", "trial")
    trial = organization.trial_ends_at - timezone.now()
    assert timedelta(days=13, hours=23) < trial <= timedelta(days=14)
    with acting_as(founder):
        address = EmailAddress.objects.get()
        assert (address.email, address.verified, address.primary) == ("ana@lima.test", True, True)
        assert AuditLog.objects.filter(action="create", entity_type="user").count() == 2
    assert "claim" not in client.session


def test_nobody_logs_in_before_the_code():
    sign_up(Client())
    cache.clear()  # a second code is sent after ten seconds at the earliest
    client = Client()
    assert log_in(client, "ana@lima.test")["Location"] == "/accounts/confirm-email/"
    assert signed_in(client) == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("organization", ""),
        ("email", "nobody"),
        ("password1", ""),
        ("password1", "short"),
        ("password1", "password123"),
        ("password1", "1234567890123"),
    ],
)
def test_sign_up_refuses_at_the_field(field, value):
    response = sign_up(Client(), **{field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert mail.outbox == []


def test_known_address_gets_the_same_answer_as_a_new_one():
    tenant = make_tenant()
    responses = [sign_up(Client(), email=email) for email in ("new@lima.test", tenant.admin.email)]
    new, known = ((r.status_code, r["Location"], r.content, sorted(r.cookies)) for r in responses)
    assert new == known
    assert [message.to for message in mail.outbox] == [["new@lima.test"], [tenant.admin.email]]
    assert "already" in mail.outbox[-1].body
    pages = [Client().get(response["Location"]).content for response in responses]
    assert pages[0] == pages[1]


def test_known_address_does_not_open_the_account_to_who_signs_up():
    tenant = make_tenant()
    client = Client()
    sign_up(client, email=tenant.admin.email, password1="another-long-word")
    client.post("/accounts/confirm-email/", {"code": "ABC-DEF"})
    assert signed_in(client) == ""
    assert log_in(Client(), tenant.admin.email, "another-long-word").status_code == 200
    assert log_in(Client(), tenant.admin.email)["Location"] == "/"


def test_two_founders_may_choose_the_same_name():
    slugs = []
    for email in ("one@lima.test", "two@lima.test"):
        client = Client()
        sign_up(client, email=email)
        client.post("/accounts/confirm-email/", {"code": code_from_mail()})
        slugs += [organization.slug for organization in members(client)[1]]
    assert len(set(slugs)) == 2


def test_code_is_worthless_after_too_many_guesses():
    client = Client()
    sign_up(client)
    right = code_from_mail()
    for _ in range(3):
        client.post("/accounts/confirm-email/", {"code": "ZZZ-ZZZ"})
    client.post("/accounts/confirm-email/", {"code": right})
    assert signed_in(client) == ""


def test_second_address_is_confirmed_and_stands_in_the_list():
    tenant = make_tenant()
    client = Client()
    log_in(client, tenant.admin.email)
    client.post("/accounts/email/", {"action_add": "", "email": "second@lima.test"})
    assert mail.outbox[-1].subject == "JeniferAI · Your code"
    response = client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert response["Location"] == "/accounts/email/"
    with acting_as(tenant.admin):
        assert EmailAddress.objects.get(email="second@lima.test").verified
