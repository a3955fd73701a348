"""What every address of the API has in common, tried where it can be seen."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from ai_engine.tests.conflicts import make_overlap
from jenifer.principal import ANONYMOUS, acting_as, scope
from jenifer.tests.catalogue.attempts import connect
from jenifer.tests.clients import client_of
from jenifer.tests.factories import NOON, make_assignment, make_meeting, make_person, make_tenant
from jenifer.tests.visitors import CALENDAR
from orgs.jobs import forget_idempotency_keys
from orgs.models import IdempotencyKey
from orgs.tests.api_clients import make_token, program_of, program_with
from scheduling.models import Meeting
from scheduling.moments import write_moment

MEETINGS, INSIGHTS, EXECUTIVES = "/api/v1/meetings/", "/api/v1/insights/", "/api/v1/executives/"
LATER = NOON + timedelta(hours=3)

pytestmark = pytest.mark.django_db


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def titles(answer):
    return [each["title"] for each in answer.json()["results"]]


def place(start):
    return {"start": write_moment(start), "end": write_moment(start + timedelta(hours=1))}


def move(client, meeting, key, to=LATER, seen=NOON):
    return client.post(
        f"{MEETINGS}{meeting.pk}/move/",
        {"seen": place(seen), "to": place(to)},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


# Problems


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("{", "application/json", (400, "parse_error")),
        ("[1]", "application/json", (400, "invalid")),
        ('"text"', "application/json", (400, "invalid")),
        ('{"feedback": "\\u0000"}', "application/json", (400, "parse_error")),
        ('{"\\u0000": 1}', "application/json", (400, "parse_error")),
        ('{"feedback": ["\\ud800"]}', "application/json", (400, "parse_error")),
        ('{"feedback": NaN}', "application/json", (400, "parse_error")),
        ('{"feedback": ' + "9" * 5000 + "}", "application/json", (400, "parse_error")),
        ('{"feedback": {"a": 1}}', "application/json", (400, "invalid")),
        ("feedback=x", "application/x-www-form-urlencoded", (415, "unsupported_media_type")),
        ("<a/>", "text/xml", (415, "unsupported_media_type")),
        (json.dumps({"feedback": "x" * 10_000_000}), "application/json", (413, "too_large")),
    ],
    ids=range(12),
)
def test_body_that_cannot_be_taken_is_a_problem_and_writes_nothing(body, kind, expected):
    tenant = make_tenant()
    insight, _first, _second = make_overlap(tenant)
    program = program_of(tenant.assistant, raise_request_exception=False)
    answer = program.post(f"{INSIGHTS}{insight.pk}/dismiss/", body, content_type=kind)
    assert refusal(answer) == expected
    assert program.get(f"{INSIGHTS}{insight.pk}/").json()["status"] == "active"


@pytest.mark.parametrize(
    ("extra", "named"), [({"titel": "x"}, {"titel"}), ({"id": "x", "created_at": None}, {"id", "created_at"})]
)
def test_field_that_no_request_may_set_is_refused_by_name_and_nothing_is_written(extra, named):
    tenant = make_tenant()
    program, address = program_of(tenant.admin), f"{EXECUTIVES}{tenant.executive.pk}/"
    before = program.get(address)
    body, version = {"title": "Chair"} | extra, {"If-Match": before["ETag"]}
    answer = program.patch(address, body, content_type="application/json", headers=version)
    assert (refusal(answer), set(answer.json()["errors"])) == ((400, "invalid"), named)
    assert program.get(address).json() == before.json()


def test_field_that_no_request_may_set_is_refused_within_a_field_too():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    body = {"seen": place(NOON), "to": place(LATER) | {"room": "4"}}
    answer = program_of(tenant.admin).post(
        f"{MEETINGS}{meeting.pk}/move/", body, content_type="application/json"
    )
    assert (refusal(answer), answer.json()["errors"]) == (
        (400, "invalid"),
        {"to": {"room": ["There is no such field to set."]}},
    )


def test_answer_in_another_form_is_not_to_be_had():
    answer = program_of(make_tenant().admin).get(MEETINGS, headers={"Accept": "text/html"})
    assert refusal(answer) == (406, "not_acceptable")


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v2/meetings/", "/api/v1/meetings/x/"])
def test_address_that_is_not_there_is_a_problem_for_anyone(address):
    assert refusal(Client().get(address)) == (404, "not_found")


# Lists


def test_misspelled_parameter_is_refused_by_name():
    answer = program_of(make_tenant().admin).get(MEETINGS, {"statsu": "confirmed", "sort": "x"})
    assert (refusal(answer), set(answer.json()["errors"])) == ((400, "invalid"), {"statsu", "sort"})


@pytest.mark.parametrize(
    "size", ["0", "-1", "201", "x", "9" * 400, "000000001999", "1" + "0" * 5000, "٣", ""]
)
def test_senseless_page_size_is_refused_by_name(size):
    answer = program_of(make_tenant().admin).get(MEETINGS, {"page_size": size})
    assert (refusal(answer), set(answer.json()["errors"])) == ((400, "invalid"), {"page_size"})


@pytest.mark.parametrize("address", [MEETINGS, INSIGHTS, EXECUTIVES, "/api/v1/tokens/"])
def test_field_that_does_not_exist_is_refused_by_name(address):
    answer = program_of(make_tenant().admin).get(address, {"fields": "id,secret"})
    assert refusal(answer) == (400, "invalid")
    assert answer.json()["errors"] == {"fields": ["There is no field secret."]}


def test_only_the_fields_asked_for_are_shown():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive, title="Board")
    program = program_of(tenant.admin)
    part = {"id": str(meeting.pk), "title": "Board"}
    assert program.get(MEETINGS, {"fields": "title,id"}).json()["results"] == [part]
    assert program.get(f"{MEETINGS}{meeting.pk}/", {"fields": "title,id"}).json() == part


def test_meetings_are_sorted_as_asked_page_by_page():
    tenant = make_tenant()
    for hours in (3, 1, 2):
        make_meeting(tenant.admin, tenant.executive, NOON + timedelta(hours=hours), title=f"{hours}")
    program = program_of(tenant.admin)
    first = program.get(MEETINGS, {"ordering": "-start", "page_size": "2"})
    second = program.get(first.json()["next"])
    assert (titles(first), titles(second)) == (["3", "2"], ["1"])
    assert refusal(program.get(MEETINGS, {"ordering": "title"})) == (400, "invalid")


def test_search_finds_words_but_not_what_is_hidden():
    tenant = make_tenant()
    make_meeting(tenant.admin, tenant.executive, title="Board dinner", location="Paris")
    make_meeting(tenant.admin, tenant.executive, title="Doctor", visibility="private")
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    found = [
        titles(program_of(tenant.assistant).get(MEETINGS, {"search": word})) for word in ("par dinn", "doc")
    ]
    assert found == [["Board dinner"], ["Doctor"]]
    assert titles(program_of(reader).get(MEETINGS, {"search": "doc"})) == []


# Versions


def test_version_asked_for_again_is_not_sent_again():
    tenant = make_tenant()
    insight, _first, _second = make_overlap(tenant)
    program, address = program_of(tenant.admin), f"{INSIGHTS}{insight.pk}/"
    etag = program.get(address)["ETag"]
    again = program.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, etag[:1]) == (304, b"", '"')
    assert program.get(address, {"fields": "id"})["ETag"] == etag
    assert refusal(program.get(address, headers={"If-Match": '"other"'})) == (412, "precondition_failed")


# Idempotency


def test_request_sent_twice_is_carried_out_once():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    program = program_of(tenant.admin)
    answers = [move(program, meeting, "6f1c"), move(program, meeting, '"6f1c"')]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert [each.headers.get("Idempotency-Replayed") for each in answers] == [None, "true"]
    with acting_as(tenant.admin):
        assert Meeting.objects.get().sequence == 1


def test_what_was_sent_cannot_be_guessed_from_what_is_kept():
    tenant = make_tenant()
    body = {"list": "insights", "name": "a password", "filters": {}}
    headers = {"Idempotency-Key": "k"}
    program_of(tenant.admin).post("/api/v1/saved-views/", body, "application/json", headers=headers)
    plain = json.dumps(["/api/v1/saved-views/", body], sort_keys=True)
    with acting_as(tenant.admin):
        kept = IdempotencyKey.objects.get().request_digest
    assert len(kept) == 64
    assert kept != hashlib.sha256(plain.encode()).hexdigest()


def test_key_of_another_request_is_refused():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    other = make_meeting(tenant.admin, tenant.executive, NOON + timedelta(days=1))
    program = program_of(tenant.admin)
    move(program, meeting, "k")
    assert refusal(move(program, meeting, "k", NOON + timedelta(hours=5))) == (422, "idempotency_key_reused")
    assert refusal(move(program, other, "k")) == (422, "idempotency_key_reused")


def test_key_is_of_one_person():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    move(program_of(tenant.admin), meeting, "k")
    assert refusal(move(program_of(tenant.assistant), meeting, "k")) == (409, "stale_meeting")


def test_refused_request_leaves_its_key_free():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    program = program_of(tenant.admin)
    assert refusal(move(program, meeting, "k", seen=LATER)) == (409, "stale_meeting")
    assert move(program, meeting, "k").status_code == 200


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256, 'a"b'])
def test_malformed_key_is_refused(key):
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    assert refusal(move(program_of(tenant.admin), meeting, key)) == (400, "idempotency_key_malformed")


def test_file_sent_again_brings_the_first_answer_with_its_place():
    tenant = make_tenant()
    program = program_of(tenant.assistant)

    def send(content: bytes) -> Any:
        body = {"executive": str(tenant.executive.pk), "file": SimpleUploadedFile("a.ics", content)}
        return program.post("/api/v1/imports/", body, headers={"Idempotency-Key": "import-1"})

    first, second = send(CALENDAR), send(CALENDAR)
    assert (second.status_code, second["Location"]) == (201, first["Location"])
    assert second.json() == first.json()
    assert refusal(send(CALENDAR + b" ")) == (422, "idempotency_key_reused")


def test_key_is_forgotten_after_a_day():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    program = program_of(tenant.admin)
    move(program, meeting, "k")
    with acting_as(tenant.admin):
        IdempotencyKey.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert refusal(move(program, meeting, "k")) == (409, "stale_meeting")
    move(program, meeting, "l", to=NOON, seen=LATER)
    with acting_as(tenant.admin):
        IdempotencyKey.objects.filter(key="k").update(expires_at=timezone.now() - timedelta(hours=1))
    with scope(ANONYMOUS):
        forget_idempotency_keys()
    with acting_as(tenant.admin):
        assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["l"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_same_key_at_the_same_moment_is_carried_out_once():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    _token, key = make_token(tenant.admin)
    start = Barrier(4)

    def send(_number: int) -> Any:
        try:
            start.wait()
            return move(program_with(key), meeting, "k")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    problems = {refusal(answer)[1] for answer in answers if answer.status_code == 409}
    assert problems <= {"request_in_progress"}
    with acting_as(tenant.admin):
        assert (Meeting.objects.get().sequence, IdempotencyKey.objects.count()) == (1, 1)


def test_key_that_is_being_worked_on_is_refused_at_once():
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    with connect("default") as elsewhere, elsewhere.transaction():
        elsewhere.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency {tenant.admin.pk} k"]
        )
        answer = move(program_of(tenant.admin), meeting, "k")
        assert refusal(answer) == (409, "request_in_progress")
    assert move(program_of(tenant.admin), meeting, "k").status_code == 200


# Limits


def test_each_token_and_each_person_has_a_quota_of_their_own(settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    tenant = make_tenant()
    program = program_of(tenant.admin)
    answers = [program.get(EXECUTIVES) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert [each["RateLimit"].partition(";t=")[0] for each in answers] == [
        '"minute";r=1',
        '"minute";r=0',
        '"minute";r=0',
    ]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert refusal(answers[2]) == (429, "throttled")
    others = [program_of(tenant.admin), client_of(tenant.admin), program_of(tenant.assistant)]
    assert [each.get(EXECUTIVES).status_code for each in others] == [200, 200, 200]


def test_quota_begins_anew_each_minute(settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 1
    program = program_of(make_tenant().admin)
    clock = [1_800_000_030.0]
    monkeypatch.setattr("jenifer.counts.time.time", lambda: clock[0])
    assert [program.get(EXECUTIVES).status_code for _ in range(2)] == [200, 429]
    clock[0] += 30
    assert program.get(EXECUTIVES).status_code == 200
