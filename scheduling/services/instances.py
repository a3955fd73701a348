"""One occurrence of a meeting on a calendar: found as it is now, and given a row of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from executives.models import ExecutiveProfile
from orgs.models import User
from orgs.zones import zone_or_utc
from scheduling.models import Meeting
from scheduling.occurrences import Occurrence, occurrences_between

OF_ITS_ROW = {"id", "created_at", "updated_at", "org", "created_by", "recurrence_parent"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence's place in time, as instants in UTC."""

    start: datetime
    end: datetime


def lock_calendars(executive_ids: Iterable[UUID]) -> dict[UUID, ExecutiveProfile]:
    """Lock calendars, in one order, so that two people booking the same time wait for each other."""
    rows = ExecutiveProfile.objects.select_for_update().filter(pk__in=set(executive_ids)).order_by("pk")
    return {executive.pk: executive for executive in rows}


def find_occurrence(
    executive: ExecutiveProfile, master: Meeting, recurrence_id: datetime | None, near: Slot
) -> Occurrence | None:
    """The occurrence as it is now, looked for within a month of where it was seen."""
    reach = timedelta(days=31)
    nearby = occurrences_between(
        [executive.pk], near.start - reach, near.end + reach, {executive.pk: zone_or_utc(executive.timezone)}
    )
    return next((o for o in nearby if o.series_id == master.pk and o.recurrence_id == recurrence_id), None)


def slot_of(occurrence: Occurrence, executive: ExecutiveProfile) -> Slot:
    """Its times as a row of its own holds them: of a civil event the executive's clock, labelled UTC."""
    row = occurrence.meeting
    if is_own_row(occurrence):
        return Slot(row.start_time, row.end_time)
    if row.timezone and not row.is_all_day:
        return Slot(occurrence.start, occurrence.end)
    zone = zone_or_utc(executive.timezone)
    start, end = occurrence.start.astimezone(zone), occurrence.end.astimezone(zone)
    return Slot(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))


def is_own_row(occurrence: Occurrence) -> bool:
    """Whether the row stands for this occurrence alone."""
    row = occurrence.meeting
    return occurrence.recurrence_id is None or (
        row.recurrence_id == occurrence.recurrence_id and not row.range_this_and_future
    )


def own_row(occurrence: Occurrence, to: Slot, by: User | None, **columns: Any) -> Meeting:
    """A row of its own for one instance, with the content that the instance shows."""
    shown = Meeting.objects.get(pk=occurrence.meeting.pk)
    content = _content_of(shown) | {
        "org_id": shown.org_id,
        "created_by_id": by.pk if by is not None else None,
        "recurrence_parent_id": occurrence.series_id,
        "recurrence_id": occurrence.recurrence_id,
        "range_this_and_future": False,
        "is_recurring": False,
        "recurrence_rule": "",
        "excluded_dates": [],
        "extra_dates": [],
        "series_end_at": None,
        "sequence": shown.sequence + 1,
        "start_time": to.start,
        "end_time": to.end,
        **columns,
    }
    return Meeting.objects.create(**content)


def _content_of(row: Meeting) -> dict[str, Any]:
    fields = [each for each in Meeting._meta.local_fields if each.name not in OF_ITS_ROW]
    return {each.attname: getattr(row, each.attname) for each in fields}
