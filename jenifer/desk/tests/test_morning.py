"""Since you left."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from jenifer.desk.tests.mornings import (
    DANA,
    HOUR,
    client_api,
    invite,
    leave,
    page,
    tomorrow,
)
from jenifer.desk.tests.test_today import browser
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
from scheduling.models import Meeting, NewsMark


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(full_name="Ana Ferreira", email="ana@org.test")


def news(client: Client) -> list[str]:
    """The lines of the panel: what, title."""
    lines = re.findall(r'<li class="news-line.*?</li>', page(client), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


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
