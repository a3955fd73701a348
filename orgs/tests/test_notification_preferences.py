"""Each key of `preferences.notifications`, flipped, changes what a person is told, by page and by API."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_tenant
from orgs.models import Delivery, Organization, PushSubscription, User
from orgs.notifications.push_services import public_key
from orgs.tests.telling import fresh, states, tell, titles, wish

pytestmark = pytest.mark.django_db
API = "/api/v1/notifications/preferences/"
NOW = datetime(2026, 11, 23, 10, 20, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    person = make_tenant().assistant
    with acting_as(person):
        PushSubscription.objects.create(
            user=person, endpoint="https://fcm.googleapis.com/x", p256dh=public_key(), auth="A" * 22
        )
    return person


def due_at(person: User) -> str:
    with acting_as(person):
        return Delivery.objects.filter(channel="email").latest("created_at").due_at.strftime("%dT%H:%M")


@pytest.mark.parametrize("channel", ["email", "push"])
def test_a_channel_that_is_off_is_off_for_everything(person: User, channel: str) -> None:
    tell(person)
    wish(person, **{channel: False})
    tell(person, category="ai")
    assert len(states(person, channel)) == 1


@pytest.mark.parametrize("channel", ["email", "push"])
def test_a_category_can_be_off_on_one_channel(person: User, channel: str) -> None:
    wish(person, categories={"task": {channel: False}})
    tell(person, category="task")
    assert states(person, channel) == []
    tell(person, category="meeting")
    assert len(states(person, channel)) == 1


def test_slack_is_off_until_asked_for_and_needs_its_channel(person: User) -> None:
    tell(person)
    wish(person, slack=True)
    tell(person)
    assert states(person, "slack") == []


def test_the_bell_can_be_off_for_a_category(person: User) -> None:
    wish(person, categories={"task": {"in_app": False}})
    tell(person, "Quiet task", category="task")
    tell(person, "Loud meeting", category="meeting")
    page = client_of(person).get("/notifications/").content.decode()
    assert ("Quiet task" in page, "Loud meeting" in page) == (False, True)
    assert len(states(person)) == 2


def test_what_is_wanted_nowhere_is_not_kept(person: User) -> None:
    wish(person, categories={"task": {"in_app": False, "email": False, "push": False}})
    tell(person, category="task")
    assert titles(person) == []


@pytest.mark.parametrize(
    ("frequency", "expected"), [("realtime", "23T10:20"), ("hourly", "23T11:00"), ("daily", "24T07:00")]
)
def test_frequency_says_when(person: User, frequency: str, expected: str) -> None:
    wish(person, categories={"task": {"frequency": frequency}})
    tell(person, now=NOW)
    assert due_at(person) == expected


def test_daily_hour_says_when_daily_is(person: User) -> None:
    wish(person, categories={"task": {"frequency": "daily"}}, daily_hour=16)
    tell(person, now=NOW)
    assert due_at(person) == "23T16:00"


def test_quiet_hours_hold_back(person: User) -> None:
    wish(person, quiet_hours={"from": "10:00", "to": "12:30"})
    tell(person, now=NOW)
    assert due_at(person) == "23T12:30"
    wish(person, quiet_hours=None)
    tell(person, now=NOW)
    assert due_at(person) == "23T10:20"


def test_the_organization_says_how_often_insights_come(person: User) -> None:
    admin = User.objects.none()
    with acting_as(person):
        admin = User.objects.filter(role="admin")
        admin_id = admin.get().pk
    with acting_as(admin_id):
        Organization.objects.update(ai_settings={"notification_frequency": "daily"})
    tell(person, category="ai", now=NOW)
    assert due_at(person) == "24T07:00"
    tell(person, category="task", now=NOW)
    assert due_at(person) == "23T10:20"


def test_what_waits_and_is_no_longer_wanted_is_held_back(person: User) -> None:
    wish(person, categories={"task": {"frequency": "daily"}})
    tell(person)
    wish(person, email=False)
    assert (states(person, "email"), states(person, "push")) == (["suppressed"], ["waiting"])


def test_one_change_leaves_the_rest(person: User) -> None:
    wish(person, categories={"task": {"email": False}, "ai": {"frequency": "hourly"}})
    wish(person, categories={"task": {"push": False}}, daily_hour=9)
    found = fresh(person).preferences["notifications"]
    assert found["categories"] == {"task": {"email": False, "push": False}, "ai": {"frequency": "hourly"}}
    assert (found["daily_hour"], found["email"], fresh(person).preferences["theme"]) == (9, True, "system")


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": True},
        {"email": "yes"},
        {"daily_hour": 24},
        {"categories": {"weather": {"email": True}}},
        {"categories": {"task": {"frequency": "never"}}},
        {"quiet_hours": {"from": "25:00", "to": "06:00"}},
        {"quiet_hours": {"from": "22:00"}},
        {"categories": []},
    ],
)
def test_what_has_not_the_shape_is_refused(person: User, changes: dict[str, Any]) -> None:
    before = fresh(person).preferences
    with pytest.raises(ValidationError):
        wish(person, **changes)
    sent: Any = {"content_type": "application/json", "headers": {"If-Match": "*"}}
    assert client_of(person).patch(API, changes, **sent).status_code == 400
    assert fresh(person).preferences == before


def form_of(client: Client) -> dict[str, Any]:
    """The page's form as a browser would send it back unchanged."""
    form = client.get("/settings/notifications/").context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: ("on" if value is True else value)
        for name, value in values.items()
        if value not in (None, False)
    }


def test_the_page_changes_what_the_api_shows(person: User) -> None:
    client = client_of(person)
    sent = form_of(client) | {
        "ai-frequency": "daily",
        "quiet_from": "22:00",
        "quiet_to": "06:30",
        "daily_hour": "8",
    }
    for gone in ("task-email", "all-push", "agenda", "meeting-in_app"):
        del sent[gone]
    assert client.post("/settings/notifications/", sent).status_code == 302
    found = client.get(API).json()
    assert found["categories"]["ai"]["frequency"] == "daily"
    assert found["categories"]["task"] == {
        "in_app": True,
        "email": False,
        "push": True,
        "frequency": "realtime",
    }
    assert found["categories"]["meeting"]["in_app"] is False
    assert (found["push"], found["agenda"], found["daily_hour"]) == (False, False, 8)
    assert found["quiet_hours"] == {"from": "22:00", "to": "06:30"}


def test_the_page_sent_back_unchanged_changes_nothing_that_is_shown(person: User) -> None:
    client = client_of(person)
    before = client.get(API).json()
    client.post("/settings/notifications/", form_of(client))
    assert client.get(API).json() == before


def test_half_of_the_quiet_hours_is_refused_with_a_sentence(person: User) -> None:
    client = client_of(person)
    answer = client.post("/settings/notifications/", form_of(client) | {"quiet_from": "22:00"})
    assert "Give both times, or neither." in answer.content.decode()
