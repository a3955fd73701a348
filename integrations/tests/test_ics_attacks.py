"""A calendar file whose author knows UIDs of meetings that are not theirs."""

from ipaddress import ip_network

import pytest
from pytest_django import Settings

from integrations.models import CalendarChange, Provider, SyncedSeries
from integrations.services.connections import disconnect
from integrations.services.troubles import unread_of
from integrations.sync.apply import Tally
from integrations.sync.kept import KEPT, held_elsewhere
from integrations.tests.calendar_files import Published, calendar, event
from integrations.tests.connected import make_connection
from integrations.tests.subscriptions import subscribed, titles, turn
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from jenifer.tests.invited import ANA, invite, move
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback_allowed(settings: Settings) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def hostile(published: Published, uid: str) -> None:
    published.text = calendar(event(uid, "Theirs", "20270101T090000Z", "SEQUENCE:99"))


def test_a_subscription_neither_changes_nor_removes_what_was_made_here(
    tenant: Tenant, published: Published
) -> None:
    meeting = make_meeting(tenant.assistant, tenant.executive, title="Board")
    hostile(published, f"{meeting.pk}@jenifer")
    row = subscribed(tenant, published)
    assert turn(tenant, row) == Tally()
    assert titles(tenant) == ["Board"]
    with acting_as(tenant.assistant):
        assert [each.problem for each in unread_of(row)] == [str(KEPT)]
    published.text = calendar(event("other", "Other"))
    turn(tenant, row)
    assert titles(tenant) == ["Board", "Other"]


def test_what_attendees_were_told_of_stays_as_they_know_it(tenant: Tenant, published: Published) -> None:
    meeting = invite(tenant, ANA)
    move(tenant, meeting)
    hostile(published, meeting.ical_uid)
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.text = calendar()
    turn(tenant, row)
    assert titles(tenant) == ["Board"]


def test_what_an_account_holds_is_not_a_subscriptions_to_change(tenant: Tenant, published: Published) -> None:
    meeting = make_meeting(tenant.assistant, tenant.executive, title="Board", ical_uid="board@halden")
    account = make_connection(tenant, "/eve/")
    with acting_as(tenant.admin):
        held = account.calendars.get()
        SyncedSeries.objects.create(calendar=held, object_id="/board.ics", ical_uid=meeting.ical_uid)
    hostile(published, meeting.ical_uid)
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.text = calendar()
    turn(tenant, row)
    assert titles(tenant) == ["Board"]
    with acting_as(tenant.admin):
        assert not CalendarChange.objects.exists()


def test_one_subscription_does_not_change_what_another_brought(tenant: Tenant, published: Published) -> None:
    first = subscribed(tenant, published)
    turn(tenant, first)
    hostile(published, "a")
    second = subscribed(tenant, published, address=f"{published.url}/b.ics")
    turn(tenant, second)
    published.text = calendar()
    turn(tenant, second)
    assert titles(tenant) == ["Board", "Lunch"]


def test_what_was_left_out_comes_once_nobody_else_has_it(tenant: Tenant, published: Published) -> None:
    meeting = invite(tenant, ANA)
    move(tenant, meeting)
    hostile(published, meeting.ical_uid)
    row = subscribed(tenant, published)
    turn(tenant, row)
    with acting_as(tenant.assistant):
        Meeting.objects.filter(pk=meeting.pk).delete()
    assert turn(tenant, row) == Tally(applied=1)
    assert titles(tenant) == ["Theirs"]
    assert row.provider == Provider.ICS


def test_what_a_colleagues_calendar_holds_does_not_go_with_ones_own(
    tenant: Tenant, published: Published
) -> None:
    row = subscribed(tenant, published)
    turn(tenant, row)
    with acting_as(tenant.admin):
        held = make_connection(tenant, "/eve/").calendars.get()
        SyncedSeries.objects.create(calendar=held, object_id="/a.ics", ical_uid="a")
    published.text = calendar(event("b", "Lunch", "20261124T120000Z"))
    turn(tenant, row)
    assert titles(tenant) == ["Board", "Lunch"]
    with acting_as(tenant.assistant):
        disconnect(by=tenant.assistant, integration_id=row.pk, keep=False)
    assert titles(tenant) == ["Board"]


def test_what_a_subscription_brings_is_written_to_no_account(tenant: Tenant, published: Published) -> None:
    make_connection(tenant, "/eve/")
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.text = calendar(event("a", "Board and lunch"), event("c", "Dinner"))
    turn(tenant, row)
    with acting_as(tenant.admin):
        assert list(CalendarChange.objects.values_list("ical_uid", flat=True)) == []


def test_what_others_hold_is_said_to_the_calendars_owner_alone(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published)
    with acting_as(tenant.admin):
        held = make_connection(tenant, "/eve/").calendars.get()
        SyncedSeries.objects.create(calendar=held, object_id="/a.ics", ical_uid="a")
    with acting_as(tenant.assistant):
        calendar_id = row.calendars.get().pk
        assert held_elsewhere(calendar_id, ["a", "b"]) == {"a": False}
    for person in (tenant.admin, make_tenant().assistant, None):
        with acting_as(person):
            assert held_elsewhere(calendar_id, ["a"]) == {}
