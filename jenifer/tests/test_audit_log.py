"""The log as admins read it: page, file and API."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from executives.services.executives import change_executive
from jenifer.principal import acting_as, on_behalf_of
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_executive, make_meeting, make_person, make_tenant
from jenifer.tests.queries import queries_for
from orgs.models import AuditLog, User
from orgs.services.events import log_event

PAGE, FILE = "/settings/audit/", "/settings/audit/download/"
API, API_FILE = "/api/v1/audit/", "/api/v1/audit/download/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


def rename(tenant: Tenant, name: str) -> None:
    with acting_as(tenant.admin, ip="192.0.2.7", agent=FIREFOX), on_behalf_of(tenant.executive.pk):
        change_executive(by=tenant.admin, executive=tenant.executive, title=name)


def listed(client: Client, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(API, {"page_size": 200} | query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def lines(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_a_change_stands_there_side_by_side_with_who_for_whom_and_from_where(tenant: Tenant) -> None:
    rename(tenant, "Chief Executive")
    rename(tenant, "Chair")
    page = client_of(tenant.admin).get(PAGE).text
    assert "<del>Chief Executive</del>" in page
    assert "<ins>Chair</ins>" in page
    assert "for Ana Ferreira" in page
    assert "192.0.2.7 · Firefox 128 on Linux" in page


def test_an_entry_says_it_in_words_and_as_it_is(tenant: Tenant) -> None:
    preferences = tenant.executive.scheduling_preferences | {"meeting_buffer_minutes": 5}
    with acting_as(tenant.admin):
        change_executive(by=tenant.admin, executive=tenant.executive, scheduling_preferences=preferences)
    [entry] = listed(client_of(tenant.admin), kind="executive", happening="update")
    assert (entry["action"], entry["kind"], entry["row_name"]) == ("update", "executive", "Ana Ferreira")
    assert entry["person_name"] == str(tenant.admin)
    assert entry["new_values"]["scheduling_preferences"]["meeting_buffer_minutes"] == 5
    page = client_of(tenant.admin).get(PAGE).text
    assert "Scheduling preferences · meeting buffer minutes" in page
    assert "<del>15</del></td><td><ins>5</ins>" in page


def test_values_are_told_as_people_write_them(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        tenant.admin.org.settings |= {"date_format": "DD.MM.YYYY", "time_format": "24h"}
        tenant.admin.org.save()
        User.objects.filter(pk=tenant.admin.pk).update(timezone="Europe/Berlin")
    meeting = make_meeting(tenant.admin, tenant.executive, title="Board")
    with acting_as(tenant.admin):
        for name, value in (("end_time", meeting.end_time + timedelta(hours=1)), ("visibility", "private")):
            setattr(meeting, name, value)
        meeting.executive = None
        meeting.save()
    page = client_of(tenant.admin).get(PAGE).text
    assert "<del>24.11.2026 14:00</del></td><td><ins>24.11.2026 15:00</ins>" in page
    assert "<del>Public</del></td><td><ins>Private</ins>" in page
    assert "<del>Ana Ferreira</del></td><td><ins>—</ins>" in page


def test_filters_choose(tenant: Tenant) -> None:
    other = make_executive(tenant.admin, full_name="Ben Ode")
    rename(tenant, "Chair")
    with acting_as(tenant.assistant):
        log_event("export", "executive", other.pk)
    client = client_of(tenant.admin)

    def told(**query: Any) -> list[tuple[str, str]]:
        found = [(each["action"], each["kind"]) for each in listed(client, **query)]
        page = client.get(PAGE, query)
        assert page.text.count('<li class="entry') == len(found)
        return found

    assert told(acting_for=tenant.executive.pk) == [("update", "executive")]
    assert told(happening="export", person=tenant.assistant.pk) == [("export", "executive")]
    assert told(happening="staff") == []
    assert {kind for _action, kind in told(happening="rights")} == {"assignment"}
    assert told(row=other.pk) == [("export", "executive"), ("create", "executive")]
    assert told(kind="invitation", happening="update") == [("update", "invitation")]
    assert told(person=make_tenant().admin.pk, kind="executive") == []


def test_days_are_by_the_readers_clock(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        log_event("reveal", "membership", tenant.executive.pk)
        User.objects.filter(pk=tenant.admin.pk).update(timezone="Europe/Berlin")
    now = timezone.now().astimezone(ZoneInfo("Europe/Berlin")).date()
    client = client_of(tenant.admin)

    def count(since: Any, until: Any) -> int:
        query = {"since": since, "until": until, "happening": "reveal"}
        return client.get(PAGE, query).text.count('<li class="entry')

    day = timedelta(days=1)
    assert [count(now, now), count(now - day, now - day), count(now + day, now + day)] == [1, 0, 0]


@pytest.mark.parametrize(
    "query", ["person=x", "since=tomorrow", "row=1", "happening=magic", "since=2026-02-02&until=2026-02-01"]
)
def test_filters_that_make_no_sense_are_told_so(tenant: Tenant, query: str) -> None:
    client = client_of(tenant.admin)
    page = client.get(f"{PAGE}?{query}")
    assert (page.status_code, page.text.count('<li class="entry')) == (200, 0)
    assert client.get(f"{FILE}?{query}").status_code == 400
    if query.startswith(("person", "row", "happening")):
        assert client.get(f"{API}?{query}").status_code == 400


@pytest.mark.parametrize("place", ["x", "_", "2026-01-01_x", "2026-01-01T00:00:00_1", "9" * 5000])
def test_a_place_that_is_none_is_the_beginning(tenant: Tenant, place: str) -> None:
    page = client_of(tenant.admin).get(PAGE, {"after": place})
    assert page.status_code == 200
    assert '<li class="entry' in page.text


def test_pages_hold_every_entry_once(tenant: Tenant) -> None:
    for number in range(120):
        with acting_as(tenant.admin):
            log_event("reveal", f"n{number}", tenant.executive.pk)
    client = client_of(tenant.admin)
    found: list[str] = []
    query = {"happening": "reveal"}
    sizes = []
    while True:
        context = client.get(PAGE, query).context
        page = [each["line"].entry.entity_type for day in context["days"] for each in day["entries"]]
        found += page
        sizes.append(len(page))
        if not context["older"]:
            break
        query["after"] = context["older"]
    assert sizes == [50, 50, 20]
    assert sorted(found) == sorted(f"n{number}" for number in range(120))


def test_a_page_takes_as_many_queries_for_fifty_entries_as_for_five(tenant: Tenant) -> None:
    client = client_of(tenant.admin)
    few = queries_for(client, PAGE)
    for number in range(50):
        make_meeting(tenant.admin, tenant.executive, title=str(number))
    assert (queries_for(client, PAGE), few <= 14) == (few, True)


def test_another_organizations_entries_are_not_there(tenant: Tenant) -> None:
    other = make_tenant(full_name="Zoe Unseen")
    assert "Zoe Unseen" not in client_of(tenant.admin).get(PAGE).text
    assert listed(client_of(tenant.admin), row=other.executive.pk) == []


def test_whom_an_admin_lets_sees_it(tenant: Tenant) -> None:
    person = make_person(tenant.admin)
    refused = client_of(person).get(PAGE)
    assert refused.status_code == 403
    assert "for admins, and for colleagues whom an admin has given the right" in refused.text
    assert "You may see this" not in refused.text
    with acting_as(tenant.admin):
        User.objects.filter(pk=person.pk).update(permissions=["audit.view"])
    assert client_of(person).get(PAGE).status_code == 200


def test_the_file_holds_what_the_filters_choose_and_no_formulas(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, title="=cmd|' /C calc'!A0")
    client = client_of(tenant.admin)
    for address in (FILE, API_FILE):
        head, line = lines(client.get(address, {"kind": "meeting"}))
        assert head[:4] == ["When", "Who", "For", "What"]
        assert line[1:6] == [str(tenant.admin), "", "Added", "Meeting", "'=cmd|' /C calc'!A0"]


def test_a_long_file_holds_every_entry_once(tenant: Tenant) -> None:
    for number in range(510):
        with acting_as(tenant.admin):
            log_event("reveal", f"n{number}", tenant.executive.pk)
    body = lines(client_of(tenant.admin).get(FILE, {"happening": "reveal"}))
    assert sorted(line[4] for line in body[1:]) == sorted(f"N{number}" for number in range(510))


def test_taking_the_log_away_stands_in_the_log(tenant: Tenant) -> None:
    client = client_of(tenant.admin)
    lines(client.get(FILE))
    with acting_as(tenant.admin):
        newest = AuditLog.objects.order_by("-created_at").values("action", "entity_type", "entity_id")[0]
    assert newest == {
        "action": "export",
        "entity_type": "audit_log",
        "entity_id": tenant.organization.pk,
    }


def test_a_row_that_is_gone_keeps_its_name(tenant: Tenant) -> None:
    meeting = make_meeting(tenant.admin, tenant.executive, title="Gone tomorrow")
    with acting_as(tenant.admin):
        meeting.delete()
    [deleted] = listed(client_of(tenant.admin), happening="delete")
    assert deleted["row_name"] == "Gone tomorrow"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_no_person_has_done_is_told_alike_everywhere(tenant: Tenant) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO audit_log (org_id, action) VALUES (%s, 'mend')", [tenant.organization.pk])
    client = client_of(tenant.admin)
    [entry] = [each for each in listed(client) if each["action"] == "mend"]
    [row] = [each for each in lines(client.get(FILE)) if each[3] == "Mend"]
    with acting_as(tenant.admin):
        told = AuditLog.objects.get(action="mend").actor
    assert (entry["person_name"], row[1], told) == ("Not known",) * 3
    assert "<b>Not known</b>" in client.get(PAGE).text
