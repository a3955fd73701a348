"""When news may go out, and how: pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from orgs.notifications.wishes import Wishes

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def due(now: str, **notifications) -> str:
    wishes = Wishes(notifications, BERLIN)
    return wishes.due_at("task", at(now).astimezone(UTC)).astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")


def every(frequency: str) -> dict:
    return {"categories": {"task": {"frequency": frequency}}}


def test_news_goes_out_at_once():
    assert due("2026-11-23T10:20") == "2026-11-23T10:20"


def test_hourly_news_waits_for_the_full_hour():
    assert due("2026-11-23T10:20", **every("hourly")) == "2026-11-23T11:00"


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-23T06:59", "2026-11-23T07:00"), ("2026-11-23T07:00", "2026-11-24T07:00")],
)
def test_daily_news_waits_for_the_persons_hour(now, expected):
    assert due(now, **every("daily")) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T21:59", "2026-11-23T21:59"),
        ("2026-11-23T22:00", "2026-11-24T06:30"),
        ("2026-11-24T03:00", "2026-11-24T06:30"),
        ("2026-11-24T06:30", "2026-11-24T06:30"),
    ],
)
def test_nothing_goes_out_in_quiet_hours_over_midnight(now, expected):
    assert due(now, quiet_hours={"from": "22:00", "to": "06:30"}) == expected


def test_quiet_hours_within_a_day():
    assert due("2026-11-23T12:30", quiet_hours={"from": "12:00", "to": "13:00"}) == "2026-11-23T13:00"
    assert due("2026-11-23T13:30", quiet_hours={"from": "12:00", "to": "13:00"}) == "2026-11-23T13:30"


def test_daily_news_of_an_hour_that_is_quiet_waits_for_its_end():
    assert due("2026-11-23T10:00", **every("daily"), quiet_hours={"from": "22:00", "to": "08:00"}) == (
        "2026-11-24T08:00"
    )


def test_daily_hour_holds_where_the_clocks_change():
    assert due("2026-10-24T10:00", **every("daily")) == "2026-10-25T07:00"


def test_insights_come_as_often_as_the_organization_says_unless_the_person_says_otherwise():
    assert Wishes.of({}, BERLIN, {"notification_frequency": "daily"}).frequency("ai") == "daily"
    assert Wishes.of({}, BERLIN, {"notification_frequency": "daily"}).frequency("task") == "realtime"
    own = {"notifications": {"categories": {"ai": {"frequency": "hourly"}}}}
    assert Wishes.of(own, BERLIN, {"notification_frequency": "daily"}).frequency("ai") == "hourly"
