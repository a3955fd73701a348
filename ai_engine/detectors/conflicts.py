"""Conflicts of one executive's calendar as findings: sentences, evidence and what can be done. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ai_engine.detectors import texts
from ai_engine.findings import Finding, fingerprint
from scheduling.blocks import Block, BlockKey
from scheduling.conflicts import Conflict, ConflictKind, find_conflicts
from scheduling.fixes import Fix, suggest_fixes
from scheduling.moments import write_moment
from scheduling.slots import Calendar

URGENT_WITHIN = timedelta(hours=3)
PRIORITY = {
    ConflictKind.OVERLAP: "high",
    ConflictKind.NO_BUFFER: "low",
    ConflictKind.OUTSIDE_HOURS: "medium",
    ConflictKind.FOCUS_TIME: "medium",
    ConflictKind.AVOIDED_DAY: "medium",
    ConflictKind.OVER_MAXIMUM: "medium",
}
CERTAIN, LIKELY, A_HOLD_ONLY = Decimal("0.98"), Decimal("0.90"), Decimal("0.60")


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known when one executive's calendar is looked through.

    `calendars` holds the owner's and those of the attendees that we know, by executive id; `attendees`
    the people of each meeting; `organizers` whom to ask where the meeting is not the owner's to move.
    """

    owner: UUID
    name: str
    zone: ZoneInfo
    clock: texts.Clock
    calendars: Mapping[str, Calendar]
    attendees: Mapping[BlockKey, Collection[str]]
    organizers: Mapping[BlockKey, dict[str, str]]

    @property
    def calendar(self) -> Calendar:
        return self.calendars[str(self.owner)]

    def is_ours(self, block: Block) -> bool:
        return block.key not in self.organizers


def detect(desk: Desk, now: datetime, most: int = 200) -> list[Finding]:
    """The conflicts that are not over yet, the soonest first, at most `most`."""
    found = find_conflicts(desk.calendar.blocks, desk.calendar.rules)
    ahead = sorted((each for each in found if each.end > now), key=attrgetter("start"))
    return [_finding(desk, conflict, now) for conflict in ahead[:most]]


def _finding(desk: Desk, conflict: Conflict, now: datetime) -> Finding:
    actions = _actions(desk, conflict, now)
    return Finding(
        kind=conflict.kind,
        priority=_priority(conflict, now),
        title=texts.title(conflict, desk.name),
        description=texts.short(conflict),
        reasoning=texts.reasoning(conflict, desk.calendar.rules, desk.clock, has_fix=bool(actions)),
        confidence=_confidence(conflict),
        evidence=[_evidence(block) for block in conflict.blocks[:50]],
        actions=actions,
        meeting_id=UUID(conflict.blocks[-1].meeting_id),
        happens_at=conflict.start,
        valid_until=max(conflict.end, conflict.blocks[-1].end),
        fingerprint=fingerprint(
            desk.owner,
            conflict.kind,
            texts.rule_in_question(conflict, desk.calendar.rules),
            among=[(block.key, block.start, block.end) for block in conflict.blocks],
        ),
    )


def _priority(conflict: Conflict, now: datetime) -> str:
    if any(block.is_hold for block in conflict.blocks):
        return "low"
    if any(block.is_all_day for block in conflict.blocks):
        return "medium"
    is_near = conflict.kind is ConflictKind.OVERLAP and conflict.start - now < URGENT_WITHIN
    return "urgent" if is_near else PRIORITY[conflict.kind]


def _confidence(conflict: Conflict) -> Decimal:
    if any(block.is_hold for block in conflict.blocks):
        return A_HOLD_ONLY
    return CERTAIN if conflict.kind is ConflictKind.OVERLAP else LIKELY


def _actions(desk: Desk, conflict: Conflict, now: datetime) -> list[dict[str, Any]]:
    """Moves of what is ours; where nothing is, a proposal to the organizer."""
    ours = _fixes(desk, conflict, now, desk.is_ours)
    if ours:
        return [_reschedule(desk, fix) for fix in ours]
    theirs = _fixes(desk, conflict, now, lambda block: not desk.is_ours(block))
    return [_proposal(desk, fix) for fix in theirs[:1]]


def _fixes(desk: Desk, conflict: Conflict, now: datetime, is_movable: Callable[[Block], bool]) -> list[Fix]:
    return suggest_fixes(
        conflict,
        owner=str(desk.owner),
        calendars=desk.calendars,
        attendees=desk.attendees,
        is_movable=is_movable,
        now=now,
    )


def _reschedule(desk: Desk, fix: Fix) -> dict[str, Any]:
    label = f"Move {fix.block.title[:150]}"
    return {"action_type": "reschedule", "label": label, "payload": _payload(desk, fix)}


def _proposal(desk: Desk, fix: Fix) -> dict[str, Any]:
    organizer = desk.organizers[fix.block.key]
    payload = _payload(desk, fix) | {
        "organizer": organizer,
        "draft": texts.draft(fix, desk.name, organizer["name"], desk.zone, desk.clock),
    }
    return {
        "action_type": "propose_time",
        "label": f"Propose a new time for {fix.block.title[:150]}",
        "payload": payload,
    }


def _payload(desk: Desk, fix: Fix) -> dict[str, Any]:
    known = {str(desk.owner), *desk.attendees.get(fix.block.key, ())} & desk.calendars.keys()
    return {
        "meeting_id": fix.block.meeting_id,
        "recurrence_id": write_moment(fix.block.recurrence_id) if fix.block.recurrence_id else None,
        "title": fix.block.title,
        "from_start": write_moment(fix.block.start),
        "from_end": write_moment(fix.block.end),
        "start": write_moment(fix.start),
        "end": write_moment(fix.end),
        "executive_ids": sorted(known - {str(desk.owner)}),
        "people": fix.people_free,
        "people_unknown": fix.people_unknown,
    }


def _evidence(block: Block) -> dict[str, Any]:
    return {
        "entity_type": "meeting",
        "entity_id": block.meeting_id,
        "label": block.title[:500],
        "recurrence_id": write_moment(block.recurrence_id) if block.recurrence_id else None,
        "starts_at": write_moment(block.start),
        "ends_at": write_moment(block.end),
    }
