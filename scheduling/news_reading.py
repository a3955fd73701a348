"""The news of calendars as a person reads them, from where they left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from orgs.models import User
from scheduling.news import Change, tell

# Away is who has not seen Today for so long; reading it again within the time leaves the news as they are.
PAUSE = timedelta(hours=1)
KEPT = timedelta(days=14)
MOST = 400
# Written out, as it is on Today, with the reader's mark in the same statement: the ORM composes it for longer than
# PostgreSQL answers.
NEWS_SINCE = """
    WITH mark AS (
        SELECT shown_at, CASE WHEN shown_at <= %(now)s - %(pause)s THEN shown_at ELSE since END AS since
        FROM news_marks WHERE id = %(user)s
    )
    SELECT mark.since, mark.shown_at, n.*
    FROM mark LEFT JOIN LATERAL (
        SELECT n.kind, n.executive_id, n.series_id, n.created_at, n.recurrence_id, n.title, n.who,
               n.was_start, n.was_end, n.start_time, n.end_time, n.timezone, n.is_all_day, n.is_recurring,
               n.is_private OR coalesce(m.visibility <> 'public', false) AS is_private, n.amount, n.by_id,
               coalesce(nullif(u.full_name, ''), u.email, '') AS by_name, n.is_outside, m.id IS NOT NULL AS is_there
        FROM calendar_news n
        LEFT JOIN users u ON u.id = n.by_id
        LEFT JOIN meetings m ON m.id = n.series_id AND m.deleted_at IS NULL
        WHERE n.executive_id = ANY(%(executives)s)
          AND n.created_at > greatest(coalesce(%(since)s, mark.since), %(now)s - %(kept)s)
        ORDER BY n.created_at DESC LIMIT %(most)s
    ) n ON true
    ORDER BY n.created_at
"""


@dataclass(frozen=True, slots=True)
class News:
    """`until` is the last change that these lines tell of; `shown_at` is None for who has never been here."""

    since: datetime
    until: datetime
    lines: list[Change]
    shown_at: datetime | None


def news_for(user: User, executive_ids: Iterable[UUID], now: datetime, since: datetime | None = None) -> News:
    """Since the person left, or since another moment of the last two weeks."""
    asked: dict[str, Any] = {
        "user": user.pk,
        "executives": list(executive_ids),
        "now": now,
        "since": since,
        "pause": PAUSE,
        "kept": KEPT,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEWS_SINCE, asked)
        rows = cursor.fetchall()
    left = since or (rows[0][0] if rows else now)
    changes = [_change(row[2:]) for row in rows if row[2] is not None]
    until = changes[-1].at if changes else left
    lines = tell(changes, reader=user.pk, since=left)
    return News(left, until, lines, rows[0][1] if rows else None)


def _change(row: Any) -> Change:
    kind, executive_id, series_id, at, recurrence_id, title, who, was_start, was_end, start, end, *rest = row
    zone, is_all_day, is_recurring, is_private, amount, by_id, by_name, is_outside, is_there = rest
    return Change(
        kind=kind,
        executive_id=executive_id,
        series_id=series_id,
        at=at,
        recurrence_id=recurrence_id,
        title=title,
        who=who,
        was=(was_start, was_end) if was_start else None,
        now=(start, end) if start else None,
        timezone=zone,
        is_all_day=is_all_day,
        is_recurring=is_recurring,
        is_private=is_private,
        amount=amount,
        by_id=by_id,
        by_name=by_name,
        is_outside=is_outside,
        is_there=is_there,
    )
