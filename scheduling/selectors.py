from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from scheduling.key_dates import next_on
from scheduling.models import KeyDate

AHEAD = timedelta(days=21)
MOST = 8


def key_dates_ahead(executive_ids: Iterable[UUID], today: date) -> list[tuple[KeyDate, date]]:
    """Key dates of the next three weeks with the day each is kept on, the nearest first."""
    rows = KeyDate.objects.filter(
        Q(is_recurring=True) | Q(date__gte=today, date__lt=today + AHEAD),
        executive_id__in=list(executive_ids),
    )
    found = [(row, on) for row in rows if (on := next_on(row.date, today, is_yearly=row.is_recurring))]
    near = [(row, on) for row, on in found if on < today + AHEAD]
    return sorted(near, key=lambda each: (each[1], each[0].title))[:MOST]
