import logging
from logging.config import DictConfigurator

import pytest
from django.test import Client

from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_tenant


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = "jenifer.tests.broken_urls"
    return Client(raise_request_exception=False)


def test_error_page_has_an_id_that_is_in_the_log(visitor, caplog):
    response = visitor.get("/broken/")
    (record,) = [each for each in caplog.records if each.name == "jenifer.errors"]
    number, page = record.args[0], response.content.decode()
    assert response.status_code == 500
    assert f"<code>{number}</code>" in page
    assert record.exc_info[0] is ZeroDivisionError
    assert "secret detail" not in page


def test_address_with_a_line_break_makes_no_second_entry_in_the_log(visitor, caplog, settings):
    visitor.get("/broken/%0A2026-11-23 INFO jenifer all is well/")
    (record,) = [each for each in caplog.records if each.name == "jenifer.errors"]
    record.exc_info = record.exc_text = None
    handler = logging.StreamHandler()
    config = DictConfigurator(settings.LOGGING)
    handler.setFormatter(config.configure_formatter(dict(settings.LOGGING["formatters"]["line"])))
    (line,) = handler.format(record).splitlines()
    assert line.endswith(r"at /broken/\n2026-11-23 INFO jenifer all is well/")


def test_error_of_the_api_is_a_problem_with_its_id(visitor, caplog):
    response = visitor.get("/api/v1/broken/")
    (record,) = [each for each in caplog.records if each.name == "jenifer.errors"]
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "/problems/server_error",
        "title": "Server error",
        "status": 500,
        "detail": "Something went wrong on our side. The number stands in our log.",
        "instance": record.args[0],
    }


@pytest.mark.django_db
def test_statement_that_takes_too_long_is_no_outage(visitor):
    assert visitor.get("/slow/").status_code == 500


def test_unknown_address_has_a_page(visitor):
    response = visitor.get("/nowhere/")
    assert (response.status_code, b"There is nothing here" in response.content) == (404, True)


def test_unknown_address_of_the_api_is_a_problem(visitor):
    response = visitor.get("/api/v1/nowhere/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["type"] == "/problems/not_found"


@pytest.mark.django_db
def test_method_that_is_not_offered_is_a_problem():
    response = client_of(make_tenant().admin).delete("/api/v1/meetings/")
    assert (response.status_code, response.json()["type"]) == (405, "/problems/method_not_allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
def test_signed_out_program_is_told_so():
    response = Client().get("/api/v1/meetings/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="JeniferAI"')
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/not_authenticated"
