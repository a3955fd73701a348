"""Telling attendees over the API."""

from typing import Any

import pytest

from jenifer.tests.factories import Tenant, make_assignment, make_person
from jenifer.tests.invited import ANA, COLLEAGUE, NOON, fresh, invite, make_house
from orgs.tests.api_clients import make_token, program_with
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db
MOVE = {
    "seen": {"start": "2026-11-24T12:00:00Z", "end": "2026-11-24T13:00:00Z"},
    "to": {"start": "2026-11-24T15:00:00Z", "end": "2026-11-24T16:00:00Z"},
}


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_house()


def ask(tenant: Tenant, path: str, body: dict[str, Any] | None = None, person: Any = None) -> Any:
    program = program_with(make_token(person or tenant.assistant)[1])
    if body is None:
        return program.get(f"/api/v1/{path}")
    return program.post(f"/api/v1/{path}", body, content_type="application/json")


def test_a_move_asks_first_where_people_outside_are_invited(tenant: Tenant) -> None:
    meeting = invite(tenant, ANA, COLLEAGUE)
    answer = ask(tenant, f"meetings/{meeting.pk}/move/", MOVE)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/ask_first")
    assert answer.json()["outside"] == [ANA]
    assert fresh(tenant, meeting).start_time == NOON


def test_a_move_says_who_is_told_and_can_take_it_back(tenant: Tenant) -> None:
    meeting = invite(tenant, ANA)
    moved = ask(tenant, f"meetings/{meeting.pk}/move/", MOVE | {"tell": {"note": "Sorry"}}).json()
    assert moved["waiting"] == 1
    (notice,) = ask(tenant, f"notices/?meeting={meeting.pk}").json()["results"]
    assert (notice["recipient"], notice["state"], notice["note"]) == (ANA, "waiting", "Sorry")
    body = {"change_id": moved["change_id"]}
    assert ask(tenant, "notices/take-back/", body).json() == {"taken_back": True}
    (notice,) = ask(tenant, f"notices/?meeting={meeting.pk}").json()["results"]
    assert notice["state"] == "taken_back"


def test_a_move_may_be_told_to_nobody(tenant: Tenant) -> None:
    meeting = invite(tenant, ANA)
    moved = ask(tenant, f"meetings/{meeting.pk}/move/", MOVE | {"tell": {"send": False}}).json()
    assert (moved["change_id"], moved["waiting"]) == (None, 0)


def test_a_meeting_is_cancelled_once(tenant: Tenant) -> None:
    meeting = invite(tenant, ANA)
    path, body = f"meetings/{meeting.pk}/cancel/", {"tell": {"send": True}}
    first, second = ask(tenant, path, body), ask(tenant, path, body)
    assert (first.status_code, first.json()["waiting"], second.status_code) == (200, 1, 409)
    assert fresh(tenant, meeting).status == "cancelled"


def test_what_another_organizes_is_not_cancelled(tenant: Tenant) -> None:
    meeting = invite(tenant, organizer="host@elsewhere.example")
    answer = ask(tenant, f"meetings/{meeting.pk}/cancel/", {})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not_organizer")


def test_notices_are_for_whoever_sees_the_attendees(tenant: Tenant) -> None:
    meeting: Meeting = invite(tenant, ANA, visibility="private")
    moved = ask(tenant, f"meetings/{meeting.pk}/move/", MOVE | {"tell": {}}).json()
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    body = {"change_id": moved["change_id"]}
    assert ask(tenant, f"notices/?meeting={meeting.pk}", person=reader).json()["results"] == []
    assert ask(tenant, "notices/take-back/", body, person=reader).status_code == 403
    stranger = make_house(email="zoe@other.example").assistant
    assert ask(tenant, f"notices/?meeting={meeting.pk}", person=stranger).status_code == 404
    assert ask(tenant, "notices/take-back/", body, person=stranger).status_code == 404
