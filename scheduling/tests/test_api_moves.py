from datetime import timedelta
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
from scheduling.models import Meeting
from scheduling.moments import write_moment

pytestmark = pytest.mark.django_db


def place(start, minutes=60):
    return {"start": write_moment(start), "end": write_moment(start + timedelta(minutes=minutes))}


LATER = NOON + timedelta(hours=3)


def move(person, meeting, seen=NOON, to=LATER, **more):
    return send(person, meeting, {"seen": place(seen), "to": place(to), **more})


def send(person, meeting, body):
    address = f"/api/v1/meetings/{meeting.pk}/move/"
    return client_of(person).post(address, body, content_type="application/json")


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    return answer.status_code, problem["type"].removeprefix("/problems/"), problem["detail"]


def stored(tenant, meeting):
    with acting_as(tenant.admin):
        row = Meeting.objects.get(pk=meeting.pk)
    return row.start_time, row.end_time


def test_meeting_is_moved():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    answer = move(tenant.assistant, meeting)
    assert (answer.status_code, answer.json()) == (
        200,
        {"meeting_id": str(meeting.pk), "sequence": 1, "change_id": None, "waiting": 0, **place(LATER)},
    )
    assert stored(tenant, meeting) == (LATER, LATER + timedelta(hours=1))


def test_one_instance_is_moved_as_a_row_of_its_own():
    tenant = make_tenant()
    rule: dict[str, Any] = {"is_recurring": True, "recurrence_rule": "FREQ=DAILY;COUNT=3", "ical_uid": "s"}
    series = make_meeting(tenant.admin, tenant.executive, **rule)
    second = NOON + timedelta(days=1)
    to = second + timedelta(hours=3)
    answer = move(tenant.assistant, series, second, to, recurrence_id=write_moment(second))
    with acting_as(tenant.admin):
        override = Meeting.objects.get(recurrence_parent=series)
    assert answer.json()["meeting_id"] == str(override.pk)
    assert (override.recurrence_id, override.start_time, stored(tenant, series)[0]) == (second, to, NOON)


def test_moved_meeting_cannot_be_moved_from_where_it_was():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    earlier = NOON - timedelta(hours=1)
    answer = move(tenant.assistant, meeting, seen=earlier)
    assert refusal(answer) == (409, "stale_meeting", "The meeting has moved since you looked.")
    assert (answer.json()["seen"], answer.json()["now"]) == (place(earlier), place(NOON))


def test_cancelled_meeting_cannot_be_moved():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive, status="cancelled")
    answer = move(tenant.assistant, meeting)
    assert refusal(answer) == (409, "stale_meeting", "This meeting is no longer on the calendar.")
    assert answer.json()["now"] is None


def test_taken_slot_is_refused_and_a_private_title_kept():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    make_meeting(tenant.admin, tenant.executive, LATER, title="Doctor", visibility="private")
    detail = "That time has been taken by “Private event” in the meantime."
    assert refusal(move(tenant.assistant, meeting)) == (409, "slot_taken", detail)
    assert stored(tenant, meeting)[0] == NOON


def test_meeting_of_another_organizer_stays():
    tenant = make_tenant()
    organizer = [{"email": "host@elsewhere.test", "is_organizer": True}]
    meeting = make_meeting(tenant.admin, tenant.executive, attendees=organizer)
    status, kind, _detail = refusal(move(tenant.assistant, meeting))
    assert (status, kind) == (409, "not_organizer")


def test_move_keeps_the_length():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    answer = send(tenant.assistant, meeting, {"seen": place(NOON), "to": place(LATER, minutes=30)})
    assert refusal(answer) == (409, "move_refused", "A move keeps the length of the meeting.")


def test_who_may_move():
    tenant, other = make_tenant(), make_tenant()
    unserved = make_meeting(tenant.admin, make_executive(tenant.admin))
    meeting = make_meeting(tenant.admin, tenant.executive)
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    answers = [move(tenant.assistant, unserved), move(other.admin, meeting), move(reader, meeting)]
    assert [answer.status_code for answer in answers] == [404, 404, 403]


def test_senseless_body_names_its_fields():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    answer = send(tenant.assistant, meeting, {"seen": {"start": "soon"}, "to": 7})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"seen", "to"}
