"""Subscribing by the pages and the API, and what our own feeds do to each other."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from executives.models import ExecutiveProfile
from integrations.models import Integration
from integrations.remotes import open_remote
from integrations.services.calendars import Choice, choose_calendars
from integrations.services.connecting import connect_source, find_source
from integrations.services.connections import ConnectionRefused
from integrations.sync.turn import take_turn
from integrations.tests.calendar_files import Published, calendar, event, publishing
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_executive, make_meeting, make_tenant
from scheduling.models import Meeting
from scheduling.services.feeds import make_feed

PAGE, API = "/settings/calendars/", "/api/v1/calendar-connections/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback_allowed")]


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def test_the_api_subscribes_and_says_which_fields_it_wants(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    with publishing() as published:
        published.text = calendar(event("a"))
        body = {"provider": "ics", "address": published.url, "executive_id": str(tenant.executive.pk)}
        made = client.post(API, body | {"name": "Board"}, "application/json")
        assert made.status_code == 201
        one = made["Location"]
        assert (made.json()["account"], made.json()["direction"], made.json()["provider"]) == (
            "Board",
            "pull",
            "ics",
        )
        renamed = client.patch(one, {"name": "Dates"}, "application/json", headers={"If-Match": "*"}).json()
        assert (renamed["account"], renamed["calendars"][0]["name"]) == ("Dates", "Dates")
        both = client.patch(
            one, {"direction": "bidirectional"}, "application/json", headers={"If-Match": "*"}
        )
        assert (both.status_code, list(both.json()["errors"])) == (400, ["direction"])
        moved = client.post(f"{one}reconnect/", {"address": f"{published.url}/b"}, "application/json")
        assert moved.status_code == 200
        wanted = client.post(f"{one}reconnect/", {"password": "x"}, "application/json")
        assert (wanted.status_code, list(wanted.json()["errors"])) == (400, ["address"])
    wrong = client.post(API, {"provider": "ics", "address": "a", "username": "b"}, "application/json")
    assert (wrong.status_code, sorted(wrong.json()["errors"])) == (400, ["executive_id", "username"])
    bare = client.post(API, {"address": "a"}, "application/json")
    assert sorted(bare.json()["errors"]) == ["password", "username"]


def test_the_page_subscribes(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    with publishing() as published:
        published.text = calendar(event("a"))
        form = {"address": published.url, "executive_id": str(tenant.executive.pk), "interval_minutes": "60"}
        made = client.post(f"{PAGE}subscribe/", form, follow=True)
        [(page, _status)] = made.redirect_chain
        assert "Subscribed to" in made.text
        again = client.post(f"{PAGE}subscribe/", form)
        assert "You have connected this already." in again.text
    assert client.post(f"{page}schedule/", {"name": "Dates", "interval": "1440"}).status_code == 302
    shown = client.get(page)
    assert ("Dates" in shown.text, "Write new events here" in shown.text) == (True, False)
    wrong = client.post(f"{page}reconnect/", {"address": "http://10.0.0.1/"})
    assert "inside a private network" in wrong.text


class Feed:
    """One of an executive's, at an address of its own: what stands at ours is given out there."""

    def __init__(self, tenant: Tenant, executive: ExecutiveProfile, published: Published, level: str) -> None:
        with acting_as(tenant.admin):
            _row, address = make_feed(by=tenant.admin, executive_id=executive.pk, name="Feed", level=level)
        self._path, self.published = "/" + address.split("/", 3)[3], published
        self.give_out()

    def give_out(self) -> None:
        self.published.text = Client().get(self._path).getvalue().decode()


def subscribed(tenant: Tenant, executive_id: UUID, published: Published) -> Integration:
    with acting_as(tenant.admin):
        asked: dict[str, Any] = {"address": published.url, "executive_id": executive_id}
        return connect_source(by=tenant.admin, found=find_source(by=tenant.admin, provider="ics", **asked))


def turn(tenant: Tenant, row: Integration) -> Integration:
    with acting_as(tenant.admin):
        take_turn(integration_id=row.pk, open_remote=open_remote, now=timezone.now())
        return Integration.objects.get(pk=row.pk)


@pytest.mark.parametrize("level", ["busy", "everything"])
def test_a_feed_is_not_taken_back_by_the_calendar_it_came_from(tenant: Tenant, level: str) -> None:
    other = make_executive(tenant.admin)
    make_meeting(tenant.admin, tenant.executive, timezone.now(), title="Board", ical_uid="board")
    with publishing() as published:
        Feed(tenant, tenant.executive, published, level)
        with pytest.raises(ConnectionRefused, match="own feed of the same calendar"):
            subscribed(tenant, tenant.executive.pk, published)
        row = subscribed(tenant, other.pk, published)
        with acting_as(tenant.admin):
            [key] = row.calendars.values_list("pk", flat=True)
            chosen = {key: Choice(tenant.executive.pk, True)}
            choose_calendars(by=tenant.admin, integration=row, choices=chosen)
        assert "own feed of the same calendar" in turn(tenant, row).last_error
    with acting_as(tenant.admin):
        assert list(Meeting.objects.values_list("title", flat=True)) == ["Board"]


def test_two_calendars_that_subscribe_to_each_other_come_to_rest(tenant: Tenant) -> None:
    other = make_executive(tenant.admin)
    for number, executive in enumerate((tenant.executive, other)):
        columns = {"visibility": "private", "ical_uid": f"u{number}"}
        make_meeting(tenant.admin, executive, timezone.now(), title=f"Own {number}", **columns)
    with publishing() as one, publishing() as two:
        feeds = Feed(tenant, tenant.executive, one, "everything"), Feed(tenant, other, two, "titles")
        rows = subscribed(tenant, other.pk, one), subscribed(tenant, tenant.executive.pk, two)
        for _ in range(3):
            for row, feed in zip(rows, feeds, strict=True):
                assert turn(tenant, row).last_error == ""
                feed.give_out()
    with acting_as(tenant.admin):
        alive = Meeting.objects.filter(deleted_at=None)
        assert sorted(alive.filter(executive=other).values_list("title", flat=True)) == ["Own 0", "Own 1"]
        assert sorted(alive.filter(executive=tenant.executive).values_list("title", flat=True)) == [
            "Busy",
            "Own 0",
        ]
