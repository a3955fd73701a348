"""One executive's day as a column of the grid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from jenifer.desk.grid import places, rows
from jenifer.faces import initials
from orgs.formats import Formats
from orgs.zones import city, zone_or_utc
from scheduling.models import MeetingStatus, MeetingType, Transparency, Visibility
from scheduling.occurrences import Occurrence
from scheduling.timing import write_moment

KINDS = {MeetingType.FOCUS_TIME: "focus", MeetingType.TRAVEL: "travel"}


@dataclass(slots=True)
class Event:
    """An occurrence on the grid; without a span it belongs to the row of all-day events."""

    id: UUID
    url: str
    title: str
    kind: str
    begins: str
    ends: str
    where: str
    conflict: str
    is_past: bool
    row: int = 0
    span: int = 0
    lane: int = 1
    lanes: int = 1


@dataclass(slots=True)
class Column:
    id: UUID
    name: str
    initials: str
    hue: int
    url: str
    local_time: str
    zone: str
    zone_label: str
    conflict_count: int
    all_day: list[Event] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    off: list[tuple[int, int]] = field(default_factory=list)


def column(
    executive: ExecutiveProfile,
    occurrences: Iterable[Occurrence],
    reasons: Mapping[tuple[str, str | None], str],
    *,
    opens: datetime,
    closes: datetime,
    day: date,
    formats: Formats,
    now: datetime,
    is_open: bool,
) -> Column:
    """`reasons` says what is wrong with an occurrence, by (series id, instance); `is_open` shows private ones."""
    zone = zone_or_utc(executive.timezone)
    all_day, timed = [], []
    for occurrence in occurrences:
        event = _event(occurrence, reasons, formats, now, is_open)
        span = rows(occurrence.start, occurrence.end, opens, closes)
        if occurrence.meeting.is_all_day:
            all_day.append(event)
        elif span is not None:
            timed.append((span, event))
    events = _placed(timed)
    return Column(
        id=executive.pk,
        name=executive.full_name,
        initials=initials(executive.full_name),
        hue=executive.hue,
        url=reverse("executive", args=[executive.pk]),
        local_time=formats.in_zone(zone).time(now),
        zone=executive.timezone,
        zone_label=city(zone.key),
        conflict_count=sum(1 for event in (*all_day, *events) if event.conflict),
        all_day=all_day,
        events=events,
        off=_off(executive, zone, day, opens, closes),
    )


def _placed(timed: list[tuple[tuple[int, int], Event]]) -> list[Event]:
    timed.sort(key=lambda each: each[0][0])
    for (_span, event), place in zip(timed, places([span for span, _event in timed]), strict=True):
        event.row, event.span, event.lane, event.lanes = place.row, place.span, place.lane, place.lanes
    return [event for _span, event in timed]


def _event(
    occurrence: Occurrence,
    reasons: Mapping[tuple[str, str | None], str],
    formats: Formats,
    now: datetime,
    is_open: bool,
) -> Event:
    meeting = occurrence.meeting
    is_hidden = meeting.visibility != Visibility.PUBLIC and not is_open
    instance = write_moment(occurrence.recurrence_id) if occurrence.recurrence_id else None
    url = reverse("meeting", args=[occurrence.series_id])
    return Event(
        id=meeting.pk,
        url=f"{url}?{urlencode({'instance': instance})}" if instance else url,
        title=_("Busy") if is_hidden else meeting.title,
        kind=_kind(occurrence),
        begins=formats.time(occurrence.start),
        ends=formats.time(occurrence.end),
        where="" if is_hidden else meeting.location or (_("Video") if meeting.video_conference_url else ""),
        conflict=reasons.get((str(occurrence.series_id), instance), ""),
        is_past=occurrence.end <= now,
    )


def _kind(occurrence: Occurrence) -> str:
    meeting = occurrence.meeting
    if meeting.status == MeetingStatus.TENTATIVE:
        return "hold"
    if meeting.visibility != Visibility.PUBLIC:
        return "private"
    if meeting.transparency == Transparency.TRANSPARENT:
        return "travel"
    return KINDS.get(MeetingType(meeting.meeting_type), "meeting")


def _off(
    executive: ExecutiveProfile, zone: ZoneInfo, day: date, opens: datetime, closes: datetime
) -> list[tuple[int, int]]:
    """What of the grid lies outside the executive's working hours, by their clock."""
    hours = executive.scheduling_preferences.get("working_hours") or {"start": "09:00", "end": "18:00"}
    busy: list[tuple[datetime, datetime]] = []
    # The viewer's day may touch the day before or after of the executive's.
    for each in (day - timedelta(days=1), day, day + timedelta(days=1)):
        starts = datetime.combine(each, time.fromisoformat(hours["start"]), zone).astimezone(UTC)
        ends = datetime.combine(each, time.fromisoformat(hours["end"]), zone).astimezone(UTC)
        busy.append((starts, ends))
    free, at = [], opens
    for starts, ends in busy:
        if starts > at:
            free.append((at, min(starts, closes)))
        at = max(at, ends)
    free.append((at, closes))
    five = timedelta(minutes=5)
    return [((a - opens) // five, (b - a) // five) for a, b in free if a < b]
