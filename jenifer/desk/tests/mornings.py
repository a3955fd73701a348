"""An assistant who was away, and what came to the desk meanwhile."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from jenifer.desk.tests.test_today import browser
from jenifer.principal import acting_as
from jenifer.tests.factories import (
    Tenant,
    make_meeting,
)
from orgs.models import User
from scheduling.models import Meeting, NewsMark

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DANA = {"email": "dana@kilo.test", "name": "Dana Wu", "status": "accepted", "is_organizer": True}


def leave(person: User, ago: timedelta = HOUR) -> None:
    with acting_as(person):
        at = timezone.now() - ago
        NewsMark.objects.filter(user=person).delete()
        NewsMark.objects.create(pk=person.pk, user=person, since=at, shown_at=at)


def tomorrow() -> datetime:
    return (timezone.now() + DAY).replace(minute=0, second=0, microsecond=0)


def invite(tenant: Tenant, executive: Any = None, **columns: Any) -> Meeting:
    executive = executive or tenant.executive
    own = {"email": executive.email, "name": executive.full_name, "status": "needs_action"}
    start = columns.pop("start", tomorrow())
    return make_meeting(
        tenant.admin, executive, start, **{"title": "Roadmap review", "attendees": [DANA, own]} | columns
    )


def page(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


def status_of(meeting: Meeting, admin: User) -> str:
    with acting_as(admin):
        row = Meeting.objects.get(pk=meeting.pk)
    return next(each["status"] for each in row.attendees if not each.get("is_organizer"))


class Api:
    """The API as a signed-in person."""

    def __init__(self, person: User) -> None:
        self.client = browser(person)

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def post(self, address: str, body: dict[str, Any]) -> Any:
        return self.client.post(address, body, content_type="application/json")


def client_api(person: User) -> Api:
    return Api(person)
