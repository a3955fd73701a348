"""What no browser of ours sends: each is refused with a reason, none is an error of the server."""

from base64 import b64encode
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ai_engine.tests.conflicts import make_overlap
from jenifer.handler import Handler
from jenifer.tests.clients import client_of

INSIGHTS = "/api/v1/insights/"
# Any text is a place in a list of names.
NAMES = {("executives", position) for position in ("abc", "2026-13-45", "%ff")}

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(tenant):
    return client_of(tenant.assistant, raise_request_exception=False)


def answer(client, insight, do, **headers):
    return client.post(f"/insights/{insight.pk}/respond/", {"do": do}, headers=headers)


@pytest.mark.parametrize(
    "address", ["/insights/?kind=%00", "/executives/?q=%00", "/accounts/login/?next=%00"]
)
def test_nul_in_a_query_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_nul_in_a_session_cookie_is_refused():
    visitor = Client(raise_request_exception=False, HTTP_COOKIE='jenifer_session="\\000aaaaaaaaaaaaaaaa"')
    assert visitor.get("/").status_code == 400


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1"])
def test_charset_that_hides_half_characters_is_refused(client, charset):
    response = client.get(
        "/insights/?kind=%2B2AA-", headers={"content-type": f"text/plain; charset={charset}"}
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=rot13",
        "text/plain; charset=undefined",
        "a/b; charset*=hex'en'%ff",
        "a/b; charset*=x",
    ],
)
def test_charset_that_decodes_nothing_is_refused_before_there_is_a_request(content_type):
    environ: dict[str, Any] = {
        "PATH_INFO": "/api/v1/meetings/",
        "QUERY_STRING": "a=1",
        "CONTENT_TYPE": content_type,
    }
    setup_testing_defaults(environ)
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_error: Any) -> Any:
        said.append((status, dict(headers)["Content-Type"]))

    b"".join(Handler()(environ, start))
    assert said == [("400 Bad Request", "application/problem+json")]


def test_refused_request_to_the_api_is_a_problem(client):
    response = client.get(f"{INSIGHTS}?kind=%00")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", ["meetings", "insights", "executives"])
@pytest.mark.parametrize("position", ["abc", "%00", "2026-13-45", "%ff"])
def test_cursor_that_we_did_not_make_is_no_page(tenant, client, address, position):
    make_overlap(tenant)
    cursor = b64encode(f"p={position}".encode()).decode()
    response = client.get(f"/api/v1/{address}/", {"cursor": cursor})
    expected = 200 if (address, position) in NAMES else 404
    assert response.status_code == expected


@pytest.mark.parametrize("instance", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z"])
def test_instance_beyond_all_calendars_is_not_there(tenant, client, instance):
    _insight, meeting, _other = make_overlap(tenant)
    assert client.get(f"/meetings/{meeting.pk}/", {"instance": instance}).status_code == 404


@pytest.mark.parametrize("detail", ["9" * 5000, "-1", "x", "٣"])
def test_answer_that_names_no_suggestion_is_not_taken_for_the_first(tenant, client, detail):
    insight, _first, _second = make_overlap(tenant)
    assert answer(client, insight, f"accept:{detail}").status_code == 404


def test_answer_from_a_page_without_a_proper_address_is_taken(tenant, client):
    insight, _first, _second = make_overlap(tenant)
    response = answer(client, insight, "dismiss", HX_Request="true", HX_Current_URL="http://[")
    assert response.status_code == 200


def test_json_in_a_hundred_thousand_lists_is_refused(tenant, client):
    insight, _first, _second = make_overlap(tenant)
    response = client.post(f"{INSIGHTS}{insight.pk}/snooze/", "[" * 100_000, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_body_larger_than_allowed_is_not_read(tenant, client, settings):
    insight, _first, _second = make_overlap(tenant)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(
        f"{INSIGHTS}{insight.pk}/dismiss/", {"feedback": "x" * 1000}, content_type="application/json"
    )
    assert (response.status_code, response.json()["type"]) == (413, "/problems/too_large")


@pytest.mark.parametrize("address", ["/accounts/login/", "/api/v1/imports/", "/calendar/import/"])
def test_file_larger_than_allowed_is_not_stored(client, settings, address):
    settings.CALENDAR_UPLOAD_LIMIT = 1_000_000
    file = SimpleUploadedFile("calendar.ics", b"x" * 2_600_000)
    assert client.post(address, {"file": file}).status_code == 413


def test_answers_to_a_person_are_kept_by_no_cache(tenant, client):
    insight, meeting, _second = make_overlap(tenant)
    addresses = ("/", "/insights/", f"/meetings/{meeting.pk}/", INSIGHTS)
    export = f"/executives/{tenant.executive.pk}/calendar.ics"
    assert {client.get(each)["Cache-Control"] for each in (*addresses, export)} == {"private, no-store"}
    details = (f"/api/v1/meetings/{meeting.pk}/", f"{INSIGHTS}{insight.pk}/")
    assert {client.get(each)["Cache-Control"] for each in details} == {"private, no-cache"}
