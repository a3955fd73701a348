"""Private feeds, made and read."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone

from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting
from scheduling.ical import CalendarEvent, read_calendar
from scheduling.services.feeds import make_feed

SECRETS = {
    "internal_notes": "between-us",
    "metadata": {"note": "meta-data"},
    "ai_meeting_brief": "brief-of-ours",
}
PEOPLE = [{"email": "cleo@kilo.test", "name": "Cleo", "status": "accepted", "is_organizer": False}]
TOLD = {"description": "Long text", "location": "Attic", "attendees": PEOPLE, "category": "Board"}
FORM = {"name": "Ana’s phone", "level": "titles", "days_back": "7", "days_ahead": "90"}


def soon(**delta: int) -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(**delta)


def made(tenant: Tenant, **about: Any) -> str:
    """The path of a new feed."""
    with acting_as(tenant.assistant):
        about = {"name": "Phone", "level": "everything"} | about
        _row, address = make_feed(by=tenant.assistant, executive_id=tenant.executive.pk, **about)
    return "/" + address.split("/", 3)[3]


def text_of(path: str, **headers: str) -> str:
    response = Client().get(path, headers=headers)
    assert response.status_code == 200
    return response.getvalue().decode()


def events_of(path: str) -> list[CalendarEvent]:
    return [
        each for each in read_calendar(BytesIO(text_of(path).encode())) if isinstance(each, CalendarEvent)
    ]


def fill(tenant: Tenant, **columns: Any) -> None:
    make_meeting(
        tenant.admin,
        tenant.executive,
        soon(days=1),
        title="Board",
        **TOLD,
        **SECRETS,
        **columns,
    )
    make_meeting(
        tenant.admin, tenant.executive, soon(days=2), title="Surgery", visibility="private", **TOLD, **SECRETS
    )
