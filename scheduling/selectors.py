from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduling.key_dates import next_on
from scheduling.mapping import event_of
from scheduling.models import INTERNAL, AttendeeNotice, KeyDate, Meeting

AHEAD = timedelta(days=21)
MOST = 8
# Written out, as it is on Today: the ORM composes it for longer than PostgreSQL answers.
AHEAD_OR_YEARLY = """
    SELECT id, executive_id, title, date, category, is_recurring FROM key_dates
    WHERE executive_id = ANY(%(executives)s) AND (is_recurring OR date >= %(since)s AND date < %(until)s)
"""


def key_dates_ahead(executive_ids: Iterable[UUID], today: date) -> list[tuple[KeyDate, date]]:
    """Key dates of the next three weeks with the day each is kept on, the nearest first."""
    bounds = {"executives": list(executive_ids), "since": today, "until": today + AHEAD}
    rows = KeyDate.objects.raw(AHEAD_OR_YEARLY, bounds)
    found = [(row, on) for row in rows if (on := next_on(row.date, today, is_yearly=row.is_recurring))]
    near = [(row, on) for row, on in found if on < today + AHEAD]
    return sorted(near, key=lambda each: (each[1], each[0].title))[:MOST]


def notices_about(meeting: Meeting) -> QuerySet[AttendeeNotice]:
    """Who has been told of this meeting, or of an instance of it, the latest first."""
    uid = event_of(meeting).uid
    rows = AttendeeNotice.objects.filter(executive=meeting.executive_id, ical_uid=uid)
    return rows.select_related("created_by").order_by("-created_at", "recipient")


def rows_by_uid(executive_id: UUID, uids: Iterable[str]) -> QuerySet[Meeting]:
    """What stands on a calendar of these series, masters and changed instances."""
    rows = Meeting.objects.filter(executive=executive_id, ical_uid__in=set(uids), deleted_at=None)
    return rows.exclude(ical_uid="")  # lets the index be used


def meetings_of(
    executive_ids: Iterable[UUID],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    status: str | None = None,
) -> QuerySet[Meeting]:
    """Rows that overlap [since, until): a series does as long as it lasts. Civil times count as UTC."""
    rows = Meeting.objects.filter(executive_id__in=list(executive_ids), deleted_at=None)
    if since is not None:
        once = Q(is_recurring=False) & (Q(end_time__gt=since) | Q(start_time__gte=since))
        series = Q(is_recurring=True) & (Q(series_end_at=None) | Q(series_end_at__gt=since))
        rows = rows.filter(once | series)
    if until is not None:
        rows = rows.filter(start_time__lt=until)
    if status is not None:
        rows = rows.filter(status=status)
    return rows.defer(*INTERNAL)
