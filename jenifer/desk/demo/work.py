"""Tasks, what was handed on, decisions and dates of the eight weeks; what is due today is in `today`."""

from datetime import UTC, datetime, time
from typing import Any

from approvals.models import Approval
from executives.models import Contact
from jenifer.desk.demo.people import House
from scheduling.models import KeyDate
from tasks.models import Delegation, Task

# Days from today, title, whose, category, priority, state.
TASKS = (
    (-26, "Book the board dinner", "Ana Ferreira", "admin", "medium", "done"),
    (-22, "Visa for Lagos", "David Okafor", "travel", "high", "done"),
    (-19, "Collect references: platform lead", "Lukas Weber", "research", "medium", "done"),
    (-15, "New safety shoes for the depot visit", "Priya Raman", "admin", "low", "done"),
    (-12, "Thank Brightwater for the visit", "Ana Ferreira", "communication", "medium", "done"),
    (-9, "Move the covenant report", "David Okafor", "scheduling", "high", "done"),
    (-6, "Find a quieter hotel in Osaka", "Ana Ferreira", "travel", "low", "cancelled"),
    (-4, "Send minutes of the safety committee", "Priya Raman", "communication", "medium", "done"),
    (2, "Draft the town hall invitation", "Ana Ferreira", "communication", "medium", "in_progress"),
    (3, "Compare two event venues", "Lukas Weber", "research", "medium", "todo"),
    (5, "Ask Shaw & Pryce for the signed copy", "David Okafor", "communication", "high", "waiting"),
    (8, "Trip to Gdańsk: trains and rooms", "Priya Raman", "travel", "high", "in_progress"),
    (13, "Renew the club membership", "Ana Ferreira", "admin", "low", "todo"),
    (20, "Plan the January leadership week", "Ana Ferreira", "scheduling", "medium", "todo"),
    (26, "Order year-end gifts", "Priya Raman", "admin", "medium", "todo"),
)
# Days from today, title, whose, type, amount, state.
DECISIONS = (
    (-24, "Conference pass, Rotterdam", "Lukas Weber", "expense", "890", "approved"),
    (-20, "Framed map for the lobby", "Priya Raman", "purchase", "1250", "rejected"),
    (-14, "Audit engagement letter", "David Okafor", "document", None, "approved"),
    (-8, "Hotel Adlon, three nights", "Lukas Weber", "travel", "1140", "approved"),
    (-5, "Team offsite on a Saturday", "Ana Ferreira", "calendar", None, "cancelled"),
    (-2, "New headsets, forty", "Priya Raman", "purchase", "3960", "info_requested"),
)
DATES = (
    (-21, "Kestrel, ten years together", "milestone", "Ana Ferreira"),
    (-10, "Quarter closed", "financial", "David Okafor"),
    (6, "Ines Carvalho’s birthday", "birthday", "Ana Ferreira"),
    (9, "Covenant certificate due", "deadline", "David Okafor"),
    (16, "Hanna Vogel, five years", "team", "Lukas Weber"),
    (24, "Bonvoy tier renews", "expiration", "Priya Raman"),
)


def add_work(house: House) -> None:
    rows = [_task(house, number, *each) for number, each in enumerate(TASKS)]
    Task.objects.bulk_create(rows)
    _hand_on(house, rows)
    Approval.objects.bulk_create([_approval(house, *each) for each in DECISIONS])
    KeyDate.objects.bulk_create([_date(house, *each) for each in DATES])


def moment(house: House, days: int, hour: int = 9) -> datetime:
    return datetime.combine(house.days(days), time(hour), UTC)


def _task(house: House, number: int, days: int, title: str, whose: str, *kind: str) -> Task:
    category, priority, status = kind
    assistant = house.oskar if whose in ("Lukas Weber", "Priya Raman") else house.maya
    is_over = status in ("done", "cancelled")
    return Task(
        org_id=house.org_id,
        executive=house.executives[whose],
        created_by=house.maya,
        assigned_to=assistant,
        title=title,
        category=category,
        priority=priority,
        status=status,
        position=number,
        due_date=moment(house, days, 0),
        created_at=moment(house, min(days, 0) - 6),
        completed_at=moment(house, days, 15) if is_over else None,
        subtasks=[
            {"id": "1", "title": "Ask for offers", "completed": True},
            {"id": "2", "title": "Decide", "completed": False},
        ]
        if status == "in_progress"
        else [],
    )


def _hand_on(house: House, rows: list[Task]) -> None:
    """One accepted and done, one on its way, one that waits for an answer."""
    states: tuple[tuple[Task, str, dict[str, Any]], ...] = (
        (
            rows[3],
            "completed",
            {"accepted_at": moment(house, -17), "completed_at": moment(house, -15)},
        ),
        (rows[9], "accepted", {"accepted_at": moment(house, -1)}),
        (rows[13], "pending", {}),
    )
    Delegation.objects.bulk_create(
        Delegation(
            org_id=house.org_id,
            task=task,
            delegated_by=house.maya,
            delegated_to=house.oskar,
            status=status,
            delegation_notes="You know the people there.",
            due_date=task.due_date,
            **moments,
        )
        for task, status, moments in states
    )


def _approval(
    house: House, days: int, title: str, whose: str, kind: str, amount: str | None, status: str
) -> Approval:
    is_decided = status in ("approved", "rejected")
    return Approval(
        org_id=house.org_id,
        executive=house.executives[whose],
        submitted_by=house.oskar,
        decided_by=house.maya if is_decided else None,
        title=title,
        approval_type=kind,
        amount=amount,
        currency="GBP",
        status=status,
        due_date=moment(house, days, 17),
        created_at=moment(house, days - 3),
        decided_at=moment(house, days, 11) if is_decided else None,
        decision_notes="By phone." if is_decided else "",
    )


def _date(house: House, days: int, title: str, category: str, whose: str) -> KeyDate:
    contact = Contact.objects.filter(full_name="Ines Carvalho").first() if category == "birthday" else None
    return KeyDate(
        org_id=house.org_id,
        executive=house.executives[whose],
        created_by=house.maya,
        title=title,
        category=category,
        date=house.days(days),
        related_contact=contact,
    )
