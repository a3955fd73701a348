"""A connection outlives the session, so the password is asked for again; the app password waits for it sealed."""

import json
import os
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from pytest_django import Settings

from integrations.models import Integration
from integrations.tests.caldav_servers import PASSWORD as APP_PASSWORD
from integrations.tests.caldav_servers import USER, Server, running
from integrations.tests.test_connections import API, PAGE
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from orgs.tests.api_clients import program_of
from orgs.tests.sign_in import prove, said_again, session_key

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running("radicale", tmp_path_factory.mktemp("radicale")) as server:
        server.make_calendar("first")
        yield server


@pytest.fixture
def tenant(settings: Settings) -> Tenant:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    return make_tenant()


@pytest.fixture
def body(server: Server) -> dict[str, str]:
    return {"address": server.url, "username": USER, "password": APP_PASSWORD}


def connections(tenant: Tenant) -> list[tuple[str, str]]:
    with acting_as(tenant.assistant):
        return [(row.status, row.access_token.reveal()) for row in Integration.objects.all()]


def kept_in_session(client: Client) -> str:
    return json.dumps(dict(SessionStore(session_key(client)).items()))


def test_what_was_typed_waits_sealed_and_is_carried_out(tenant: Tenant, body: dict[str, str]) -> None:
    client = client_of(tenant.assistant)
    asked = client.post(PAGE, body)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    kept = kept_in_session(client)
    assert (APP_PASSWORD in kept, "v1%3A" in kept, USER in kept) == (False, True, True)
    assert said_again(client, asked, "not-the-password").status_code == 200
    assert connections(tenant) == []
    assert said_again(client, asked)["Location"].startswith(PAGE)
    assert connections(tenant) == [("active", APP_PASSWORD)]
    assert "v1%3A" not in kept_in_session(client)


def test_a_wrong_app_password_is_said_after_and_the_rest_is_still_there(
    tenant: Tenant, body: dict[str, str]
) -> None:
    client = client_of(tenant.assistant)
    page = said_again(client, client.post(PAGE, body | {"password": "wrong"}))
    assert (page.status_code, "does not accept" in page.text, body["address"] in page.text) == (
        200,
        True,
        True,
    )
    assert f'action="{PAGE}"' in page.text
    assert client.post(PAGE, body)["Location"].startswith(PAGE)


def test_an_app_password_that_looks_sealed_is_taken_as_it_is(tenant: Tenant, body: dict[str, str]) -> None:
    client = prove(client_of(tenant.assistant))
    assert "does not accept" in client.post(PAGE, body | {"password": "v1:k:AAAA"}).text


def test_what_waits_for_a_key_that_is_gone_is_typed_again(
    tenant: Tenant, body: dict[str, str], settings: Settings
) -> None:
    client = client_of(tenant.assistant)
    asked = client.post(PAGE, body)
    settings.FIELD_KEYS = {"other": os.urandom(32)}
    page = said_again(client, asked)
    assert page.context["account"].errors == {"password": ["This field is required."]}
    assert connections(tenant) == []


def test_another_password_for_a_connection_asks_too(tenant: Tenant, body: dict[str, str]) -> None:
    prove(client_of(tenant.assistant)).post(PAGE, body)
    with acting_as(tenant.assistant):
        Integration.objects.update(status="expired")
        one = f"{PAGE}{Integration.objects.get().pk}/"
    client = client_of(tenant.assistant)
    asked = client.post(f"{one}reconnect/", {"password": APP_PASSWORD})
    assert (asked["Location"].startswith("/accounts/reauthenticate/"), connections(tenant)) == (
        True,
        [("expired", APP_PASSWORD)],
    )
    assert APP_PASSWORD not in kept_in_session(client)
    assert said_again(client, asked)["Location"] == one
    assert connections(tenant) == [("active", APP_PASSWORD)]
    assert client.get(f"{one}reconnect/")["Location"] == one


def test_the_api_asks_a_session_and_not_a_token(tenant: Tenant, body: dict[str, str]) -> None:
    client = client_of(tenant.assistant)
    assert refused(client.post(API, body, "application/json")) == (403, "/problems/proof_required")
    made = program_of(tenant.assistant, "calendar:write").post(API, body, "application/json")
    assert made.status_code == 201
    again, password = f"{API}{made.json()['id']}/reconnect/", {"password": APP_PASSWORD}
    assert refused(client.post(again, password, "application/json")) == (403, "/problems/proof_required")
    assert prove(client).post(again, password, "application/json").status_code == 200


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]
