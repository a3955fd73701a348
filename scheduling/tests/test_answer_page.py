"""The page on which someone without an account answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant
from jenifer.tests.invited import ANA, NOON, cancel, fresh, invite, make_house, move
from orgs.models import AuditLog, Notification
from scheduling.answer_tokens import answer_token
from scheduling.models import AttendeeNotice, Meeting
from scheduling.rates import Rate
from scheduling.views import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_house()


def asked(tenant: Tenant, **columns: Any) -> tuple[Meeting, str]:
    """A meeting, and the link that Ana got."""
    columns = {"internal_notes": "hush", "description": "Bring the papers"} | columns
    meeting = invite(tenant, ANA, **columns)
    move(tenant, meeting)
    return meeting, link(tenant)


def link(tenant: Tenant) -> str:
    with acting_as(tenant.assistant):
        notice = AttendeeNotice.objects.latest("created_at")
    return reverse("answer", args=[answer_token(notice.pk)])


def status_of(tenant: Tenant, meeting: Meeting) -> str:
    people = fresh(tenant, meeting).attendees
    return next(each.get("status", "") for each in people if each["email"] == ANA)


def test_looking_changes_nothing_and_shows_what_the_letter_said(tenant: Tenant) -> None:
    meeting, url = asked(tenant)
    response = Client().get(url)
    page = response.content.decode()
    assert ("Board" in page, "Bring the papers" in page, "hush" in page) == (True, True, False)
    assert "Tuesday, November 24, 2:00 pm–3:00 pm (UTC)" in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert status_of(tenant, meeting) == ""


@pytest.mark.parametrize("answer", ["accepted", "tentative", "declined"])
def test_an_answer_sets_the_status_and_the_assistant_hears(tenant: Tenant, answer: str) -> None:
    meeting, url = asked(tenant)
    response = Client().post(url, {"answer": answer, "comment": "<b>See you</b>"}, follow=True)
    assert "You can change your answer here." in response.content.decode()
    assert status_of(tenant, meeting) == answer
    with acting_as(tenant.assistant):
        told = Notification.objects.get()
    assert (told.category, told.body, told.action_url) == (
        "meeting",
        "<b>See you</b>",
        f"/meetings/{meeting.pk}/",
    )
    with acting_as(tenant.admin):
        row = AuditLog.objects.filter(entity_type="meeting", action="update").latest("created_at")
        assert row.user is not None
        assert (row.user.is_system, row.acting_for_id) == (True, tenant.executive.pk)


def test_the_same_answer_again_is_told_once(tenant: Tenant) -> None:
    _meeting, url = asked(tenant)
    for _time in range(3):
        Client().post(url, {"answer": "accepted"})
    with acting_as(tenant.assistant):
        assert Notification.objects.count() == 1


def test_another_time_is_by_the_meetings_clock_and_moves_nothing(tenant: Tenant) -> None:
    meeting, url = asked(tenant, timezone="Europe/Lisbon")
    Client().post(url, {"answer": "proposed", "proposed_start": "2026-07-01T09:00"})
    with acting_as(tenant.assistant):
        notice = AttendeeNotice.objects.get()
    assert notice.proposed_start == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert fresh(tenant, meeting).start_time == NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": "yes"},
        {"answer": "proposed"},
        {"answer": "proposed", "proposed_start": "0001-01-01T00:00"},
        {"answer": "proposed", "proposed_start": "soon"},
        {"answer": "accepted", "comment": "x" * 2_001},
    ],
)
def test_nonsense_is_said_and_changes_nothing(tenant: Tenant, body: dict[str, str]) -> None:
    meeting, url = asked(tenant)
    assert Client().post(url, body).status_code == 200
    with acting_as(tenant.assistant):
        assert AttendeeNotice.objects.get().answer == ""
    assert status_of(tenant, meeting) == ""


def test_a_meeting_that_has_moved_since_takes_no_answer_to_the_old_time(tenant: Tenant) -> None:
    meeting, url = asked(tenant)
    move(tenant, meeting)
    page = Client().post(url, {"answer": "accepted"}).content.decode()
    assert "This meeting has moved since this mail was sent." in page
    assert "4:00 pm" not in page
    assert status_of(tenant, meeting) == ""


def test_a_cancelled_meeting_says_so(tenant: Tenant) -> None:
    meeting, url = asked(tenant)
    cancel(tenant, meeting)
    assert "This meeting has been cancelled." in Client().get(url).content.decode()


def test_the_link_ends_with_the_meeting(tenant: Tenant) -> None:
    _meeting, url = asked(tenant)
    with acting_as(tenant.assistant):
        AttendeeNotice.objects.update(expires_at=NOON - timedelta(days=900))
    assert Client().get(url).status_code == 404


def test_guessing_is_slowed(tenant: Tenant) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    answers = [client.get(f"/answer/{'a' * 25}{letter}/").status_code for letter in "abcdefghijkl"]
    assert answers == [404] * 10 + [429] * 2


def test_answers_without_end_are_slowed_and_told_to_nobody(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "ANSWER", Rate(2, 3600))
    _meeting, url = asked(tenant)
    said = [Client().post(url, {"answer": "declined", "comment": str(n)}) for n in range(4)]
    assert [each.status_code for each in said] == [302, 302, 429, 429]
    assert 0 < int(said[3]["Retry-After"]) <= 3600
    with acting_as(tenant.assistant):
        assert Notification.objects.count() == 2


def test_the_page_is_nobodys_frame_and_tells_no_address_on(tenant: Tenant) -> None:
    _meeting, url = asked(tenant, video_conference_url="https://meet.example/1")
    page = Client().get(url)
    assert page["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert (page["X-Frame-Options"], "noreferrer" in page.content.decode()) == ("DENY", True)


def test_whoever_is_logged_in_elsewhere_answers_too(tenant: Tenant) -> None:
    meeting, url = asked(tenant)
    client_of(make_house(email="zoe@other.example").assistant).post(url, {"answer": "accepted"})
    assert status_of(tenant, meeting) == "accepted"
