"""An insight as a person sees it: sentences in their zone and format."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ai_engine.models import AIInsight, InsightStatus
from ai_engine.versions import version_of
from executives.models import ExecutiveProfile
from orgs.formats import Formats
from scheduling.addresses import meeting_url
from scheduling.moments import read_moment

ICONS = {
    "overlap": "calendar-x-2",
    "no_buffer": "timer",
    "outside_hours": "sunrise",
    "focus_time": "brain",
    "avoided_day": "calendar-off",
    "over_maximum": "layers",
    "edited_twice": "calendar-sync",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft to the organizer of a meeting that is not ours to move."""

    recipient: str
    subject: str
    body: str
    mailto: str


@dataclass(slots=True)
class Card:
    """What templates/ai_engine/card.html shows. `before` and `now` are set when a stale page was answered."""

    id: UUID
    priority: str
    icon: str
    title: str
    why: str
    confidence: int
    evidence: list[tuple[str, str, int]]
    actions: list[tuple[int, str, str]]
    version: str
    url: str
    proposal: Proposal | None
    executive: str
    may_answer: bool
    answered_as: str = ""
    answered_by: str = ""
    answered_at: str = ""
    before: str = ""
    now: str = ""


def card(insight: AIInsight, executive: ExecutiveProfile, formats: Formats, *, may_answer: bool) -> Card:
    """Without the right to answer there is nothing to do: a draft would name a private meeting's organizer."""
    evidence = [_evidence(each, executive, formats) for each in insight.evidence]
    return Card(
        id=insight.pk,
        priority=insight.priority,
        icon=ICONS.get(insight.kind, "sparkles"),
        title=insight.title,
        why=" ".join([_when(insight, formats), insight.reasoning]),
        confidence=round(100 * insight.confidence_score) if insight.confidence_score is not None else 0,
        evidence=evidence,
        actions=[
            (index, action_text(action, formats), _note(action, formats))
            for index, action in enumerate(insight.suggested_actions if may_answer else ())
        ],
        version=version_of(insight),
        url=evidence[0][1] if evidence else "",
        proposal=_proposal(insight) if may_answer else None,
        may_answer=may_answer,
        executive=executive.full_name,
        **_answer(insight, formats),
    )


def action_text(action: Mapping[str, Any], formats: Formats) -> str:
    """Move Board prep to 14:00; with the day where it is another one."""
    payload = action["payload"]
    if action["action_type"] == "restore":
        return _("Restore your version")
    start, was = read_moment(payload["start"]), read_moment(payload["from_start"])
    is_same_day = formats.local(start).date() == formats.local(was).date()
    values = {
        "title": _short(payload["title"]),
        "when": formats.time(start) if is_same_day else formats.moment_in_sentence(start),
    }
    if action["action_type"] == "propose_time":
        return _("Propose %(when)s for %(title)s") % values
    return _("Move %(title)s to %(when)s") % values


def span_text(start: datetime, end: datetime, formats: Formats) -> str:
    """Today 10:30–11:00"""
    return f"{formats.moment(start)}–{formats.time(end)}"


def _when(insight: AIInsight, formats: Formats) -> str:
    return f"{formats.short_day(formats.local(insight.happens_at).date())}."


def _evidence(each: Mapping[str, Any], executive: ExecutiveProfile, formats: Formats) -> tuple[str, str, int]:
    instance = each.get("recurrence_id")
    url = meeting_url(each["entity_id"], instance and read_moment(instance))
    return f"{formats.time(read_moment(each['starts_at']))} {_short(each['label'])}", url, executive.hue


def _note(action: Mapping[str, Any], formats: Formats) -> str:
    """Free for all 3 · 2 h later"""
    payload = action["payload"]
    if action["action_type"] == "restore":
        return _restoring(payload, formats)
    people = payload["people"]
    if people == 1:
        free = _("Free for the executive")
    elif people == 2:
        free = _("Free for both")
    else:
        free = _("Free for all %(count)s") % {"count": people}
    return f"{free} · {_distance(payload)}"


def _restoring(payload: Mapping[str, Any], formats: Formats) -> str:
    """Yours: Today 14:00–15:00 · theirs: Today 10:00–11:00; nothing where the times are not what differs."""
    if "start" not in payload or all(payload[at] == payload[f"from_{at}"] for at in ("start", "end")):
        return ""
    spans = {
        name: span_text(read_moment(payload[f"{at}start"]), read_moment(payload[f"{at}end"]), formats)
        for name, at in (("ours", ""), ("theirs", "from_"))
    }
    return _("Yours: %(ours)s · theirs: %(theirs)s") % spans


def _distance(payload: Mapping[str, Any]) -> str:
    moved = read_moment(payload["start"]) - read_moment(payload["from_start"])
    direction = _("later") if moved > timedelta(0) else _("earlier")
    minutes = abs(moved) // timedelta(minutes=1)
    if minutes < 60:
        amount = _("%(count)s min") % {"count": minutes}
    elif minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        words = _("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")
        amount = words % {"hours": hours, "minutes": rest}
    else:
        days = round(minutes / (24 * 60))
        amount = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return f"{amount} {direction}"


def _proposal(insight: AIInsight) -> Proposal | None:
    action = next(iter(insight.suggested_actions), None)
    if action is None or action["action_type"] != "propose_time":
        return None
    payload = action["payload"]
    subject = _("New time for “%(title)s”") % {"title": payload["title"]}
    body = payload["draft"]
    address = payload["organizer"]["email"]
    query = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return Proposal(
        payload["organizer"]["name"] or address, subject, body, f"mailto:{quote(address, safe='@')}?{query}"
    )


def _answer(insight: AIInsight, formats: Formats) -> dict[str, str]:
    if insight.user_action_at is None and insight.status == InsightStatus.ACTIVE:
        return {}
    labels = {
        InsightStatus.ACTED_UPON: _("Done"),
        InsightStatus.DISMISSED: _("Dismissed"),
        InsightStatus.EXPIRED: _("Settled itself"),
        InsightStatus.ACTIVE: _("Snoozed"),
    }
    at = insight.snoozed_until or insight.user_action_at or insight.updated_at
    return {
        "answered_as": labels[InsightStatus(insight.status)],
        "answered_by": str(insight.responded_by or ""),
        "answered_at": formats.moment(at),
    }


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:38].rstrip() + "…"
