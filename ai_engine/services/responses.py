"""What people do with an insight. `_respond` is the one place that changes its state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from ai_engine.models import AIInsight, InsightStatus, Response
from ai_engine.versions import actions_seen, version_of
from executives.permissions import Access, Area, Right
from integrations.services.clashes import restore_clash, undo_restore
from orgs.models import User
from scheduling.moments import read_moment
from scheduling.services.instances import Slot
from scheduling.services.meetings import WayBack
from scheduling.services.telling import Tell, move_and_tell, undo_and_tell


class ResponseRefused(Exception):
    """The insight cannot be answered so; the message is for a person."""


class AlreadyAnswered(ResponseRefused):
    """Someone, perhaps this person a moment ago, has answered it."""


class SuggestionChanged(ResponseRefused):
    """What stands now is not what was on the page: `seen` is what was there (None if it cannot be told)."""

    def __init__(self, message: str, seen: dict[str, Any] | None, insight: AIInsight) -> None:
        super().__init__(message)
        self.seen, self.insight = seen, insight


@transaction.atomic
def accept_insight(
    *, by: User, insight_id: UUID, action: int, version: str, tell: Tell | None = None
) -> AIInsight:
    """Do what was suggested. `version` is that of the insight the person saw (ai_engine.versions).

    Raises AlreadyAnswered, SuggestionChanged, or a MoveRefused of scheduling: AskFirst where people outside would
    hear of it and `tell` does not say whether they should.
    """
    insight = _lock_unanswered(by, insight_id)
    suggestion = _suggestion(insight, action, version)
    undo = _do(by, suggestion, tell)
    return _respond(insight, by, InsightStatus.ACTED_UPON, Response.ACCEPTED, undo=undo)


@transaction.atomic
def dismiss_insight(*, by: User, insight_id: UUID, feedback: str = "") -> AIInsight:
    """The same facts will not be brought up again. Why is kept only where Jenifer may learn from it."""
    insight = _lock_unanswered(by, insight_id)
    feedback = feedback if by.org.lets_jenifer("learning_enabled") else ""
    return _respond(insight, by, InsightStatus.DISMISSED, Response.DISMISSED, user_feedback=feedback)


@transaction.atomic
def snooze_insight(*, by: User, insight_id: UUID, until: datetime) -> AIInsight:
    insight = _lock_unanswered(by, insight_id)
    if until <= timezone.now():
        raise ResponseRefused(_("Choose a time in the future."))
    return _respond(insight, by, InsightStatus.ACTIVE, Response.SNOOZED, snoozed_until=until)


@transaction.atomic
def undo_response(*, by: User, insight_id: UUID) -> AIInsight:
    """Take the last answer back; a moved meeting returns to where it was."""
    insight = _lock(by, insight_id)
    if not insight.user_action:
        raise AlreadyAnswered(_("There is nothing to undo."))
    if insight.undo and "clash_id" in insight.undo:
        told = insight.undo["told"]
        clash_id = UUID(insight.undo["clash_id"])
        insight.told_again = undo_restore(by=by, clash_id=clash_id, told=told and UUID(told))
    elif insight.undo:
        insight.told_again = undo_and_tell(by=by, way_back=WayBack.from_json(insight.undo)).told_again
    return _respond(insight, by, InsightStatus.ACTIVE, "", responded_by=None, user_action_at=None)


def _lock_unanswered(by: User, insight_id: UUID) -> AIInsight:
    insight = _lock(by, insight_id)
    if insight.status != InsightStatus.ACTIVE:
        raise AlreadyAnswered(_answered(insight))
    return insight


def _lock(by: User, insight_id: UUID) -> AIInsight:
    insight = AIInsight.objects.select_for_update().filter(pk=insight_id).first()
    if insight is None:
        raise Http404
    Access.of(by).require(insight.executive_id, Area.CALENDAR, Right.WRITE)
    return insight


def _suggestion(insight: AIInsight, action: int, version: str) -> dict[str, Any]:
    seen = actions_seen(insight, version) or []
    if version != version_of(insight) or not 0 <= action < len(insight.suggested_actions):
        before = seen[action] if 0 <= action < len(seen) else None
        raise SuggestionChanged(_("This suggestion has changed since you opened the page."), before, insight)
    return insight.suggested_actions[action]


def _do(by: User, suggestion: dict[str, Any], tell: Tell | None) -> dict[str, Any] | None:
    """What undoing it needs; None where nothing is done here."""
    match suggestion["action_type"]:
        case "reschedule":
            return _move(by, suggestion["payload"], tell)
        case "restore":
            clash_id = suggestion["payload"]["clash_id"]
            told = restore_clash(by=by, clash_id=UUID(clash_id), tell=tell)
            return {"clash_id": clash_id, "told": told and str(told)}
    return None


def _move(by: User, payload: dict[str, Any], tell: Tell | None) -> dict[str, Any]:
    way_back = move_and_tell(
        by=by,
        tell=tell,
        series_id=UUID(payload["meeting_id"]),
        recurrence_id=payload["recurrence_id"] and read_moment(payload["recurrence_id"]),
        seen=Slot(read_moment(payload["from_start"]), read_moment(payload["from_end"])),
        to=Slot(read_moment(payload["start"]), read_moment(payload["end"])),
        attendee_ids=[UUID(executive_id) for executive_id in payload["executive_ids"]],
    )
    return way_back.as_json()


def _respond(
    insight: AIInsight, by: User, status: InsightStatus, answer: Response | str, **columns: Any
) -> AIInsight:
    changes = {
        "status": status,
        "user_action": answer,
        "user_action_at": timezone.now(),
        "responded_by": by,
        "snoozed_until": None,
        "undo": None,
        **columns,
    }
    for name, value in changes.items():
        setattr(insight, name, value)
    insight.save(update_fields=list(changes))
    return insight


def _answered(insight: AIInsight) -> str:
    who = insight.responded_by
    if insight.status == InsightStatus.ACTED_UPON:
        return _("This is already done, by %(who)s.") % {"who": who}
    if insight.status == InsightStatus.DISMISSED:
        return _("This was already dismissed, by %(who)s.") % {"who": who}
    return _("This has settled itself: it is no longer true.")
