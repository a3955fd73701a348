"""What the desk says back to an answer, without htmx: a message on the page that the form stood on."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from ai_engine.jobs import request_examination
from ai_engine.models import AIInsight
from ai_engine.services.insights import examine
from ai_engine.versions import version_of
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from scheduling.models import Meeting

DAY = timedelta(days=1)


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


def make_insight(tenant: Tenant) -> AIInsight:
    """Two meetings that overlap at ten tomorrow, either of which may be moved."""
    ten = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) + DAY
    make_meeting(tenant.admin, tenant.executive, ten, title="Halden")
    make_meeting(tenant.admin, tenant.executive, ten + timedelta(minutes=30), title="Board")
    with acting_as(tenant.admin):
        request_examination([tenant.executive.pk])
        examine(executive_id=tenant.executive.pk, now=timezone.now())
        return AIInsight.objects.get(kind="overlap")


def test_both_places_are_those_of_the_meeting_that_was_to_move(tenant: Tenant) -> None:
    insight = make_insight(tenant)
    moves = {action["payload"]["title"]: index for index, action in enumerate(insight.suggested_actions)}
    client = Client()
    for title, before, after in (
        ("Halden", "10:00 am–11:00 am", "1:00 pm–2:00 pm"),
        ("Board", "10:30 am–11:30 am", "1:30 pm–2:30 pm"),
    ):
        with acting_as(tenant.admin):
            client.force_login(tenant.admin)
            meeting = Meeting.objects.get(title=title)
            meeting.start_time += timedelta(hours=3)
            meeting.end_time += timedelta(hours=3)
            meeting.save()

        answer = client.post(
            f"/insights/{insight.pk}/respond/",
            {"do": f"accept:{moves[title]}", "version": version_of(insight)},
        )

        said = [str(message) for message in get_messages(answer.wsgi_request)]
        assert said[-1] == f"The meeting has moved since you looked. Tomorrow {before} → Tomorrow {after}"
