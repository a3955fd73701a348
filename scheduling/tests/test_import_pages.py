"""What the page says while a file is read, and after."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_tenant

EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
BROKEN = EMPTY.replace(
    b"END:VCALENDAR",
    b"BEGIN:VEVENT\r\nUID:zone\r\nDTSTART;TZID=Mars/Olympus:20261123T120000\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:open\r\nDTSTART:20261123T120000Z\r\nEND:VCALENDAR",
)


@pytest.fixture
def report(db):
    """Import these bytes; what the report's page shows of them."""
    tenant = make_tenant()
    client = client_of(tenant.admin)

    def read(content):
        file = SimpleUploadedFile("a.ics", content, "text/calendar")
        data = {"executive": tenant.executive.pk, "file": file}
        return client.post("/calendar/import/", data, follow=True).context["report"]

    return read


def test_report_of_a_calendar_without_events_says_so(report):
    assert report(EMPTY)["is_empty"] is True


def test_refused_lines_stand_in_the_order_of_the_file(report):
    assert [line for line, *_ in report(BROKEN)["rows"]] == [4, 8]
