from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField, Value

from ai_engine.models import AIInsight, InsightStatus

# A look that has not come by then is nothing to wait for: the sweep will find it.
WORTH_WAITING = timedelta(minutes=2)
# Urgent before high before medium before low: as text they sort otherwise.
RANK = Value(["urgent", "high", "medium", "low"], output_field=ArrayField(TextField()))
BY_RANK = Func(RANK, F("priority"), function="array_position", output_field=IntegerField())

LOOKING = """
    SELECT EXISTS (
        SELECT FROM examinations WHERE executive_id = ANY(%s) AND requested_at > %s AND examined_at IS NULL
    )
"""


def insights_of(executive_ids: Iterable[UUID]) -> QuerySet[AIInsight]:
    return AIInsight.objects.filter(executive_id__in=list(executive_ids))


def open_insights(executive_ids: Iterable[UUID], now: datetime) -> QuerySet[AIInsight]:
    """What needs an answer now: active, still ahead, not snoozed; the most pressing first."""
    return (
        insights_of(executive_ids)
        .filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now), status=InsightStatus.ACTIVE)
        .filter(Q(valid_until=None) | Q(valid_until__gt=now))
        .order_by(BY_RANK, "happens_at", "id")
    )


def snoozed_insights(executive_ids: Iterable[UUID], now: datetime) -> QuerySet[AIInsight]:
    """Put off to later; the soonest to come back first."""
    rows = insights_of(executive_ids).filter(status=InsightStatus.ACTIVE, snoozed_until__gt=now)
    return rows.order_by("snoozed_until", "id")


def is_looking_through(executive_ids: Iterable[UUID], now: datetime) -> bool:
    """Whether one of these calendars was changed a moment ago and has not been looked through since."""
    with connection.cursor() as cursor:
        cursor.execute(LOOKING, [list(executive_ids), now - WORTH_WAITING])
        return bool(cursor.fetchone()[0])
