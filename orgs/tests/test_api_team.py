from typing import Any

import pytest
from django.core import mail

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_person, make_tenant
from jenifer.tests.people import invite, make_admin, make_manager
from orgs.models import Invitation, Role, User

MEMBERS, INVITATIONS = "/api/v1/members/", "/api/v1/invitations/"

pytestmark = pytest.mark.django_db


def send(client, method, path, body=None):
    sent: Any = {"content_type": "application/json", "headers": {"If-Match": "*"}}
    response = getattr(client, method)(path, body or {}, **sent)
    return response.status_code, response.json()


def again(tenant, member):
    with acting_as(tenant.admin):
        return User.objects.get(pk=member.pk)


def test_member_is_what_the_team_page_shows():
    tenant = make_tenant("lima")
    client = client_of(tenant.admin)
    listed = client.get(MEMBERS).json()["results"]
    assert [each["email"] for each in listed] == ["admin@lima.test", "ea@lima.test"]
    one = client.get(f"{MEMBERS}{tenant.assistant.pk}/").json()
    assert one == listed[1]
    assert (one["name"], one["role"], one["permissions"], one["is_active"]) == ("ea", "user", [], True)
    assert "password" not in one
    found = client.get(f"{MEMBERS}?search=admin@").json()["results"]
    assert [each["email"] for each in found] == ["admin@lima.test"]


def test_role_and_permissions_are_changed_by_an_admin_alone():
    tenant = make_tenant()
    path = f"{MEMBERS}{tenant.assistant.pk}/"
    assert send(client_of(make_manager(tenant)), "patch", path, {"role": "admin"})[0] == 403
    status, body = send(client_of(tenant.admin), "patch", path, {"permissions": ["audit.view"]})
    assert (status, body["role"], body["permissions"]) == (200, "user", ["audit.view"])
    assert again(tenant, tenant.assistant).permissions == ["audit.view"]


@pytest.mark.parametrize(
    "body",
    [{"role": "owner"}, {"permissions": ["everything"]}, {"permissions": "audit.view"}, {"role": None}],
)
def test_what_is_no_role_or_permission_is_named(body):
    tenant = make_tenant()
    status, problem = send(client_of(tenant.admin), "patch", f"{MEMBERS}{tenant.assistant.pk}/", body)
    assert (status, list(problem["errors"])) == (400, list(body))
    assert again(tenant, tenant.assistant).role == "user"


def test_last_admin_is_a_conflict():
    tenant = make_tenant()
    client, path = client_of(tenant.admin), f"{MEMBERS}{tenant.admin.pk}/"
    answers = [send(client, "patch", path, {"role": "user"}), send(client, "post", f"{path}deactivate/")]
    assert [(status, problem["type"].rpartition("/")[2]) for status, problem in answers] == [
        (409, "last_admin")
    ] * 2


def test_deactivation_names_what_needs_a_taker_then_hands_it_over():
    tenant = make_tenant(full_name="Ana")
    taker = make_person(tenant.admin)
    client, path = client_of(tenant.admin), f"{MEMBERS}{tenant.assistant.pk}/deactivate/"
    status, problem = send(client, "post", path)
    assert (status, problem["owned"]) == (409, {"assignments": ["Ana"]})
    assert again(tenant, tenant.assistant).is_active
    status, body = send(
        client, "post", path, {"to": str(tenant.admin.pk), "hand_over": {"assignments": str(taker.pk)}}
    )
    assert (status, body["is_active"]) == (200, False)
    served = client_of(taker).get("/api/v1/executives/").json()["results"]
    assert [each["name"] for each in served] == ["Ana"]
    status, body = send(client, "post", f"{MEMBERS}{tenant.assistant.pk}/reactivate/")
    assert (status, body["is_active"]) == (200, True)


def test_taker_must_be_a_colleague_and_the_kind_known():
    tenant, other = make_tenant(), make_tenant()
    client, path = client_of(tenant.admin), f"{MEMBERS}{tenant.assistant.pk}/deactivate/"
    bodies: tuple[dict[str, Any], ...] = (
        {"to": str(other.admin.pk)},
        {"to": "nobody"},
        {"hand_over": {"houses": str(tenant.admin.pk)}},
        {"hand_over": []},
    )
    answers = [send(client, "post", path, body) for body in bodies]
    assert [(status, list(problem["errors"])) for status, problem in answers] == [
        (400, ["to"]), (400, ["to"]), (400, ["hand_over"]), (400, ["hand_over"])
    ]  # fmt: skip
    assert again(tenant, tenant.assistant).is_active


def test_invitation_is_made_listed_sent_again_and_revoked():
    tenant = make_tenant()
    client = client_of(tenant.admin)
    mail.outbox.clear()
    status, made = send(client, "post", INVITATIONS, {"email": "Ben@Kilo.test"})
    assert (status, made["email"], made["role"], made["state"], made["is_sent"]) == (
        201, "ben@kilo.test", "user", "pending", True,
    )  # fmt: skip
    assert "token" not in made
    path = f"{INVITATIONS}{made['id']}/"
    assert client.get(path).json() == {key: value for key, value in made.items() if key != "is_sent"}
    states = {row["email"]: row["state"] for row in client.get(INVITATIONS).json()["results"]}
    assert states == {"ben@kilo.test": "pending", tenant.assistant.email: "accepted"}
    assert send(client, "post", f"{path}resend/")[1]["is_sent"]
    assert [message.to for message in mail.outbox] == [["ben@kilo.test"]] * 2
    assert send(client, "post", f"{path}revoke/")[1]["state"] == "revoked"
    assert [send(client, "post", f"{path}{action}/")[0] for action in ("resend", "revoke")] == [409, 409]


@pytest.mark.parametrize(
    "email", ["nobody", "", None, "{admin}", "{other}", "a@kilo.test b@kilo.test", "a@b.test\nBcc: x@y.zz"]
)
def test_address_that_cannot_be_invited_is_a_problem_of_its_field(email):
    tenant, other = make_tenant(), make_tenant()
    given = email and email.format(admin=tenant.admin.email, other=other.admin.email)
    status, problem = send(client_of(tenant.admin), "post", INVITATIONS, {"email": given})
    assert (status, list(problem["errors"])) == (400, ["email"])
    with acting_as(tenant.admin):
        assert not Invitation.objects.filter(status="pending").exists()


def test_who_looks_after_the_team_invites_but_no_admins():
    tenant = make_tenant()
    client = client_of(make_manager(tenant))
    boss, _ = invite(tenant, "boss@kilo.test", role=Role.ADMIN)
    assert send(client, "post", INVITATIONS, {"email": "ben@kilo.test", "role": "admin"})[0] == 403
    assert send(client, "post", INVITATIONS, {"email": "ben@kilo.test"})[0] == 201
    assert [
        send(client, "post", f"{INVITATIONS}{boss.pk}/{action}/")[0] for action in ("resend", "revoke")
    ] == [403, 403]


def test_foreign_rows_are_not_there():
    tenant, other = make_tenant(), make_tenant()
    row, _ = invite(tenant, "ben@kilo.test")
    make_admin(tenant)
    client = client_of(other.admin)
    member, invitation = f"{MEMBERS}{tenant.assistant.pk}/", f"{INVITATIONS}{row.pk}/"
    paths = [("get", member), ("patch", member), ("post", f"{member}deactivate/"), ("post", f"{member}reactivate/"),
             ("get", invitation), ("post", f"{invitation}resend/"), ("post", f"{invitation}revoke/")]  # fmt: skip
    assert [getattr(client, method)(path).status_code for method, path in paths] == [404] * 7
