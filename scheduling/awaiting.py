"""Meetings of executives to which somebody else invited them, and which wait for an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from executives.models import ExecutiveProfile
from scheduling.models import Meeting
from scheduling.occurrences import SHOWN
from scheduling.recurrence import expand
from scheduling.timing import component_of

MOST = 50
# How far ahead the next time of a series is looked for: a month first, as most are weekly.
NEAR, FAR = timedelta(days=35), timedelta(days=400)
# Written out, as it is on Today: the ORM composes it for longer than PostgreSQL answers. Of a series that waits as a
# whole its instances say nothing besides, and of instances that wait alone the first one speaks.
UNANSWERED = f"""
    WITH waiting AS (
        SELECT m.* FROM meetings m JOIN executive_profiles e ON e.id = m.executive_id
        WHERE m.executive_id = ANY(%(executives)s) AND m.deleted_at IS NULL AND m.status <> 'cancelled'
          AND m.attendees @> '[{{"status": "needs_action"}}]'
          AND CASE WHEN m.is_recurring THEN coalesce(m.series_end_at, 'infinity') ELSE m.start_time END > %(now)s
          AND EXISTS (SELECT FROM jsonb_array_elements(m.attendees) a
                      WHERE lower(a ->> 'email') = lower(e.email) AND a ->> 'status' = 'needs_action'
                        AND NOT coalesce((a ->> 'is_organizer')::boolean, false))
          AND EXISTS (SELECT FROM jsonb_array_elements(m.attendees) a
                      WHERE lower(a ->> 'email') <> lower(e.email) AND (a ->> 'is_organizer')::boolean)
    )
    SELECT {", ".join(SHOWN)} FROM (
        SELECT DISTINCT ON (coalesce(w.recurrence_parent_id, w.id)) w.* FROM waiting w
        ORDER BY coalesce(w.recurrence_parent_id, w.id), w.recurrence_id NULLS FIRST
    ) once ORDER BY is_recurring, start_time, id LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`start` and `end` are the next time it takes place; `recurrence_id` is given for one instance alone."""

    meeting: Meeting
    series_id: UUID
    recurrence_id: datetime | None
    start: datetime
    end: datetime

    @property
    def organizer(self) -> dict[str, Any]:
        return cast(dict[str, Any], self.meeting.organizer)


def awaiting_answer(executive_ids: Iterable[UUID], now: datetime) -> list[Invitation]:
    """The soonest first, each series once; read in one statement."""
    rows = Meeting.objects.raw(UNANSWERED, {"executives": list(executive_ids), "now": now})
    found = [invitation for row in rows if (invitation := _invitation(row, now)) is not None]
    return sorted(found, key=lambda each: (each.start, str(each.series_id)))


def own_attendee(meeting: Meeting, executive: ExecutiveProfile) -> Mapping[str, Any] | None:
    """What the meeting says of its executive as one who is invited; None of who organizes it, or is not invited."""
    if not executive.email or meeting.organizer is None or meeting.is_organized_by(executive.email):
        return None
    own = executive.email.lower()
    return next((each for each in meeting.attendees if each["email"].lower() == own), None)


def _invitation(row: Meeting, now: datetime) -> Invitation | None:
    series_id = row.recurrence_parent_id or row.pk
    span = _next(row, now) if row.is_recurring else (row.start_time, row.end_time)
    return span and Invitation(row, series_id, row.recurrence_id, *span)


def _next(series: Meeting, now: datetime) -> tuple[datetime, datetime] | None:
    component = component_of(series)
    for reach in (NEAR, FAR):
        since = max(now, series.start_time)
        coming = (each for each in expand(component, (), since, since + reach) if each.start >= now)
        if (found := next(coming, None)) is not None:
            return found.start, found.end
    return None
