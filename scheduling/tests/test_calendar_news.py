"""What changes on a calendar is noted, whatever way it comes; by whom; and many at once in one line."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, connections

from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_executive, make_meeting, make_tenant
from scheduling.jobs import trim_calendar_news
from scheduling.models import CalendarNews, Meeting
from scheduling.services.importing import import_events
from scheduling.services.instances import Slot
from scheduling.services.meetings import move_occurrence, undo_change

NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DANA = {"email": "dana@kilo.test", "name": "Dana Wu", "status": "accepted"}


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


def add(tenant: Tenant, **columns: Any) -> Meeting:
    """A meeting of long ago, by the admin, of whose doings these tests ask nothing."""
    columns.setdefault("title", "Board")
    return make_meeting(tenant.admin, tenant.executive, NOON, created_at=LONG_AGO, **columns)


def news_of(tenant: Tenant) -> list[CalendarNews]:
    with acting_as(tenant.admin):
        rows = CalendarNews.objects.order_by("created_at", "kind")
        return [each for each in rows if each.by_id != tenant.admin.pk]


def told(tenant: Tenant) -> list[tuple[Any, ...]]:
    return [(each.kind, each.title, each.amount) for each in news_of(tenant)]


def only(tenant: Tenant) -> CalendarNews:
    (news,) = news_of(tenant)
    return news


def change(tenant: Tenant, meeting: Meeting, **columns: Any) -> None:
    with acting_as(tenant.assistant):
        Meeting.objects.filter(pk=meeting.pk).update(**columns)


def test_new_meeting_is_news_of_who_made_it(tenant: Tenant) -> None:
    meeting = make_meeting(tenant.assistant, tenant.executive, NOON, title="Board")

    news = only(tenant)
    assert (news.kind, news.title, news.series_id, news.by_id, news.is_outside) == (
        "new",
        "Board",
        meeting.pk,
        tenant.assistant.pk,
        False,
    )
    assert (news.start_time, news.was_start) == (NOON, None)


def test_moved_meeting_says_from_where_to_where(tenant: Tenant) -> None:
    meeting = add(tenant)
    change(tenant, meeting, start_time=NOON + HOUR, end_time=NOON + 2 * HOUR)

    news = only(tenant)
    assert (news.kind, news.was_start, news.start_time) == ("moved", NOON, NOON + HOUR)


@pytest.mark.parametrize("columns", [{"status": "cancelled"}, {"deleted_at": LONG_AGO}, {"executive": None}])
def test_meeting_that_is_off_is_cancelled(tenant: Tenant, columns: dict[str, Any]) -> None:
    change(tenant, add(tenant), **columns)

    assert told(tenant) == [("cancelled", "Board", 1)]


def test_removed_row_is_cancelled(tenant: Tenant) -> None:
    meeting = add(tenant)
    with acting_as(tenant.assistant):
        meeting.delete()

    assert told(tenant) == [("cancelled", "Board", 1)]


@pytest.mark.parametrize(
    "columns", [{"title": "Bored"}, {"description": "x"}, {"etag": "2"}, {"sequence": 9}]
)
def test_other_changes_are_no_news(tenant: Tenant, columns: dict[str, Any]) -> None:
    change(tenant, add(tenant), **columns)

    assert told(tenant) == []


def test_attendee_who_declines_is_named(tenant: Tenant) -> None:
    meeting = add(tenant, attendees=[DANA, {"email": "li@kilo.test", "status": "declined"}])
    change(tenant, meeting, attendees=[DANA | {"status": "declined"}, *meeting.attendees[1:]])

    news = only(tenant)
    assert (news.kind, news.who, news.title) == ("declined", "Dana Wu", "Board")


def test_meeting_given_to_another_executive_goes_here_and_comes_there(tenant: Tenant) -> None:
    other = make_executive(tenant.admin)
    change(tenant, add(tenant), executive=other)

    assert {(each.kind, each.executive_id) for each in news_of(tenant)} == {
        ("cancelled", tenant.executive.pk),
        ("new", other.pk),
    }


def test_moved_instance_and_its_undo(tenant: Tenant) -> None:
    series = add(tenant, is_recurring=True, recurrence_rule="FREQ=DAILY")
    second = NOON + DAY
    with acting_as(tenant.assistant):
        way_back = move_occurrence(
            by=tenant.assistant,
            series_id=series.pk,
            recurrence_id=second,
            seen=Slot(second, second + HOUR),
            to=Slot(second + HOUR, second + 2 * HOUR),
        )
        undo_change(by=tenant.assistant, way_back=way_back)

    assert [
        (each.kind, each.series_id, each.recurrence_id, each.was_start, each.start_time)
        for each in news_of(tenant)
    ] == [
        ("moved", series.pk, second, second, second + HOUR),
        ("moved", series.pk, second, second + HOUR, second),
    ]


def test_instance_taken_out_of_its_series_is_cancelled(tenant: Tenant) -> None:
    series = add(tenant, is_recurring=True, recurrence_rule="FREQ=DAILY")
    change(tenant, series, excluded_dates=["2030-06-04T12:00:00Z"])

    news = only(tenant)
    assert (news.kind, news.series_id, news.recurrence_id) == ("cancelled", series.pk, NOON + DAY)


def test_series_with_its_changed_instances_is_new_once(tenant: Tenant) -> None:
    text = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Weekly\r\nDTSTART:20300603T120000Z\r\n"
        b"DTEND:20300603T130000Z\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Weekly\r\n"
        b"RECURRENCE-ID:20300610T120000Z\r\nDTSTART:20300610T150000Z\r\nDTEND:20300610T160000Z\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )
    with acting_as(tenant.assistant):
        import_events(by=tenant.assistant, executive=tenant.executive, stream=BytesIO(text))
        import_events(by=tenant.assistant, executive=tenant.executive, stream=BytesIO(text))

    assert told(tenant) == [("new", "Weekly", 1)]


def test_many_at_once_are_one_line(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        Meeting.objects.bulk_create(
            Meeting(org_id=tenant.executive.org_id, executive=tenant.executive, title="x", start_time=NOON,
                    end_time=NOON + HOUR) for _ in range(300)
        )  # fmt: skip
        Meeting.objects.update(status="cancelled")

    assert told(tenant) == [("new", "", 300), ("cancelled", "", 300)]


def test_what_a_calendar_outside_changes_is_nobodys(tenant: Tenant) -> None:
    with acting_as(tenant.assistant), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.applying', 'some calendar', true)")
        make_meeting(tenant.assistant, tenant.executive, NOON)

    assert (only(tenant).by_id, only(tenant).is_outside) == (None, True)


def test_statement_by_hand_is_noted_too(tenant: Tenant) -> None:
    meeting = add(tenant)
    with acting_as(tenant.assistant), connection.cursor() as cursor:
        cursor.execute("UPDATE meetings SET status = 'cancelled' WHERE id = %s", [meeting.pk])

    assert told(tenant) == [("cancelled", "Board", 1)]


def test_made_private_later_is_private_in_the_news_of_before(tenant: Tenant) -> None:
    meeting = make_meeting(tenant.assistant, tenant.executive, NOON)
    change(tenant, meeting, visibility="private")

    assert only(tenant).is_private is True


def test_news_stay_in_their_organization(tenant: Tenant) -> None:
    make_meeting(tenant.assistant, tenant.executive, NOON)
    other = make_tenant()

    assert told(other) == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_removed_executive_and_organization_leave_no_news(transactional_db: None) -> None:
    tenant = make_tenant()
    make_meeting(tenant.admin, tenant.executive, NOON)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM executive_profiles WHERE id = %s", [tenant.executive.pk])
        cursor.execute("DELETE FROM organizations WHERE id = %s", [tenant.organization.pk])
        cursor.execute("SELECT count(*) FROM calendar_news")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_news_are_kept_for_a_month_and_a_thousand_of_a_calendar(transactional_db: None) -> None:
    tenant = make_tenant()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO calendar_news (org_id, executive_id, created_at)"
            " SELECT %s, %s, now() - make_interval(mins => n) FROM generate_series(1, 1100) n",
            [tenant.organization.pk, tenant.executive.pk],
        )
        cursor.execute(
            "INSERT INTO calendar_news (org_id, executive_id, created_at)"
            " SELECT org_id, %s, now() - interval '31 days' FROM users WHERE id = %s",
            [make_executive(tenant.admin).pk, tenant.admin.pk],
        )
        trim_calendar_news()
        cursor.execute("SELECT count(*) FROM calendar_news")
        assert cursor.fetchone() == (1000,)
