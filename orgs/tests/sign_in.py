"""Steps of signing in, as a browser takes them."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.core import mail
from django.test import Client

from jenifer.tests.factories import PASSWORD

CODE = re.compile(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6,8})\b")


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def signed_in(client: Client) -> str:
    """The address of whoever is signed in, '' for nobody."""
    response = client.get("/accounts/email/")
    return response.context["user"].email if response.status_code == 200 else ""


def code_from_mail() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def session_key(client: Client) -> str:
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def confirm_password(client: Client, address: str, password: str = PASSWORD):
    """Open a page that asks for the password again first."""
    response = client.get(address)
    if response.status_code == 302:
        client.post(response["Location"], {"password": password})
        response = client.get(address)
    return response


def said_again(client: Client, answer, password: str = PASSWORD):
    """Give the password where an answer asks for it before it does what was wanted."""
    assert answer["Location"].startswith("/accounts/reauthenticate/"), answer["Location"]
    there = answer["Location"].partition("?next=")[2]
    return client.post("/accounts/reauthenticate/", {"password": password, "next": unquote(there)})


def prove(client: Client, password: str = PASSWORD) -> Client:
    """As after "Is it you?": good for what asks for it in the minutes after."""
    assert client.post("/accounts/reauthenticate/", {"password": password}).status_code == 302
    return client
