"""Since you left, and invitations awaiting an answer: to whom they are shown, and what becomes of them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from jenifer.desk.tests.test_today import browser, look
from jenifer.principal import acting_as
from jenifer.tests.factories import (
    Tenant,
    make_assignment,
    make_executive,
    make_meeting,
    make_person,
    make_tenant,
)
from jenifer.tests.queries import queries_for
from orgs.models import User
from scheduling.models import Meeting, NewsMark

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DANA = {"email": "dana@kilo.test", "name": "Dana Wu", "status": "accepted", "is_organizer": True}


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(full_name="Ana Ferreira", email="ana@org.test")


def leave(person: User, ago: timedelta = HOUR) -> None:
    with acting_as(person):
        at = timezone.now() - ago
        NewsMark.objects.filter(user=person).delete()
        NewsMark.objects.create(pk=person.pk, user=person, since=at, shown_at=at)


def tomorrow() -> datetime:
    return (timezone.now() + DAY).replace(minute=0, second=0, microsecond=0)


def invite(tenant: Tenant, executive: Any = None, **columns: Any) -> Meeting:
    executive = executive or tenant.executive
    own = {"email": executive.email, "name": executive.full_name, "status": "needs_action"}
    start = columns.pop("start", tomorrow())
    return make_meeting(
        tenant.admin, executive, start, **{"title": "Roadmap review", "attendees": [DANA, own]} | columns
    )


def page(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


def news(client: Client) -> list[str]:
    """The lines of the panel: what, title."""
    lines = re.findall(r'<li class="news-line.*?</li>', page(client), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def status_of(meeting: Meeting, admin: User) -> str:
    with acting_as(admin):
        row = Meeting.objects.get(pk=meeting.pk)
    return next(each["status"] for each in row.attendees if not each.get("is_organizer"))


def test_colleagues_change_is_news_and_ones_own_is_not(tenant: Tenant) -> None:
    for person in (tenant.assistant, tenant.admin):
        leave(person)
    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Board")

    (line,) = news(browser(tenant.assistant))
    assert line.startswith("New Board Tomorrow")
    assert line.endswith("Ana Ferreira Admin of " + tenant.organization.name)
    assert news(browser(tenant.admin)) == []


def test_first_time_here_is_told_of_nothing(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, tomorrow())
    client = browser(tenant.assistant)
    assert "Since you left" not in page(client)

    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Board")
    assert "Since you left" in page(client)


def test_reading_again_leaves_the_news_and_a_pause_does_not(tenant: Tenant) -> None:
    leave(tenant.assistant)
    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Board")
    client, phone = browser(tenant.assistant), browser(tenant.assistant)
    for _ in range(2):
        assert len(news(client)) == len(news(phone)) == 1

    with acting_as(tenant.assistant):
        NewsMark.objects.update(shown_at=timezone.now() + timedelta(minutes=1))
        client.get("/")
        assert len(news(client)) == 1
    with acting_as(tenant.assistant), connection.cursor() as cursor:
        cursor.execute("SELECT max(created_at) FROM calendar_news")
        NewsMark.objects.update(shown_at=cursor.fetchone()[0])
    assert "Since you left" in page(client)


def test_marked_as_seen_and_undone(tenant: Tenant) -> None:
    leave(tenant.assistant)
    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Board")
    client = browser(tenant.assistant)
    (until,) = re.findall(r'name="until" value="([^"]+)"', page(client))
    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Came in between")

    done = client.post("/news/seen/", {"until": until}, follow=True).content.decode()
    assert "Marked as seen." in done
    assert [line.split(" Tom")[0] for line in news(client)] == ["New Came in between"]
    (undo,) = re.findall(r'action="(/news/seen/\?since=[^"]+)"', done)
    client.post(undo.replace("&amp;", "&"), {"do": "undo"})
    assert len(news(client)) == 2


def test_marking_twice_or_with_nonsense_is_answered(tenant: Tenant) -> None:
    client = browser(tenant.assistant)
    assert client.post("/news/seen/", {"until": "nonsense"}).status_code == 404
    assert client.post("/news/seen/", {"until": "2999-01-01T00:00:00Z"}).status_code == 302
    with acting_as(tenant.assistant):
        assert NewsMark.objects.get().since <= timezone.now()


def test_private_meetings_are_busy_to_readers(tenant: Tenant) -> None:
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    for person in (reader, tenant.assistant):
        leave(person)
    meeting = invite(tenant, title="Oncologist", visibility="private")
    with acting_as(tenant.admin):
        Meeting.objects.update(attendees=[DANA | {"status": "declined"}, *meeting.attendees[1:]])
        Meeting.objects.update(start_time=tomorrow() + HOUR, end_time=tomorrow() + 2 * HOUR)

    seen = browser(reader)
    assert [line.split(" Tom")[0] for line in news(seen)] == ["New Busy"]
    shown = page(seen) + str(client_api(reader).get("/api/v1/calendar-news/").json())
    assert "Oncologist" not in shown
    assert "Dana Wu" not in shown
    assert "Oncologist" in page(browser(tenant.assistant))


def test_only_calendars_one_may_read_have_news(tenant: Tenant) -> None:
    stranger, outsider = make_person(tenant.admin), make_tenant().admin
    for person in (stranger, outsider):
        leave(person)
    make_meeting(tenant.admin, tenant.executive, tomorrow(), title="Board")
    invite(tenant)

    for person in (stranger, outsider):
        assert "Board" not in page(browser(person))
        assert client_api(person).get("/api/v1/calendar-news/").json()["results"] == []
        assert client_api(person).get("/api/v1/meeting-invitations/").json()["results"] == []


def test_first_sync_is_one_line(tenant: Tenant) -> None:
    leave(tenant.assistant)
    with acting_as(tenant.admin), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.applying', 'x', true)")
        for _ in range(3):
            Meeting.objects.bulk_create(
                Meeting(
                    executive=tenant.executive, title="x", start_time=tomorrow(), end_time=tomorrow() + HOUR
                )
                for _ in range(400)
            )
        cursor.execute("SELECT set_config('app.applying', '', true)")

    assert news(browser(tenant.assistant)) == ["New 1,200 meetings Ana Ferreira in the calendar outside"]


def test_number_of_queries_does_not_grow_with_news_and_invitations(tenant: Tenant) -> None:
    leave(tenant.assistant)
    client = browser(tenant.assistant)
    client.get("/")
    none = queries_for(client, "/")
    for _ in range(3):
        executive = make_executive(tenant.admin)
        make_assignment(tenant.admin, tenant.assistant, executive)
        invite(tenant, executive)
        invite(tenant, executive, is_recurring=True, recurrence_rule="FREQ=WEEKLY")

    assert "Awaiting an answer" in page(client)
    assert queries_for(client, "/") == none


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


class Api:
    """The API as a signed-in person."""

    def __init__(self, person: User) -> None:
        self.client = browser(person)

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def post(self, address: str, body: dict[str, Any]) -> Any:
        return self.client.post(address, body, content_type="application/json")


def client_api(person: User) -> Api:
    return Api(person)
