"""The demo: a row in every table, an hour's work for whoever looks around, the same each time."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from ai_engine.models import AIInsight
from ai_engine.selectors import open_insights
from jenifer.db.models import Base
from jenifer.desk.demo.make import make_demo
from jenifer.desk.demo_login import ASSISTANT, PASSWORD
from jenifer.desk.tests.test_today import browser
from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from scheduling.models import Meeting
from tasks.models import Task

TABLES = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Base))
LEFT_EMPTY = {
    "idempotency_keys": "only a program's request leaves one, and it is gone after a day",
    "synced_series": "only a calendar that answers leaves them, and nothing stands behind the demo's",
    "calendar_clashes": "they come from its answers",
    "calendar_changes": "they wait for such a calendar",
}
whole = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def demo(**options: Any) -> str:
    said = StringIO()
    call_command("demo", stdout=said, **options)
    return said.getvalue()


def counts() -> dict[str, int]:
    """Rows by table."""
    with connections["owner"].cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def seed_flags() -> None:
    """Emptied by a test that committed."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO feature_flags (key, name) VALUES ('slack', 'Slack'), ('webhooks', 'Webhooks')"
            " ON CONFLICT DO NOTHING"
        )


@whole
def test_demo_has_rows_in_every_table_and_a_second_changes_nothing(settings: Any) -> None:
    settings.EMBEDDED = True
    seed_flags()
    assert PASSWORD in demo()
    once = counts()
    assert {table for table, count in once.items() if not count} == set(LEFT_EMPTY)
    assert PASSWORD in demo()
    assert counts() == once


@whole
def test_a_fresh_demo_replaces_the_old_one(settings: Any) -> None:
    settings.EMBEDDED = True
    seed_flags()
    demo()
    once = counts()
    demo(fresh=True)
    again = counts()
    # The end of the old organization, and of our staff's, is what their logs leave behind.
    assert again.pop("audit_log") == once.pop("audit_log") + 2
    assert again == once


@whole
def test_where_somebody_has_signed_up_a_start_makes_no_demo(settings: Any) -> None:
    settings.EMBEDDED = True
    make_tenant()
    before = counts()
    assert demo(if_empty=True) == ""
    assert counts() == before


def test_no_demo_is_made_on_somebodys_own_database(settings: Any) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="embedded database only"):
        demo()


@pytest.mark.django_db
def test_today_of_the_demo_shows_days_and_what_needs_an_answer(client: Client) -> None:
    house = make_demo(timezone.now())
    page = browser(house.maya).get("/")
    text = page.text
    for name in (*house.executives, "Board preparation", "Halden Capital, series C", "Renew Global Entry"):
        assert name in text
    with acting_as(house.maya):
        ahead = open_insights([each.pk for each in house.executives.values()], timezone.now()).count()
    assert page.context["open_count"] == ahead > 0


@pytest.mark.django_db
@pytest.mark.parametrize("day", range(23, 30))
def test_on_any_day_of_the_week_there_are_about_ten_conflicts(day: int) -> None:
    """None of them made by what merely fills the weeks."""
    house = make_demo(datetime(2026, 11, day, 7, tzinfo=UTC))
    with acting_as(house.admin):
        found = list(AIInsight.objects.filter(status="active").values_list("title", flat=True))
    most = 20 if day == 27 else 13  # a Friday, which David keeps free
    assert 8 <= len(found) <= most, found


def contents() -> dict[str, list[Any]]:
    """What a demo holds, but for ids; made and taken back."""
    with transaction.atomic():
        house = make_demo(timezone.now())
        with acting_as(house.admin):
            found: dict[str, list[Any]] = {
                "meetings": list(
                    Meeting.objects.values_list("title", "start_time", "end_time", "executive__email")
                ),
                "tasks": list(Task.objects.values_list("title", "due_date", "status", "assigned_to__email")),
                "insights": list(AIInsight.objects.values_list("title", "priority", "happens_at")),
            }
        transaction.set_rollback(True)
    return {table: sorted(rows, key=str) for table, rows in found.items()}


@pytest.mark.django_db
def test_two_demos_of_a_day_hold_the_same() -> None:
    once = contents()
    assert contents() == once
    starts = [start for _title, start, _end, _whose in once["meetings"]]
    assert (max(starts) - min(starts)).days >= 54
    assert len(starts) > 200


@pytest.mark.django_db
def test_both_assistants_and_the_admin_can_log_in(client: Client) -> None:
    make_demo(timezone.now())
    for email in (ASSISTANT, "oskar@halden.example", "jonas@halden.example"):
        answer = Client().post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/")
