"""Subscriptions, from the address to the meetings, on a real server."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from integrations.ics.addresses import read_address
from integrations.ics.remote import IcsRemote
from integrations.models import CalendarChange, CalendarSyncToken, Integration, SyncedSeries
from integrations.remotes import open_remote
from integrations.services.calendars import Choice, ChoiceRefused, choose_calendars
from integrations.services.connecting import connect_source, find_source, mend_connection
from integrations.services.connections import ConnectionRefused, disconnect
from integrations.services.schedule import OnlyRead, resync, set_schedule
from integrations.sync.apply import Tally
from integrations.sync.remote import Page, ReadOnly
from integrations.sync.turn import take_turn
from integrations.tests.calendar_files import Published, calendar, event
from integrations.tests.subscriptions import NOW, stored, subscribed, titles, turn
from jenifer.outbound import outbound_client
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_executive, make_tenant
from scheduling.models import Meeting
from scheduling.services.importing import import_events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback_allowed")]


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def test_what_is_published_comes_here_and_what_is_gone_goes(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published)
    assert turn(tenant, row) == Tally(applied=2)
    published.text = calendar(event("a", "Board and lunch"), event("c", "Dinner"))
    assert turn(tenant, row) == Tally(applied=3)
    assert titles(tenant) == ["Board and lunch", "Dinner"]


def test_an_unchanged_calendar_writes_nothing_even_if_it_is_sent_again(
    tenant: Tenant, published: Published
) -> None:
    row = subscribed(tenant, published)
    turn(tenant, row)
    with acting_as(tenant.assistant):
        before = list(SyncedSeries.objects.order_by("pk").values())
        meetings = list(Meeting.objects.order_by("pk").values())
    published.text = str(published.text).replace("DTSTAMP:20261101", "DTSTAMP:20261102")
    assert turn(tenant, row) == Tally()
    with acting_as(tenant.assistant):
        assert list(SyncedSeries.objects.order_by("pk").values()) == before
        assert list(Meeting.objects.order_by("pk").values()) == meetings


@pytest.mark.parametrize("validators", [{"ETag": '"1"'}, {"Last-Modified": "Tue, 24 Nov 2026 08:00:00 GMT"}])
def test_a_server_that_knows_its_answer_is_asked_for_news_alone(
    tenant: Tenant, published: Published, validators: dict[str, str]
) -> None:
    published.validators = validators
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.text = "not looked at"
    assert turn(tenant, row) == Tally()
    with acting_as(tenant.assistant):
        resync(integration=stored(tenant, row))
    turn(tenant, row)  # asked without the validators, the server gives what it has
    assert "There is no calendar" in stored(tenant, row).last_error


def test_packed_answers_and_redirects_are_taken(tenant: Tenant, published: Published) -> None:
    published.is_packed = True
    row = subscribed(tenant, published, address=f"{published.url}/away?to={published.url}/b.ics")
    assert turn(tenant, row) == Tally(applied=2)
    assert published.asked[-1]["accept-encoding"] == "gzip"


def test_a_publisher_who_wants_to_be_asked_seldom_is(tenant: Tenant, published: Published) -> None:
    published.text = calendar(
        event("a"), head="X-WR-CALNAME:Board dates\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n"
    )
    row = subscribed(tenant, published, interval_minutes=5)
    assert (row.provider_email, row.settings["sync_interval_minutes"]) == ("Board dates", 240)
    assert row.settings["sync_direction"] == "pull"


def test_a_subscription_is_only_read(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published)
    with acting_as(tenant.assistant):
        [calendar_row] = row.calendars.all()
        choice = {calendar_row.pk: Choice(tenant.executive.pk, True, is_write_target=True)}
        with pytest.raises(ChoiceRefused, match="only be read"):
            choose_calendars(by=tenant.assistant, integration=row, choices=choice)
        with pytest.raises(OnlyRead):
            set_schedule(integration=row, direction="bidirectional", interval_minutes=5)
    turn(tenant, row)
    with acting_as(tenant.assistant):
        Meeting.objects.filter(title="Board").update(title="Ours")
        assert not CalendarChange.objects.exists()
    with IcsRemote(outbound_client(), read_address(published.url)) as remote:
        for write in (remote.insert, remote.delete):
            with pytest.raises(ReadOnly):
                write("", "a", "b")
    assert turn(tenant, row) == Tally()
    assert titles(tenant) == ["Lunch", "Ours"]


def test_a_file_imported_first_and_connected_later_is_one_event(tenant: Tenant, published: Published) -> None:
    with acting_as(tenant.assistant):
        import_events(by=tenant.assistant, executive=tenant.executive, stream=BytesIO(published.body()))
    row = subscribed(tenant, published)
    assert turn(tenant, row) == Tally()
    assert titles(tenant) == ["Board", "Lunch"]


def test_two_assistants_with_one_calendar_have_one_event(tenant: Tenant, published: Published) -> None:
    turn(tenant, subscribed(tenant, published))
    with acting_as(tenant.admin):
        about: dict[str, Any] = {"address": published.url, "executive_id": tenant.executive.pk}
        row = connect_source(by=tenant.admin, found=find_source(by=tenant.admin, provider="ics", **about))
        assert take_turn(integration_id=row.pk, open_remote=open_remote, now=NOW) == Tally()
    assert titles(tenant) == ["Board", "Lunch"]


@pytest.mark.parametrize("keep_them", [True, False])
def test_what_came_is_kept_or_removed(tenant: Tenant, published: Published, keep_them: bool) -> None:
    row = subscribed(tenant, published)
    turn(tenant, row)
    with acting_as(tenant.assistant):
        disconnect(by=tenant.assistant, integration_id=row.pk, keep=keep_them)
    assert titles(tenant) == (["Board", "Lunch"] if keep_them else [])
    again = subscribed(tenant, published)
    turn(tenant, again)
    assert (again.pk, titles(tenant)) == (row.pk, ["Board", "Lunch"])


def test_a_new_address_goes_on_with_the_same_events(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.status = 403
    turn(tenant, row)
    published.status = 200
    with acting_as(tenant.assistant):
        mend_connection(by=tenant.assistant, integration_id=row.pk, address=f"{published.url}/new.ics")
    assert stored(tenant, row).status == "active"
    assert turn(tenant, row) == Tally()
    assert published.asked[-1]["path"] == "/new.ics"
    with pytest.raises(ConnectionRefused, match="already"):
        subscribed(tenant, published, address=f"{published.url}/new.ics")


def test_only_calendars_one_may_write_are_filled(tenant: Tenant, published: Published) -> None:
    not_served = make_executive(tenant.admin)
    with pytest.raises(Http404):
        subscribed(tenant, published, executive_id=not_served.pk)
    assert published.asked == []


def test_subscriptions_take_their_turn(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published)
    with acting_as(tenant.assistant):
        Integration.objects.update(next_sync_at=NOW - timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("SELECT integration_id FROM app.due_connections(10)")
        assert cursor.fetchall() == [(row.pk,)]
    turn(tenant, row)
    assert stored(tenant, row).next_sync_at == NOW + timedelta(minutes=5)


def test_pages_are_small_and_only_the_last_has_a_cursor(published: Published) -> None:
    published.text = calendar(*(event(f"u{number}") for number in range(1_200)))
    published.validators = {"ETag": '"1"'}
    with IcsRemote(outbound_client(), read_address(published.url)) as remote:
        pages = list(remote.changes("", ""))
        known = {each.id: each.etag for page in pages for each in page.changed}
        assert [len(page.changed) for page in pages] == [500, 500, 200]
        assert [(page.is_last, bool(page.cursor), page.is_listing) for page in pages] == [
            (False, False, True), (False, False, True), (True, True, True),
        ]  # fmt: skip
        [page] = remote.changes("", "", known)
        assert (page.changed, len(page.unchanged)) == ((), 1_200)
        assert list(remote.changes("", page.cursor, known)) == [Page(cursor=page.cursor, is_last=True)]
        assert remote.read("", "u7") == pages[0].changed[7]
        assert remote.calendars()[0].is_writable is False


def test_one_calendar_row_and_no_secret_in_its_id(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published, name="Board dates")
    with acting_as(tenant.assistant):
        [calendar_row] = CalendarSyncToken.objects.all()
    assert (calendar_row.calendar_id, calendar_row.calendar_name) == (str(row.pk), "Board dates")
    assert (calendar_row.is_enabled, calendar_row.is_write_target) == (True, False)
