from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from ai_engine.models import AIInsight
from ai_engine.tests.conflicts import day_ahead, look_through, make_overlap
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_assignment, make_executive, make_meeting, make_person, make_tenant
from jenifer.tests.queries import counted_queries
from scheduling.models import Meeting
from scheduling.moments import read_moment, write_moment

INSIGHTS = "/api/v1/insights/"

pytestmark = pytest.mark.django_db


def answer_to(person, insight, verb, **body):
    return client_of(person).post(f"{INSIGHTS}{insight.pk}/{verb}/", body, content_type="application/json")


def accept(person, insight, action=0, version=None):
    version = version or client_of(person).get(f"{INSIGHTS}{insight.pk}/").json()["version"]
    return answer_to(person, insight, "accept", action=action, version=version)


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/"), answer.json()["detail"]


def listed(client, **query):
    return [each["id"] for each in client.get(INSIGHTS, query).json()["results"]]


def starts(tenant, *meetings):
    with acting_as(tenant.admin):
        rows = Meeting.objects.in_bulk([meeting.pk for meeting in meetings])
    return [rows[meeting.pk].start_time for meeting in meetings]


def test_insight_cites_its_evidence_and_says_what_can_be_done():
    tenant = make_tenant(full_name="Ana")
    insight, first, second = make_overlap(tenant)
    shown = client_of(tenant.assistant).get(f"{INSIGHTS}{insight.pk}/").json()
    assert {each["entity_id"] for each in shown["evidence"]} == {str(first.pk), str(second.pk)}
    assert {each["action_type"] for each in shown["suggested_actions"]} == {"reschedule"}
    assert shown == shown | {
        "id": str(insight.pk),
        "executive": str(tenant.executive.pk),
        "insight_type": "conflict_detected",
        "kind": "overlap",
        "priority": "high",
        "status": "active",
        "user_action": "",
        "responded_by": None,
        "happens_at": write_moment(insight.happens_at),
    }
    assert {"undo", "fingerprint", "org"}.isdisjoint(shown)


def test_insights_are_narrowed():
    tenant = make_tenant()
    second = make_executive(tenant.admin)
    one, two = make_overlap(tenant)[0], make_overlap(tenant, second, days=5)[0]
    snoozed, dismissed = make_overlap(tenant, days=7)[0], make_overlap(tenant, days=9)[0]
    answer_to(tenant.admin, snoozed, "snooze", until=write_moment(timezone.now() + timedelta(hours=1)))
    answer_to(tenant.admin, dismissed, "dismiss")
    ids = [str(each.pk) for each in (one, two, snoozed, dismissed)]
    client = client_of(tenant.admin)
    assert listed(client) == ids
    assert listed(client, status="open") == ids[:2]
    assert listed(client, status="snoozed") == ids[2:3]
    assert listed(client, status="active") == ids[:3]
    assert listed(client, status="dismissed") == ids[3:]
    assert listed(client, executive=second.pk) == ids[1:2]
    assert listed(client, kind="no_buffer") == []
    assert client.get(INSIGHTS, {"status": "odd"}).status_code == 400


def test_accept_moves_the_meeting_and_says_who_did():
    tenant = make_tenant()
    insight, first, second = make_overlap(tenant)
    payload = insight.suggested_actions[0]["payload"]
    answer = accept(tenant.assistant, insight)
    body = answer.json()
    assert (answer.status_code, body["status"], body["user_action"]) == (200, "acted_upon", "accepted")
    assert body["responded_by"] == {"id": str(tenant.assistant.pk), "name": str(tenant.assistant)}
    moved = {payload["meeting_id"]: read_moment(payload["start"])}
    assert starts(tenant, first, second) == [
        moved.get(str(meeting.pk), meeting.start_time) for meeting in (first, second)
    ]


def test_undo_brings_the_meeting_back():
    tenant = make_tenant()
    insight, first, second = make_overlap(tenant)
    accept(tenant.assistant, insight)
    answer = answer_to(tenant.assistant, insight, "undo")
    assert (answer.status_code, answer.json()["status"], answer.json()["responded_by"]) == (
        200,
        "active",
        None,
    )
    assert starts(tenant, first, second) == [first.start_time, second.start_time]
    again = answer_to(tenant.assistant, insight, "undo")
    assert refusal(again) == (409, "already_answered", "There is nothing to undo.")


def test_undo_does_not_overwrite_a_later_change():
    tenant = make_tenant()
    insight, *meetings = make_overlap(tenant)
    accept(tenant.assistant, insight)
    with acting_as(tenant.admin):
        moved = Meeting.objects.get(pk__in=[each.pk for each in meetings], sequence=1)
        moved.sequence += 1
        moved.save(update_fields=["sequence"])
    status, kind, _detail = refusal(answer_to(tenant.assistant, insight, "undo"))
    assert (status, kind) == (409, "stale_meeting")


def test_second_accept_is_told_that_it_is_done():
    tenant = make_tenant()
    insight = make_overlap(tenant)[0]
    version = client_of(tenant.assistant).get(f"{INSIGHTS}{insight.pk}/").json()["version"]
    accept(tenant.assistant, insight, version=version)
    detail = f"This is already done, by {tenant.assistant}."
    assert refusal(accept(tenant.admin, insight, version=version)) == (409, "already_answered", detail)


def test_suggestion_that_changed_shows_both():
    tenant = make_tenant()
    insight, *_meetings = make_overlap(tenant)
    seen = client_of(tenant.assistant).get(f"{INSIGHTS}{insight.pk}/").json()
    taken = read_moment(insight.suggested_actions[0]["payload"]["start"])
    make_meeting(tenant.admin, tenant.executive, taken)
    look_through(tenant, tenant.executive)
    answer = accept(tenant.assistant, insight, version=seen["version"])
    assert refusal(answer)[:2] == (409, "suggestion_changed")
    problem, now = answer.json(), client_of(tenant.assistant).get(f"{INSIGHTS}{insight.pk}/").json()
    assert problem["seen"]["payload"]["start"] == seen["suggested_actions"][0]["payload"]["start"]
    assert (problem["now"], problem["version"]) == (now["suggested_actions"][0], now["version"])
    assert problem["now"]["payload"]["start"] != problem["seen"]["payload"]["start"]
    assert accept(tenant.assistant, insight, version=problem["version"]).status_code == 200


def test_version_that_we_never_gave_is_refused():
    tenant = make_tenant()
    insight, first, second = make_overlap(tenant)
    answer = accept(tenant.assistant, insight, version="made:up")
    assert refusal(answer)[:2] == (409, "suggestion_changed")
    assert answer.json()["seen"] is None
    assert starts(tenant, first, second) == [first.start_time, second.start_time]


def test_meeting_that_moved_meanwhile_shows_both_places():
    tenant = make_tenant()
    insight, first, second = make_overlap(tenant)
    payload = insight.suggested_actions[0]["payload"]
    moved = next(each for each in (first, second) if str(each.pk) == payload["meeting_id"])
    with acting_as(tenant.admin):
        moved.start_time += timedelta(days=1)
        moved.end_time += timedelta(days=1)
        moved.save(update_fields=["start_time", "end_time"])
    answer = accept(tenant.assistant, insight)
    assert refusal(answer)[:2] == (409, "stale_meeting")
    assert (answer.json()["seen"], answer.json()["now"]) == (
        {"start": payload["from_start"], "end": payload["from_end"]},
        {"start": write_moment(moved.start_time), "end": write_moment(moved.end_time)},
    )


def test_slot_that_was_taken_meanwhile_is_refused():
    tenant = make_tenant()
    insight = make_overlap(tenant)[0]
    taken = read_moment(insight.suggested_actions[0]["payload"]["start"])
    make_meeting(tenant.admin, tenant.executive, taken, title="Quicker")
    detail = "That time has been taken by “Quicker” in the meantime."
    assert refusal(accept(tenant.assistant, insight)) == (409, "slot_taken", detail)


def test_organizer_that_changed_meanwhile_keeps_the_meeting():
    tenant = make_tenant()
    insight, first, second = make_overlap(tenant)
    with acting_as(tenant.admin):
        for meeting in (first, second):
            meeting.attendees = [{"email": "host@elsewhere.test", "is_organizer": True}]
            meeting.save(update_fields=["attendees"])
    assert refusal(accept(tenant.assistant, insight))[:2] == (409, "not_organizer")
    with acting_as(tenant.admin):
        assert AIInsight.objects.get(pk=insight.pk).status == "active"


def test_dismissed_insight_keeps_its_feedback_and_stays_away():
    tenant = make_tenant()
    insight = make_overlap(tenant)[0]
    body = answer_to(tenant.assistant, insight, "dismiss", feedback="Ana wants both").json()
    assert (body["status"], body["user_feedback"]) == ("dismissed", "Ana wants both")
    look_through(tenant, tenant.executive)
    assert listed(client_of(tenant.assistant), status="open", kind="overlap") == []


def test_snoozed_insight_comes_back_in_time():
    tenant = make_tenant()
    insight = make_overlap(tenant)[0]
    until = write_moment(timezone.now() + timedelta(hours=1))
    body = answer_to(tenant.assistant, insight, "snooze", until=until).json()
    assert (body["status"], body["user_action"], body["snoozed_until"]) == ("active", "snoozed", until)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2020-01-01T00:00:00Z", "Choose a time in the future."),
        ("9999-12-31T23:59:59Z", "Give a time between the years 1583 and 2199."),
    ],
)
def test_snooze_wants_a_time_ahead(until, sentence):
    tenant = make_tenant()
    answer = answer_to(tenant.assistant, make_overlap(tenant)[0], "snooze", until=until)
    assert (answer.status_code, answer.json()["errors"]) == (400, {"until": [sentence]})


def test_bodies_are_checked_by_field():
    tenant = make_tenant()
    insight = make_overlap(tenant)[0]
    assert set(answer_to(tenant.assistant, insight, "accept", action=-1).json()["errors"]) == {
        "action",
        "version",
    }
    answer = client_of(tenant.assistant).post(f"{INSIGHTS}{insight.pk}/snooze/", "{", "application/json")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/parse_error")


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("accept", {"version": "any"}),
        ("dismiss", {}),
        ("snooze", {"until": write_moment(timezone.now() + timedelta(hours=1))}),
        ("undo", {}),
    ],
)
def test_who_may_answer(verb, body):
    tenant, other = make_tenant(), make_tenant()
    insight = make_overlap(tenant)[0]
    stranger, reader = make_person(tenant.admin), make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    people = (other.admin, stranger, reader)
    assert [answer_to(person, insight, verb, **body).status_code for person in people] == [404, 404, 403]
    assert client_of(reader).get(f"{INSIGHTS}{insight.pk}/").status_code == 200


def test_reader_is_not_told_who_organizes_a_private_meeting():
    tenant = make_tenant()
    people = [
        {"email": "rooms@clinic.test", "name": "Clinic", "is_organizer": True},
        {"email": "ana@acme.test"},
    ]
    hidden: dict[str, Any] = {"visibility": "private", "attendees": people}
    make_meeting(tenant.admin, tenant.executive, day_ahead(), **hidden)
    insight = make_overlap(tenant, **hidden)[0]
    with acting_as(tenant.admin):
        Meeting.objects.update(attendees=people, visibility="private")
    look_through(tenant, tenant.executive)
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    pages = (INSIGHTS, f"{INSIGHTS}{insight.pk}/", "/insights/", f"/?day={day_ahead().date()}")
    told = {
        person: ["clinic" in client_of(person).get(page).content.decode().lower() for page in pages]
        for person in (tenant.assistant, reader)
    }
    assert told == {tenant.assistant: [True] * 4, reader: [False] * 4}


def test_reader_is_not_told_what_was_settled_before_a_meeting_became_private():
    tenant = make_tenant()
    insight, _first, second = make_overlap(tenant, title="Oncologist")
    answer_to(tenant.assistant, insight, "dismiss")
    with acting_as(tenant.admin):
        Meeting.objects.filter(pk=second.pk).update(visibility="private")
    look_through(tenant, tenant.executive)
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    pages = (INSIGHTS, f"{INSIGHTS}?status=dismissed", f"{INSIGHTS}{insight.pk}/")
    told = {
        person: ["Oncologist" in client_of(person).get(page).content.decode() for page in pages]
        for person in (tenant.assistant, reader)
    }
    assert told == {tenant.assistant: [True] * 3, reader: [False] * 3}


def test_insight_that_never_was_is_not_there():
    client = client_of(make_tenant().assistant)
    assert refusal(client.get(f"{INSIGHTS}{uuid4()}/"))[:2] == (404, "not_found")


def test_insights_take_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    counts = []
    for days in ((3,), (5, 7)):
        for each in days:
            make_overlap(tenant, days=each)
        with counted_queries() as count:
            assert listed(client, kind="overlap")
        counts.append(count())
    assert counts == [counts[0]] * 2
    assert counts[0] <= 9
