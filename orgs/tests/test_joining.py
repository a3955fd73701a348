from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone

from jenifer.principal import ANONYMOUS, acting_as, scope
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, make_person, make_tenant
from jenifer.tests.people import invite, make_admin
from orgs.accounts import SocialAdapter
from orgs.belongings import kinds
from orgs.models import AuditLog, Invitation, Role, User
from orgs.people import user_by_email
from orgs.services.departures import deactivate_member
from orgs.services.invitations import invite_people
from orgs.services.joining import InvitationOver, accept_invitation, find_offer
from orgs.services.members import change_member
from orgs.tests.sign_in import log_in, signed_in

ADD_KEY = "/accounts/2fa/webauthn/add/"
BEN = "ben@kilo.test"
FORM = {"full_name": "Ben Kilo", "password1": PASSWORD, "timezone": "Europe/Vienna"}

pytestmark = pytest.mark.django_db


def person(email=BEN):
    identity = user_by_email(email)
    with acting_as(identity):
        return User.objects.get(pk=identity)


def change_invitation(tenant, **columns):
    with acting_as(tenant.admin):
        Invitation.objects.filter(email=BEN).update(**columns)


def text_of(response):
    return response.content.decode()


def test_link_shows_who_invites_to_what_with_the_address_fixed():
    tenant = make_tenant("lima")
    page = text_of(Client().get(invite(tenant, BEN)[1]))
    shown = ["Join lima", "Admin of lima invites you", f'value="{BEN}" readonly']
    assert [part in page for part in shown] == [True] * 3


def test_joining_needs_no_code_and_uses_the_link_up():
    tenant = make_tenant()
    row, link = invite(tenant, BEN)
    mail.outbox.clear()
    client = Client()
    assert client.post(link, FORM)["Location"] == "/welcome/"
    assert (signed_in(client), mail.outbox) == (BEN, [])
    ben = person()
    assert (ben.full_name, ben.role, ben.org_id, ben.timezone) == (
        "Ben Kilo", "user", tenant.organization.pk, "Europe/Vienna",
    )  # fmt: skip
    with acting_as(ben):
        address = EmailAddress.objects.get()
        assert (address.email, address.verified, address.primary) == (BEN, True, True)
        assert UserSession.objects.count() == 1
    with acting_as(tenant.admin):
        row.refresh_from_db()
        entry = AuditLog.objects.get(entity_type="invitation", entity_id=row.pk, action="update")
    assert (row.status, row.accepted_at is not None, entry.user_id) == ("accepted", True, ben.pk)
    assert log_in(Client(), BEN)["Location"] == "/"


def test_who_has_just_joined_adds_a_passkey_without_the_password_again():
    client = Client()
    client.post(invite(make_tenant(), BEN)[1], FORM)
    assert client.get(ADD_KEY).status_code == 200
    session = client.session
    [record] = session["account_authentication_methods"]
    session["account_authentication_methods"] = [record | {"at": record["at"] - 301}]
    session.save()
    assert client.get(ADD_KEY)["Location"].startswith("/accounts/reauthenticate/")


def test_who_comes_as_admin_is_one():
    tenant = make_tenant()
    Client().post(invite(tenant, BEN, role=Role.ADMIN)[1], FORM)
    assert person().role == "admin"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""), ("password1", ""), ("password1", "short"), ("password1", "password123"),
        ("password1", "ben@kilo.test"), ("full_name", "x" * 256), ("full_name", "a\x00b"),
    ],
)  # fmt: skip
def test_joining_refuses_at_the_field(field, value):
    tenant = make_tenant()
    response = Client().post(invite(tenant, BEN)[1], FORM | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert user_by_email(BEN) == ""


def test_address_role_and_organization_come_from_the_invitation_alone():
    tenant, other = make_tenant(), make_tenant()
    forged = {"email": "boss@kilo.test", "role": "admin", "org_id": other.organization.pk, "is_staff": "1"}
    Client().post(invite(tenant, BEN)[1], FORM | forged)
    ben = person()
    assert (ben.email, ben.role, ben.org_id, ben.is_staff) == (BEN, "user", tenant.organization.pk, False)


@pytest.mark.parametrize(
    ("columns", "heading"),
    [
        ({"status": "revoked"}, "This invitation was taken back"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation has expired"),
        ({"status": "expired"}, "This invitation has expired"),
    ],
)
def test_invitation_that_is_over_says_so_and_takes_nothing(columns, heading):
    tenant = make_tenant()
    link = invite(tenant, BEN)[1]
    change_invitation(tenant, **columns)
    for response in (Client().get(link), Client().post(link, FORM)):
        assert (response.status_code, heading in text_of(response)) == (410, True)
    assert user_by_email(BEN) == ""


def test_used_link_says_so_to_a_stranger_and_leads_its_owner_on():
    tenant = make_tenant()
    link = invite(tenant, BEN)[1]
    client = Client()
    client.post(link, FORM)
    for response in (Client().get(link), Client().post(link, FORM | {"full_name": "Thief"})):
        assert (response.status_code, "This invitation was used" in text_of(response)) == (410, True)
    assert client.get(link)["Location"] == "/welcome/"
    assert person().full_name == "Ben Kilo"


@pytest.mark.parametrize("token", ["nothing", "x" * 500, "%00", "..", "' OR 1=1"])
def test_unknown_link_leads_nowhere(token):
    response = Client().get(f"/invitations/{token}/")
    assert (response.status_code, b"This link leads nowhere" in response.content) == (404, True)


def test_address_that_got_an_account_elsewhere_meanwhile_is_told_so():
    tenant, other = make_tenant(), make_tenant()
    link = invite(tenant, BEN)[1]
    make_person(other.admin, BEN)
    for response in (Client().get(link), Client().post(link, FORM)):
        assert (response.status_code, "You have an account already" in text_of(response)) == (410, True)
    assert person().org_id == other.organization.pk


def test_someone_else_who_is_signed_in_is_told_so_and_changes_nothing():
    tenant, other = make_tenant(), make_tenant()
    link = invite(tenant, BEN)[1]
    client = client_of(other.admin)
    for response in (client.get(link), client.post(link, FORM)):
        assert (response.status_code, "You are signed in as someone else" in text_of(response)) == (200, True)
    assert user_by_email(BEN) == ""
    assert client.post("/accounts/logout/", {"next": link})["Location"] == link


@pytest.mark.parametrize("end", ["lowered", "deactivated"])
def test_admin_who_is_none_any_more_has_no_other_on_the_way(end):
    tenant = make_tenant()
    second = make_admin(tenant)
    with acting_as(second):
        for email, role in ((BEN, Role.ADMIN), ("eva@kilo.test", Role.USER)):
            invite_people(by=second, addresses=[email], role=role)
    with acting_as(tenant.admin):
        if end == "lowered":
            change_member(by=tenant.admin, member=second, role=Role.USER)
        else:
            deactivate_member(by=tenant.admin, member=second, takers=dict.fromkeys(kinds(), tenant.admin))
        states = dict(Invitation.objects.filter(invited_by=second).values_list("email", "status"))
    assert states == {BEN: "revoked", "eva@kilo.test": "pending"}


def test_revoked_while_the_form_is_open_lets_nobody_in():
    tenant = make_tenant()
    link = invite(tenant, BEN)[1]
    offer = find_offer(link.split("/")[2])
    assert offer is not None
    change_invitation(tenant, status="revoked")
    with pytest.raises(InvitationOver):
        accept_invitation(offer=offer, full_name="Ben", password=PASSWORD)
    assert user_by_email(BEN) == ""


def test_page_is_kept_by_no_cache():
    tenant = make_tenant()
    assert "no-store" in Client().get(invite(tenant, BEN)[1])["Cache-Control"]


# --- by way of Google or Microsoft: what allauth hands to the adapter after the provider's answer


def come_by_provider(link, email, *, is_verified=True):
    request: Any = RequestFactory().get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    address = EmailAddress(email=email, verified=is_verified, primary=True)
    login = SocialLogin(
        user=User(email=email), account=SocialAccount(provider="google", uid="1"), email_addresses=[address]
    )
    login.state = {"next": link}
    with scope(ANONYMOUS):
        SocialAdapter(request).save_user(request, login)
    return request


def test_invited_person_joins_by_way_of_a_provider():
    tenant = make_tenant()
    come_by_provider(invite(tenant, BEN)[1], BEN)
    ben = person()
    assert (ben.org_id, ben.role, ben.has_usable_password()) == (tenant.organization.pk, "user", False)
    with acting_as(ben):
        assert SocialAccount.objects.get().uid == "1"
        assert EmailAddress.objects.get().verified
    with acting_as(tenant.admin):
        assert Invitation.objects.get(email=BEN).status == "accepted"


@pytest.mark.parametrize(("email", "is_verified"), [("other@kilo.test", True), (BEN, False)])
def test_provider_must_have_proven_the_invited_address(email, is_verified):
    tenant = make_tenant()
    link = invite(tenant, BEN)[1]
    with pytest.raises(ImmediateHttpResponse) as answer:
        come_by_provider(link, email, is_verified=is_verified)
    assert answer.value.response["Location"] == link
    assert (user_by_email(email), user_by_email(BEN)) == ("", "")


def test_provider_without_an_invitation_founds_an_organization():
    come_by_provider("/insights/", BEN)
    assert person().role == "admin"
