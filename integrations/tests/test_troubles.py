"""What a sync does not do by itself: it says so, and the rest goes on."""

from collections.abc import Sequence

import pytest
from django.http import Http404
from django.utils import timezone

from executives.models import UserExecutiveAssignment
from integrations.models import CalendarChange, CalendarSyncToken, Integration, SyncedSeries
from integrations.services.calendars import Choice, ChoiceRefused, choose_calendars
from integrations.services.connections import disconnect
from integrations.services.schedule import set_schedule
from integrations.services.troubles import allow_removals, unread_of
from integrations.sync.apply import Tally
from integrations.sync.bodies import Codec, ICalendar
from integrations.sync.remote import Remote, Unavailable
from integrations.sync.turn import take_turn
from integrations.tests.caldav_servers import Server
from integrations.tests.connected import make_connection
from integrations.tests.desks import NINE, Desk, body, names
from jenifer.principal import acting_as
from jenifer.tests.factories import make_meeting
from orgs.models import User
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db
MANY = [f"event-{number:02}" for number in range(12)]
BAD_RULE = "RRULE:FREQ=SECONDLY;COUNT=3\r\n"
ENDS_FIRST = body().replace("DURATION:PT1H", "DTEND:20261124T080000Z")


@pytest.fixture
def desk(server: Server) -> Desk:
    return Desk(server)


def fill(desk: Desk, uids: Sequence[str] = MANY) -> None:
    for uid in uids:
        desk.put(uid, body(uid, title=uid))
    desk.sync()


def allow(desk: Desk, count: int, by: User | None = None) -> None:
    person = by or desk.admin
    with acting_as(person):
        allow_removals(
            by=person, connection_id=desk.integration.pk, calendar_id=desk.calendar().pk, count=count
        )


def test_a_calendar_that_is_emptied_there_stays_here_until_a_person_says_so(desk: Desk) -> None:
    fill(desk)
    for uid in MANY:
        desk.remove(uid)
    tally = desk.sync()
    sentence = "12 of 12 events are gone from the calendar. Say whether they shall go here too."
    assert tally == Tally(troubles=[f"{desk.calendar()}: {sentence}"])
    assert len(desk.here()) == 12
    assert (desk.calendar().trouble, desk.calendar().removals_asked) == (sentence, 12)
    allow(desk, 12)
    assert desk.sync().troubles == []
    assert desk.here() == []
    assert (desk.calendar().trouble, desk.calendar().removals_asked) == ("", 0)


def test_no_more_go_than_a_person_was_asked_about(desk: Desk) -> None:
    fill(desk, [*MANY, "late"])
    for uid in MANY:
        desk.remove(uid)
    desk.sync()
    desk.remove("late")
    allow(desk, 500)
    assert desk.sync().troubles != []
    assert (len(desk.here()), desk.calendar().removals_asked) == (13, 13)


def test_nobody_else_allows_removals(desk: Desk) -> None:
    with pytest.raises(Http404):
        allow(desk, 1, by=desk.tenant.assistant)


def test_a_calendar_that_is_gone_leaves_the_others(desk: Desk) -> None:
    other = desk.server.make_calendar(next(names))
    with acting_as(desk.admin):
        CalendarSyncToken.objects.filter(integration=desk.integration).update(
            calendar_id=desk.path.rstrip("/") + "-gone/"
        )
        CalendarSyncToken.objects.create(
            org_id=desk.admin.org_id,
            integration=desk.integration,
            executive=desk.executive,
            calendar_id=other,
            calendar_name="Other",
        )
    desk.path = other
    desk.put("board", body())
    tally = desk.sync()
    assert (tally.applied, len(tally.troubles)) == (1, 1)
    assert desk.here() == [("Board", NINE)]
    with acting_as(desk.admin):
        rows = CalendarSyncToken.objects.filter(integration=desk.integration).order_by("created_at")
        assert [bool(row.trouble) for row in rows] == [True, False]


def test_a_right_that_was_lost_stops_the_calendar(desk: Desk) -> None:
    assistant = desk.tenant.assistant
    integration = make_connection(desk.tenant, desk.path, owner=assistant)
    desk.put("board", body())
    with acting_as(desk.admin):
        UserExecutiveAssignment.objects.filter(user=assistant).delete()
    tally = desk.sync(integration)
    assert tally.troubles == [f"{desk.path}: You no longer have the right to change this person’s calendar."]
    assert desk.here() == []


def test_whoever_lost_the_right_is_told_no_titles(desk: Desk) -> None:
    assistant = desk.tenant.assistant
    integration = make_connection(desk.tenant, desk.path, owner=assistant)
    desk.put("board", body(extra=BAD_RULE))
    desk.sync(integration)
    told = []
    for _ in range(2):
        with acting_as(assistant):
            told += [each.title for each in unread_of(integration)]
        with acting_as(desk.admin):
            UserExecutiveAssignment.objects.filter(user=assistant).delete()
    assert told == ["Board", ""]


@pytest.mark.parametrize("error", [None, Unavailable("It fell silent.")])
def test_what_is_disconnected_during_its_turn_stays_so(desk: Desk, error: Unavailable | None) -> None:
    def open_remote(row: Integration) -> tuple[Remote, Codec]:
        disconnect(by=desk.admin, integration_id=row.pk, keep=True)
        if error is not None:
            raise error
        return desk.remote(), ICalendar()

    with acting_as(desk.admin):
        take_turn(integration_id=desk.integration.pk, open_remote=open_remote, now=timezone.now())
        assert Integration.objects.get(pk=desk.integration.pk).status == "revoked"


def test_a_rule_that_nobody_can_read_is_kept_and_shown_once(desk: Desk) -> None:
    desk.put("board", body(extra=BAD_RULE))
    assert desk.sync().applied == 1
    assert desk.here() == [("Board", NINE)]
    with acting_as(desk.admin):
        [found] = unread_of(desk.integration)
        Meeting.objects.filter(title="Board").update(location="Room 7")
    assert found.title == "Board"
    assert found.problem == "An event may repeat every hour at most, not every minute or second."
    assert desk.sync().sent == 1
    [(_, text)] = desk.there().items()
    assert "RRULE:FREQ=SECONDLY;COUNT=3" in text
    assert "LOCATION:Room 7" in text
    assert desk.sync() == Tally()


def test_what_cannot_be_read_at_all_is_named_and_left_alone(desk: Desk) -> None:
    desk.put("board", body())
    desk.sync()
    desk.put("board", ENDS_FIRST)
    assert desk.sync() == Tally()
    assert desk.here() == [("Board", NINE)]
    with acting_as(desk.admin):
        [found] = unread_of(desk.integration)
        assert found.title == "Board"
        Meeting.objects.filter(title="Board").update(location="Room 7")
    desk.sync()
    with acting_as(desk.admin):
        [change] = CalendarChange.objects.all()
        assert "cannot be read" in change.last_error
    desk.put("board", body(title="Board again"))
    desk.sync()
    assert [title for title, _ in desk.here()] == ["Board again"]
    with acting_as(desk.admin):
        assert unread_of(desk.integration) == []


def test_what_changed_here_while_only_reading_is_sent_when_both_ways_begin(desk: Desk) -> None:
    desk.put("board", body())
    with acting_as(desk.admin):
        set_schedule(integration=desk.integration, direction="pull", interval_minutes=5)
    desk.sync()
    with acting_as(desk.admin):
        Meeting.objects.filter(title="Board").update(location="Room 7")
    assert desk.sync().sent == 0
    with acting_as(desk.admin):
        set_schedule(integration=desk.integration, direction="bidirectional", interval_minutes=5)
    assert desk.sync().sent == 1
    [(_, text)] = desk.there().items()
    assert "LOCATION:Room 7" in text


def test_what_is_only_pushed_is_never_changed_from_there(desk: Desk) -> None:
    with acting_as(desk.admin):
        set_schedule(integration=desk.integration, direction="push", interval_minutes=5)
    meeting = make_meeting(desk.admin, desk.executive, NINE, title="Lunch")
    desk.sync()
    [name] = desk.there()
    desk.put(name, body(uid=f"{meeting.pk}@jenifer", title="Not lunch"))
    with acting_as(desk.admin):
        Meeting.objects.filter(pk=meeting.pk).update(location="Room 7")
    desk.sync()
    assert desk.here() == [("Lunch", NINE)]
    [(_, text)] = desk.there().items()
    assert "SUMMARY:Lunch" in text
    assert "LOCATION:Room 7" in text


def test_of_two_assistants_calendars_what_is_made_here_is_written_to_one(desk: Desk) -> None:
    other = desk.server.make_calendar(next(names))
    integration = make_connection(desk.tenant, other, owner=desk.tenant.assistant)
    make_meeting(desk.admin, desk.executive, NINE, title="Lunch")
    assert (desk.sync().sent, desk.sync(integration).sent) == (1, 0)
    assert desk.here() == [("Lunch", NINE)]


def test_a_calendar_that_is_only_read_takes_no_new_events(desk: Desk) -> None:
    with acting_as(desk.admin):
        row = desk.calendar()
        CalendarSyncToken.objects.filter(pk=row.pk).update(is_writable=False)
        choices = {row.pk: Choice(desk.executive.pk, True, is_write_target=True)}
        with pytest.raises(ChoiceRefused, match="can only be read there"):
            choose_calendars(by=desk.admin, integration=desk.integration, choices=choices)


def test_an_object_that_is_not_to_be_had_is_named(desk: Desk) -> None:
    desk.put("board", body())
    desk.put("large", body("large", extra=f"X-LARGE:{'a' * 5_500_000}\r\n"))
    desk.sync()
    assert desk.here() == [("Board", NINE)]
    with acting_as(desk.admin):
        [found] = unread_of(desk.integration)
        assert SyncedSeries.objects.count() == 2
    assert found.title == ""
