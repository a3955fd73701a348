import pytest

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_person, make_tenant
from jenifer.tests.people import make_admin, make_manager
from jenifer.tests.queries import counted_queries
from orgs.models import AuditLog, User
from orgs.tests.sign_in import log_in

TEAM = "/settings/team/"

pytestmark = pytest.mark.django_db


def lines(client, query=""):
    return [line["email"] for line in client.get(TEAM + query).context["lines"]]


def change(person, member, **form):
    return client_of(person).post(f"{TEAM}{member.pk}/", form)


def again(tenant, member):
    with acting_as(tenant.admin):
        return User.objects.get(pk=member.pk)


def test_team_lists_people_and_not_the_worker():
    tenant = make_tenant("lima")
    make_tenant()
    assert lines(client_of(tenant.admin)) == ["admin@lima.test", "ea@lima.test"]


def test_team_is_searched_and_filtered():
    tenant = make_tenant("lima")
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False, full_name="Ben O'Hara")
    client = client_of(tenant.admin)
    found = {
        query: lines(client, query)
        for query in ("?q=o'hara", "?q=ADMIN%40lima", "?state=deactivated", "?q=nobody")
    }
    assert list(found.values()) == [["ea@lima.test"], ["admin@lima.test"], ["ea@lima.test"], []]


def test_team_takes_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client, counts = client_of(tenant.admin), []
    for more in (0, 2):
        for _ in range(more):
            make_person(tenant.admin)
        with counted_queries() as count:
            assert len(lines(client)) == 2 + more
        counts.append(count())
    assert counts == [counts[0]] * 2


def test_when_someone_was_last_here_is_noted_at_log_in_and_then_rarely():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    first = again(tenant, tenant.assistant).last_seen_at
    with counted_queries() as count:
        client.get(TEAM)
    usual = count()
    with acting_as(tenant.assistant):
        User.objects.filter(pk=tenant.assistant.pk).update(last_seen_at=None)
    with counted_queries() as count:
        client.get(TEAM)
    assert count() > usual
    assert again(tenant, tenant.assistant).last_seen_at > first
    with acting_as(tenant.admin):
        assert not AuditLog.objects.filter(action="update", entity_type="user").exists()


def test_admin_gives_a_role_and_permissions():
    tenant = make_tenant()
    response = change(
        tenant.admin, tenant.assistant, role="admin", permissions=["billing.manage", "audit.view"]
    )
    assert response["Location"] == f"{TEAM}{tenant.assistant.pk}/"
    person = again(tenant, tenant.assistant)
    assert (person.role, person.permissions) == ("admin", ["audit.view", "billing.manage"])
    with acting_as(tenant.admin):
        entry = AuditLog.objects.get(action="update", entity_type="user", entity_id=person.pk)
        assert (entry.user_id, entry.old_values["role"], entry.new_values["role"]) == (
            tenant.admin.pk,
            "user",
            "admin",
        )


@pytest.mark.parametrize(
    "form", [{"role": "owner"}, {"role": ""}, {"role": "user", "permissions": ["everything"]}]
)
def test_role_and_permissions_are_of_a_closed_list(form):
    tenant = make_tenant()
    assert change(tenant.admin, tenant.assistant, **form).status_code == 200
    assert (again(tenant, tenant.assistant).role, again(tenant, tenant.assistant).permissions) == ("user", [])


def test_last_admin_gets_a_sentence_at_the_field():
    tenant = make_tenant("lima")
    response = change(tenant.admin, tenant.admin, role="user")
    said = "Admin of lima is the last admin. Make a colleague an admin first."
    assert response.context["form"].errors["role"] == [said]
    response = client_of(tenant.admin).post(f"{TEAM}{tenant.admin.pk}/deactivate/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [said]
    assert b"You are the last admin." in response.content
    assert b'<button class="button danger"' not in response.content
    assert again(tenant, tenant.admin).is_admin


def test_who_looks_after_the_team_reads_but_changes_no_one():
    tenant = make_tenant()
    manager = make_manager(tenant)
    client = client_of(manager)
    assert [client.get(path).status_code for path in (TEAM, f"{TEAM}{tenant.assistant.pk}/")] == [200, 200]
    for whom in (tenant.assistant, manager):
        assert change(manager, whom, role="admin", permissions=["audit.view"]).status_code == 403
    base = f"{TEAM}{tenant.assistant.pk}/"
    assert [client.post(f"{base}{action}/").status_code for action in ("deactivate", "reactivate")] == [
        403,
        403,
    ]
    assert (again(tenant, tenant.assistant).role, again(tenant, manager).permissions) == (
        "user",
        ["team.manage"],
    )


def test_assistant_sees_no_team():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    paths = (TEAM, f"{TEAM}{tenant.admin.pk}/", f"{TEAM}invitations/", f"{TEAM}{tenant.admin.pk}/deactivate/")
    assert [client.get(path).status_code for path in paths] == [403] * 4


def test_deactivation_asks_for_a_taker_and_hands_over():
    tenant = make_tenant()
    taker = make_person(tenant.admin)
    client, page = client_of(tenant.admin), f"{TEAM}{tenant.assistant.pk}/deactivate/"
    assert client.post(page, {}).context["form"].errors["assignments"]
    assert client.post(page, {"assignments": str(tenant.assistant.pk)}).context["form"].errors["assignments"]
    assert client.post(page, {"assignments": str(taker.pk)})["Location"] == TEAM
    assert not again(tenant, tenant.assistant).is_active
    assert log_in(client_of(taker), tenant.assistant.email)["Location"] == "/"
    response = client.post(f"{TEAM}{tenant.assistant.pk}/reactivate/")
    assert response["Location"] == f"{TEAM}{tenant.assistant.pk}/"
    assert again(tenant, tenant.assistant).is_active


def test_admin_who_leaves_is_signed_out():
    tenant = make_tenant()
    make_admin(tenant)
    client = client_of(tenant.admin)
    response = client.post(f"{TEAM}{tenant.admin.pk}/deactivate/")
    assert response["Location"] == "/accounts/login/"
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


def test_foreign_member_is_not_there():
    tenant, other = make_tenant(), make_tenant()
    client, base = client_of(other.admin), f"{TEAM}{tenant.assistant.pk}/"
    answers = [client.get(base), client.post(base, {"role": "admin"}), client.get(f"{base}deactivate/")]
    answers += [client.post(f"{base}{action}/") for action in ("deactivate", "reactivate")]
    assert [answer.status_code for answer in answers] == [404] * 5
