"""What a private feed tells, to whom, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from jenifer.tests.queries import counted_queries
from scheduling.feed_events import FEED_UID
from scheduling.models import CalendarFeed, Meeting
from scheduling.rates import Rate
from scheduling.services.feeds import change_feed, feeds_of, revoke_feed
from scheduling.tests.feeds import events_of, fill, made, soon, text_of
from scheduling.views import feed_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


@pytest.mark.parametrize(
    ("level", "titles", "is_whole"),
    [
        ("busy", ["Busy", "Busy"], False),
        ("titles", ["Board", "Busy"], False),
        ("everything", ["Board", "Surgery"], True),
    ],
)
def test_each_level_tells_so_much_and_no_more(
    tenant: Tenant, level: str, titles: list[str], is_whole: bool
) -> None:
    fill(tenant, ical_uid="board-4711@kilo")
    path = made(tenant, level=level)
    text = text_of(path)
    assert sorted(each.title for each in events_of(path)) == titles
    assert [word for word in ("between-us", "meta-data", "brief-of-ours", "4711") if word in text] == []
    assert {word in text for word in ("Long text", "Attic", "cleo@kilo.test", "CATEGORIES")} == {is_whole}
    assert "CLASS" not in text or level == "everything"


def test_a_series_keeps_its_clock_and_its_exceptions(tenant: Tenant) -> None:
    start = soon(days=-60)
    columns = {
        "timezone": "Europe/Berlin",
        "is_recurring": True,
        "recurrence_rule": "FREQ=DAILY",
        "ical_uid": "daily",
    }
    master = make_meeting(tenant.admin, tenant.executive, start, title="Standup", **columns)
    moved = {"recurrence_parent": master, "recurrence_id": start + timedelta(days=1), "ical_uid": "daily"}
    make_meeting(tenant.admin, tenant.executive, start + timedelta(days=1, hours=2), title="Late", **moved)
    path = made(tenant, days_back=7)
    text = text_of(path)
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin" in text
    assert "DTSTART;TZID=Europe/Berlin:" in text
    one, other = events_of(path)
    assert one.uid == other.uid == f"{master.pk}{FEED_UID}"
    assert (one.title, other.title, other.timing.recurrence_id) == (
        "Standup",
        "Late",
        start + timedelta(days=1),
    )


def test_days_before_and_after_are_left_out(tenant: Tenant) -> None:
    for days in (-40, -5, 5, 40):
        make_meeting(tenant.admin, tenant.executive, soon(days=days), title=f"{days:+}")
    ended = {"is_recurring": True, "recurrence_rule": "FREQ=DAILY;COUNT=2", "series_end_at": soon(days=-38)}
    make_meeting(tenant.admin, tenant.executive, soon(days=-40), title="Ended", **ended)
    make_meeting(tenant.admin, tenant.executive, soon(days=1), title="Off", status="cancelled")
    make_meeting(tenant.admin, tenant.executive, soon(days=1), title="Deleted", deleted_at=soon())
    path = made(tenant, days_back=7, days_ahead=30)
    assert sorted(each.title for each in events_of(path)) == ["+5", "-5"]


def test_what_came_from_a_feed_goes_no_further(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, soon(days=1), title="Copy", ical_uid=f"1{FEED_UID}")
    assert events_of(made(tenant)) == []


def test_an_unchanged_feed_costs_nothing_and_a_changed_one_is_sent(tenant: Tenant) -> None:
    fill(tenant)
    path = made(tenant)
    first = Client().get(path)
    etag, modified = first["ETag"], first["Last-Modified"]
    assert first["Cache-Control"] == "private, no-cache"
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 304
    assert Client().get(path, headers={"If-Modified-Since": modified}).status_code == 304
    assert text_of(path) == text_of(path)
    with acting_as(tenant.admin):
        Meeting.objects.filter(title="Board").update(deleted_at=soon())
    again = Client().get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again["ETag"] == etag) == (200, False)


def test_a_change_of_what_it_tells_is_a_change(tenant: Tenant) -> None:
    path = made(tenant)
    etag = Client().get(path)["ETag"]
    with acting_as(tenant.assistant):
        [row] = feeds_of(tenant.assistant, tenant.executive.pk)
        change_feed(by=tenant.assistant, executive_id=tenant.executive.pk, feed_id=row.pk, level="busy")
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_head_has_the_heads_alone(tenant: Tenant) -> None:
    path = made(tenant)
    response = Client().head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == Client().get(path)["ETag"]
    assert [Client().post(path).status_code, Client().delete(path).status_code] == [405, 405]


def test_no_cookie_is_read_or_set(tenant: Tenant) -> None:
    path = made(tenant)
    client = client_of(make_tenant().admin)
    known = dict(client.cookies)
    response = client.get(path)
    assert response.status_code == 200
    assert dict(client.cookies) == known
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_a_revoked_feed_is_as_one_that_never_was(tenant: Tenant) -> None:
    path = made(tenant)
    with acting_as(tenant.assistant):
        [row] = feeds_of(tenant.assistant, tenant.executive.pk)
        revoke_feed(by=tenant.assistant, executive_id=tenant.executive.pk, feed_id=row.pk)
    gone, never = Client().get(path), Client().get("/feeds/never.ics")
    assert (gone.status_code, gone.content) == (never.status_code, never.content) == (404, gone.content)


def test_an_executive_who_is_gone_has_no_feed(tenant: Tenant) -> None:
    path = made(tenant)
    with acting_as(tenant.admin):
        type(tenant.executive).objects.filter(pk=tenant.executive.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_who_guesses_is_told_to_wait_and_who_knows_is_not(tenant: Tenant) -> None:
    path = made(tenant)
    answers = [Client().get(f"/feeds/guess{number}.ics").status_code for number in range(12)]
    assert answers == [404] * 10 + [429] * 2
    assert Client().get(path).status_code == 200


def test_one_feed_is_read_so_often_a_minute(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_file, "FEED", Rate(2, 60))
    path = made(tenant)
    answers = [Client().get(path) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) <= 60


def test_it_costs_as_many_queries_however_much_is_in_it_and_seldom_a_write(tenant: Tenant) -> None:
    path = made(tenant)
    text_of(path)
    with acting_as(tenant.admin):
        used = CalendarFeed.objects.get().last_used_at
    counts = []
    for _ in range(2):
        with counted_queries() as count:
            text_of(path)
        counts.append(count())
        fill(tenant)
    assert counts == [7, 7]  # bind, by token, bind, feed, state; apart from that transaction bind, rows
    with acting_as(tenant.admin):
        assert CalendarFeed.objects.get().last_used_at == used


def test_times_are_the_same_all_day(tenant: Tenant) -> None:
    path = made(tenant)
    midnight = datetime.combine(timezone.now().date(), datetime.min.time(), UTC)
    with acting_as(tenant.admin):
        CalendarFeed.objects.update(changed_at=midnight - timedelta(days=3))
    assert Client().get(path)["Last-Modified"] == f"{midnight:%a, %d %b %Y} 00:00:00 GMT"
