"""Where the calendar's own server tells attendees (RFC 6638), we do not; and undo in time sends neither."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from integrations.models import CalendarChange, Integration, SyncedSeries
from integrations.services.connections import SCHEDULES_ITSELF
from integrations.tests.connected import make_connection
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant
from jenifer.tests.invited import ANA, invite, make_house, move, send, states
from orgs.tests.telling import free_port, mailers_at
from scheduling.services.telling import undo_and_tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None, settings: Settings) -> Tenant:
    """Mail goes nowhere: a notice that is mailed stays waiting."""
    settings.MAILERS = mailers_at(free_port())
    return make_house()


def connect(tenant: Tenant, *, scopes: list[str], **calendar: Any) -> None:
    integration = make_connection(tenant, "https://dav.example/eve/")
    with acting_as(tenant.admin):
        Integration.objects.filter(pk=integration.pk).update(scopes=scopes)
        integration.calendars.update(**calendar)


def due_in(tenant: Tenant) -> list[timedelta]:
    with acting_as(tenant.admin):
        return [each.due_at - timezone.now() for each in CalendarChange.objects.all()]


def test_a_server_that_tells_is_left_to_it_and_hears_when_undo_is_over(tenant: Tenant) -> None:
    connect(tenant, scopes=[SCHEDULES_ITSELF])
    move(tenant, invite(tenant, ANA))
    (wait,) = due_in(tenant)
    assert timedelta(seconds=20) < wait <= timedelta(seconds=25)
    send(tenant)
    assert states(tenant) == [(ANA, "by_server")]


@pytest.mark.parametrize(
    ("scopes", "calendar"),
    [([], {}), ([SCHEDULES_ITSELF], {"is_write_target": False}), ([SCHEDULES_ITSELF], {"is_enabled": False})],
)
def test_else_it_is_ours_to_mail(tenant: Tenant, scopes: list[str], calendar: dict[str, Any]) -> None:
    connect(tenant, scopes=scopes, **calendar)
    move(tenant, invite(tenant, ANA))
    assert all(wait <= timedelta(0) for wait in due_in(tenant))
    send(tenant)
    assert states(tenant) == [(ANA, "waiting")]


def test_a_series_that_another_calendar_holds_is_told_by_that_ones_server(tenant: Tenant) -> None:
    connect(tenant, scopes=[SCHEDULES_ITSELF], is_write_target=False)
    meeting = invite(tenant, ANA)
    with acting_as(tenant.admin):
        calendar = Integration.objects.get().calendars.get()
        SyncedSeries.objects.create(calendar=calendar, object_id="1.ics", ical_uid=meeting.ical_uid)
    move(tenant, meeting)
    send(tenant)
    assert states(tenant) == [(ANA, "by_server")]


def test_undo_in_time_leaves_the_server_nothing_to_tell(tenant: Tenant) -> None:
    connect(tenant, scopes=[SCHEDULES_ITSELF])
    meeting = invite(tenant, ANA)
    way_back = move(tenant, meeting)
    with acting_as(tenant.assistant):
        undo_and_tell(by=tenant.assistant, way_back=way_back)
        meeting.refresh_from_db()
    send(tenant)
    assert (states(tenant), meeting.sequence) == ([(ANA, "taken_back")], 0)
    assert all(wait > timedelta(seconds=20) for wait in due_in(tenant))


def test_a_meeting_with_nobody_invited_is_sent_at_once(tenant: Tenant) -> None:
    connect(tenant, scopes=[SCHEDULES_ITSELF])
    move(tenant, invite(tenant))
    assert [wait > timedelta(seconds=20) for wait in due_in(tenant)] == [False]
