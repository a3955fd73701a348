"""Connections to calendar accounts: the services, on a real server."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone

from integrations.caldav import discovery
from integrations.models import CalendarChange, CalendarSyncToken, Integration, SyncedSeries
from integrations.services.calendars import Choice, ChoiceRefused, choose_calendars
from integrations.services.connecting import Found, connect_source, find_source
from integrations.services.connections import (
    ConnectionRefused,
    disconnect,
    own_connection,
    reconnect,
)
from integrations.services.patience import asking
from integrations.services.schedule import pause, resync, set_schedule
from integrations.signals import turn_wanted
from integrations.tests.caldav_servers import PASSWORD, USER, Server, running
from integrations.tests.connected import make_connection
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_executive, make_meeting, make_tenant
from jenifer.tests.queries import queries_for
from jenifer.tests.test_plan_limits import put_on
from orgs.models import AuditLog, Tier
from orgs.plans import ALLOWED, Limit
from orgs.tests.sign_in import prove
from scheduling.models import Meeting

PAGE, API = "/settings/calendars/", "/api/v1/calendar-connections/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback_allowed")]
names = (f"work-{number}" for number in itertools.count())


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with running("radicale", tmp_path_factory.mktemp("radicale")) as server:
        server.make_calendar("first")
        yield server


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def connected(tenant: Tenant, server: Server) -> Integration:
    with acting_as(tenant.assistant):
        return connect_source(by=tenant.assistant, found=found(tenant, server.url))


def found(tenant: Tenant, address: str, password: str = PASSWORD) -> Found:
    account = {"username": USER, "password": password}
    return find_source(by=tenant.assistant, provider="caldav", address=address, **account)


def the_calendar(row: Integration) -> CalendarSyncToken:
    return row.calendars.get(calendar_id__endswith="/first/")


def test_an_account_is_found_and_its_calendars_wait_to_be_chosen(server: Server, tenant: Tenant) -> None:
    row = connected(tenant, server)
    with acting_as(tenant.assistant):
        stored = Integration.objects.get()
        calendar = the_calendar(stored)
    assert (stored.provider_user_id, stored.provider_email) == (server.url + server.home, USER)
    assert stored.access_token.reveal() == PASSWORD
    assert (calendar.calendar_name, calendar.color) == ("Jonas & board", "#2f6fdd")
    assert (calendar.is_enabled, calendar.executive_id, row.status) == (False, None, "active")
    with acting_as(tenant.admin):
        assert PASSWORD not in str(list(AuditLog.objects.values_list("new_values", flat=True)))


@pytest.mark.parametrize(
    ("address", "password", "field", "sentence"),
    [
        ("", "wrong", "password", "does not accept"),
        ("http://10.0.0.1/", PASSWORD, "address", "inside a private network"),
        ("ftp://calendars.example/", PASSWORD, "address", "no calendar server"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(
    server: Server, tenant: Tenant, address: str, password: str, field: str, sentence: str
) -> None:
    with acting_as(tenant.assistant):
        with pytest.raises(ConnectionRefused, match=sentence) as refusal:
            found(tenant, address or server.url, password)
        assert not Integration.objects.exists()
    assert refusal.value.field == field


def test_one_account_is_connected_once(server: Server, tenant: Tenant) -> None:
    connected(tenant, server)
    with pytest.raises(ConnectionRefused, match="already"):
        connected(tenant, server)


def test_one_account_of_a_person_is_looked_for_at_a_time(server: Server, tenant: Tenant) -> None:
    body = {"address": server.url, "username": USER, "password": PASSWORD}
    client = prove(client_of(tenant.assistant))
    with asking(tenant.assistant):
        assert "just now" in client.post(PAGE, body).text
        assert client.post(API, body, "application/json").status_code == 400
        assert prove(client_of(tenant.admin)).post(API, body, "application/json").status_code == 201
    assert client.post(API, body, "application/json").status_code == 201


def test_another_persons_connection_is_not_there(server: Server, tenant: Tenant) -> None:
    row = connected(tenant, server)
    with acting_as(tenant.admin), pytest.raises(Http404):
        own_connection(tenant.admin, row.pk)
    client = client_of(tenant.admin)
    assert [client.get(f"{base}{row.pk}/").status_code for base in (PAGE, API)] == [404, 404]


def test_calendars_are_given_to_executives_one_may_write(server: Server, tenant: Tenant) -> None:
    row = connected(tenant, server)
    not_served = make_executive(tenant.admin)
    with acting_as(tenant.assistant):
        calendar = the_calendar(row)
        with pytest.raises(Http404):
            choose_calendars(
                by=tenant.assistant, integration=row, choices={calendar.pk: Choice(not_served.pk, True)}
            )
        with pytest.raises(ChoiceRefused, match="Say whose"):
            choose_calendars(by=tenant.assistant, integration=row, choices={calendar.pk: Choice(None, True)})
        chosen = {calendar.pk: Choice(tenant.executive.pk, True, True)}
        choose_calendars(by=tenant.assistant, integration=row, choices=chosen)
        calendar.refresh_from_db()
    assert (calendar.executive_id, calendar.is_enabled, calendar.is_write_target) == (
        tenant.executive.pk,
        True,
        True,
    )


def test_new_events_go_to_one_calendar_of_an_executive(server: Server, tenant: Tenant) -> None:
    server.make_calendar(next(names))
    row = connected(tenant, server)
    choice = Choice(tenant.executive.pk, True, True)
    with acting_as(tenant.assistant):
        keys = list(row.calendars.values_list("pk", flat=True))
        with pytest.raises(ChoiceRefused, match="can be written to one calendar"):
            choose_calendars(by=tenant.assistant, integration=row, choices=dict.fromkeys(keys, choice))
        assert not row.calendars.filter(is_enabled=True).exists()


@pytest.mark.parametrize("keep", [True, False])
def test_what_came_is_kept_or_removed(server: Server, tenant: Tenant, keep: bool) -> None:
    row = connected(tenant, server)
    with acting_as(tenant.assistant):
        calendar = the_calendar(row)
        chosen = {calendar.pk: Choice(tenant.executive.pk, True, True)}
        choose_calendars(by=tenant.assistant, integration=row, choices=chosen)
    origin: dict[str, Any] = {
        "external_calendar_provider": "caldav",
        "external_calendar_id": calendar.calendar_id,
    }
    make_meeting(tenant.admin, tenant.executive, title="Came", ical_uid="came", **origin)
    make_meeting(tenant.admin, tenant.executive, title="Ours")
    with acting_as(tenant.assistant):
        SyncedSeries.objects.create(
            org_id=row.org_id, calendar=calendar, object_id="came", ical_uid="came", body="x"
        )
        disconnect(by=tenant.assistant, integration_id=row.pk, keep=keep)
        row = Integration.objects.get()
        left = sorted(Meeting.objects.filter(deleted_at=None).values_list("title", flat=True))
        assert not SyncedSeries.objects.exists()
    assert left == (["Came", "Ours"] if keep else ["Ours"])
    assert (row.status, bool(row.access_token)) == ("revoked", False)
    again = connected(tenant, server)
    assert (again.pk, again.status) == (row.pk, "active")


def test_a_new_password_mends_and_a_wrong_one_changes_nothing(server: Server, tenant: Tenant) -> None:
    row = connected(tenant, server)
    with acting_as(tenant.assistant):
        Integration.objects.update(status="expired", last_error="No.", failures=3)
        with pytest.raises(ConnectionRefused):
            reconnect(by=tenant.assistant, integration_id=row.pk, password="wrong")
        assert Integration.objects.get().status == "expired"
        reconnect(by=tenant.assistant, integration_id=row.pk, password=PASSWORD)
        row = Integration.objects.get()
    assert (row.status, row.last_error, row.failures) == ("active", "", 0)


def test_pause_stops_and_resync_reads_from_the_start(server: Server, tenant: Tenant) -> None:
    row = connected(tenant, server)
    with acting_as(tenant.assistant):
        row.calendars.update(sync_token="known")
        pause(integration=row)
        resync(integration=row)
        stored = Integration.objects.get()
        assert set(stored.calendars.values_list("sync_token", flat=True)) == {""}
    assert stored.settings["sync_enabled"] is False
    assert stored.next_sync_at is not None
    assert stored.next_sync_at <= timezone.now()


def test_the_page_says_that_a_turn_is_due_and_offers_none_before_calendars_are_chosen(tenant: Tenant) -> None:
    row = make_connection(tenant, "/maya/")
    client, page = client_of(tenant.admin), f"{PAGE}{row.pk}/"
    wanted: list[type] = []

    def note(sender: type, **kwargs: Any) -> None:
        wanted.append(sender)

    turn_wanted.connect(note)
    client.post(f"{page}act/", {"do": "sync"})
    turn_wanted.disconnect(note)
    assert wanted == [Integration]
    due = client.get(page).text
    assert ("Syncing…" in due, "Sync now" in due) == (True, True)
    with acting_as(tenant.admin):
        row.calendars.update(is_enabled=False)
    unchosen = client.get(page).text
    assert ("Syncing…" in unchosen, "Sync now" in unchosen, "Pause" in unchosen) == (False, False, False)


def test_two_pages_set_what_each_of_them_is_about(tenant: Tenant) -> None:
    row = make_connection(tenant, "/maya/")
    with acting_as(tenant.admin):
        other_page = Integration.objects.get()
        pause(integration=row)
        set_schedule(integration=other_page, direction="pull", interval_minutes=30)
        settings = Integration.objects.get().settings
    assert (settings["sync_enabled"], settings["sync_direction"]) == (False, "pull")


def test_the_plan_allows_so_many_and_no_more(
    server: Server, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"address": server.url, "username": USER, "password": PASSWORD}
    put_on(tenant, subscription_tier=Tier.TRIAL)
    monkeypatch.setitem(ALLOWED, Tier.TRIAL, dict.fromkeys(Limit, 1))
    assert prove(client_of(tenant.assistant)).post(PAGE, body)["Location"].startswith(PAGE)
    admin = prove(client_of(tenant.admin))
    page = admin.post(PAGE, body)
    assert (page.status_code, "Your plan is for 1 connection." in page.text) == (200, True)
    assert (server.url in page.text, PASSWORD in page.text) == (True, False)
    refusal = admin.post(API, body, "application/json")
    assert (refusal.status_code, refusal.json()["limit"]) == (403, "integrations")
    monkeypatch.setitem(ALLOWED, Tier.TRIAL, dict.fromkeys(Limit, 2))
    made = admin.post(API, body, "application/json")
    assert made.status_code == 201
    assert PASSWORD not in made.text


def test_the_list_costs_as_many_queries_whatever_is_connected(server: Server, tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    connected(tenant, server)
    first = [queries_for(client, address) for address in (API, PAGE)]
    with acting_as(tenant.assistant):
        for number in range(3):
            about = {
                "provider": "ics",
                "integration_type": "calendar",
                "provider_user_id": f"a.example#{number}",
            }
            row = Integration.objects.create(org_id=tenant.admin.org_id, user=tenant.assistant, **about)
            calendar = CalendarSyncToken.objects.create(org_id=row.org_id, integration=row, calendar_id="a")
            CalendarChange.objects.create(org_id=row.org_id, calendar=calendar, ical_uid="a")
    assert [queries_for(client, address) for address in (API, PAGE)] == first
    told = client.get(API).json()["results"]
    assert [(each["address"], each["waiting"]) for each in told[1:]] == [("a.example", 1)] * 3


def test_connecting_waits_for_no_server_inside_a_transaction(
    server: Server, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths = []

    def discover(*args: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        return discovery.discover(*args)

    monkeypatch.setattr("integrations.services.connections.discover", discover)
    client, body = (
        prove(client_of(tenant.assistant)),
        {"address": server.url, "username": USER, "password": PASSWORD},
    )
    before = len(connection.savepoint_ids)
    answers = [client.post(API, body, "application/json", headers={"Idempotency-Key": "1"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert depths == [before]


def test_the_pages_and_the_api_change_a_connection(server: Server, tenant: Tenant) -> None:
    row = connected(tenant, server)
    client, page, api = prove(client_of(tenant.assistant)), f"{PAGE}{row.pk}/", f"{API}{row.pk}/"
    with acting_as(tenant.assistant):
        key = the_calendar(row).pk
    chosen = {f"{key}-executive": str(tenant.executive.pk), f"{key}-enabled": "on", f"{key}-target": "on"}
    assert client.post(page, chosen).status_code == 302
    assert client.post(f"{page}schedule/", {"direction": "pull", "interval": "30"}).status_code == 302
    assert client.post(f"{page}act/", {"do": "pause"}).status_code == 302
    wrong = client.post(f"{page}reconnect/", {"password": "wrong"})
    assert (wrong.status_code, "does not accept" in wrong.text) == (200, True)
    told = client.get(api).json()
    assert (told["direction"], told["interval_minutes"], told["is_paused"]) == ("pull", 30, True)
    calendar = next(each for each in told["calendars"] if each["id"] == str(key))
    assert (calendar["executive_id"], calendar["is_enabled"], calendar["is_write_target"]) == (
        str(tenant.executive.pk),
        True,
        True,
    )
    change = {"is_paused": False, "calendars": [{"id": str(key), "is_enabled": False}]}
    changed = client.patch(api, change, "application/json", headers={"If-Match": "*"}).json()
    assert (changed["is_paused"], [each["is_enabled"] for each in changed["calendars"]]) == (
        False,
        [False] * len(changed["calendars"]),
    )
    assert client.post(f"{page}disconnect/", {"what": "keep"}).status_code == 302
    assert client.get(api).status_code == 404
