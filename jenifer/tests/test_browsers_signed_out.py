"""A browser that is signed out from afar is pushed to no more."""

import base64

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.catalogue.rows import House
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, make_person, make_tenant
from jenifer.tests.people import invite, make_admin
from jenifer.tests.staff_clients import address, form_of, staff_inside
from orgs.models import Invitation, PushSubscription, Role, User
from orgs.services.departures import deactivate_member
from orgs.services.members import change_member
from orgs.tests.sign_in import code_from_mail, log_in, session_key
from orgs.tests.test_addresses import NEW, RESET

CHANGE = "/accounts/password/change/"

pytestmark = pytest.mark.django_db


def key(size):
    return base64.urlsafe_b64encode(bytes(range(size))).decode().rstrip("=")


def browser(person, name):
    """Signed in, and pushed to."""
    client = Client()
    log_in(client, person.email)
    body = {"endpoint": f"https://push.apple.com/{name}", "keys": {"p256dh": key(65), "auth": key(16)}}
    answer = client.post("/api/v1/notifications/push/", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return client


def pushed(person):
    with acting_as(person):
        found = PushSubscription.objects.order_by("endpoint").values_list("endpoint", flat=True)
        return [endpoint.rpartition("/")[2] for endpoint in found]


@pytest.fixture
def person():
    return make_tenant().admin


def test_one_session_ended_is_one_browser_less(person):
    here, there = browser(person, "here"), browser(person, "there")
    with acting_as(person):
        session = UserSession.objects.get(session_key=session_key(there))
    here.post(f"/settings/sessions/{session.pk}/end/")
    assert pushed(person) == ["here"]


def test_all_other_sessions_ended_leaves_this_browser(person):
    here = browser(person, "here")
    browser(person, "there")
    here.post("/accounts/sessions/")
    assert pushed(person) == ["here"]


def test_changed_password_leaves_this_browser(person):
    here = browser(person, "here")
    browser(person, "there")
    here.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert pushed(person) == ["here"]


def test_replaced_password_leaves_none(person):
    browser(person, "there")
    client = Client()
    page = client.post(RESET, {"email": person.email})["Location"]
    page = client.post(page, {"code": code_from_mail()})["Location"]
    client.post(page, {"password1": NEW, "password2": NEW})
    assert pushed(person) == []


def test_deactivation_ends_sessions_and_pushes(person):
    member = make_person(person)
    client = browser(member, "there")
    with acting_as(person):
        deactivate_member(by=person, member=member, takers={})
    assert not Session.objects.filter(pk=session_key(client)).exists()
    with acting_as(None, claim=str(member.pk)):
        assert not UserSession.objects.exists()
    with acting_as(person):
        User.objects.filter(pk=member.pk).update(is_active=True)
    assert pushed(member) == []


def test_staff_who_deactivate_end_sessions(ours: House):
    with acting_as(ours.admin):
        User.objects.filter(pk=ours.colleague).update(is_active=True)
        member = User.objects.select_related("org").get(pk=ours.colleague)
    client = client_of(member)
    with acting_as(member):
        UserSession.objects.create(user=member, session_key=session_key(client), ip="192.0.2.1")
    page = address(User, "change", member.pk)
    staff = staff_inside(ours)
    sent = form_of(staff.get(page))
    sent.pop("is_active")
    assert staff.post(page, sent).status_code == 302
    assert not Session.objects.filter(pk=session_key(client)).exists()


def invited_admin(tenant, by):
    row, _link = invite(tenant, "next@kilo.test", Role.ADMIN)
    with acting_as(tenant.admin):
        Invitation.objects.filter(pk=row.pk).update(invited_by=by)
    return row


def test_who_is_an_admin_no_more_has_none_on_the_way():
    tenant = make_tenant()
    second = make_admin(tenant)
    row = invited_admin(tenant, second)
    with acting_as(tenant.admin):
        change_member(by=tenant.admin, member=second, role=Role.USER)
        assert Invitation.objects.get(pk=row.pk).status == "revoked"


def test_whom_staff_make_an_ordinary_member_has_no_admin_on_the_way(ours: House):
    with acting_as(ours.admin):
        User.objects.filter(pk=ours.colleague).update(role=Role.ADMIN, is_active=True)
        Invitation.objects.update(invited_by=ours.colleague, role=Role.ADMIN, status="pending")
    page = address(User, "change", ours.colleague)
    staff = staff_inside(ours)
    assert staff.post(page, form_of(staff.get(page)) | {"role": "user"}).status_code == 302
    with acting_as(ours.admin):
        assert set(Invitation.objects.values_list("status", flat=True)) == {"revoked"}
