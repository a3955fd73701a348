"""An assistant's desk where it is morning, and what lies on it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from ai_engine.jobs import request_examination
from ai_engine.models import AIInsight
from ai_engine.services.insights import examine
from jenifer.principal import acting_as
from jenifer.tests.browser.pages import local, morning_zone
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from orgs.models import User
from scheduling.models import Meeting

ZONE = morning_zone()
ANA = "ana@halden.test"


def make_desk(name: str = "halden") -> Tenant:
    """Ana Ferreira and her assistant, both by the clock of a zone where it is morning."""
    desk = make_tenant(name, full_name="Ana Ferreira", email=ANA, timezone=ZONE)
    for person in (desk.admin, desk.assistant):
        person.timezone = ZONE
        with acting_as(person):
            person.save(update_fields=["timezone"])
    return desk


def add_meeting(desk: Tenant, title: str, clock: str, organizer: str = ANA, **columns: Any) -> Meeting:
    """Today at that time by Ana's clock, an hour long."""
    attendees = [
        {"email": ANA, "name": "Ana Ferreira", "status": "accepted", "is_organizer": organizer == ANA}
    ]
    if organizer != ANA:
        attendees.append({"email": organizer, "status": "accepted", "is_organizer": True})
    start = local(ZONE, clock).astimezone(UTC)
    return make_meeting(
        desk.assistant, desk.executive, start, title=title, timezone=ZONE, attendees=attendees, **columns
    )


def double_book(desk: Tenant) -> None:
    """Board preparation, which is Ana's to move, on top of a meeting that is not."""
    add_meeting(desk, "Halden Capital", "13:00", organizer="k.lind@capital.test")
    add_meeting(desk, "Board preparation", "13:30")
    look_through(desk)


def look_through(desk: Tenant) -> None:
    """At once, in this process: what the job does."""
    with acting_as(desk.assistant):
        request_examination([desk.executive.pk])
        examine(executive_id=desk.executive.pk, now=timezone.now())


def start_of(person: User, title: str) -> datetime:
    with acting_as(person):
        return Meeting.objects.get(title=title, deleted_at=None).start_time


def only_insight(person: User) -> AIInsight:
    with acting_as(person):
        return AIInsight.objects.get()


def insights(person: User) -> Iterable[AIInsight]:
    with acting_as(person):
        return list(AIInsight.objects.order_by("created_at"))
