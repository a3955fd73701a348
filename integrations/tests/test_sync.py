"""Two-way sync with real calendar servers."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection

from integrations.models import CalendarChange, Integration, SyncedSeries
from integrations.remotes import open_remote
from integrations.services.connections import reconnect
from integrations.sync.apply import Tally
from integrations.sync.bodies import Codec
from integrations.sync.remote import Remote
from integrations.sync.turn import take_turn
from integrations.tests.caldav_servers import PASSWORD, Server
from integrations.tests.desks import NINE, Desk, body
from jenifer.principal import acting_as
from jenifer.tests.factories import make_meeting
from orgs.models import Notification
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(server: Server) -> Desk:
    return Desk(server)


def test_what_is_there_comes_here_once(desk: Desk) -> None:
    desk.put("board", body())
    assert desk.sync() == Tally(applied=1)
    assert desk.here() == [("Board", NINE)]
    assert desk.sync() == Tally()
    assert not CalendarChange.objects.exists()


def test_what_is_made_here_is_written_there_once(desk: Desk) -> None:
    make_meeting(desk.admin, desk.executive, NINE, title="Lunch", internal_notes="Between us")
    assert desk.sync().sent == 1
    [(_, text)] = desk.there().items()
    assert "SUMMARY:Lunch" in text
    assert "Between us" not in text
    assert desk.sync() == Tally()
    assert desk.here() == [("Lunch", NINE)]


def test_a_move_here_keeps_what_others_wrote(desk: Desk) -> None:
    desk.put(
        "board",
        body(extra="X-ROOM:Attic\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"),
    )
    desk.sync()
    with acting_as(desk.admin):
        row = Meeting.objects.get(title="Board")
        row.start_time, row.end_time = NINE + timedelta(hours=2), NINE + timedelta(hours=3)
        row.sequence += 1
        row.save()
    assert desk.sync().sent == 1
    [(_, text)] = desk.there().items()
    assert "X-ROOM:Attic" in text
    assert "TRIGGER:-PT5M" in text
    assert "DTSTART:20261124T110000Z" in text
    assert desk.sync() == Tally()


def test_edits_of_both_sides_meet(desk: Desk) -> None:
    desk.put("board", body())
    desk.sync()
    with acting_as(desk.admin):
        Meeting.objects.filter(title="Board").update(location="Room 7")
    desk.put("board", body(title="Board and lunch"))
    desk.sync()
    assert desk.here() == [("Board and lunch", NINE)]
    [(_, text)] = desk.there().items()
    assert "LOCATION:Room 7" in text
    assert "SUMMARY:Board and lunch" in text
    assert desk.sync() == Tally()


def test_deletions_of_either_side_reach_the_other(desk: Desk) -> None:
    for name in ("one", "two"):
        desk.put(name, body(uid=name, title=name))
    desk.sync()
    with acting_as(desk.admin):
        Meeting.objects.filter(title="one").update(deleted_at=NINE)
    with desk.remote() as remote:
        known = remote.read(desk.path, "two")
        assert known is not None
        remote.delete(desk.path, known.id, known.etag)
    desk.sync()
    assert desk.here() == []
    assert desk.there() == {}
    assert desk.sync() == Tally()
    with acting_as(desk.admin):
        assert not SyncedSeries.objects.exists()


def test_what_was_sent_and_removed_there_before_it_was_ever_listed_goes_here_too(desk: Desk) -> None:
    """A server that compares two states never names what came and went between them."""
    desk.sync()
    make_meeting(desk.admin, desk.executive, NINE, title="Lunch")
    desk.sync()
    desk.put("board", body())
    with desk.remote() as remote:
        for object_id, text in desk.there().items():
            known = remote.read(desk.path, object_id)
            if "Lunch" in text and known is not None:
                remote.delete(desk.path, known.id, known.etag)
    desk.sync()
    assert desk.here() == [("Board", NINE)]


def test_a_turn_is_taken_through_the_way_out_and_told(desk: Desk, settings) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    desk.put("board", body())
    desk.keep_secret(PASSWORD)
    assert desk.turn(NINE) == Tally(applied=1)
    row = desk.row()
    assert (row.status, row.last_synced_at, row.next_sync_at) == ("active", NINE, NINE + timedelta(minutes=5))


@pytest.mark.parametrize("server", ["radicale"], indirect=True)  # the other takes any password
def test_a_wrong_password_stops_the_connection_and_tells_its_owner(desk: Desk, settings) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    desk.keep_secret("not this one")
    assert desk.turn(NINE) is None
    row = desk.row()
    assert (row.status, row.next_sync_at) == ("expired", None)
    with acting_as(desk.admin):
        [told] = Notification.objects.filter(user=desk.admin)
    assert told.title == "The calendars of maya are not synced"


@pytest.mark.parametrize("server", ["radicale"], indirect=True)  # the other takes any password
def test_a_password_given_during_a_turn_outlives_the_refusal_of_the_old_one(desk: Desk, settings) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    desk.keep_secret("revoked meanwhile")

    def mended_once_open(integration: Integration) -> tuple[Remote, Codec]:
        opened = open_remote(integration)
        reconnect(by=desk.admin, integration_id=integration.pk, password=PASSWORD)
        return opened

    with acting_as(desk.admin):
        one = desk.integration.pk
        assert take_turn(integration_id=one, open_remote=mended_once_open, now=NINE) is None
        assert not Notification.objects.filter(user=desk.admin).exists()
    row = desk.row()
    assert (row.status, row.failures, row.last_error) == ("active", 0, "")
    assert row.access_token.reveal() == PASSWORD
    assert desk.turn(NINE) == Tally()


def test_a_private_address_is_refused_in_words(desk: Desk) -> None:
    desk.keep_secret(PASSWORD)
    assert desk.turn(NINE) is None
    row = desk.row()
    assert (row.status, row.next_sync_at) == ("error", NINE + timedelta(minutes=1))
    assert row.last_error != ""


def test_connections_take_turns_over_organizations(desk: Desk) -> None:
    other = Desk(desk.server)
    with connection.cursor() as cursor:
        cursor.execute("SELECT integration_id, owner_id FROM app.due_connections(10)")
        found = set(cursor.fetchall())
    assert found == {(each.integration.pk, each.admin.pk) for each in (desk, other)}
