"""Two-way sync with real calendar servers."""

import itertools
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.db import connection

from integrations.caldav.remote import CalDavRemote
from integrations.models import CalendarChange, Integration, SyncedSeries
from integrations.remotes import open_remote
from integrations.sync.apply import Tally
from integrations.sync.bodies import ICalendar
from integrations.sync.connection import sync_calendars
from integrations.sync.turn import take_turn
from integrations.tests.caldav_servers import PASSWORD, USER, Server
from integrations.tests.connected import make_connection
from jenifer.principal import acting_as
from jenifer.tests.factories import make_meeting, make_tenant
from orgs.models import Notification
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db
names = (f"desk-{number}" for number in itertools.count())
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Desk:
    """An admin's calendar here, and the same on the server."""

    def __init__(self, server: Server) -> None:
        self.server, self.tenant = server, make_tenant()
        self.path = server.make_calendar(next(names))
        self.admin, self.executive = self.tenant.admin, self.tenant.executive
        self.integration = make_connection(self.tenant, self.path)

    def remote(self) -> CalDavRemote:
        return CalDavRemote(self.server.client(), self.server.url + self.server.home, USER, PASSWORD)

    def sync(self) -> Tally:
        with acting_as(self.admin), self.remote() as remote:
            return sync_calendars(integration=self.integration, remote=remote, codec=ICalendar())

    def keep_secret(self, password: str) -> None:
        with acting_as(self.admin):
            self.integration.provider_user_id = self.server.url + self.server.home
            self.integration.provider_email = USER
            self.integration.access_token = password
            self.integration.save()

    def turn(self, now: datetime) -> Tally | None:
        with acting_as(self.admin):
            return take_turn(integration_id=self.integration.pk, open_remote=open_remote, now=now)

    def row(self) -> Integration:
        with acting_as(self.admin):
            return Integration.objects.get(pk=self.integration.pk)

    def there(self) -> dict[str, str]:
        with self.remote() as remote:
            return {each.id: each.body for page in remote.changes(self.path, "") for each in page.changed}

    def put(self, name: str, body: str) -> None:
        with self.remote() as remote:
            known = remote.read(self.path, name)
            if known is None:
                remote.insert(self.path, name, body)
            else:
                remote.update(self.path, known.id, known.etag, body)

    def here(self) -> list[tuple[str, datetime]]:
        with acting_as(self.admin):
            rows = Meeting.objects.filter(executive=self.executive, deleted_at=None)
            return sorted((row.title, row.start_time) for row in rows)


@pytest.fixture
def desk(server: Server) -> Desk:
    return Desk(server)


def body(uid: str = "board", title: str = "Board", start: str = "20261124T090000Z", extra: str = "") -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:{start}\r\nDURATION:PT1H\r\n"
        f"SUMMARY:{title}\r\n{extra}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


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
