"""An overlap on a calendar, and the insight that is found in it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ai_engine.jobs import request_examination
from ai_engine.models import AIInsight
from ai_engine.services.insights import examine
from executives.models import ExecutiveProfile
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting
from scheduling.models import Meeting


def day_ahead(days: int = 3) -> datetime:
    """Noon of a day that is still to come."""
    return datetime.combine(timezone.now().date() + timedelta(days=days), time(12), UTC)


def make_overlap(
    tenant: Tenant, executive: ExecutiveProfile | None = None, days: int = 3, **columns: Any
) -> tuple[AIInsight, Meeting, Meeting]:
    """The insight and its two meetings at the same hour; the columns are the second's."""
    executive = executive or tenant.executive
    first = make_meeting(tenant.admin, executive, day_ahead(days), title="Board")
    second = make_meeting(tenant.admin, executive, day_ahead(days), **{"title": "Budget"} | columns)
    look_through(tenant, executive)
    with acting_as(tenant.admin):
        rows = AIInsight.objects.filter(executive=executive, kind="overlap").order_by("-happens_at")
        return rows[0], first, second


def look_through(tenant: Tenant, executive: ExecutiveProfile) -> None:
    with acting_as(tenant.admin):
        request_examination([executive.pk])
        examine(executive_id=executive.pk, now=timezone.now())
