"""Mail that comes in: answers of other calendar programs, words, letters that came back, and nonsense."""

import io
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from integrations.imip import receiving
from integrations.imip.letters import message_id
from integrations.imip.mail import UnreadableMail, read_mail
from integrations.imip.receiving import Outcome, receive
from integrations.management.commands import receive_mail
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant
from jenifer.tests.invited import (
    ANA,
    NOON,
    cancel,
    fresh,
    invite,
    make_house,
    move,
    opened,
    send,
    states,
)
from orgs.models import Notification
from orgs.tests.telling import Postbox, free_port, mail_server, mailers_at
from scheduling.models import AttendeeNotice, Meeting
from scheduling.rates import Rate

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


@pytest.fixture
def tenant(db: None, settings: Settings) -> Tenant:
    settings.REPLY_ADDRESS = "replies@jenifer.example"
    return make_house()


@pytest.fixture
def post(settings: Settings) -> Iterator[Postbox]:
    port, postbox = free_port(), Postbox()
    settings.MAILERS = mailers_at(port)
    with mail_server(port, postbox):
        yield postbox


def told(tenant: Tenant, post: Postbox, **columns: Any) -> tuple[Meeting, str]:
    """A meeting that Ana has been told of, and where her answer goes."""
    meeting = invite(tenant, ANA, **columns)
    move(tenant, meeting)
    send(tenant)
    return meeting, opened(post.messages[-1])["Reply-To"]


def calendar(
    meeting: Meeting,
    method: str = "REPLY",
    partstat: str = "ACCEPTED",
    sequence: int = 1,
    stamp: str = "",
    **lines: str,
) -> str:
    stamp = stamp or f"{timezone.now() + LATER:%Y%m%dT%H%M%SZ}"
    more = "".join(f"{name.replace('_', '-')}:{value}\r\n" for name, value in lines.items())
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//x//y//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n"
        f"UID:{meeting.ical_uid}\r\nDTSTAMP:{stamp}\r\nSEQUENCE:{sequence}\r\n{more}"
        f"ORGANIZER:mailto:eve@halden.example\r\nATTENDEE;PARTSTAT={partstat};CN=Ana:MAILTO:{ANA.upper()}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def outlook(to: str, text: str) -> bytes:
    """Alternatives of text and calendar."""
    return (
        f"From: Ana <{ANA}>\r\nTo: Eve Halden <{to}>\r\nSubject: Accepted: Board\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\r\n"
        f'--b\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\n\r\n{text}\r\n--b--\r\n'
    ).encode()


def google(to: str, text: str) -> bytes:
    """The calendar within the alternatives, and again attached, in base64."""
    import base64

    packed = base64.encodebytes(text.encode()).decode()
    return (
        f"From: {ANA}\r\nTo: {to}\r\nSubject: Accepted\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n'
        'Content-Type: multipart/alternative; boundary="a"\r\n\r\n'
        "--a\r\nContent-Type: text/plain\r\n\r\nAna has accepted\r\n"
        f"--a\r\nContent-Type: text/calendar; charset=UTF-8; method=REPLY\r\n\r\n{text}\r\n--a--\r\n"
        '--m\r\nContent-Type: application/ics; name="invite.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{packed}\r\n--m--\r\n"
    ).encode()


def apple(to: str, text: str) -> bytes:
    """The calendar alone, quoted-printable."""
    import quopri

    body = quopri.encodestring(text.encode()).decode()
    return (
        f"From: {ANA}\r\nTo: {to}\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
    ).encode()


def take(raw: bytes, **options: Any) -> Outcome:
    return receive(raw, timezone.now() + 2 * LATER, **options)[0]


def status_of(tenant: Tenant, meeting: Any) -> str:
    people = fresh(tenant, meeting).attendees
    return next(each.get("status", "") for each in people if each["email"] == ANA)


def heard(tenant: Tenant) -> list[str]:
    with acting_as(tenant.assistant):
        return list(Notification.objects.order_by("created_at").values_list("title", flat=True))


@pytest.mark.parametrize("program", [outlook, google, apple])
def test_an_answer_sets_the_status_once_and_the_assistant_hears(
    tenant: Tenant, post: Postbox, program: Any
) -> None:
    meeting, to = told(tenant, post)
    mail = program(to, calendar(meeting))
    assert [take(mail), take(mail)] == [Outcome.ANSWERED, Outcome.KNOWN]
    assert (status_of(tenant, meeting), heard(tenant)) == ("accepted", ["Ana accepts: Board"])


def test_answers_that_come_in_the_wrong_order_end_with_the_latest(tenant: Tenant, post: Postbox) -> None:
    meeting, to = told(tenant, post)
    first = f"{timezone.now() + timedelta(seconds=5):%Y%m%dT%H%M%SZ}"
    assert take(outlook(to, calendar(meeting, partstat="DECLINED"))) == Outcome.ANSWERED
    assert take(outlook(to, calendar(meeting, stamp=first))) == Outcome.KNOWN
    assert status_of(tenant, meeting) == "declined"


def test_an_answer_to_what_was_before_the_last_change_is_too_old(tenant: Tenant, post: Postbox) -> None:
    meeting, to = told(tenant, post)
    move(tenant, meeting)
    send(tenant)
    assert take(outlook(to, calendar(meeting, sequence=1))) == Outcome.KNOWN
    assert take(outlook(to, calendar(meeting, sequence=2))) == Outcome.ANSWERED


def test_a_counter_is_a_proposal_and_moves_nothing(tenant: Tenant, post: Postbox) -> None:
    meeting, to = told(tenant, post)
    times: Any = {"DTSTART": "20261126T090000Z", "DTEND": "20261126T100000Z", "COMMENT": "Thursday?"}
    assert take(outlook(to, calendar(meeting, method="COUNTER", **times))) == Outcome.ANSWERED
    with acting_as(tenant.assistant):
        notice = AttendeeNotice.objects.get()
        assert notice.proposed_start == datetime(2026, 11, 26, 9, tzinfo=UTC)
        assert "Thursday?" in Notification.objects.get().body
    assert (notice.answer, fresh(tenant, meeting).start_time) == ("proposed", NOON + timedelta(hours=2))


def test_an_answer_about_one_instance_gives_it_a_row_of_its_own(tenant: Tenant, post: Postbox) -> None:
    series = invite(tenant, ANA, is_recurring=True, recurrence_rule="FREQ=DAILY;COUNT=5")
    cancel(tenant, series, NOON + timedelta(days=4))
    send(tenant)
    to = opened(post.messages[0])["Reply-To"]
    with acting_as(tenant.assistant):
        from scheduling.models import Method
        from scheduling.services.notices import tell_attendees

        tell_attendees(by=tenant.assistant, meeting=fresh(tenant, series), method=Method.REQUEST)
    mail = outlook(to, calendar(series, sequence=0, partstat="DECLINED", RECURRENCE_ID="20261126T120000Z"))
    assert [take(mail), take(mail)] == [Outcome.ANSWERED, Outcome.KNOWN]
    with acting_as(tenant.assistant):
        row = Meeting.objects.get(recurrence_id=NOON + timedelta(days=2))
    assert (status_of(tenant, row), status_of(tenant, series)) == ("declined", "")


def test_somebody_else_and_another_event_are_not_believed(tenant: Tenant, post: Postbox) -> None:
    meeting, to = told(tenant, post)
    other = calendar(meeting).replace(ANA.upper(), "mallory@evil.example")
    strange = calendar(meeting).replace(meeting.ical_uid, "other@evil.example")
    assert [take(outlook(to, other)), take(outlook(to, strange))] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    forged = to.replace("replies+", "replies+aaaa")
    assert take(outlook(forged, calendar(meeting))) == Outcome.UNKNOWN
    assert status_of(tenant, meeting) == ""


def test_words_are_passed_on_to_the_assistant(tenant: Tenant, post: Postbox) -> None:
    _meeting, to = told(tenant, post)
    mail = f"From: {ANA}\r\nTo: {to}\r\n\r\nCould we do Friday?\r\n\r\nOn Tue Eve wrote:\r\n> Board\r\n"
    assert take(mail.encode()) == Outcome.PASSED_ON
    with acting_as(tenant.assistant):
        assert Notification.objects.get().body == "Could we do Friday?"


def test_the_envelope_counts_where_headers_do_not_say(tenant: Tenant, post: Postbox) -> None:
    meeting, to = told(tenant, post)
    mail = outlook("undisclosed:;", calendar(meeting))
    assert [take(mail), take(mail, recipient=to)] == [Outcome.UNKNOWN, Outcome.ANSWERED]


def bounce(notice: AttendeeNotice, recipient: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: jenifer@localhost\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        "--r\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id(notice)}\r\n\r\n--r--\r\n"
    ).encode()


def test_a_letter_that_came_back_is_marked_and_said(tenant: Tenant, post: Postbox) -> None:
    told(tenant, post)
    with acting_as(tenant.assistant):
        notice = AttendeeNotice.objects.get()
    assert take(bounce(notice, "someone@else.example")) == Outcome.UNKNOWN
    assert [take(bounce(notice, ANA)), take(bounce(notice, ANA))] == [Outcome.BOUNCED, Outcome.KNOWN]
    assert (states(tenant), heard(tenant)) == ([(ANA, "bounced")], [f"{ANA} was not reached about Board"])


HOSTILE = [
    b"",
    b"\x00\xff\xfe",
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b"Content-Type: text/plain; charset=no-such-charset\r\n\r\nx",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 5_000,
    b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    b"To: =?utf-8?B?////?=\r\nContent-Type: multipart/report; report-type*=x''%ff\r\n\r\n",
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2_000)),
    b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_mail_is_refused_or_nobodys(tenant: Tenant, raw: bytes) -> None:
    assert take(raw) == Outcome.UNKNOWN


PARTED = b"".join(
    b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(90)
)
SLOW = {
    "a header": b'Content-Type: text/plain; a="' + b";" * 200_000 + b"\r\n\r\nx",
    "its charset": b"Content-Type: text/plain; charset*=punycode''-" + b"a" * 300_000 + b"\r\n\r\nx",
    "charset": b"Content-Type: text/plain; charset=punycode\r\n\r\n-" + b"a" * 400_000,
    "lines": b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + PARTED + b"--\n" * 1_000_000,
}


@pytest.mark.parametrize("what", SLOW)
def test_a_mail_made_to_take_long_is_done_with_at_once(what: str) -> None:
    begun = time.process_time()
    with suppress(UnreadableMail):
        read_mail(SLOW[what])
    assert time.process_time() - begun < 3


def test_so_many_mails_an_hour_are_told_of(
    tenant: Tenant, post: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "ANSWER", Rate(2, 3600))
    _meeting, to = told(tenant, post)
    said = [take(f"From: {ANA}\r\nTo: {to}\r\n\r\nHello {n}".encode()) for n in range(3)]
    assert said == [Outcome.PASSED_ON, Outcome.PASSED_ON, Outcome.UNKNOWN]
    assert len(heard(tenant)) == 2


@given(st.binary(max_size=2_000))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with suppress(UnreadableMail):
        read_mail(raw)


def test_strangers_do_not_fill_the_disk(
    tenant: Tenant, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UNREAD_MAIL_DIR = tmp_path
    monkeypatch.setattr(receive_mail, "MOST_KEPT", 30)
    said = io.StringIO()
    for number in range(3):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"To: who@knows\r\n\r\n%d" % number)))
        call_command("receive_mail", stdout=said)
    assert len(list(tmp_path.iterdir())) == 1
    assert said.getvalue().count("Not kept: there are too many already.") == 2


def test_the_command_keeps_what_nobody_understands(
    tenant: Tenant, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UNREAD_MAIL_DIR = tmp_path
    said = io.StringIO()
    for _time in range(2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"To: who@knows\r\n\r\nHello")))
        call_command("receive_mail", stdout=said)
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == b"To: who@knows\r\n\r\nHello"
    assert said.getvalue().startswith("unknown It is addressed to nobody here.")
