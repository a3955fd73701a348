from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from ai_engine.models import AIInsight, InsightStatus

# A look that has not come by then is nothing to wait for: the sweep will find it.
WORTH_WAITING = timedelta(minutes=2)
# Urgent before high before medium before low: as text they sort otherwise.
BY_RANK = RawSQL(
    "array_position('{urgent,high,medium,low}'::text[], ai_insights.priority)", [], IntegerField()
)
# Written out, as every page counts them: the ORM composes it for longer than PostgreSQL answers.
OPEN = """
    ai_insights.executive_id = ANY(%s) AND ai_insights.status = 'active'
    AND coalesce(ai_insights.snoozed_until <= %s, true) AND coalesce(ai_insights.valid_until > %s, true)
"""

LOOKING = """
    SELECT EXISTS (
        SELECT FROM examinations WHERE executive_id = ANY(%s) AND requested_at > %s AND examined_at IS NULL
    )
"""


def insights_of(executive_ids: Iterable[UUID]) -> QuerySet[AIInsight]:
    return AIInsight.objects.filter(executive_id__in=list(executive_ids))


def open_insights(executive_ids: Iterable[UUID], now: datetime) -> QuerySet[AIInsight]:
    """What needs an answer now: active, still ahead, not snoozed; the most pressing first."""
    is_open = RawSQL(OPEN, [list(executive_ids), now, now], BooleanField())
    return AIInsight.objects.filter(is_open).order_by(BY_RANK, "happens_at", "id")


def snoozed_insights(executive_ids: Iterable[UUID], now: datetime) -> QuerySet[AIInsight]:
    """Put off to later; the soonest to come back first."""
    rows = insights_of(executive_ids).filter(status=InsightStatus.ACTIVE, snoozed_until__gt=now)
    return rows.order_by("snoozed_until", "id")


def is_looking_through(executive_ids: Iterable[UUID], now: datetime) -> bool:
    """Whether one of these calendars was changed a moment ago and has not been looked through since."""
    with connection.cursor() as cursor:
        cursor.execute(LOOKING, [list(executive_ids), now - WORTH_WAITING])
        return bool(cursor.fetchone()[0])
