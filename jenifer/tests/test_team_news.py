"""What people are told of their account and their team, and who is not."""

import pytest

from jenifer.principal import acting_as
from jenifer.tests.catalogue.rows import House
from jenifer.tests.factories import PASSWORD, Tenant, make_tenant
from jenifer.tests.people import invite, make_manager
from jenifer.tests.staff_clients import staff_outside
from orgs.models import Notification, Role, User
from orgs.services.joining import accept_invitation, find_offer
from orgs.services.members import change_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def told(person: User) -> list[tuple[str, str, str]]:
    with acting_as(person):
        rows = Notification.objects.filter(user=person).order_by("created_at", "title")
        return list(rows.values_list("category", "title", "body"))


def test_those_who_look_after_the_team_are_told_who_joins(tenant: Tenant) -> None:
    manager = make_manager(tenant)
    before = len(told(manager))
    _invitation, link = invite(tenant, "mia@kilo.test")
    offer = find_offer(link.split("/")[2])
    assert offer
    mia = accept_invitation(offer=offer, full_name="Mia", password=PASSWORD)
    news = ("system", "Mia has joined", "The invitation to mia@kilo.test is accepted.")
    assert (told(tenant.admin), told(manager)[before:], told(tenant.assistant), told(mia)) == (
        [news],
        [news],
        [],
        [],
    )


def test_a_member_is_told_of_another_role_and_of_none_when_nothing_changes(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        for role in (Role.ADMIN, Role.ADMIN, Role.USER):
            change_member(by=tenant.admin, member=tenant.assistant, role=role)
    by = f"Changed by {tenant.admin}."
    assert told(tenant.assistant) == [
        ("system", "You are an admin now", by),
        ("system", "What you may do in the team has changed", by),
    ]


def test_the_customers_admins_are_told_of_staff(ours: House, theirs: House) -> None:
    with acting_as(theirs.admin):
        known = set(Notification.objects.values_list("pk", flat=True))
    staff_outside(ours).post(f"/admin/enter/{theirs.org}/", {"reason": "Ticket 7", "minutes": "15"})
    with acting_as(theirs.admin):
        news = Notification.objects.exclude(pk__in=known).get()
    assert (news.category, news.body, news.action_url) == (
        "system",
        "Ticket 7",
        "/settings/audit/?happening=staff",
    )
    assert news.title.endswith("of JeniferAI’s staff is in your organization")
    with acting_as(theirs.colleague):
        assert not Notification.objects.exists()
