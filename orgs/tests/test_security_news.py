"""Whoever owns an account is told by mail when what opens it has changed."""

import re
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from jenifer.tests.factories import PASSWORD, make_tenant
from orgs.security_news import NEWS
from orgs.tests.sign_in import code_from_mail, log_in, said_again, signed_in
from orgs.tests.soft_key import SoftKey
from orgs.tests.telling import mailers_at
from orgs.tests.test_addresses import ADDRESSES, CONFIRM, NEW, RESET, add_address
from orgs.tests.test_second_factor import activate, add_key

CHANGE = "/accounts/password/change/"
OWN = "account/email/email_added"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

pytestmark = pytest.mark.django_db


def subjects():
    return [message.subject.removeprefix("JeniferAI · ") for message in mail.outbox]


def changed(client):
    return client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})


@pytest.fixture
def person():
    return make_tenant().admin


@pytest.fixture
def client(person):
    client = Client(headers={"user-agent": FIREFOX})
    log_in(client, person.email)
    mail.outbox.clear()
    return client


def test_everything_that_allauth_tells_of_has_our_words():
    root = Path(allauth.__file__).parent
    sent = re.compile(r"send_notification_mail\(\s*\"([^\"]+)\"")
    told = {name for file in root.rglob("*.py") for name in sent.findall(file.read_text())}
    assert set(NEWS) - {OWN} == told


def test_new_password_is_told_in_text_and_html_with_when_and_from_where(person, client):
    assert changed(client).status_code == 302
    [message] = mail.outbox
    assert (message.to, subjects()) == ([person.email], ["Your password was changed"])
    assert isinstance(message, EmailMultiAlternatives)
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    for text in (str(message.body), str(html)):
        for said in (person.email, "127.0.0.1", "Firefox 128 on Linux", RESET, "/accounts/sessions/"):
            assert said in text
        assert NEW not in text


def test_replaced_password_is_told(person):
    client = Client()
    page = client.post(RESET, {"email": person.email})["Location"]
    page = client.post(page, {"code": code_from_mail()})["Location"]
    client.post(page, {"password1": NEW, "password2": NEW})
    assert subjects()[-1] == "Your password was replaced, by a code sent to you"


def test_second_factor_is_told_on_and_off(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        activate(client)
        client.post("/accounts/2fa/totp/deactivate/")
    assert sorted(subjects()) == [
        "Two-factor authentication was turned off",
        "Two-factor authentication was turned on",
    ]


def test_passkey_is_told(client):
    add_key(client, SoftKey())
    assert "A passkey was added" in subjects()


def test_new_address_is_told_to_the_old_one(person, client):
    said_again(client, add_address(client, "second@acme.test"))
    client.post(CONFIRM, {"code": code_from_mail()})
    client.post(ADDRESSES, {"action_primary": "", "email": "second@acme.test"})
    told = [(message.to, subject) for message, subject in zip(mail.outbox, subjects(), strict=True)][1:]
    assert told == [
        ([person.email], "second@acme.test opens your account now, too"),
        ([person.email], f"Your account’s address was changed from {person.email} to second@acme.test"),
    ]


def test_mail_server_away_stops_no_change(person, client, settings, caplog):
    settings.MAILERS = mailers_at(9)
    assert changed(client).status_code == 302
    assert "not mailed: account/email/password_changed" in caplog.text
    again = Client()
    log_in(again, person.email, NEW)
    assert signed_in(again) == person.email
