"""Looking through one executive's calendar, and keeping its insights true."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from ai_engine.detectors.clashes import clash_findings
from ai_engine.detectors.conflicts import Desk, detect
from ai_engine.findings import Finding
from ai_engine.models import AIInsight, Examination, InsightStatus, InsightType
from ai_engine.services.news import tell_of_conflicts
from executives.models import ExecutiveProfile
from integrations.services.clashes import open_clashes
from orgs.formats import Formats
from orgs.models import EntityType
from orgs.zones import zone_or_utc
from scheduling.blocks import BlockKey
from scheduling.occurrences import Occurrence, occurrences_between
from scheduling.rules import Rules
from scheduling.slots import Calendar

AHEAD = timedelta(days=35)
# Fixes look eleven days past a meeting and three before it (scheduling.fixes).
SIDE = timedelta(days=12)
MODEL_VERSION = "conflicts-1"


@transaction.atomic
def examine_if_asked(*, executive_id: UUID, now: datetime) -> None:
    """A look, unless another has begun since it was last asked for.

    Askings are told apart by the row's lock, not by clocks: whoever asks empties `examined_at` under it.
    """
    asked = Examination.objects.select_for_update().filter(executive_id=executive_id, examined_at=None)
    if asked.first() is not None:
        examine(executive_id=executive_id, now=now)


@transaction.atomic
def examine(*, executive_id: UUID, now: datetime) -> None:
    """Look through the next five weeks. Two looks at one calendar wait for each other; a second finds the same."""
    examination = Examination.objects.select_for_update().filter(executive_id=executive_id).first()
    executive = ExecutiveProfile.objects.select_related("org").filter(pk=executive_id).first()
    if examination is None or executive is None:
        return
    findings = detect(_desk(executive, now), now) if _is_wanted(executive) else []
    if not executive.org.lets_jenifer("proactive_suggestions"):
        findings = [replace(finding, actions=[]) for finding in findings]
    # An edit that gave way is no suggestion of Jenifer's: it is told whatever she may do.
    clashes = open_clashes(executive, now) if executive.deleted_at is None else []
    _reconcile(executive, [*findings, *clash_findings(executive.pk, clashes)])
    examination.examined_at = now
    examination.save(update_fields=["examined_at"])


def _is_wanted(executive: ExecutiveProfile) -> bool:
    is_here = executive.is_active and executive.deleted_at is None
    return is_here and executive.org.lets_jenifer("auto_conflict_detection")


def _desk(executive: ExecutiveProfile, now: datetime) -> Desk:
    colleagues = {each.pk: each for each in ExecutiveProfile.objects.filter(is_active=True, deleted_at=None)}
    zones = {each.pk: zone_or_utc(each.timezone) for each in colleagues.values()}
    since, until = now - timedelta(days=1), now + AHEAD
    own = occurrences_between([executive.pk], since, until + SIDE, zones)
    ids_by_email = {each.email.lower(): str(each.pk) for each in colleagues.values() if each.email}
    attendees = _attendees(own, ids_by_email)
    invited = {who for people in attendees.values() for who in people}
    known = {UUID(who) for who in invited.intersection(ids_by_email.values())} - {executive.pk}
    others = occurrences_between(known, since, until + SIDE, zones) if known else []
    return Desk(
        owner=executive.pk,
        name=executive.full_name,
        zone=zones[executive.pk],
        clock=Formats.for_zone(executive.org, zones[executive.pk]).clock,
        calendars=_calendars(
            own, others, {executive.pk: executive} | {who: colleagues[who] for who in known}
        ),
        attendees=attendees,
        organizers=_organizers(own, executive),
    )


def _calendars(
    own: Iterable[Occurrence], others: Iterable[Occurrence], people: Mapping[UUID, ExecutiveProfile]
) -> dict[str, Calendar]:
    """Each person's busy time. An attendee's copy of our meeting counts as that meeting, under our key."""
    ours = {_identity(each): str(each.series_id) for each in own if each.meeting.ical_uid}
    blocks = defaultdict(list)
    for each in (*own, *others):
        if each.is_busy:
            block = each.block()
            same = ours.get(_identity(each), block.meeting_id)
            blocks[each.meeting.executive_id].append(replace(block, meeting_id=same))
    return {
        str(who): Calendar(
            tuple(blocks[who]),
            Rules.from_preferences(person.scheduling_preferences, zone_or_utc(person.timezone)),
        )
        for who, person in people.items()
    }


def _identity(occurrence: Occurrence) -> tuple[str, datetime | None]:
    return occurrence.meeting.ical_uid, occurrence.recurrence_id


def _attendees(
    occurrences: Iterable[Occurrence], ids_by_email: Mapping[str, str]
) -> dict[BlockKey, set[str]]:
    """Who takes part, by executive id where we know them, by address where we don't; not who declined."""
    return {
        occurrence.block().key: {
            ids_by_email.get(address, address)
            for each in occurrence.meeting.attendees
            if each.get("status") != "declined" and (address := each["email"].lower())
        }
        for occurrence in occurrences
    }


def _organizers(
    occurrences: Iterable[Occurrence], executive: ExecutiveProfile
) -> dict[BlockKey, dict[str, str]]:
    found = {}
    for occurrence in occurrences:
        meeting = occurrence.meeting
        organizer = meeting.organizer
        if organizer is not None and not meeting.is_organized_by(executive.email):
            found[occurrence.block().key] = {
                "name": organizer.get("name", ""),
                "email": organizer["email"],
            }
    return found


def _reconcile(executive: ExecutiveProfile, findings: Iterable[Finding]) -> None:
    """New facts become insights, known ones stay as they were answered, what is no longer true expires."""
    found = {finding.fingerprint: finding for finding in findings}
    known = AIInsight.objects.select_for_update().filter(
        Q(status=InsightStatus.ACTIVE) | Q(fingerprint__in=list(found)),
        executive=executive,
        insight_type=InsightType.CONFLICT_DETECTED,
    )
    rows = {insight.fingerprint: insight for insight in known}
    over = [
        row.pk for print_, row in rows.items() if row.status == InsightStatus.ACTIVE and print_ not in found
    ]
    AIInsight.objects.filter(pk__in=over).update(status=InsightStatus.EXPIRED)
    new = [_columns(finding) for print_, finding in found.items() if print_ not in rows]
    made = AIInsight.objects.bulk_create(
        [AIInsight(executive=executive, insight_type=InsightType.CONFLICT_DETECTED, **each) for each in new]
    )
    tell_of_conflicts(executive, made)
    for print_ in found.keys() & rows.keys():
        _refresh(rows[print_], found[print_])


def _columns(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "priority": finding.priority,
        "title": finding.title,
        "description": finding.description,
        "reasoning": finding.reasoning,
        "confidence_score": finding.confidence,
        "evidence": finding.evidence,
        "suggested_actions": finding.actions,
        "related_entity_type": EntityType.MEETING if finding.meeting_id else "",
        "related_entity_id": finding.meeting_id,
        "happens_at": finding.happens_at,
        "valid_until": finding.valid_until,
        "fingerprint": finding.fingerprint,
        "model_version": MODEL_VERSION,
    }


def _refresh(insight: AIInsight, finding: Finding) -> None:
    """The same facts again: suggestions may be others now; a settled one that is true again comes back."""
    changes = _columns(finding)
    if _is_true_again(insight):
        changes |= {"status": InsightStatus.ACTIVE, "user_action": "", "user_action_at": None, "undo": None}
        changes |= {"responded_by": None, "snoozed_until": None}
    elif insight.status != InsightStatus.ACTIVE:
        return
    changed = [name for name, value in changes.items() if getattr(insight, name) != value]
    for name in changed:
        setattr(insight, name, changes[name])
    if changed:
        insight.save(update_fields=changed)


def _is_true_again(insight: AIInsight) -> bool:
    """A proposal that was sent stays answered: the organizer has yet to move the meeting."""
    was_moved = insight.status == InsightStatus.ACTED_UPON and insight.undo is not None
    return was_moved or insight.status == InsightStatus.EXPIRED
