"""The database or Valkey away, really: their addresses lead to a port where nobody listens."""

import socket
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connections
from django.test import Client

from jenifer.celery import app
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, make_tenant
from jenifer.tests.visitors import CALENDAR
from scheduling.models import Meeting


@pytest.fixture
def dead_port() -> Iterator[int]:
    """Taken, so that nobody else gets it; connections to it are refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def visitor(transactional_db) -> Client:
    client = client_of(make_tenant().admin)
    client.raise_request_exception = False
    return client


@pytest.fixture
def no_database(visitor, dead_port) -> Iterator[None]:
    connection = connections["default"]
    address = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT=str(dead_port))
    yield
    connection.close()
    connection.settings_dict.update(address)


@pytest.fixture
def no_valkey(settings, monkeypatch, dead_port) -> None:
    address = f"redis://127.0.0.1:{dead_port}/0"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": address}}
    monkeypatch.setitem(app.conf, "broker_url", address)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


def test_ready_when_everything_answers(db):
    response = Client().get("/readyz")
    parts = {"database": "ok", "valkey": "ok"}
    assert (response.status_code, response.json()) == (200, {"status": "ok", "parts": parts})


def test_process_is_alive_whatever_is_away(no_database, no_valkey):
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_database_away_is_not_ready(no_database):
    response = Client().get("/readyz")
    parts = {"database": "unavailable", "valkey": "ok"}
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "parts": parts})


def test_database_away_has_a_page_that_says_so(no_database, visitor, caplog):
    response = visitor.get("/")
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert ("The database" in page, "(Valkey)" in page) == (True, False)
    assert "503: database is away, for /" in caplog.messages


def test_database_away_is_a_problem_for_programs(no_database, visitor):
    response = visitor.get("/api/v1/meetings/")
    assert (response["Content-Type"], response["Retry-After"]) == ("application/problem+json", "10")
    assert response.json() == {
        "type": "/problems/unavailable",
        "title": "Unavailable",
        "status": 503,
        "detail": "The database does not answer at present. Try again in a moment.",
        "part": "database",
    }


def test_connection_that_the_server_ends_is_an_outage_and_the_next_one_works(visitor):
    connection = connections["default"]
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert visitor.get("/api/v1/executives/").status_code == 503
    connection.close()
    assert visitor.get("/api/v1/executives/").status_code == 200


def test_valkey_away_is_not_ready(db, no_valkey):
    response = Client().get("/readyz")
    parts = {"database": "ok", "valkey": "unavailable"}
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "parts": parts})


def test_valkey_away_has_a_page_that_says_so(db, no_valkey, caplog):
    client = Client(raise_request_exception=False)
    response = client.post("/accounts/login/", {"login": "ana@acme.test", "password": PASSWORD})
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert ("The database" in page, "(Valkey)" in page) == (False, True)
    assert "503: valkey is away, for /accounts/login/" in caplog.messages


@pytest.mark.parametrize("address", ["/", "/insights/", "/executives/", "/api/v1/meetings/"])
def test_what_needs_no_valkey_works_without_it(visitor, no_valkey, address):
    assert visitor.get(address).status_code == 200


def test_change_is_kept_though_its_job_cannot_be_asked_for(transactional_db, no_valkey, caplog):
    tenant = make_tenant()
    file = SimpleUploadedFile("ana.ics", CALENDAR)
    body = {"executive": str(tenant.executive.pk), "file": file}
    response = client_of(tenant.assistant).post("/api/v1/imports/", body)
    assert (response.status_code, response.json()["status"]) == (201, "done")
    with acting_as(tenant.admin):
        assert Meeting.objects.count() == 1
    # Neither the look through the calendar nor its sync could be asked for.
    errors = [each.name for each in caplog.records if each.levelname == "ERROR"]
    assert errors == ["django.db.backends.base"] * 2
