"""Today: what it shows, to whom, and that it costs the same for one executive and for thirty."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ai_engine.jobs import request_examination
from ai_engine.services.insights import examine
from executives.permissions import Access
from jenifer.desk import today
from jenifer.desk.grid import Place, places, rows
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

MOST_QUERIES = 14


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


def browser(person: User) -> Client:
    client = Client()
    with acting_as(person):  # logging in notes the time in the person's own row
        client.force_login(person)
    return client


def noon() -> datetime:
    return timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


def look(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        request_examination([tenant.executive.pk])
        examine(executive_id=tenant.executive.pk, now=timezone.now())


def test_number_of_queries_does_not_grow_with_the_executives(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        make_meeting(tenant.admin, tenant.executive, noon())
    client = browser(tenant.assistant)
    client.get("/")
    one = queries_for(client, "/")
    for _ in range(29):
        executive = make_executive(tenant.admin)
        make_assignment(tenant.admin, tenant.assistant, executive)
        make_meeting(tenant.admin, executive, noon(), is_recurring=True, recurrence_rule="FREQ=DAILY")

    assert queries_for(client, "/") == one
    assert one <= MOST_QUERIES


def test_executives_day_is_shown_with_its_conflict(tenant: Tenant) -> None:
    tomorrow = noon() + timedelta(days=1)
    make_meeting(tenant.admin, tenant.executive, tomorrow, title="Halden Capital")
    make_meeting(tenant.admin, tenant.executive, tomorrow + timedelta(minutes=30), title="Board preparation")
    look(tenant)

    page = browser(tenant.assistant).get("/", {"day": tomorrow.date().isoformat()}).content.decode()

    assert "Ana Ferreira is double-booked" in page
    assert page.count("Conflict: overlaps") == 2


def test_unassigned_assistant_sees_nobody(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, noon(), title="Secret plans")
    stranger = make_person(tenant.admin)

    page = browser(stranger).get("/").content.decode()

    assert "Ana Ferreira" not in page
    assert "Secret plans" not in page


def test_cover_ends_on_its_last_day(tenant: Tenant) -> None:
    cover = make_person(tenant.admin)
    yesterday = timezone.localdate() - timedelta(days=1)
    make_assignment(tenant.admin, cover, tenant.executive, starts_on=yesterday, ends_on=yesterday)

    assert "Ana Ferreira" not in browser(cover).get("/").content.decode()


def test_reader_sees_private_meetings_as_busy(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, noon(), title="Oncologist", visibility="private")
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})

    make_meeting(tenant.admin, tenant.executive, noon(), title="Board preparation")
    look(tenant)
    seen_by_reader = browser(reader).get("/").content.decode()

    assert "Oncologist" not in seen_by_reader + browser(reader).get("/insights/").content.decode()
    assert "Busy" in seen_by_reader
    assert "Oncologist" in browser(tenant.assistant).get("/").content.decode()


@pytest.mark.parametrize("query", ["day=nonsense", "day=2026-02-30", "day=0001-01-01", "day=9999-12-31"])
def test_odd_days_are_answered(tenant: Tenant, query: str) -> None:
    assert browser(tenant.assistant).get(f"/?{query}").status_code == 200


@pytest.mark.parametrize("executive", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_unknown_executive_is_not_there(tenant: Tenant, executive: str) -> None:
    assert browser(tenant.assistant).get("/", {"executive": executive}).status_code == 404


def test_window_widens_for_what_lies_outside(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, datetime(2026, 11, 24, 5, tzinfo=UTC))
    make_meeting(tenant.admin, tenant.executive, datetime(2026, 11, 24, 22, 30, tzinfo=UTC), minutes=180)

    with acting_as(tenant.assistant):
        page = today.build(
            Access.of(tenant.assistant), date(2026, 11, 24), None, datetime(2026, 11, 24, 9, tzinfo=UTC)
        )

    assert (page["starts_at"].hour, page["hour_count"]) == (5, 19)


def test_rows_keep_short_events_readable_and_inside() -> None:
    opens = datetime(2026, 11, 24, 7, tzinfo=UTC)
    closes = opens + timedelta(hours=13)

    assert rows(opens, opens + timedelta(minutes=5), opens, closes) == (0, 4)
    assert rows(opens - timedelta(hours=1), opens + timedelta(hours=1), opens, closes) == (0, 12)
    assert rows(closes - timedelta(minutes=5), closes + timedelta(hours=1), opens, closes) == (155, 1)
    assert rows(closes, closes + timedelta(hours=1), opens, closes) is None


def test_lanes_share_the_width_among_those_that_touch() -> None:
    assert places([(0, 12), (6, 12), (12, 6), (40, 6)]) == [
        Place(0, 12, 1, 2),
        Place(6, 12, 2, 2),
        Place(12, 6, 1, 2),
        Place(40, 6, 1, 1),
    ]


def test_day_of_hostile_density_is_cut_and_says_so(tenant: Tenant) -> None:
    opens = noon().replace(hour=0)
    for _ in range(today.MOST_EVENTS // 24 + 1):
        make_meeting(
            tenant.admin,
            tenant.executive,
            opens,
            minutes=5,
            is_recurring=True,
            recurrence_rule="FREQ=HOURLY",
            transparency="transparent",
        )

    page = browser(tenant.assistant).get("/").content.decode()

    assert "Not everything is shown." in page
    assert page.count('class="event ') <= today.MOST_EVENTS
