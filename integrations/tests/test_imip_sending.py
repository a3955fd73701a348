"""Attendees are told exactly once of what a person confirmed, through a real mail server."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant
from jenifer.tests.invited import (
    ANA,
    BEN,
    COLLEAGUE,
    NOON,
    calendar_in,
    cancel,
    fresh,
    invite,
    make_house,
    move,
    opened,
    send,
    states,
)
from orgs.tests.telling import Postbox, free_port, mail_server, mailers_at
from scheduling.models import AttendeeNotice, Meeting
from scheduling.services.importing import import_events
from scheduling.services.meetings import MoveRefused
from scheduling.services.telling import AskFirst, Tell, undo_and_tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_house()


@pytest.fixture
def port(settings: Settings) -> int:
    port = free_port()
    settings.MAILERS = mailers_at(port)
    return port


@pytest.fixture
def post(port: int) -> Iterator[Postbox]:
    postbox = Postbox()
    with mail_server(port, postbox):
        yield postbox


def test_a_move_is_one_letter_for_each_with_calendar_words_and_link(tenant: Tenant, post: Postbox) -> None:
    move(tenant, invite(tenant, ANA, BEN, location="Room 4"), tell=Tell(note="So sorry\r\nBcc: x@y.example"))
    send(tenant)
    send(tenant, timedelta(hours=2))
    letters = [opened(each) for each in post.messages]
    assert sorted(each["To"] for each in letters) == [ANA, BEN]
    first = letters[0]
    assert (first["Subject"], first["Auto-Submitted"], first["Bcc"]) == (
        "Moved: Board",
        "auto-generated",
        None,
    )
    assert (first["From"].addresses[0].display_name, first["Reply-To"]) == (
        "Eve Halden",
        tenant.executive.email,
    )
    text = first.get_body(["plain"]).get_content()
    assert "Tuesday, November 24, 12:00 pm–1:00 pm (UTC)" in text
    assert "Tuesday, November 24, 2:00 pm–3:00 pm (UTC)" in text
    assert ("So sorry" in text, "/answer/" in text) == (True, True)
    kinds = [each.get_content_type() for each in first.walk() if not each.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert states(tenant) == [(ANA, "sent"), (BEN, "sent")]


def test_the_calendar_part_says_its_method_and_the_sequence_is_higher(tenant: Tenant, post: Postbox) -> None:
    move(tenant, invite(tenant, ANA))
    send(tenant)
    (part,) = [p for p in opened(post.messages[0]).walk() if p.get_content_type() == "text/calendar"]
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    text = calendar_in(post.messages[0])
    assert ("SEQUENCE:1\n" in text, "DTSTART:20261124T140000Z\n" in text) == (True, True)


@pytest.mark.parametrize(
    "title", ["Board\r\nBcc: all@evil.example", "<script>alert(1)</script>", "Ünïcode 🎉" * 40]
)
def test_texts_from_outside_are_data(tenant: Tenant, post: Postbox, title: str) -> None:
    move(tenant, invite(tenant, ANA, title=title))
    send(tenant)
    letter = opened(post.messages[0])
    assert (letter["Bcc"], letter["To"]) == (None, ANA)
    assert "<script>" not in letter.get_body(["html"]).get_content()


def test_an_address_that_is_none_fails_alone(tenant: Tenant, post: Postbox) -> None:
    move(tenant, invite(tenant, "a\nb@c.example", ANA))
    send(tenant)
    assert [opened(each)["To"] for each in post.messages] == [ANA]
    assert sorted(state for _recipient, state in states(tenant)) == ["failed", "sent"]


def test_undo_in_time_tells_nobody_and_leaves_the_meeting_as_it_was(tenant: Tenant, post: Postbox) -> None:
    meeting = invite(tenant, ANA)
    way_back = move(tenant, meeting)
    with acting_as(tenant.assistant):
        assert undo_and_tell(by=tenant.assistant, way_back=way_back).told_again == 0
    send(tenant, timedelta(hours=1))
    now = fresh(tenant, meeting)
    assert (post.messages, now.start_time, now.sequence) == ([], NOON, 0)


def test_undo_afterwards_tells_those_again_who_were_told(tenant: Tenant, post: Postbox) -> None:
    meeting = invite(tenant, ANA)
    way_back = move(tenant, meeting)
    send(tenant)
    with acting_as(tenant.assistant):
        assert undo_and_tell(by=tenant.assistant, way_back=way_back).told_again == 1
    send(tenant, timedelta(seconds=42))
    texts = [calendar_in(each) for each in post.messages]
    assert len(texts) == 2
    assert ("SEQUENCE:2\n" in texts[1], "DTSTART:20261124T120000Z\n" in texts[1]) == (True, True)


def test_nobody_outside_is_told_unasked_and_nothing_is_moved_then(tenant: Tenant) -> None:
    meeting = invite(tenant, ANA, COLLEAGUE)
    with pytest.raises(AskFirst) as asked:
        move(tenant, meeting, tell=None)
    assert [(each.email, each.is_outside) for each in asked.value.audience] == [
        (ANA, True),
        (COLLEAGUE, False),
    ]
    assert fresh(tenant, meeting).start_time == NOON


def test_those_inside_are_told_without_a_question(tenant: Tenant) -> None:
    move(tenant, invite(tenant, COLLEAGUE), tell=None)
    assert states(tenant) == [(COLLEAGUE, "waiting")]


def test_a_person_may_choose_not_to_tell(tenant: Tenant) -> None:
    move(tenant, invite(tenant, ANA), tell=Tell(send=False))
    assert states(tenant) == []


def test_a_cancelled_meeting_is_called_off_and_can_be_brought_back(tenant: Tenant, post: Postbox) -> None:
    meeting = invite(tenant, ANA)
    way_back = cancel(tenant, meeting)
    send(tenant)
    text = calendar_in(post.messages[0])
    assert ("METHOD:CANCEL\n" in text, "STATUS:CANCELLED\n" in text, "SEQUENCE:1\n" in text) == (True,) * 3
    with acting_as(tenant.assistant):
        undo_and_tell(by=tenant.assistant, way_back=way_back)
    assert (fresh(tenant, meeting).status, fresh(tenant, meeting).sequence) == ("confirmed", 2)


def test_one_instance_is_cancelled_by_its_name(tenant: Tenant, post: Postbox) -> None:
    series = invite(tenant, ANA, is_recurring=True, recurrence_rule="FREQ=DAILY;COUNT=5")
    second = NOON + timedelta(days=1)
    way_back = cancel(tenant, series, second)
    send(tenant)
    text = calendar_in(post.messages[0])
    assert ("METHOD:CANCEL\n" in text, "RECURRENCE-ID:20261125T120000Z\n" in text) == (True, True)
    assert fresh(tenant, series).status == "confirmed"
    assert fresh(tenant, way_back.meeting_id).status == "cancelled"
    with acting_as(tenant.assistant):
        undo_and_tell(by=tenant.assistant, way_back=way_back)
    send(tenant, timedelta(seconds=42))
    assert "METHOD:REQUEST\n" in calendar_in(post.messages[1])
    assert fresh(tenant, way_back.meeting_id).status == "confirmed"


def test_mail_waits_while_the_server_is_away_and_goes_out_once(tenant: Tenant, port: int) -> None:
    move(tenant, invite(tenant, ANA))
    send(tenant)
    assert states(tenant) == [(ANA, "waiting")]
    postbox = Postbox()
    with mail_server(port, postbox):
        send(tenant, timedelta(minutes=5))
        send(tenant, timedelta(hours=5))
    assert (len(postbox.messages), states(tenant)) == (1, [(ANA, "sent")])


def test_a_mailbox_that_is_gone_is_shown_as_such(tenant: Tenant, post: Postbox) -> None:
    post.refusals[ANA] = "550 no such user"
    move(tenant, invite(tenant, ANA))
    send(tenant)
    assert states(tenant) == [(ANA, "bounced")]


def test_several_senders_at_once_tell_each_once(transactional_db: None, port: int) -> None:
    tenant = make_house()
    people = [f"guest{number}@elsewhere.example" for number in range(12)]
    move(tenant, invite(tenant, *people))
    postbox = Postbox()

    def work() -> None:
        send(tenant)
        connection.close()

    with mail_server(port, postbox):
        senders = [Thread(target=work) for _sender in range(4)]
        for each in senders:
            each.start()
        for each in senders:
            each.join()
    assert sorted(opened(each)["To"] for each in postbox.messages) == sorted(people)


def test_undo_races_the_sender_and_each_is_told_of_both_or_of_neither(
    transactional_db: None, port: int
) -> None:
    tenant = make_house()
    meeting = invite(tenant, *(f"guest{number}@elsewhere.example" for number in range(6)))
    way_back = move(tenant, meeting)
    postbox = Postbox()

    def work() -> None:
        send(tenant)
        connection.close()

    with mail_server(port, postbox):
        sender = Thread(target=work)
        sender.start()
        with acting_as(tenant.assistant):
            undo_and_tell(by=tenant.assistant, way_back=way_back)
        sender.join()
        send(tenant, timedelta(minutes=2))
    told: dict[str, int] = {}
    for each in postbox.messages:
        told[opened(each)["To"]] = told.get(opened(each)["To"], 0) + 1
    assert set(told.values()) <= {2}
    assert fresh(tenant, meeting).start_time == NOON


def test_another_tenant_sees_no_notices(tenant: Tenant) -> None:
    move(tenant, invite(tenant, ANA))
    stranger: Any = make_house(email="zoe@other.example").assistant
    with acting_as(stranger):
        assert not AttendeeNotice.objects.exists()


@pytest.mark.parametrize("address", ["a@⿰.example", f"a@{'ü' * 60}.example", "a b@x.example", "a@x", "x"])
def test_an_address_that_no_mail_can_have_stops_nobody_elses_letter(
    tenant: Tenant, post: Postbox, address: str
) -> None:
    move(tenant, invite(tenant, address, ANA))
    send(tenant)
    assert sorted(states(tenant)) == sorted([(ANA, "sent"), (address, "failed")])


def test_a_calendar_with_the_whole_world_invited_mails_nobody(tenant: Tenant) -> None:
    meeting = invite(tenant, *(f"{number}@elsewhere.example" for number in range(301)))
    with pytest.raises(MoveRefused, match="More than 300"):
        move(tenant, meeting)
    move(tenant, meeting, tell=Tell(send=False))
    assert states(tenant) == []


def test_a_note_with_a_null_in_it_is_a_note(tenant: Tenant) -> None:
    move(tenant, invite(tenant, ANA), tell=Tell(note="So\x00rry"))
    with acting_as(tenant.assistant):
        assert AttendeeNotice.objects.get().note == "Sorry"


def test_a_calendar_that_counts_to_the_end_leaves_room_to_count_on(tenant: Tenant, post: Postbox) -> None:
    text = "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "DTSTART:20261124T120000Z", "DURATION:PT1H"),
            *("SEQUENCE:2147483647", f"ATTENDEE:mailto:{ANA}", "END:VEVENT", "END:VCALENDAR", ""),
        ]
    )
    with acting_as(tenant.assistant):
        import_events(by=tenant.assistant, executive=tenant.executive, stream=BytesIO(text.encode()))
        meeting = Meeting.objects.get()
    move(tenant, meeting)
    assert fresh(tenant, meeting).sequence == 1
