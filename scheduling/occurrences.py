"""What is on calendars between two instants: rows read in one query, series expanded, civil times resolved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from scheduling.blocks import Block
from scheduling.models import INTERNAL, Meeting, MeetingStatus, MeetingType, Transparency
from scheduling.recurrence import Component, expand
from scheduling.timing import component_of

# A civil day lies up to 14 hours before or after the same day in UTC.
CIVIL_SLACK = timedelta(hours=26)
MOST = 20_000
NOT_SHOWN = ("description", *INTERNAL)
SHOWN = [str(field.column) for field in Meeting._meta.concrete_fields if field.name not in NOT_SHOWN]
# Written out: every page and every look at a calendar asks this, and the ORM spends longer on composing it than
# PostgreSQL on answering. An instance may have been moved to before its series begins or after it ends; and one
# override anywhere may take an instance away from here, so a master comes with all of its overrides.
ROWS_BETWEEN = f"""
    WITH rows AS NOT MATERIALIZED (
        SELECT * FROM meetings WHERE executive_id = ANY(%(executives)s) AND deleted_at IS NULL
    ), masters AS (
        SELECT id FROM rows
        WHERE recurrence_parent_id IS NULL AND status <> 'cancelled' AND start_time < %(until)s
          AND CASE WHEN is_recurring THEN coalesce(series_end_at, 'infinity') ELSE end_time END >= %(since)s
        UNION
        SELECT recurrence_parent_id FROM rows
        WHERE recurrence_parent_id IS NOT NULL AND start_time < %(until)s AND end_time >= %(since)s
    )
    SELECT {", ".join(SHOWN)} FROM rows JOIN masters USING (id)
    UNION ALL
    SELECT {", ".join(f"rows.{column}" for column in SHOWN)}
    FROM rows JOIN masters ON rows.recurrence_parent_id = masters.id
    ORDER BY start_time, id
"""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of a meeting: `meeting` is the row whose content it shows.

    `start` and `end` are instants (UTC), all-day and floating times taken in the executive's zone.
    `recurrence_id` names the instance within the series of `series_id`; None for a single event.
    """

    meeting: Meeting
    series_id: UUID
    recurrence_id: datetime | None
    start: datetime
    end: datetime

    @property
    def is_busy(self) -> bool:
        return (
            self.meeting.transparency == Transparency.OPAQUE
            and self.meeting.status != MeetingStatus.CANCELLED
        )

    def block(self) -> Block:
        return Block(
            meeting_id=str(self.series_id),
            recurrence_id=self.recurrence_id,
            start=self.start,
            end=self.end,
            title=self.meeting.public_title,
            is_hold=self.meeting.status == MeetingStatus.TENTATIVE,
            is_focus=self.meeting.meeting_type == MeetingType.FOCUS_TIME,
            is_all_day=self.meeting.is_all_day,
        )


def occurrences_between(
    executive_ids: Iterable[UUID],
    since: datetime,
    until: datetime,
    zones: Mapping[UUID, ZoneInfo],
    most: int = MOST,
) -> list[Occurrence]:
    """Everything that overlaps [since, until) on these calendars, in order; cancelled ones left out.

    `zones` gives each executive's zone, in which their all-day and floating events take place. It ends at
    `most`, so that a calendar of hostile density costs no more: who gets that many has not got all.
    """
    rows = _rows_between(executive_ids, since - CIVIL_SLACK, until + CIVIL_SLACK)
    overrides: dict[UUID, list[Meeting]] = defaultdict(list)
    for row in rows:
        if row.recurrence_parent_id:
            overrides[row.recurrence_parent_id].append(row)
    found: list[Occurrence] = []
    for row in rows:
        if len(found) >= most:
            break
        if not row.recurrence_parent_id:
            found += _of_master(row, overrides[row.pk], since, until, zones[_owner(row)])
    del found[most:]
    found.sort(key=lambda each: (each.start, each.end, str(each.series_id)))
    return found


def _owner(row: Meeting) -> UUID:
    """Whose calendar it is on; the rows are read by executive, so each has one."""
    return cast(UUID, row.executive_id)


def _rows_between(executive_ids: Iterable[UUID], since: datetime, until: datetime) -> list[Meeting]:
    """Masters that may take place in between, and all overrides of each, by start."""
    bounds = {"executives": list(executive_ids), "since": since, "until": until}
    return list(Meeting.objects.raw(ROWS_BETWEEN, bounds))


def _of_master(
    master: Meeting, overrides: Sequence[Meeting], since: datetime, until: datetime, zone: ZoneInfo
) -> list[Occurrence]:
    if not master.is_recurring and not overrides:
        start, end = _instants(master, master.start_time, master.end_time, zone)
        return (
            [Occurrence(master, master.pk, None, start, end)] if _overlaps(start, end, since, until) else []
        )
    rows = {row.pk: row for row in (master, *overrides)}
    found = []
    for instance in expand(
        component_of(master), _components(overrides), since - CIVIL_SLACK, until + CIVIL_SLACK
    ):
        row = rows[cast(UUID, instance.component_id)]
        start, end = _instants(row, instance.start, instance.end, zone)
        if _overlaps(start, end, since, until):
            found.append(Occurrence(row, master.pk, instance.recurrence_id, start, end))
    return found


def _components(meetings: Iterable[Meeting]) -> list[Component]:
    return [component_of(meeting) for meeting in meetings]


def _overlaps(start: datetime, end: datetime, since: datetime, until: datetime) -> bool:
    return start < until and (end > since or start == end == since)


def _instants(row: Meeting, start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if row.timezone and not row.is_all_day:
        return start, end
    return start.replace(tzinfo=zone).astimezone(UTC), end.replace(tzinfo=zone).astimezone(UTC)
