"""The day's agenda: to whom, when, what stands in it, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.tests.browser.pages import morning_zone
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from orgs.models import Digest, User
from orgs.notifications.jobs import sweep_agendas
from orgs.tests.telling import Postbox, free_port, mail_server, mailers_at, send_due, wish
from tasks.models import Task

pytestmark = pytest.mark.django_db
ZONE = morning_zone()  # between nine and ten now


@pytest.fixture
def post(settings: Settings) -> Iterator[Postbox]:
    port, postbox = free_port(), Postbox()
    settings.MAILERS = mailers_at(port)
    with mail_server(port, postbox):
        yield postbox


@pytest.fixture
def tenant() -> Tenant:
    """Everyone by the same clock, a meeting at four, a task due today."""
    tenant = make_tenant(full_name="Ana Ferreira", email="ana@halden.test", timezone=ZONE)
    for person in (tenant.admin, tenant.assistant):
        with acting_as(person):
            User.objects.filter(pk=person.pk).update(timezone=ZONE)
    today = datetime.now(ZoneInfo(ZONE)).date()
    at = datetime.combine(today, time(16), ZoneInfo(ZONE)).astimezone(UTC)
    make_meeting(tenant.assistant, tenant.executive, at, title="Board call")
    make_meeting(tenant.assistant, tenant.executive, at, title="Doctor", visibility="private", minutes=30)
    with acting_as(tenant.assistant):
        Task.objects.create(
            org_id=tenant.organization.pk,
            executive=tenant.executive,
            created_by=tenant.assistant,
            title="Send papers",
            due_date=at,
        )
    return tenant


def worker(tenant: Tenant) -> User:
    with acting_as(tenant.admin):
        return User.objects.get(is_system=True)


def agendas(user: User) -> list[tuple[str, str]]:
    with acting_as(user):
        return [(str(each.executive_id or ""), each.state) for each in Digest.objects.all()]


def letter(post: Postbox) -> Any:
    return message_from_bytes(post.messages[-1], policy=policy.default)


def text(post: Postbox) -> str:
    return str(letter(post).get_body(["plain"]).get_content())


def test_everyone_is_owed_one_agenda_a_day(tenant: Tenant) -> None:
    sweep_agendas()
    sweep_agendas()
    assert agendas(tenant.assistant) == [("", "waiting")]
    assert agendas(tenant.admin) == [("", "waiting")]


def test_an_agenda_has_meetings_tasks_and_whose_they_are(tenant: Tenant, post: Postbox) -> None:
    sweep_agendas()
    send_due(tenant.assistant)
    send_due(tenant.assistant)
    assert len(post.messages) == 1
    body = text(post)
    found = [words in body for words in ("4:00 pm  Board call (Ana Ferreira)", "Doctor", "Send papers")]
    assert (found, letter(post)["To"]) == ([True] * 3, tenant.assistant.email)
    assert agendas(tenant.assistant) == [("", "sent")]


@pytest.mark.parametrize(
    "wishes", [{"agenda": False}, {"email": False}, {"daily_hour": 23}, {"daily_hour": 1}]
)
def test_no_agenda_when_unwanted_or_at_another_hour(tenant: Tenant, wishes: dict[str, Any]) -> None:
    wish(tenant.assistant, **wishes)
    sweep_agendas()
    assert agendas(tenant.assistant) == []


def test_a_day_with_nothing_in_it_is_not_worth_a_letter(post: Postbox) -> None:
    empty = make_tenant(timezone=ZONE)
    with acting_as(empty.assistant):
        User.objects.filter(pk=empty.assistant.pk).update(timezone=ZONE)
    sweep_agendas()
    send_due(empty.assistant)
    assert (agendas(empty.assistant), post.messages) == ([("", "suppressed")], [])


def profile(tenant: Tenant, **more: str) -> dict[str, str]:
    return {
        "full_name": "Ana Ferreira",
        "email": "ana@halden.test",
        "timezone": ZONE,
        "work_start": "09:00",
        "work_end": "17:00",
        "buffer_minutes": "10",
        **more,
    }


def test_an_executive_who_wishes_gets_their_own_and_can_end_it_by_one_click(
    tenant: Tenant, post: Postbox
) -> None:
    address, jenifer = f"/executives/{tenant.executive.pk}/", worker(tenant)
    client_of(tenant.admin).post(address, profile(tenant, wants_agenda="on", agenda_hour="8"))
    sweep_agendas()
    assert agendas(jenifer) == [(str(tenant.executive.pk), "waiting")]
    send_due(jenifer)
    assert (letter(post)["To"], "(Ana Ferreira)" in text(post), "Board call" in text(post)) == (
        "ana@halden.test",
        False,
        True,
    )
    way_out = letter(post)["List-Unsubscribe"].strip("<>").partition("/notifications")[2]
    assert Client().post(f"/notifications{way_out}").status_code == 200
    with acting_as(jenifer):
        Digest.objects.all().delete()
    sweep_agendas()
    assert agendas(jenifer) == []


def test_an_agenda_needs_an_address(tenant: Tenant) -> None:
    sent = profile(tenant, email="", wants_agenda="on", agenda_hour="8")
    page = client_of(tenant.admin).post(f"/executives/{tenant.executive.pk}/", sent)
    assert "Give an email address to send it to." in page.content.decode()


def test_an_agenda_whose_sender_was_killed_is_unknown_and_not_sent_again(
    tenant: Tenant, post: Postbox
) -> None:
    sweep_agendas()
    with acting_as(tenant.assistant):
        long_ago = datetime.now(UTC) - timedelta(minutes=16)
        Digest.objects.update(state="sending", claimed_at=long_ago)
    send_due(tenant.assistant)
    sweep_agendas()
    assert (agendas(tenant.assistant), post.messages) == ([("", "unknown")], [])
    page = client_of(tenant.assistant).get("/settings/notifications/").content.decode()
    assert "fate unknown" in page
