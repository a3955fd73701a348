"""Tasks due, approvals waiting, key dates ahead: one line each."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from approvals.models import Approval, ApprovalType
from executives.models import ExecutiveProfile
from jenifer.faces import hue, initials
from orgs.formats import Formats
from scheduling.models import KeyDate, KeyDateCategory
from tasks.models import Task

APPROVAL_ICONS = {
    ApprovalType.EXPENSE: "receipt",
    ApprovalType.CALENDAR: "calendar",
    ApprovalType.DOCUMENT: "file-text",
    ApprovalType.TRAVEL: "plane",
    ApprovalType.PURCHASE: "shopping-bag",
    ApprovalType.TIME_OFF: "tree-palm",
    ApprovalType.OTHER: "stamp",
}
DATE_ICONS = {
    KeyDateCategory.BIRTHDAY: "cake",
    KeyDateCategory.ANNIVERSARY: "heart",
    KeyDateCategory.DEADLINE: "flag",
    KeyDateCategory.TRAVEL: "plane",
    KeyDateCategory.EXPIRATION: "hourglass",
}
type Executives = Mapping[UUID, ExecutiveProfile]


def approval_line(
    approval: Approval, executives: Executives, formats: Formats, now: datetime
) -> dict[str, Any]:
    amount = formats.money(approval.amount, approval.currency) if approval.amount is not None else ""
    return {
        "title": approval.title,
        "icon": APPROVAL_ICONS[ApprovalType(approval.approval_type)],
        "hue": executives[approval.executive_id].hue,
        "executive": executives[approval.executive_id].full_name,
        "due": formats.short_day(formats.local(approval.due_date).date()) if approval.due_date else "",
        "is_late": approval.due_date is not None and approval.due_date < now,
        "amount": amount,
        "submitted_by": getattr(approval, "submitter", ""),
        "urgency": approval.urgency,
    }


def task_line(task: Task, executives: Executives, formats: Formats, now: datetime) -> dict[str, Any]:
    who = executives.get(task.executive_id) if task.executive_id else None
    has_time = task.due_time is not None
    # A date alone is due all day long.
    overdue_at = task.due_date if has_time else task.due_date + timedelta(days=1)
    return {
        "title": task.title,
        "due": formats.moment(task.due_date)
        if has_time
        else formats.short_day(formats.local(task.due_date).date()),
        "is_late": overdue_at <= now,
        "is_soon": now < overdue_at <= now + timedelta(hours=3),
        "hue": who.hue if who else hue(task.pk),
        "initials": initials(who.full_name) if who else "–",
        "priority": task.priority,
    }


def date_line(found: tuple[KeyDate, date], executives: Executives, formats: Formats) -> dict[str, Any]:
    key_date, on = found
    who = executives.get(key_date.executive_id) if key_date.executive_id else None
    return {
        "title": key_date.title,
        "when": formats.short_day(on),
        "icon": DATE_ICONS.get(KeyDateCategory(key_date.category), "calendar-heart"),
        "hue": who.hue if who else hue(key_date.pk),
    }
