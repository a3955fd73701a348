from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import (
    NOON,
    make_assignment,
    make_executive,
    make_meeting,
    make_person,
    make_tenant,
)
from jenifer.tests.queries import queries_for

MEETINGS = "/api/v1/meetings/"
NEVER_TOLD = {"internal_notes", "metadata", "ai_meeting_brief", "ai_suggested_prep", "notes"}

pytestmark = pytest.mark.django_db


def titles(answer):
    return [each["title"] for each in answer.json()["results"]]


def test_meeting_tells_what_a_page_tells():
    tenant = make_tenant()
    meeting = make_meeting(
        tenant.admin,
        tenant.executive,
        title="Board",
        internal_notes="do not tell",
        attendees=[{"email": "ana@acme.test", "name": "Ana", "status": "accepted", "is_organizer": True}],
    )
    shown = client_of(tenant.assistant).get(f"{MEETINGS}{meeting.pk}/").json()
    assert NEVER_TOLD.isdisjoint(shown)
    assert shown == shown | {
        "id": str(meeting.pk),
        "executive": str(tenant.executive.pk),
        "title": "Board",
        "start": "2026-11-24T12:00:00Z",
        "end": "2026-11-24T13:00:00Z",
        "zone": "UTC",
        "is_all_day": False,
        "series_id": None,
        "status": "confirmed",
        "sequence": 0,
        "attendees": meeting.attendees,
    }


def test_civil_times_have_no_offset():
    tenant = make_tenant()
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    day = make_meeting(tenant.admin, tenant.executive, midnight, minutes=1440, is_all_day=True)
    floating = make_meeting(tenant.admin, tenant.executive, timezone="")
    client = client_of(tenant.assistant)
    shown = [client.get(f"{MEETINGS}{each.pk}/").json() for each in (day, floating)]
    assert [(each["start"], each["end"]) for each in shown] == [
        ("2026-11-24", "2026-11-25"),
        ("2026-11-24T12:00:00", "2026-11-24T13:00:00"),
    ]


def test_private_meeting_is_busy_to_a_reader():
    tenant = make_tenant()
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    attendees = [{"email": "doctor@clinic.test"}]
    columns: dict[str, Any] = {
        "visibility": "private",
        "location": "Clinic",
        "description": "Blood",
        "attendees": attendees,
    }
    meeting = make_meeting(tenant.admin, tenant.executive, title="Doctor", **columns)
    theirs, ours = (
        client_of(person).get(f"{MEETINGS}{meeting.pk}/").json() for person in (reader, tenant.assistant)
    )
    told = ("title", "location", "description", "attendees", "start")
    assert [theirs[name] for name in told] == ["Busy", "", "", [], "2026-11-24T12:00:00Z"]
    assert [ours[name] for name in told] == ["Doctor", "Clinic", "Blood", attendees, "2026-11-24T12:00:00Z"]
    assert titles(client_of(reader).get(MEETINGS)) == ["Busy"]


def test_meetings_of_others_are_not_there():
    tenant, other = make_tenant(), make_tenant()
    unserved = make_executive(tenant.admin)
    hidden = [make_meeting(tenant.admin, unserved), make_meeting(other.admin, other.executive)]
    own = make_meeting(tenant.admin, tenant.executive)
    client = client_of(tenant.assistant)
    assert [client.get(f"{MEETINGS}{each.pk}/").status_code for each in hidden] == [404, 404]
    assert titles(client.get(MEETINGS)) == [own.title]
    assert client.get(MEETINGS, {"executive": str(unserved.pk)}).status_code == 404


def test_meetings_are_narrowed():
    tenant = make_tenant()
    second = make_executive(tenant.admin)
    make_meeting(tenant.admin, tenant.executive, title="now")
    make_meeting(tenant.admin, tenant.executive, NOON + timedelta(days=2), title="later", status="tentative")
    make_meeting(tenant.admin, second, NOON - timedelta(days=2), title="earlier")
    series: dict[str, Any] = {"is_recurring": True, "recurrence_rule": "FREQ=DAILY", "title": "series"}
    make_meeting(tenant.admin, second, NOON - timedelta(days=9), **series)
    client = client_of(tenant.admin)
    assert titles(client.get(MEETINGS)) == ["series", "earlier", "now", "later"]
    assert titles(client.get(MEETINGS, {"since": "2026-11-24T12:30:00Z"})) == ["series", "now", "later"]
    assert titles(client.get(MEETINGS, {"until": "2026-11-24T12:00:00Z"})) == ["series", "earlier"]
    assert titles(client.get(MEETINGS, {"executive": str(tenant.executive.pk)})) == ["now", "later"]
    assert titles(client.get(MEETINGS, {"status": "tentative"})) == ["later"]


def test_senseless_filters_are_refused_by_name():
    tenant = make_tenant()
    answer = client_of(tenant.assistant).get(MEETINGS, {"executive": "x", "since": "soon", "status": "odd"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert set(answer.json()["errors"]) == {"executive", "since", "status"}


def test_meetings_come_in_pages_even_where_all_begin_at_once():
    tenant = make_tenant()
    made = [make_meeting(tenant.admin, tenant.executive).title for _ in range(5)]
    client = client_of(tenant.assistant)
    address, found = f"{MEETINGS}?page_size=2", []
    while address:
        page = client.get(address)
        found.append(titles(page))
        address = page.json()["next"]
    assert [len(page) for page in found] == [2, 2, 1]
    assert sorted(title for page in found for title in page) == sorted(made)


def test_deleted_meeting_is_gone():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive, deleted_at=NOON)
    client = client_of(tenant.assistant)
    assert client.get(f"{MEETINGS}{meeting.pk}/").status_code == 404
    assert titles(client.get(MEETINGS)) == []


def test_etag_changes_with_the_row_and_with_what_is_shown():
    tenant = make_tenant()
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    meeting = make_meeting(tenant.admin, tenant.executive, visibility="private")
    address, client = f"{MEETINGS}{meeting.pk}/", client_of(tenant.assistant)
    first = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": first}).status_code == 304
    assert client_of(reader).get(address)["ETag"] != first
    with acting_as(tenant.admin):
        meeting.sequence += 1
        meeting.save(update_fields=["sequence"])
    assert client.get(address, headers={"If-None-Match": first}).status_code == 200


def test_meetings_take_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_meeting(tenant.admin, tenant.executive)
        counts.append(queries_for(client, MEETINGS))
    assert counts == [counts[0]] * 2
    assert counts[0] <= 9
