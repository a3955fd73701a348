from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jenifer.tests.clients import client_of
from jenifer.tests.factories import (
    NOON,
    make_assignment,
    make_executive,
    make_meeting,
    make_person,
    make_tenant,
)
from jenifer.tests.queries import counted_queries

INSTANCES = "/api/v1/meetings/instances/"
WEEK = {"since": "2026-11-23T00:00:00Z", "until": "2026-11-30T00:00:00Z"}

pytestmark = pytest.mark.django_db


def instances(client, **query):
    return client.get(INSTANCES, WEEK | query).json()["results"]


def test_series_is_expanded_with_its_changed_instance():
    tenant = make_tenant()
    rule: dict[str, Any] = {
        "is_recurring": True,
        "recurrence_rule": "FREQ=DAILY;COUNT=3",
        "timezone": "Europe/Lisbon",
    }
    series = make_meeting(tenant.admin, tenant.executive, title="Stand-up", ical_uid="s", **rule)
    second = NOON + timedelta(days=1)
    changed = make_meeting(
        tenant.admin,
        tenant.executive,
        second + timedelta(hours=2),
        title="Stand-up, late",
        ical_uid="s",
        recurrence_parent=series,
        recurrence_id=second,
        status="tentative",
    )
    found = instances(client_of(tenant.assistant))
    assert [(each["meeting_id"], each["recurrence_id"], each["start"], each["title"]) for each in found] == [
        (str(series.pk), "2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z", "Stand-up"),
        (str(changed.pk), "2026-11-25T12:00:00Z", "2026-11-25T14:00:00Z", "Stand-up, late"),
        (str(series.pk), "2026-11-26T12:00:00Z", "2026-11-26T12:00:00Z", "Stand-up"),
    ]
    assert {each["series_id"] for each in found} == {str(series.pk)}
    assert [(each["status"], each["zone"]) for each in found] == [
        ("confirmed", "Europe/Lisbon"),
        ("tentative", "UTC"),
        ("confirmed", "Europe/Lisbon"),
    ]


def test_single_event_and_day_are_instants_in_the_executives_zone():
    tenant = make_tenant(timezone="Asia/Tokyo")
    meeting = make_meeting(tenant.admin, tenant.executive, title="Lunch")
    day = make_meeting(
        tenant.admin, tenant.executive, datetime(2026, 11, 26, tzinfo=UTC), minutes=1440, is_all_day=True
    )
    lunch, all_day = instances(client_of(tenant.assistant))
    assert lunch == {
        "series_id": str(meeting.pk),
        "recurrence_id": None,
        "meeting_id": str(meeting.pk),
        "executive": str(tenant.executive.pk),
        "title": "Lunch",
        "start": "2026-11-24T12:00:00Z",
        "end": "2026-11-24T13:00:00Z",
        "zone": "UTC",
        "is_all_day": False,
        "is_busy": True,
        "status": "confirmed",
    }
    shown = (all_day["series_id"], all_day["start"], all_day["end"], all_day["zone"], all_day["is_all_day"])
    assert shown == (str(day.pk), "2026-11-25T15:00:00Z", "2026-11-26T15:00:00Z", "Asia/Tokyo", True)


def test_private_instance_is_busy_to_a_reader():
    tenant = make_tenant()
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    make_meeting(tenant.admin, tenant.executive, title="Doctor", visibility="confidential")
    shown = [instances(client_of(person))[0]["title"] for person in (reader, tenant.assistant)]
    assert shown == ["Busy", "Doctor"]


def test_instances_are_those_of_served_executives_or_of_one():
    tenant, other = make_tenant(), make_tenant()
    second, unserved = make_executive(tenant.admin), make_executive(tenant.admin)
    make_assignment(tenant.admin, tenant.assistant, second)
    for executive in (tenant.executive, second, unserved):
        make_meeting(tenant.admin, executive, title=executive.full_name)
    make_meeting(other.admin, other.executive)
    client = client_of(tenant.assistant)
    assert {each["title"] for each in instances(client)} == {tenant.executive.full_name, second.full_name}
    assert [each["title"] for each in instances(client, executive=second.pk)] == [second.full_name]
    assert client.get(INSTANCES, WEEK | {"executive": str(unserved.pk)}).status_code == 404


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({}, {"since": ["This field is required."], "until": ["This field is required."]}),
        (
            {"since": "2026-01-01T00:00:00Z", "until": "2027-01-03T00:00:00Z"},
            {"until": ["Ask for 366 days at most."]},
        ),
        (
            {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
            {"until": ["The range ends before it begins."]},
        ),
    ],
)
def test_range_is_refused_with_a_sentence(query, errors):
    answer = client_of(make_tenant().assistant).get(INSTANCES, query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"] == errors


def test_a_leap_year_can_be_asked_for():
    query = {"since": "2028-01-01T00:00:00Z", "until": "2029-01-01T00:00:00Z"}
    assert client_of(make_tenant().assistant).get(INSTANCES, query).json() == {"results": []}


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_ends_of_time_are_refused(year):
    query = {"since": f"{year}-12-30T00:00:00Z", "until": f"{year}-12-31T23:00:00Z"}
    answer = client_of(make_tenant().assistant).get(INSTANCES, query)
    assert answer.json()["errors"]["since"] == ["Give a time between the years 1583 and 2199."]


def test_instances_take_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_meeting(tenant.admin, tenant.executive)
        with counted_queries() as count:
            assert instances(client)
        counts.append(count())
    assert counts == [counts[0]] * 2
    assert counts[0] <= 9
