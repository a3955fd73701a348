"""What a feed holds: the rows, and the state they are in, found without reading them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from scheduling.feed_events import FEED_UID
from scheduling.models import INTERNAL, CalendarFeed, Meeting, MeetingStatus


@dataclass(frozen=True, slots=True)
class State:
    """`etag` changes with whatever the feed's bytes depend on; `changed_at` is the last moment that it did."""

    etag: str
    changed_at: datetime


def feed_rows(feed: CalendarFeed, now: datetime) -> QuerySet[Meeting]:
    """By series, masters first: each that touches the feed's days is whole, with all its changed instances.

    What came from a feed, of anybody's, is left out: it goes one way, and never round.
    """
    since, until = _window(feed, now)
    touches = Q(start_time__lt=until) & (
        Q(is_recurring=False, end_time__gte=since)
        | Q(is_recurring=True) & (Q(series_end_at=None) | Q(series_end_at__gte=since))
    )
    rows = Meeting.objects.filter(executive=feed.executive_id, deleted_at=None)
    rows = rows.exclude(ical_uid__endswith=FEED_UID)
    rows = rows.exclude(status=MeetingStatus.CANCELLED, recurrence_id=None)
    series = Coalesce("recurrence_parent_id", "id")
    rows = rows.alias(series=series)
    return (
        rows.filter(series__in=rows.filter(touches).annotate(of=series).values("of"))
        .defer(*INTERNAL)
        .order_by(series, F("recurrence_id").asc(nulls_first=True), "id")
    )


def state_of(feed: CalendarFeed, now: datetime) -> State:
    """A hash over all rows, not their latest change alone: what was begun earlier may be committed later."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), bit_xor(hashtextextended(id::text || updated_at::text, 0)), max(updated_at)
            FROM meetings WHERE executive_id = %s
            """,
            [feed.executive_id],
        )
        count, mark, latest = cursor.fetchone()
    midnight, _until = _window(feed, now, days_back=0)
    told = (
        feed.pk,
        feed.level,
        feed.days_back,
        feed.days_ahead,
        feed.executive.full_name,
        midnight,
        count,
        mark,
    )
    etag = hashlib.sha256(repr(tuple(map(str, told))).encode()).hexdigest()
    return State(f'"{etag[:40]}"', max(filter(None, [midnight, latest, feed.changed_at])))


def _window(feed: CalendarFeed, now: datetime, days_back: int | None = None) -> tuple[datetime, datetime]:
    """Whole days of UTC, so that a feed is the same all day."""
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    back = feed.days_back if days_back is None else days_back
    return today - timedelta(days=back), today + timedelta(days=feed.days_ahead + 1)
