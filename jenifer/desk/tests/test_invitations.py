"""Invitations that wait for an answer: on Today, on their own page, over the API."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from jenifer.desk.tests.mornings import (
    DANA,
    DAY,
    HOUR,
    client_api,
    invite,
    leave,
    page,
    status_of,
    tomorrow,
)
from jenifer.desk.tests.test_today import browser, look
from jenifer.principal import acting_as
from jenifer.tests.factories import (
    Tenant,
    make_assignment,
    make_meeting,
    make_person,
    make_tenant,
)
from scheduling.models import Meeting


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(full_name="Ana Ferreira", email="ana@org.test")


def test_invitations_are_for_who_may_answer(tenant: Tenant) -> None:
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    meeting = invite(tenant)

    assert "Awaiting an answer" not in page(browser(reader))
    assert browser(reader).get(f"/meetings/{meeting.pk}/answer/").status_code == 403
    assert "Dana Wu invites Ana Ferreira" in page(browser(tenant.assistant))


@pytest.mark.parametrize(
    "columns",
    [
        {"start": timezone.now() - DAY},
        {"status": "cancelled"},
        {"deleted_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"attendees": [{"email": "ana@org.test", "status": "needs_action", "is_organizer": True}, DANA]},
        {"attendees": [DANA, {"email": "ana@org.test", "status": "tentative"}]},
        {"attendees": [DANA, {"email": "other@org.test", "status": "needs_action"}]},
    ],
)
def test_what_waits_for_nothing_is_no_invitation(tenant: Tenant, columns: dict[str, Any]) -> None:
    invite(tenant, **columns)

    assert "Awaiting an answer" not in page(browser(tenant.assistant))


def test_overlap_is_said(tenant: Tenant) -> None:
    invite(tenant)
    make_meeting(tenant.admin, tenant.executive, tomorrow() + HOUR / 2, title="Board prep")
    look(tenant)

    assert "Overlaps Board prep" in page(browser(tenant.assistant))


@pytest.mark.parametrize("answer", ["accepted", "tentative", "declined"])
def test_answer_and_undo_without_script(tenant: Tenant, answer: str) -> None:
    meeting = invite(tenant)
    client = browser(tenant.assistant)
    done = client.post(*form_of(meeting, do=answer), follow=True).content.decode()

    assert "The organizer is told." in done
    assert status_of(meeting, tenant.admin) == answer
    assert "Awaiting an answer" not in done
    (undo,) = re.findall(r'action="(/meetings/answers/undo/[^"]+)"', done)
    assert "Undone." in client.post(undo.replace("&amp;", "&"), {"do": "undo"}, follow=True).content.decode()
    assert status_of(meeting, tenant.admin) == "needs_action"


def test_answer_to_what_has_moved_says_both_times(tenant: Tenant) -> None:
    meeting = invite(tenant)
    with acting_as(tenant.admin):
        Meeting.objects.update(start_time=meeting.start_time + HOUR, end_time=meeting.end_time + HOUR)
    done = browser(tenant.assistant).post(*form_of(meeting), follow=True).content.decode()

    assert "The meeting has moved since you looked." in done
    assert f"Tomorrow {clock(meeting.start_time)}" in done
    assert f"Tomorrow {clock(meeting.start_time + HOUR)}" in done
    assert status_of(meeting, tenant.admin) == "needs_action"


def test_answer_to_what_was_answered_elsewhere_says_both(tenant: Tenant) -> None:
    meeting = invite(tenant)
    browser(tenant.admin).post(*form_of(meeting, do="declined"))
    done = browser(tenant.assistant).post(*form_of(meeting), follow=True).content.decode()

    assert "Somebody has answered this in the meantime. No answer yet → Declined." in done
    assert status_of(meeting, tenant.admin) == "declined"


def test_another_time_is_offered_and_proposed(tenant: Tenant) -> None:
    meeting = invite(tenant)
    client = browser(tenant.assistant)
    offered = re.findall(r'name="start" value="([^"]+)"', page(client, f"/meetings/{meeting.pk}/answer/"))
    done = client.post(*form_of(meeting, do="propose", start=offered[0]), follow=True).content.decode()

    assert len(offered) == 6
    assert "to the organizer." in done
    assert status_of(meeting, tenant.admin) == "tentative"


def test_proposal_without_a_time_is_refused(tenant: Tenant) -> None:
    meeting = invite(tenant)
    done = browser(tenant.assistant).post(*form_of(meeting, do="propose"), follow=True).content.decode()

    assert "Choose the time that you propose." in done
    assert status_of(meeting, tenant.admin) == "needs_action"


@pytest.mark.parametrize(
    "given", [{"start": "9999-12-31T23:59:00Z"}, {"own_start": "9999-12-31T23:59"}, {"note": "So\x00rry"}]
)
def test_what_no_form_would_send_is_answered(tenant: Tenant, given: dict[str, str]) -> None:
    meeting = invite(tenant)
    done = browser(tenant.assistant).post(*form_of(meeting, **{"do": "propose"} | given), follow=True)

    assert "Choose the time that you propose." in done.content.decode()
    assert browser(tenant.assistant).post(*form_of(meeting, do="accepted", note="a\x00")).status_code == 302


def test_meetings_own_page_offers_the_answer(tenant: Tenant) -> None:
    meeting = invite(tenant)
    client = browser(tenant.assistant)
    assert "Waits for Ana Ferreira’s answer" in page(client, f"/meetings/{meeting.pk}/")

    client.post(*form_of(meeting, do="accepted"))
    shown = page(client, f"/meetings/{meeting.pk}/")
    assert 'value="declined"' in shown
    assert 'value="accepted" data-key' not in shown
    client.post(*form_of(meeting, do="declined", seen_status="accepted"))
    assert status_of(meeting, tenant.admin) == "declined"


@pytest.mark.parametrize("way", ["", "nonsense", "a:b:c"])
def test_forged_way_back_is_not_there(tenant: Tenant, way: str) -> None:
    client = browser(tenant.assistant)
    assert client.post(f"/meetings/answers/undo/?way={way}", {"do": "undo"}).status_code == 404
    body = {"way_back": way or "x"}
    assert client_api(tenant.assistant).post("/api/v1/meeting-invitations/undo/", body).status_code == 404


def test_whole_way_in_the_api(tenant: Tenant) -> None:
    meeting = invite(tenant)
    leave(tenant.assistant)
    api = client_api(tenant.assistant)
    (invitation,) = api.get("/api/v1/meeting-invitations/").json()["results"]
    address = f"/api/v1/meeting-invitations/{invitation['meeting_id']}"
    times = api.get(f"{address}/times/").json()["results"]
    body = {"status": "accepted", "seen": invitation["seen"], "proposed": times[0], "note": "Sorry"}
    given = api.post(f"{address}/answer/", body).json()

    assert UUID(invitation["meeting_id"]) == meeting.pk
    assert (given["status"], status_of(meeting, tenant.admin)) == ("tentative", "tentative")
    again = api.post(f"{address}/answer/", body)
    assert (again.status_code, again.json()["type"].rpartition("/")[2], again.json()["now"]) == (
        409,
        "answered_meanwhile",
        "tentative",
    )
    undone = api.post("/api/v1/meeting-invitations/undo/", {"way_back": given["way_back"]})
    assert undone.json() == {"is_unheard": True}
    assert status_of(meeting, tenant.admin) == "needs_action"
    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Board")
    told = api.get("/api/v1/calendar-news/").json()
    assert [each["title"] for each in told["results"]] == ["Board", "Roadmap review"]
    marked = api.post("/api/v1/calendar-news/seen/", {"until": told["until"]}).json()
    assert api.get("/api/v1/calendar-news/").json()["results"] == []
    api.post("/api/v1/calendar-news/seen/", {"since": marked["since"]})
    assert len(api.get("/api/v1/calendar-news/").json()["results"]) == 2


def clock(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M}"


def form_of(meeting: Meeting, **fields: str) -> tuple[str, dict[str, str]]:
    seen = {
        "seen_start": f"{meeting.start_time:%Y-%m-%dT%H:%M:%SZ}",
        "seen_end": f"{meeting.end_time:%Y-%m-%dT%H:%M:%SZ}",
    }
    return f"/meetings/{meeting.pk}/answer/", {"do": "accepted"} | seen | fields
