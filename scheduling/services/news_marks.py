"""Up to where a person knows the news of calendars; on every device the same."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from orgs.models import User
from scheduling.models import NewsMark
from scheduling.news_reading import PAUSE

# A page drawn again at once is not worth a write.
SHOWN_FOR = timedelta(minutes=5)
NOTE_SHOWN = """
    INSERT INTO news_marks AS known (id, user_id, since, shown_at) VALUES (%(user)s, %(user)s, %(now)s, %(now)s)
    ON CONFLICT (id) DO UPDATE
    SET since = CASE WHEN known.shown_at <= excluded.shown_at - %(pause)s THEN known.shown_at ELSE known.since END,
        shown_at = excluded.shown_at
    WHERE known.shown_at < excluded.shown_at
"""


def note_shown(*, by: User, now: datetime) -> None:
    """Today was on their screen. After a pause of an hour or more the time before it is when they left."""
    values: dict[str, Any] = {"user": by.pk, "now": now, "pause": PAUSE}
    with connection.cursor() as cursor:
        cursor.execute(NOTE_SHOWN, values)


@transaction.atomic
def mark_seen(*, by: User, until: datetime, now: datetime) -> datetime:
    """What had changed by `until` is known to them. Returns since when it was news, for `mark_unseen`."""
    mark = NewsMark.objects.select_for_update().filter(pk=by.pk).first()
    if mark is None:
        NewsMark.objects.create(pk=by.pk, user=by, since=min(until, now), shown_at=now)
        return min(until, now)
    before = mark.shown_at if mark.shown_at <= now - PAUSE else mark.since
    mark.since, mark.shown_at = max(before, min(until, now)), now
    mark.save(update_fields=["since", "shown_at"])
    return before


def mark_unseen(*, by: User, since: datetime, now: datetime) -> None:
    """Back to the news since then."""
    NewsMark.objects.filter(pk=by.pk).update(since=min(since, now), shown_at=now)
