from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_assignment, make_executive, make_meeting, make_person, make_tenant
from scheduling.models import CalendarImport, Meeting
from scheduling.services import imports

IMPORTS = "/api/v1/imports/"
CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//test//EN
BEGIN:VEVENT
UID:1@test
DTSTAMP:20261101T000000Z
DTSTART:20261124T120000Z
DTEND:20261124T130000Z
SUMMARY:Board
END:VEVENT
BEGIN:VEVENT
UID:2@test
DTSTAMP:20261101T000000Z
DTSTART:20261124T120000Z
DTEND:20261124T110000Z
SUMMARY:Backwards
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")

pytestmark = pytest.mark.django_db


def send(person, executive, content=CALENDAR):
    file = SimpleUploadedFile("ana.ics", content, "text/calendar")
    return client_of(person).post(IMPORTS, {"executive": str(executive.pk), "file": file})


def reader_of(tenant):
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    return reader


def test_small_file_is_read_at_once():
    tenant = make_tenant()
    answer = send(tenant.assistant, tenant.executive)
    body = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"{IMPORTS}{body['id']}/")
    counts = [body[f"{each}_count"] for each in ("created", "changed", "unchanged", "refused")]
    assert (body["status"], body["file_name"], counts) == ("done", "ana.ics", [1, 0, 0, 1])
    assert {line["line"]: line["outcome"] for line in body["report"]} == {4: "created", 11: "refused"}
    assert client_of(tenant.assistant).get(answer["Location"]).json() == body
    with acting_as(tenant.admin):
        assert [meeting.title for meeting in Meeting.objects.all()] == ["Board"]


def test_large_file_is_left_to_a_job(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(imports, "AT_ONCE", 10)
    tenant = make_tenant()
    answer = send(tenant.assistant, tenant.executive)
    assert (answer.status_code, answer.json()["status"], answer.json()["bytes_read"]) == (202, "waiting", 0)
    with acting_as(tenant.assistant):
        imports.run_import(import_id=answer.json()["id"])
    body = client_of(tenant.assistant).get(answer["Location"]).json()
    assert (body["status"], body["created_count"], body["bytes_read"]) == ("done", 1, len(CALENDAR))


def test_file_over_the_limit_is_refused_at_its_field(settings):
    settings.CALENDAR_UPLOAD_LIMIT = 100
    tenant = make_tenant()
    answer = send(tenant.assistant, tenant.executive)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["file"]
    assert "at most 100" in answer.json()["errors"]["file"][0]


def test_import_needs_a_file_and_an_executive():
    answer = client_of(make_tenant().assistant).post(IMPORTS, {"executive": "x"})
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"executive", "file"})


def test_json_is_no_calendar_file():
    answer = client_of(make_tenant().assistant).post(IMPORTS, {}, content_type="application/json")
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported_media_type")


def test_who_may_import_and_see_the_report():
    tenant, other = make_tenant(), make_tenant()
    reader, stranger = reader_of(tenant), make_person(tenant.admin)
    people = (other.admin, stranger, reader)
    assert [send(person, tenant.executive).status_code for person in people] == [404, 404, 403]
    with acting_as(tenant.admin):
        assert CalendarImport.objects.count() == 0
    report = send(tenant.assistant, tenant.executive)["Location"]
    assert [client_of(person).get(report).status_code for person in people] == [404, 404, 403]


def test_calendar_leaves_as_a_file():
    tenant = make_tenant()
    make_meeting(tenant.admin, tenant.executive, title="Board", internal_notes="do not tell")
    address = f"/api/v1/executives/{tenant.executive.pk}/calendar.ics"
    answer = client_of(tenant.assistant).get(address, headers={"Accept": "text/calendar"})
    content = answer.getvalue()
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (b"SUMMARY:Board" in content, b"do not tell" in content) == (True, False)


@pytest.mark.parametrize("address", ["/api/v1/executives/{}/calendar.ics", "/executives/{}/calendar.ics"])
def test_private_events_leave_as_busy_time_for_a_reader(address):
    tenant = make_tenant()
    hidden: dict[str, Any] = {
        "visibility": "private",
        "location": "Clinic",
        "attendees": [{"email": "doctor@clinic.test"}],
    }
    make_meeting(tenant.admin, tenant.executive, title="Doctor", **hidden)
    told = []
    for person in (reader_of(tenant), tenant.assistant):
        content = client_of(person).get(address.format(tenant.executive.pk)).getvalue().lower()
        told.append([word in content for word in (b"busy", b"doctor", b"clinic", b"dtstart")])
    assert told == [[True, False, False, True], [False, True, True, True]]


def test_calendar_of_an_unserved_executive_is_a_problem_in_json():
    tenant = make_tenant()
    address = f"/api/v1/executives/{make_executive(tenant.admin).pk}/calendar.ics"
    answer = client_of(tenant.assistant).get(address, headers={"Accept": "text/calendar"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
