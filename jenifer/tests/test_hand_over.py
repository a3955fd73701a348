"""A member goes: what they own in every app goes to a colleague, in one transaction, and they are out."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from approvals.models import Approval
from executives.models import UserExecutiveAssignment
from integrations.models import Integration
from jenifer.principal import acting_as
from jenifer.tests.factories import (
    PASSWORD,
    Tenant,
    make_assignment,
    make_executive,
    make_person,
    make_tenant,
)
from jenifer.tests.people import make_admin
from orgs.belongings import belongings_of
from orgs.models import AuditLog, Notification, Role, User
from orgs.services.departures import TakerNeeded, deactivate_member, reactivate_member
from orgs.services.members import LastAdmin, MemberRefused, change_member
from tasks.models import Delegation, Task

pytestmark = pytest.mark.django_db
KINDS = ["assignments", "tasks", "delegations", "approvals", "connections"]


@pytest.fixture
def taker(tenant: Tenant) -> User:
    return make_person(tenant.admin)


def fill(tenant: Tenant, person: User) -> None:
    """Something open and something done of each kind."""
    other, org = tenant.admin, {"org_id": person.org_id}
    with acting_as(person):
        task = {"created_by": person, "assigned_to": person} | org
        Task.objects.create(title="Task todo", status="todo", **task)
        done = Task.objects.create(title="Task done", status="done", **task)
        approval = {"executive": tenant.executive, "submitted_by": person, "approval_type": "other"} | org
        for status in ("pending", "approved"):
            Approval.objects.create(title=f"Approval {status}", status=status, **approval)
        delegations = ((person, other, "pending"), (other, person, "accepted"), (other, person, "rejected"))
        for by, to, status in delegations:
            Delegation.objects.create(task=done, delegated_by=by, delegated_to=to, status=status, **org)
    connect(person, "google")


def connect(person: User, provider: str, account: str = "box@kilo.test") -> Integration:
    with acting_as(person):
        return Integration.objects.create(
            org_id=person.org_id,
            user=person,
            provider=provider,
            integration_type="calendar",
            provider_user_id=account,
            provider_email=account,
            access_token="sealed",
        )


def deactivate(by: User, member: User, takers: dict[str, User]) -> None:
    with acting_as(by):
        deactivate_member(by=by, member=member, takers=takers)


def owned(by: User, person: User) -> dict[str, list[str]]:
    with acting_as(by):
        return {each.kind: each.names for each in belongings_of(person)}


def test_everything_open_goes_to_the_taker_and_history_stays(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    before = owned(tenant.admin, tenant.assistant)
    assert before == {
        "assignments": [tenant.executive.full_name],
        "tasks": ["Task todo"],
        "delegations": ["Task done", "Task done"],
        "approvals": ["Approval pending"],
        "connections": ["Google · box@kilo.test"],
    }
    deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, taker))
    assert owned(tenant.admin, tenant.assistant) == {}
    assert owned(tenant.admin, taker) == before
    with acting_as(tenant.admin):
        assert Task.objects.get(title="Task done").assigned_to_id == tenant.assistant.pk
        assert Approval.objects.get(title="Approval approved").submitted_by_id == tenant.assistant.pk
        assert Delegation.objects.get(status="rejected").delegated_to_id == tenant.assistant.pk
    with acting_as(taker):
        assert Integration.objects.get().access_token == "sealed"


def test_each_kind_may_go_to_someone_else(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, tenant.admin) | {"tasks": taker})
    assert list(owned(tenant.admin, taker)) == ["tasks"]
    assert list(owned(tenant.admin, tenant.admin)) == ["assignments", "approvals", "connections"]


def test_takers_are_told_once_each_and_whoever_handed_over_is_not(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    with acting_as(tenant.assistant):
        for number in range(5):
            row = {"created_by": tenant.assistant, "assigned_to": tenant.assistant}
            Task.objects.create(title=f"More {number}", org_id=taker.org_id, status="todo", **row)
    deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, taker) | {"connections": tenant.admin})
    news = told(taker)
    assert [each.title for each in news] == [f"You take over from {tenant.assistant}"]
    executives, tasks, delegations, approvals = news[0].body.splitlines()
    assert executives == f"Executives: {tenant.executive.full_name}"
    assert tasks.endswith(" and 1 more")
    assert delegations == "Delegations: Task done, Task done"
    assert approvals == "Approvals asked for: Approval pending"
    assert told(tenant.admin) == []


def test_hand_over_that_is_refused_tells_no_one(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    with pytest.raises(MemberRefused):
        deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, taker) | {"tasks": tenant.assistant})
    assert told(taker) == []


def told(person: User) -> list[Notification]:
    with acting_as(person):
        return list(Notification.objects.filter(user=person))


def test_what_the_two_had_delegated_to_each_other_is_cancelled(tenant: Tenant) -> None:
    fill(tenant, tenant.assistant)
    deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, tenant.admin))
    with acting_as(tenant.admin):
        states = sorted(Delegation.objects.values_list("status", flat=True))
        assert states == ["cancelled", "cancelled", "rejected"]


def test_taker_who_serves_the_executive_already_gets_what_the_other_had_besides(
    tenant: Tenant, taker: User
) -> None:
    executive = make_executive(tenant.admin)
    soon = timezone.localdate() + timedelta(days=30)
    make_assignment(
        tenant.admin,
        tenant.assistant,
        executive,
        is_primary=True,
        permissions={"calendar": ["read", "write"]},
    )
    make_assignment(
        tenant.admin,
        taker,
        executive,
        role="backup",
        permissions={"calendar": ["read"], "tasks": ["read"]},
        starts_on=date(2026, 1, 1),
        ends_on=soon,
    )
    deactivate(tenant.admin, tenant.assistant, {"assignments": taker})
    with acting_as(tenant.admin):
        row = UserExecutiveAssignment.objects.get(executive=executive)
    assert (row.user_id, row.is_primary, row.role, row.starts_on, row.ends_on) == (
        taker.pk,
        True,
        "assistant",
        None,
        None,
    )
    assert row.permissions == {"calendar": ["read", "write"], "tasks": ["read"]}


def test_connection_that_the_taker_has_too_is_revoked_not_doubled(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    connect(taker, "google")
    connect(tenant.assistant, "microsoft")
    deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, taker))
    with acting_as(taker):
        kept = list(Integration.objects.order_by("provider").values_list("provider", "status"))
    assert kept == [("google", "active"), ("microsoft", "active")]


def test_connections_are_no_ones_to_list_or_move_but_an_admins(tenant: Tenant, taker: User) -> None:
    connect(tenant.assistant, "google")
    outsider = make_tenant().admin
    for person in (taker, outsider):
        assert "connections" not in owned(person, tenant.assistant)


def test_without_takers_nothing_is_done_and_what_is_missing_is_named(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    with pytest.raises(TakerNeeded) as refusal:
        deactivate(tenant.admin, tenant.assistant, {"tasks": taker})
    assert list(refusal.value.owned) == ["assignments", "delegations", "approvals", "connections"]
    assert owned(tenant.admin, taker) == {}
    with acting_as(tenant.admin):
        assert User.objects.get(pk=tenant.assistant.pk).is_active


@pytest.mark.parametrize("who", ["the same person", "someone deactivated", "a stranger", "Jenifer"])
def test_taker_must_be_another_active_colleague(who: str, tenant: Tenant, taker: User) -> None:
    deactivate(tenant.admin, taker, {})
    with acting_as(tenant.admin):
        worker = User.objects.get(org=tenant.organization, is_system=True)
    takers: dict[str, Any] = {
        "the same person": tenant.assistant,
        "someone deactivated": taker,
        "a stranger": make_tenant().admin,
        "Jenifer": worker,
    }
    with pytest.raises(MemberRefused):
        deactivate(tenant.admin, tenant.assistant, {"assignments": takers[who]})
    assert list(owned(tenant.admin, tenant.assistant)) == ["assignments"]


def test_sessions_end_and_do_not_wake_with_a_reactivation(tenant: Tenant, taker: User) -> None:
    browser = signed_in(tenant.assistant)
    assert browser.get("/").status_code == 200
    deactivate(tenant.admin, tenant.assistant, {"assignments": taker})
    assert browser.get("/")["Location"] == "/accounts/login/?next=/"
    with acting_as(tenant.admin):
        reactivate_member(by=tenant.admin, member=tenant.assistant)
    assert browser.get("/")["Location"] == "/accounts/login/?next=/"
    with acting_as(tenant.assistant):
        assert UserSession.objects.count() == 0
    assert signed_in(tenant.assistant).get("/").status_code == 200


def signed_in(person: User) -> Client:
    """By the form: only then is the session listed among the person's own."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_all_of_it_is_in_the_log_by_whom(tenant: Tenant, taker: User) -> None:
    fill(tenant, tenant.assistant)
    deactivate(tenant.admin, tenant.assistant, dict.fromkeys(KINDS, taker))
    moved = {
        ("assignment", "user_id"),
        ("task", "assigned_to"),
        ("approval", "submitted_by"),
        ("integration", "user_id"),
    }
    with acting_as(tenant.admin):
        changes = AuditLog.objects.filter(action="update", user_id=tenant.admin.pk)
        found = {(row.entity_type, key) for row in changes for key, value in row.new_values.items()
                 if value == str(taker.pk)}  # fmt: skip
        assert moved <= found
        assert changes.get(entity_type="user", entity_id=tenant.assistant.pk).new_values == {
            "is_active": False
        }


# --- an organization keeps an admin


def test_last_admin_is_neither_demoted_nor_deactivated_nor_leaves(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        with pytest.raises(LastAdmin, match=r"is the last admin\. Make a colleague an admin first\."):
            change_member(by=tenant.admin, member=tenant.admin, role=Role.USER)
        with pytest.raises(LastAdmin):
            deactivate_member(by=tenant.admin, member=tenant.admin, takers={})
        admin = User.objects.get(pk=tenant.admin.pk)
    assert (admin.role, admin.is_active) == ("admin", True)


def test_deactivated_admin_does_not_count(tenant: Tenant) -> None:
    second = make_admin(tenant)
    deactivate(tenant.admin, second, {})
    with acting_as(tenant.admin), pytest.raises(LastAdmin):
        change_member(by=tenant.admin, member=tenant.admin, role=Role.USER)


def test_one_of_two_admins_may_leave(tenant: Tenant) -> None:
    second = make_admin(tenant)
    deactivate(tenant.admin, tenant.admin, {})
    with acting_as(second):
        assert not User.objects.get(pk=tenant.admin.pk).is_active
