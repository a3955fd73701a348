"""An iCalendar stream into one executive's calendar: all of it, or nothing; the same again changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, BinaryIO

from django.db import transaction

from executives.models import ExecutiveProfile
from jenifer.principal import on_behalf_of
from orgs.models import User
from scheduling.ical import CalendarEvent, Refusal, read_calendar
from scheduling.mapping import columns_of
from scheduling.models import Meeting
from scheduling.moments import write_moment
from scheduling.services.series import Key, apply_columns, extend_series, join_overrides, rows_of
from scheduling.signals import calendar_changed

BATCH = 500
LINES_OF_EACH_OUTCOME = 1_000


@dataclass(slots=True)
class ImportReport:
    """How many events became what, and the first of each with their lines."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self, outcome: str, item: CalendarEvent | Refusal, reason: str = "") -> None:
        count = getattr(self, outcome) + 1
        setattr(self, outcome, count)
        if count <= LINES_OF_EACH_OUTCOME:
            self.lines.append(_line(outcome, item, reason))


def _line(outcome: str, item: CalendarEvent | Refusal, reason: str) -> dict[str, Any]:
    line = {"line": item.line, "outcome": outcome, "uid": item.uid[:1000]}
    if isinstance(item, Refusal):
        return line | {"reason": item.reason[:1000]}
    timing = item.timing
    starts_at = write_moment(timing.start, is_civil=timing.is_all_day or not timing.zone)
    return line | {"title": item.title, "starts_at": starts_at} | ({"reason": reason} if reason else {})


@transaction.atomic
def import_events(
    *,
    by: User | None,
    executive: ExecutiveProfile,
    stream: BinaryIO,
    note_progress: Callable[[], None] | None = None,
) -> ImportReport:
    """Take every event that is sound; report each that is not, with its line.

    An event is known by UID and RECURRENCE-ID; one of a lower SEQUENCE than ours is older and changes nothing.
    The caller has checked that `by` may write this calendar.
    """
    report = ImportReport()
    with on_behalf_of(executive.pk):
        for items in batched(read_calendar(stream), BATCH, strict=False):
            _take(by, executive, items, report)
            if note_progress is not None:
                note_progress()
        if report.created or report.changed:
            join_overrides(executive)
            extend_series(executive)
            calendar_changed.send(Meeting, executive_ids=[executive.pk])
    return report


def _take(
    by: User | None,
    executive: ExecutiveProfile,
    items: Iterable[CalendarEvent | Refusal],
    report: ImportReport,
) -> None:
    events = dict(_newest(items, report))
    known = rows_of(executive, (event.uid for event in events.values()))
    new, changed = [], []
    for key, event in events.items():
        columns, row = columns_of(event), known.get(key)
        if row is None:
            new.append(Meeting(org_id=executive.org_id, executive=executive, created_by=by, **columns))
            report.add("created", event)
        elif event.sequence < row.sequence or not apply_columns(row, columns):
            report.add("unchanged", event)
        else:
            changed.append(row)
            report.add("changed", event)
    Meeting.objects.bulk_create(new)
    if changed:
        Meeting.objects.bulk_update(changed, [*columns_of(next(iter(events.values())))])


def _newest(
    items: Iterable[CalendarEvent | Refusal], report: ImportReport
) -> Iterator[tuple[Key, CalendarEvent]]:
    """One event for each key; of several the one of the highest SEQUENCE, of equals the last."""
    found: dict[Key, CalendarEvent] = {}
    for item in items:
        if isinstance(item, Refusal):
            report.add("refused", item)
            continue
        key = (item.uid, item.timing.recurrence_id)
        other = found.get(key)
        older, newer = (item, other) if other and other.sequence > item.sequence else (other, item)
        if older is not None:
            report.add("unchanged", older, "Another version of the same event is in the file.")
        found[key] = newer
    yield from found.items()
