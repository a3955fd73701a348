"""The rows of series on one executive's calendar, found and stored by UID."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from executives.models import ExecutiveProfile
from orgs.models import User
from scheduling.ical import CalendarEvent
from scheduling.mapping import columns_of
from scheduling.models import Meeting
from scheduling.recurrence import series_end
from scheduling.selectors import rows_by_uid
from scheduling.signals import calendar_changed
from scheduling.timing import component_of

type Key = tuple[str, datetime | None]
"""UID and RECURRENCE-ID."""


def rows_of(executive: ExecutiveProfile, uids: Iterable[str]) -> dict[Key, Meeting]:
    return {(row.ical_uid, row.recurrence_id): row for row in rows_by_uid(executive.pk, uids)}


def store_series(
    *,
    by: User | None,
    executive: ExecutiveProfile,
    series: Mapping[str, Sequence[CalendarEvent]],
    origin: Mapping[str, Mapping[str, Any]],
) -> bool:
    """Make the rows say what these events say, all of each UID; with no events a series is gone.

    `origin` adds columns to the rows of a UID: where it came from. Returns whether anything was different. The
    caller holds a transaction and has checked that `by` may write this calendar.
    """
    known = rows_of(executive, series)
    new: list[Meeting] = []
    changed: list[Meeting] = []
    names: set[str] = set()
    for uid, events in series.items():
        for event in events:
            columns = {**columns_of(event), **origin.get(uid, {})}
            names |= columns.keys()
            row = known.pop((uid, event.timing.recurrence_id), None)
            if row is None:
                new.append(Meeting(org_id=executive.org_id, executive=executive, created_by=by, **columns))
            elif apply_columns(row, columns):
                changed.append(row)
    if not (new or changed or known):
        return False
    _write(new, changed, names)
    Meeting.objects.filter(pk__in=[row.pk for row in known.values()]).update(deleted_at=timezone.now())
    join_overrides(executive, list(series))
    extend_series(executive, list(series))
    calendar_changed.send(Meeting, executive_ids=[executive.pk])
    return True


def _write(new: Sequence[Meeting], changed: Sequence[Meeting], names: Iterable[str]) -> None:
    now = timezone.now()
    for row in (*new, *changed):
        row.last_synced_at = now
    Meeting.objects.bulk_create(new)
    if changed:
        Meeting.objects.bulk_update(changed, [*sorted(names), "last_synced_at"])


def apply_columns(row: Meeting, columns: Mapping[str, Any]) -> bool:
    """Set what is different; whether anything was. The end of a series follows from it and its overrides."""
    is_different = any(
        getattr(row, name) != value for name, value in columns.items() if name != "series_end_at"
    )
    if is_different:
        for name, value in columns.items():
            setattr(row, name, value)
    return is_different


def join_overrides(executive: ExecutiveProfile, uids: list[str] | None = None) -> None:
    """Give each override its master: it may have come before it. Of these UIDs, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE meetings AS override SET recurrence_parent_id = master.id
            FROM meetings AS master
            WHERE override.executive_id = %(executive)s AND override.recurrence_id IS NOT NULL
              AND override.recurrence_parent_id IS NULL AND override.deleted_at IS NULL
              AND master.executive_id = %(executive)s AND master.recurrence_id IS NULL
              AND master.deleted_at IS NULL AND master.ical_uid = override.ical_uid AND override.ical_uid <> ''
              AND (%(uids)s::text[] IS NULL OR override.ical_uid = ANY(%(uids)s))
            """,
            {"executive": executive.pk, "uids": uids},
        )


def extend_series(executive: ExecutiveProfile, uids: list[str] | None = None) -> None:
    """A change of *this and following* instances may move or lengthen what is left of a series."""
    following = Meeting.objects.filter(executive=executive, range_this_and_future=True)
    if uids is not None:
        following = following.filter(ical_uid__in=uids).exclude(ical_uid="")
    # Few have any: asked for by themselves, they are not looked for once a master.
    ids = set(following.values_list("recurrence_parent_id", flat=True)) - {None}
    for master in Meeting.objects.filter(pk__in=ids).prefetch_related("overrides") if ids else ():
        overrides = [component_of(override) for override in master.overrides.all()]
        master.series_end_at = series_end(component_of(master), overrides)
        master.save(update_fields=["series_end_at"])
