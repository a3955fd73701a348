"""One executive's day as a column of the grid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.shapes import SCHEDULING_DEFAULT
from jenifer.desk.grid import ROW, Window, places, rows
from jenifer.faces import initials
from orgs.formats import Formats
from orgs.zones import city, zone_or_utc
from scheduling.addresses import meeting_url
from scheduling.intervals import subtract
from scheduling.models import MeetingStatus, MeetingType, Transparency
from scheduling.moments import write_moment
from scheduling.occurrences import Occurrence

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
    window: Window,
    formats: Formats,
    now: datetime,
    shows_private: bool,
) -> Column:
    """`reasons` says what is wrong with an occurrence, by (series id, instance)."""
    zone = zone_or_utc(executive.timezone)
    all_day, timed = [], []
    for occurrence in occurrences:
        event = _event(occurrence, reasons, formats, now, shows_private)
        span = rows(occurrence.start, occurrence.end, window.opens, window.closes)
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
        off=_off(executive, zone, window),
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
    shows_private: bool,
) -> Event:
    meeting = occurrence.meeting
    is_hidden = meeting.is_private and not shows_private
    instance = write_moment(occurrence.recurrence_id) if occurrence.recurrence_id else None
    return Event(
        id=meeting.pk,
        url=meeting_url(occurrence.series_id, occurrence.recurrence_id),
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
    if meeting.is_private:
        return "private"
    if meeting.transparency == Transparency.TRANSPARENT:
        return "travel"
    return KINDS.get(MeetingType(meeting.meeting_type), "meeting")


def _off(executive: ExecutiveProfile, zone: ZoneInfo, window: Window) -> list[tuple[int, int]]:
    """What of the grid lies outside the executive's working hours, by their clock, as rows and spans."""
    hours = (SCHEDULING_DEFAULT | executive.scheduling_preferences)["working_hours"]
    # The viewer's day may touch the day before or after of the executive's.
    days = [window.day + timedelta(days=number) for number in (-1, 0, 1)]
    working = [(_at(day, hours["start"], zone), _at(day, hours["end"], zone)) for day in days]
    off = subtract([(window.opens, window.closes)], working)
    return [((since - window.opens) // ROW, (until - since) // ROW) for since, until in off]


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
