"""Invitations that wait for an answer, as cards; each says with what it overlaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ai_engine.models import AIInsight
from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from jenifer.faces import initials
from orgs.formats import Formats
from scheduling.addresses import meeting_url
from scheduling.awaiting import Invitation, awaiting_answer
from scheduling.conflicts import ConflictKind
from scheduling.models import Meeting
from scheduling.moments import write_moment
from scheduling.rule_words import rule_in_words

SHOWN = 12
STATUSES = {
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "tentative": gettext_lazy("Tentative"),
    "needs_action": gettext_lazy("No answer yet"),
    "delegated": gettext_lazy("Delegated"),
}
type Overlaps = Mapping[str, list[tuple[str | None, str]]]


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """`seen_start`, `seen_end` and `status` go back with the answer: where the row stands as it is shown."""

    id: UUID
    series_id: UUID
    instance: str
    title: str
    url: str
    answer_url: str
    propose_url: str
    when: str
    series: str
    organizer: str
    executive: str
    initials: str
    hue: int
    overlaps: str
    seen_start: str
    seen_end: str
    status: str
    can_propose: bool


def invitations_panel(
    access: Access,
    shown: Iterable[ExecutiveProfile],
    insights: Iterable[AIInsight],
    formats: Formats,
    now: datetime,
) -> dict[str, Any]:
    """For whoever may answer; the soonest first."""
    own: dict[UUID | None, ExecutiveProfile] = {
        each.pk: each for each in shown if access.allows(each.pk, Area.CALENDAR, Right.WRITE)
    }
    found = awaiting_answer([each for each in own if each], now)
    overlaps = overlaps_of(insights) if found else {}
    cards = [
        invitation_card(each, own[each.meeting.executive_id], formats, overlaps) for each in found[:SHOWN]
    ]
    return {"cards": cards, "count": len(found), "later": len(found) - len(cards)}


def overlaps_of(insights: Iterable[AIInsight]) -> Overlaps:
    """By series: which instance overlaps what, as the insights have it."""
    found: dict[str, list[tuple[str | None, str]]] = {}
    for insight in insights:
        if insight.kind == ConflictKind.OVERLAP and len(insight.evidence) > 1:
            first, second = insight.evidence[:2]
            for one, other in ((first, second), (second, first)):
                found.setdefault(one["entity_id"], []).append((one.get("recurrence_id"), other["label"]))
    return found


def overlaps_with(invitation: Invitation, overlaps: Overlaps) -> list[str]:
    """What it overlaps; of a series as a whole, at any of its times."""
    wanted = invitation.recurrence_id and write_moment(invitation.recurrence_id)
    labels = [
        label
        for instance, label in overlaps.get(str(invitation.series_id), [])
        if wanted is None or instance == wanted
    ]
    return list(dict.fromkeys(labels))


def invitation_card(
    invitation: Invitation, executive: ExecutiveProfile, formats: Formats, overlaps: Overlaps
) -> InvitationCard:
    meeting = invitation.meeting
    instance = write_moment(invitation.recurrence_id) if invitation.recurrence_id else ""
    overlapped = ", ".join(overlaps_with(invitation, overlaps)[:2])
    return InvitationCard(
        id=meeting.pk,
        series_id=invitation.series_id,
        instance=instance,
        title=meeting.title,
        url=meeting_url(invitation.series_id, invitation.recurrence_id),
        answer_url=meeting_url(invitation.series_id, None, "meeting-answer"),
        propose_url=meeting_url(invitation.series_id, invitation.recurrence_id, "meeting-answer"),
        when=_when(invitation, formats),
        series=rule_in_words(meeting.recurrence_rule) if meeting.recurrence_rule else "",
        organizer=invitation.organizer.get("name") or invitation.organizer["email"],
        executive=executive.full_name,
        initials=initials(executive.full_name),
        hue=executive.hue,
        overlaps=_("Overlaps %(title)s") % {"title": overlapped} if overlapped else "",
        seen_start=write_moment(meeting.start_time),
        seen_end=write_moment(meeting.end_time),
        status="needs_action",
        can_propose=can_propose(meeting),
    )


def can_propose(meeting: Meeting) -> bool:
    """A COUNTER names one time: of a single event, or of one instance."""
    return not (meeting.is_all_day or meeting.is_recurring) and meeting.timezone != ""


def _when(invitation: Invitation, formats: Formats) -> str:
    if invitation.meeting.is_all_day:
        return formats.short_day(invitation.start.date())
    return f"{formats.moment(invitation.start)}–{formats.time(invitation.end)}"
