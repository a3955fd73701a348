"""Edits of one meeting here and on the calendar outside at once, as findings: what gave way, and putting it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ai_engine.detectors.texts import short_title
from ai_engine.findings import Finding, fingerprint
from integrations.services.clashes import OPEN_FOR, OpenClash
from integrations.sync.aspects import WHEN
from integrations.sync.merge import REPETITION, WHOLE, Point
from integrations.sync.series import Series
from scheduling.ical import CalendarEvent
from scheduling.moments import write_moment

KIND = "edited_twice"
LONGEST_VALUE = 80
NAMES = {
    "title": "title",
    "description": "description",
    "location": "place",
    "url": "video link",
    "status": "status",
    "transparency": "free or busy",
    "visibility": "privacy",
    "priority": "priority",
    "category": "category",
    WHEN: "time",
    REPETITION: "times",
    "attendee": "answer",
    "excluded": "dates left out",
}
QUOTED = ("title", "location", "category")


def clash_findings(owner: UUID, clashes: list[OpenClash]) -> list[Finding]:
    return [_finding(owner, clash) for clash in clashes]


def _finding(owner: UUID, clash: OpenClash) -> Finding:
    event = _shown(clash)
    title = short_title(_title(clash, event))
    start = event.timing.start
    return Finding(
        kind=KIND,
        priority="high",
        title=f"“{title}” was changed here and in its calendar at once",
        description="changed on both sides",
        reasoning=_reasoning(clash),
        confidence=None,
        evidence=[_evidence(clash.meeting_id, event, _title(clash, event))] if clash.meeting_id else [],
        actions=[_restore(clash, event)],
        meeting_id=clash.meeting_id,
        happens_at=max(start, clash.since),
        valid_until=clash.since + OPEN_FOR,
        fingerprint=fingerprint(owner, KIND, clash.id),
    )


def _shown(clash: OpenClash) -> CalendarEvent:
    """The event as it stands; where it is gone, as it was."""
    series = clash.present or clash.ours
    if series is None:
        raise ValueError("Nothing on either side is no clash.")
    instance = clash.points[0].instance
    return series.events.get(instance) or series.events.get(None) or next(iter(series.events.values()))


def _is_private(clash: OpenClash) -> bool:
    """On either side: whoever may only read this calendar reads insights too, and no more of it there."""
    sides = [side for side in (clash.ours, clash.present) if side is not None]
    return any(event.visibility != "public" for side in sides for event in side.events.values())


def _title(clash: OpenClash, event: CalendarEvent) -> str:
    return _("Private event") if _is_private(clash) else event.title


def _reasoning(clash: OpenClash) -> str:
    if clash.ours is None:
        return "It was deleted here and changed there. It stays."
    if clash.present is None:
        return "It was changed here and deleted there. It is gone."
    return " ".join(
        ["The calendar’s version stands.", *dict.fromkeys(_difference(clash, p) for p in clash.points)]
    )


def _difference(clash: OpenClash, point: Point) -> str:
    aspect = point.name if isinstance(point.name, str) else point.name[0]
    if aspect == WHOLE:
        return "An instance of the series was removed on one side and changed on the other."
    ours, present = (_value(side, point) for side in (clash.ours, clash.present))
    if aspect in QUOTED and not _is_private(clash):
        return f"Its {NAMES[aspect]} here was {ours}, there {present}."
    return f"Both sides had changed its {NAMES[aspect]}."


def _value(series: Series | None, point: Point) -> str:
    event = series.events.get(point.instance) if series is not None else None
    value = getattr(event, str(point.name), "")
    if not value:
        return "none"
    return f"“{value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1].rstrip() + '…'}”"


def _evidence(meeting_id: UUID, event: CalendarEvent, title: str) -> dict[str, Any]:
    timing = event.timing
    return {
        "entity_type": "meeting",
        "entity_id": str(meeting_id),
        "label": title[:500],
        "recurrence_id": write_moment(timing.recurrence_id) if timing.recurrence_id else None,
        "starts_at": write_moment(timing.start),
        "ends_at": write_moment(timing.end),
    }


def _restore(clash: OpenClash, event: CalendarEvent) -> dict[str, Any]:
    payload: dict[str, Any] = {"clash_id": str(clash.id), "title": _title(clash, event)}
    own = clash.ours.events.get(clash.points[0].instance) if clash.ours is not None else None
    if own is not None and any(point.name in (WHEN, REPETITION) for point in clash.points):
        payload |= _span("", own.timing.start, own.timing.end)
        payload |= _span("from_", event.timing.start, event.timing.end)
    return {"action_type": "restore", "label": "Restore your version", "payload": payload}


def _span(prefix: str, start: datetime, end: datetime) -> dict[str, str]:
    return {f"{prefix}start": write_moment(start), f"{prefix}end": write_moment(end)}
