"""Who makes, changes and revokes private feeds, by page and API."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from jenifer.digests import digest_of
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_assignment, make_person, make_tenant
from orgs.models import AuditLog
from orgs.tests.api_clients import program_of
from orgs.tests.sign_in import prove, said_again
from scheduling.models import CalendarFeed
from scheduling.services.feeds import TooManyFeeds, make_feed, revoke_feed
from scheduling.tests.feeds import FORM, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


def test_the_address_is_known_to_its_maker_alone(tenant: Tenant) -> None:
    path = made(tenant)
    key = path.removeprefix("/feeds/").removesuffix(".ics")
    with acting_as(tenant.admin):
        row = CalendarFeed.objects.get()
        log = list(AuditLog.objects.filter(entity_type="calendar_feed").order_by("created_at", "action"))
    assert row.token == digest_of(key)
    assert sorted(each.action for each in log) == ["create", "reveal"]
    assert {each.acting_for_id for each in log} == {tenant.executive.pk}
    assert (
        key in str([each.new_values for each in log]),
        row.token in str([each.new_values for each in log]),
    ) == (False, False)


def test_making_and_revoking_is_for_who_may_write_the_calendar(tenant: Tenant) -> None:
    path = made(tenant)
    reader, stranger = make_person(tenant.admin), make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    with acting_as(tenant.admin):
        row = CalendarFeed.objects.get()
    for person, refusal in ((reader, PermissionDenied), (stranger, Http404), (make_tenant().admin, Http404)):
        with acting_as(person):
            with pytest.raises(refusal):
                make_feed(by=person, executive_id=tenant.executive.pk, name="Mine")
            with pytest.raises(refusal):
                revoke_feed(by=person, executive_id=tenant.executive.pk, feed_id=row.pk)
    assert Client().get(path).status_code == 200


def test_there_are_so_many_and_no_more(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.services.feeds.MOST", 1)
    made(tenant)
    with pytest.raises(TooManyFeeds, match="Ana Ferreira has 1 feeds"):
        made(tenant)
    client = prove(client_of(tenant.assistant))
    page = client.post(f"/executives/{tenant.executive.pk}/feeds/", FORM)
    assert "Revoke one that is not used" in page.text
    answer = client.post(
        f"/api/v1/executives/{tenant.executive.pk}/feeds/", {"name": "x"}, "application/json"
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too_many_feeds")


def test_the_page_shows_an_address_once(tenant: Tenant) -> None:
    client, page = prove(client_of(tenant.assistant)), f"/executives/{tenant.executive.pk}/feeds/"
    answer = client.post(page, FORM)
    address = answer.context["new"]["address"]
    assert (address in answer.text, address in client.get(page).text) == (True, False)
    assert f"webcal:{address.partition(':')[2]}" in answer.text
    [line] = client.get(page).context["lines"]
    one = f"{page}{line['id']}/"
    assert client.post(one, FORM | {"name": "Ana’s watch"}).status_code == 302
    assert "Ana’s watch" in client.get(page).text
    assert client.post(f"{one}revoke/").status_code == 302
    assert client.get(one).status_code == 404


def test_an_address_outlives_a_session_so_the_password_is_asked_for_again(tenant: Tenant) -> None:
    client, page = client_of(tenant.assistant), f"/executives/{tenant.executive.pk}/feeds/"
    api, body = f"/api/v1{page}", {"name": "Script"}
    refused = client.post(api, body, "application/json")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/proof_required")
    asked = client.post(page, FORM)
    with acting_as(tenant.assistant):
        assert not CalendarFeed.objects.exists()
    made = said_again(client, asked)
    assert made.context["new"]["name"] == FORM["name"]
    assert f'action="{page}"' in made.text
    assert client.post(api, body, "application/json").status_code == 201
    program = program_of(tenant.assistant, "calendar:write")
    assert program.post(api, body, "application/json").status_code == 201


def test_the_api_tells_an_address_once_even_to_who_asks_again(tenant: Tenant) -> None:
    client, api = prove(client_of(tenant.assistant)), f"/api/v1/executives/{tenant.executive.pk}/feeds/"
    body, key = (
        {"name": "Script", "level": "busy", "days_back": 0, "days_ahead": 30},
        {"Idempotency-Key": "1"},
    )
    first, again = (client.post(api, body, "application/json", headers=key) for _ in range(2))
    assert [first.status_code, again.status_code] == [201, 201]
    assert "url" not in again.json()
    assert first.json() == again.json() | {"url": first.json()["url"]}
    assert Client().get("/" + first.json()["url"].split("/", 3)[3]).status_code == 200
    one = first["Location"]
    changed = client.patch(one, {"level": "everything"}, "application/json", headers={"If-Match": "*"})
    assert (changed.status_code, changed.json()["level"], changed.json()["name"]) == (
        200,
        "everything",
        "Script",
    )
    assert [each["id"] for each in client.get(api).json()["results"]] == [first.json()["id"]]
    assert client.delete(one, headers={"If-Match": "*"}).status_code == 204
    assert client.get(one).status_code == 404
    assert client.post(api, body | {"days_back": -1}, "application/json").status_code == 400


def test_a_window_that_no_one_needs_is_refused(tenant: Tenant) -> None:
    client, page = prove(client_of(tenant.assistant)), f"/executives/{tenant.executive.pk}/feeds/"
    assert client.post(page, FORM | {"days_ahead": "99999"}).status_code == 200
    with acting_as(tenant.admin):
        assert not CalendarFeed.objects.exists()
