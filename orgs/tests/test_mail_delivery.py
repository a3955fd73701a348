"""Mail through a real SMTP server: once, by the person's wishes, and what becomes of it when things break."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from jenifer.principal import acting_as
from orgs.models import Delivery, User
from orgs.notifications.deliveries import claim
from orgs.tests.telling import (
    Postbox,
    free_port,
    fresh,
    mail_server,
    mailers_at,
    send_due,
    states,
    tell,
    wish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(settings: Settings) -> int:
    """Where mail is sent; whether anyone listens there is the test's affair."""
    port = free_port()
    settings.MAILERS = mailers_at(port)
    return port


@pytest.fixture
def post(port: int) -> Iterator[Postbox]:
    postbox = Postbox()
    with mail_server(port, postbox):
        yield postbox


def opened(content: bytes) -> Any:
    return message_from_bytes(content, policy=policy.default)


def test_mail_has_text_html_and_a_way_out_by_one_click(person: User, post: Postbox) -> None:
    tell(person, "Board prep is due", body="<b>Today</b>", url="/")
    send_due(person)
    letter = opened(post.messages[0])
    assert (letter["Subject"], letter["To"]) == ("Board prep is due", person.email)
    text, html = (letter.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert ("<b>Today</b>" in text, "&lt;b&gt;Today" in html) == (True, True)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert states(person) == ["sent"]


def test_one_click_ends_mail_of_that_category_alone(person: User, post: Postbox) -> None:
    tell(person)
    send_due(person)
    address = opened(post.messages[0])["List-Unsubscribe"].strip("<>").partition("/notifications")[2]
    browser = Client(enforce_csrf_checks=True)
    asked = browser.get(f"/notifications{address}")
    tell(person)
    done = browser.post(f"/notifications{address}", {"List-Unsubscribe": "One-Click"})
    assert (asked.status_code, done.status_code) == (200, 200)
    tell(person)
    tell(person, category="meeting")
    send_due(person)
    assert states(person) == ["sent", "suppressed", "sent"]


@pytest.mark.parametrize("token", ["x", "a:b", "WyIxIl0:abc"])
def test_a_forged_token_is_not_there(token: str) -> None:
    assert Client().post(f"/notifications/unsubscribe/{token}/").status_code == 404


def test_what_an_hour_has_gathered_is_one_mail(person: User, post: Postbox) -> None:
    wish(person, categories={"task": {"frequency": "hourly"}})
    for title in ("One", "Two", "Three"):
        tell(person, title)
    send_due(person)
    assert post.messages == []
    send_due(person, timezone.now() + timedelta(hours=1))
    letter = opened(post.messages[0])
    assert (len(post.messages), letter["Subject"]) == (1, "3 notifications: One")
    assert states(person) == ["sent"] * 3


def test_mail_waits_while_the_server_is_away_is_shown_and_goes_out_once(person: User, port: int) -> None:
    tell(person, "Hello")
    now = timezone.now()
    send_due(person, now)
    assert states(person) == ["waiting"]
    with acting_as(person):
        waiting = Delivery.objects.get()
    assert (waiting.attempts, waiting.error) == (1, "The mail server is away. It will be tried again.")
    assert waiting.due_at == now + timedelta(minutes=1)
    client = client_for(person)
    assert b"The mail server is away" in client.get("/notifications/").content
    postbox = Postbox()
    with mail_server(port, postbox):
        send_due(person, now + timedelta(minutes=2))
        send_due(person, now + timedelta(hours=2))
    assert (len(postbox.messages), states(person)) == (1, ["sent"])


def test_what_cannot_be_sent_for_three_days_is_given_up(person: User, port: int) -> None:
    tell(person)
    send_due(person, timezone.now() + timedelta(days=3, minutes=1))
    assert states(person) == ["failed"]


def test_a_worker_killed_between_sending_and_recording_leaves_it_unknown_and_nothing_is_resent(
    person: User, post: Postbox
) -> None:
    tell(person)
    long_ago = timezone.now() - timedelta(minutes=16)
    with acting_as(person):
        Delivery.objects.update(due_at=long_ago)
        assert claim(Delivery.objects.filter(user=person), long_ago) is not None
    send_due(person, long_ago + timedelta(minutes=5))
    assert states(person) == ["sending"]
    send_due(person)
    assert (states(person), post.messages) == (["unknown"], [])
    page = client_for(person).get("/notifications/").content.decode()
    assert "fate unknown" in page


def test_a_mailbox_that_is_gone_bounces_and_gets_no_more(person: User, post: Postbox) -> None:
    post.refusals[person.email] = "550 no such user"
    tell(person)
    send_due(person)
    tell(person)
    assert states(person) == ["bounced", "suppressed"]
    client = client_for(person)
    assert f"Mail to {person.email} came back" in client.get("/settings/notifications/").content.decode()
    del post.refusals[person.email]
    client.post("/settings/notifications/address/")
    tell(person)
    send_due(person)
    assert states(person) == ["bounced", "suppressed", "sent"]


def test_a_busy_server_is_tried_again_and_a_refusal_is_not(person: User, post: Postbox) -> None:
    post.refusals[person.email] = "451 try later"
    tell(person)
    send_due(person)
    assert states(person) == ["waiting"]
    post.refusals[person.email] = "552 mailbox full"
    send_due(person, timezone.now() + timedelta(minutes=2))
    assert states(person) == ["failed"]


class Breaking(Postbox):
    """Takes the message and dies before it says so."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(envelope.content)
        server.transport.abort()
        return "250 OK"


def test_a_server_that_falls_silent_after_the_message_leaves_it_unknown(person: User, port: int) -> None:
    postbox = Breaking()
    tell(person)
    with mail_server(port, postbox):
        send_due(person)
        send_due(person, timezone.now() + timedelta(hours=2))
    assert (len(postbox.messages), states(person)) == (1, ["unknown"])


def test_mail_that_came_back_later_is_marked_by_the_command(person: User, post: Postbox) -> None:
    from django.core.management import call_command

    tell(person)
    send_due(person)
    call_command("mark_bounced", person.email.upper(), verbosity=0)
    assert states(person) == ["bounced"]
    assert fresh(person).bounced_email == person.email


def client_for(person: User) -> Client:
    from jenifer.tests.clients import client_of

    return client_of(person)
