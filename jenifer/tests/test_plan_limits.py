"""Each limit at n and n + 1; what is full says so, and what was there stays."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from ai_engine.models import AIConversation, AIMessage
from executives.models import ExecutiveProfile
from integrations.models import Integration
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_executive, make_person, make_tenant
from jenifer.tests.people import invite, link_in_mail
from jenifer.tests.queries import queries_for
from orgs.models import Invitation, Organization, Tier, User
from orgs.plans import ALLOWED, Limit, PlanLimitReached, Standing, plan_of, require_room, used
from orgs.views.plan import permission_denied

PAGE = "/settings/plan/"
API = "/api/v1/plan/"
PROFILE = {
    "full_name": "Zed",
    "timezone": "UTC",
    "work_start": "09:00",
    "work_end": "17:00",
    "buffer_minutes": "10",
}

pytestmark = pytest.mark.django_db


def put_on(tenant: Tenant, **columns: Any) -> Tenant:
    """The organization as if its subscription were so."""
    with acting_as(tenant.admin):
        with connection.cursor() as cursor:  # staff's to change, not the admin's: conftest.py
            cursor.execute(
                "SELECT tests.put_on(%s, %s)",
                [tenant.organization.pk, json.dumps(columns, default=str)],
            )
        tenant.admin.org = Organization.objects.get(pk=tenant.organization.pk)
    return tenant


def on_trial(**columns: Any) -> Tenant:
    return put_on(make_tenant(**columns), subscription_tier="trial")


def fill(tenant: Tenant, limit: Limit) -> None:
    """Make rows until exactly as many are there as the plan allows."""
    makers: dict[Limit, Callable[[int], Any]] = {
        Limit.EXECUTIVES: lambda _: make_executive(tenant.admin),
        Limit.USERS: lambda _: make_person(tenant.admin),
        Limit.AI_MESSAGES: lambda number: say(tenant.assistant, f"Question {number}"),
        Limit.INTEGRATIONS: lambda number: connect(tenant.assistant, str(number)),
    }
    with acting_as(tenant.admin):
        wanted = (plan_of(tenant.admin.org, timezone.now()).allowed[limit] or 0) - used(limit)[limit]
    for number in range(wanted):
        makers[limit](number)


def say(person: User, text: str) -> None:
    with acting_as(person):
        conversation = AIConversation.objects.get_or_create(user=person, org_id=person.org_id)[0]
        for role in ("user", "assistant"):
            AIMessage.objects.create(org_id=person.org_id, conversation=conversation, role=role, content=text)


def connect(person: User, account: str, **columns: Any) -> None:
    row = {"provider": "google", "integration_type": "calendar", "provider_user_id": account} | columns
    with acting_as(person):
        Integration.objects.create(org_id=person.org_id, user=person, **row)


@pytest.mark.parametrize("limit", Limit)
def test_there_is_room_up_to_the_limit_and_not_beyond(limit: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALLOWED, Tier.TRIAL, dict.fromkeys(Limit, 4))
    tenant = on_trial()
    fill(tenant, limit)
    with acting_as(tenant.admin), transaction.atomic():
        assert used(limit) == {limit: 4}
        with pytest.raises(PlanLimitReached) as refusal:
            require_room(tenant.admin.org, limit)
    assert refusal.value.extra == {"limit": limit, "allowed": 4}
    monkeypatch.setitem(ALLOWED, Tier.TRIAL, dict.fromkeys(Limit, 5))
    with acting_as(tenant.admin), transaction.atomic():
        require_room(tenant.admin.org, limit)


def test_who_may_not_come_in_takes_no_place() -> None:
    tenant = on_trial()
    with acting_as(tenant.admin):
        before = used(Limit.USERS)
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
        without_one = used(Limit.USERS)
        for number, status in enumerate(("pending", "revoked", "accepted", "expired")):
            Invitation.objects.create(
                org_id=tenant.admin.org_id,
                invited_by=tenant.admin,
                email=f"{number}@x.test",
                token=str(number),
                status=status,
            )
        Invitation.objects.create(
            org_id=tenant.admin.org_id,
            invited_by=tenant.admin,
            email="late@x.test",
            token="late",
            expires_at=timezone.now() - timedelta(minutes=1),
        )
        assert (before, without_one, used(Limit.USERS)) == (
            {Limit.USERS: 2},
            {Limit.USERS: 1},
            {Limit.USERS: 2},
        )


def test_removed_executives_and_connections_take_no_place() -> None:
    tenant = on_trial()
    connect(tenant.assistant, "gone", status="revoked")
    with acting_as(tenant.admin):
        ExecutiveProfile.objects.update(is_active=False)
        assert used(Limit.EXECUTIVES, Limit.INTEGRATIONS) == {Limit.EXECUTIVES: 0, Limit.INTEGRATIONS: 0}


def test_last_months_messages_are_past() -> None:
    tenant = on_trial()
    say(tenant.assistant, "Hello")
    with acting_as(tenant.assistant):
        conversation = AIConversation.objects.get()
        first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        for moment in (first, first - timedelta(seconds=1)):
            AIMessage.objects.create(
                org_id=tenant.admin.org_id,
                conversation=conversation,
                role="user",
                content="x",
                created_at=moment,
            )
        assert used(Limit.AI_MESSAGES) == {Limit.AI_MESSAGES: 2}


def test_another_organizations_rows_do_not_count() -> None:
    tenant, other = on_trial(), on_trial()
    fill(other, Limit.EXECUTIVES)
    with acting_as(tenant.admin):
        assert used(Limit.EXECUTIVES) == {Limit.EXECUTIVES: 1}
    with acting_as(None):
        assert used(*Limit) == dict.fromkeys(Limit, 0)


@pytest.mark.parametrize(
    ("columns", "standing"),
    [
        ({}, Standing.OPEN),
        ({"trial_ends_at": timezone.now() - timedelta(minutes=1)}, Standing.TRIAL_ENDED),
        ({"subscription_status": "past_due"}, Standing.PAST_DUE),
        ({"subscription_status": "paused"}, Standing.PAUSED),
        ({"subscription_status": "canceled"}, Standing.CANCELED),
    ],
)
def test_a_plan_that_does_not_stand_lets_nothing_grow(columns: dict[str, Any], standing: Standing) -> None:
    tenant = put_on(on_trial(), **columns)
    assert plan_of(tenant.admin.org, timezone.now()).standing is standing
    client = client_of(tenant.admin)
    answer = client.post("/api/v1/executives/", {"name": "Zed", "timezone": "UTC"}, "application/json")
    assert answer.status_code == (201 if standing is Standing.OPEN else 403)
    reading = [
        "/",
        f"/executives/{tenant.executive.pk}/",
        f"/executives/{tenant.executive.pk}/calendar.ics",
        PAGE,
    ]
    assert [client.get(address).status_code for address in reading] == [200] * 4


def test_a_trials_end_is_not_the_end_of_a_paid_plan() -> None:
    tenant = put_on(make_tenant(), trial_ends_at=timezone.now() - timedelta(days=1))
    assert plan_of(tenant.admin.org, timezone.now()).standing is Standing.OPEN


def test_the_form_says_what_is_full_and_keeps_what_was_typed() -> None:
    tenant = on_trial()
    client = client_of(tenant.admin)
    for number in range(2, 6):
        assert client.post("/executives/new/", PROFILE | {"full_name": f"E{number}"}).status_code == 302
    page = client.post("/executives/new/", PROFILE | {"full_name": "One too many"})
    assert page.status_code == 200
    assert "Your plan is for 5 executives." in page.text
    assert "One too many" in page.text
    with acting_as(tenant.admin):
        assert ExecutiveProfile.objects.count() == 5


def test_the_api_answers_with_a_problem() -> None:
    tenant = on_trial()
    client = client_of(tenant.admin)
    body = {"name": "Zed", "timezone": "UTC"}
    statuses = [
        client.post("/api/v1/executives/", body, "application/json").status_code for _more in range(4)
    ]
    answer = client.post("/api/v1/executives/", body, "application/json")
    assert (statuses, answer.status_code) == ([201] * 4, 403)
    assert answer.json() == {
        "type": "/problems/plan_limit",
        "title": "Plan limit",
        "status": 403,
        "limit": "executives",
        "allowed": 5,
        "detail": "Your plan is for 5 executives. Nothing is lost. A larger plan has room for another,"
        " or remove one first.",
    }


def test_where_no_form_says_so_a_page_does() -> None:
    tenant = on_trial()
    refusal = PlanLimitReached(Limit.USERS, "Your plan is for 5 people.", 5)
    request = RequestFactory().get("/")
    for person, is_shown in ((tenant.admin, True), (tenant.assistant, False)):
        request.user = person
        page = permission_denied(request, refusal)
        assert page.status_code == 403
        assert "Your plan is for 5 people." in page.text
        assert (PAGE in page.text) is is_shown


def test_nobody_is_admitted_beyond_the_plan() -> None:
    tenant = on_trial()
    fill(tenant, Limit.USERS)
    with pytest.raises(PlanLimitReached, match="for 5 people, open invitations counted"):
        make_person(tenant.admin)
    with acting_as(tenant.admin):
        assert User.objects.filter(is_system=False).count() == 5


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_at_once_do_not_both_take_the_last_place() -> None:
    tenant = on_trial()
    for _more in range(3):
        make_executive(tenant.admin)
    start = Barrier(2)

    def add() -> bool:
        try:
            with acting_as(tenant.admin):
                start.wait()
                make_executive(tenant.admin)
        except PlanLimitReached:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(lambda _: add(), range(2))) == [False, True]
    with acting_as(tenant.admin):
        assert used(Limit.EXECUTIVES) == {Limit.EXECUTIVES: 5}


def test_the_page_shows_what_is_used_of_what() -> None:
    tenant = on_trial()
    fill(tenant, Limit.EXECUTIVES)
    page = client_of(tenant.admin).get(PAGE).text
    assert '<progress id="executives" max="5" value="5">' in page
    assert '<progress id="users" max="5" value="2">' in page
    assert "5 of 5" in page
    assert queries_for(client_of(tenant.admin), PAGE) <= 12


def test_the_api_tells_the_plan() -> None:
    tenant = on_trial()
    body = client_of(tenant.admin).get(API).json()
    assert (body["tier"], body["standing"]) == ("trial", "open")
    assert body["limits"][:2] == [
        {"limit": "executives", "used": 1, "allowed": 5},
        {"limit": "users", "used": 2, "allowed": 5},
    ]


def test_an_invitation_takes_its_place_when_it_is_sent_and_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALLOWED, Tier.TRIAL, dict.fromkeys(Limit, 3))
    tenant = on_trial()
    client = client_of(tenant.admin)
    page, api = "/settings/team/invitations/", "/api/v1/invitations/"
    both = client.post(page, {"addresses": "ben@kilo.test cy@kilo.test", "role": "user"})
    assert (both.context["form"].errors.keys(), open_invitations(tenant)) == ({"addresses"}, [])
    assert client.post(page, {"addresses": "ben@kilo.test", "role": "user"}).status_code == 302
    link = link_in_mail()
    refusal = client.post(api, {"email": "cy@kilo.test"}, content_type="application/json")
    assert (refusal.status_code, refusal.json()["limit"]) == (403, "users")
    joined = Client().post(link, {"full_name": "Ben", "password1": "a-long-enough-word"})
    assert joined["Location"] == "/welcome/"


def test_an_expired_invitation_and_a_return_want_room(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = on_trial()
    row, _ = invite(tenant, "ben@kilo.test")
    with acting_as(tenant.admin):
        Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now())
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
    client = client_of(tenant.admin)
    addresses = (f"invitations/{row.pk}/resend/", f"{tenant.assistant.pk}/reactivate/")
    for allowed in (1, 3):
        monkeypatch.setitem(ALLOWED, Tier.TRIAL, dict.fromkeys(Limit, allowed))
        for address in addresses:
            client.post(f"/settings/team/{address}")
        with acting_as(tenant.admin):
            row.refresh_from_db()
            is_back = User.objects.get(pk=tenant.assistant.pk).is_active
        assert (row.expires_at > timezone.now(), is_back) == (allowed == 3, allowed == 3)


def open_invitations(tenant: Tenant) -> list[Invitation]:
    with acting_as(tenant.admin):
        return list(Invitation.objects.filter(status="pending"))
