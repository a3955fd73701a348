"""The day of the demo: meetings with conflicts to mend, and what is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from approvals.models import Approval
from executives.models import ExecutiveProfile
from jenifer.desk.demo.people import EXECUTIVES, HOME, House
from orgs.models import User
from scheduling.models import KeyDate, Meeting
from tasks.models import Task


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting `days` working days from today, by the executive's clock."""

    whose: str
    days: int
    start: str
    minutes: int
    title: str
    where: str = ""
    people: tuple[str, ...] = ()
    organizer: str = ""
    columns: tuple[tuple[str, Any], ...] = ()


HOLD = (("status", "tentative"),)
PRIVATE = (("visibility", "private"), ("meeting_type", "personal"))
OUTSIDE = (("meeting_type", "external"),)
WEEKLY = (("is_recurring", True), ("recurrence_rule", "FREQ=WEEKLY"))
FREE = (("transparency", "transparent"), ("meeting_type", "travel"))
ENTRIES = (
    Entry("Ana Ferreira", 0, "09:15", 30, "Leadership stand-up", "Room 4", ("priya@halden.example",)),
    Entry("Ana Ferreira", 0, "10:00", 60, "Halden Capital, series C", "Zoom",
          ("k.lind@haldencapital.example", "david@halden.example"), "k.lind@haldencapital.example", OUTSIDE),
    Entry("Ana Ferreira", 0, "10:30", 60, "Board preparation", "Boardroom", ("priya@halden.example",)),
    Entry("Ana Ferreira", 0, "12:30", 30, "Press call, annual report", "", ("press@ledger.example",)),
    Entry("Ana Ferreira", 0, "14:00", 45, "Lunch, Minister’s office", "The Delaunay", (), "", PRIVATE),
    Entry("Ana Ferreira", 0, "15:15", 45, "Product council", "", ("lukas@halden.example",), "", WEEKLY),
    Entry("Ana Ferreira", 0, "17:00", 45, "Cobalt Cloud, option 2 of 3", "Zoom", (), "", HOLD),
    Entry("Ana Ferreira", 1, "09:30", 60, "Audit committee", "Boardroom", ("david@halden.example",)),
    Entry("Ana Ferreira", 1, "11:00", 45, "Candidate: VP Logistics", "Room 2"),
    Entry("Ana Ferreira", 2, "13:30", 60, "Kestrel, contract renewal", "Teams", (), "", OUTSIDE),
    Entry("David Okafor", 0, "07:30", 45, "EMEA pipeline review", "Teams", ("ana@halden.example",)),
    Entry("David Okafor", 0, "09:00", 60, "Bank of Åland, covenant terms", "Park Avenue 270", (), "", OUTSIDE),
    Entry("David Okafor", 0, "10:00", 45, "Treasury weekly", "Teams", (), "", WEEKLY),
    Entry("David Okafor", 0, "14:00", 90, "Quarter close", "", (), "", (("meeting_type", "focus_time"),)),
    Entry("David Okafor", 1, "09:30", 60, "Insurance renewal", "Zoom"),
    Entry("David Okafor", 3, "11:00", 30, "Budget check-in", "Zoom", ("priya@halden.example",)),
    Entry("Lukas Weber", 0, "09:15", 45, "Incident review 4471", "Room Ada"),
    Entry("Lukas Weber", 0, "13:00", 30, "1:1 Hanna"),
    Entry("Lukas Weber", 0, "16:15", 45, "Product council", "", ("ana@halden.example",), "ana@halden.example"),
    Entry("Lukas Weber", 0, "16:30", 60, "Vendor: Cobalt Cloud", "Zoom", ("sales@cobalt.example",),
          "sales@cobalt.example", OUTSIDE),
    Entry("Lukas Weber", 1, "09:30", 60, "Platform roadmap", "Room Ada",
          ("hanna@halden.example", "j.moreau@northwind.example")),
    Entry("Lukas Weber", 2, "14:00", 60, "Security review", "Room Ada"),
    Entry("Priya Raman", 0, "08:30", 45, "Singapore operations hand-over", "Zoom", (), "", WEEKLY),
    Entry("Priya Raman", 0, "09:30", 45, "Warehouse automation", "Room 2"),
    Entry("Priya Raman", 0, "10:30", 60, "Board preparation", "Boardroom", ("ana@halden.example",),
          "ana@halden.example"),
    Entry("Priya Raman", 0, "12:30", 60, "Lunch with Ines Carvalho", "Rochelle Canteen"),
    Entry("Priya Raman", 0, "14:00", 90, "Site visit, Park Royal", "Unit 9, Park Royal"),
    Entry("Priya Raman", 0, "15:30", 60, "S&OP planning", "Room 1"),
    Entry("Priya Raman", 0, "17:00", 60, "Write-up", "", (), "", FREE),
    Entry("Priya Raman", 1, "10:00", 60, "Supplier review, Kestrel", "Room 2"),
)  # fmt: skip


def add_today(house: House) -> None:
    meetings = [meeting(entry, house.executives[entry.whose], house.admin, house.today) for entry in ENTRIES]
    Meeting.objects.bulk_create(meetings)
    _fill_desk(house.executives, house.maya, house.today)


def meeting(entry: Entry, executive: ExecutiveProfile, admin: User, today: date) -> Meeting:
    zone = ZoneInfo(executive.timezone)
    day = working_day(today, entry.days)
    start = datetime.combine(day, time.fromisoformat(entry.start), zone).astimezone(UTC)
    attendees = [{"email": executive.email, "name": executive.full_name, "status": "accepted"}]
    attendees += [{"email": address, "status": "accepted"} for address in entry.people]
    organizer = entry.organizer or executive.email
    for each in attendees:
        each["is_organizer"] = each["email"] == organizer
    return Meeting(
        org_id=executive.org_id,
        executive=executive,
        created_by=admin,
        title=entry.title,
        start_time=start,
        end_time=start + timedelta(minutes=entry.minutes),
        timezone=executive.timezone,
        location=entry.where,
        attendees=attendees,
        **dict(entry.columns),
    )


def working_day(today: date, days: int) -> date:
    """The day itself for 0, also on a weekend; then Monday to Friday."""
    day = today
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def _fill_desk(executives: dict[str, ExecutiveProfile], assistant: User, today: date) -> None:
    def at(days: int, clock: str) -> datetime:
        return datetime.combine(today + timedelta(days=days), time.fromisoformat(clock), ZoneInfo(HOME))

    ana, david, lukas, priya = (executives[person.name] for person in EXECUTIVES)
    common = {"org_id": ana.org_id, "created_by": assistant, "assigned_to": assistant}
    Task.objects.bulk_create([
        Task(executive=ana, title="Send Halden Capital the data-room link", due_date=at(0, "11:00"),
             due_time=time(11), priority="high", **common),
        Task(executive=priya, title="Book the car from Park Royal", due_date=at(0, "12:00"),
             due_time=time(12), **common),
        Task(executive=ana, title="Print pre-reads for the board", due_date=at(0, "00:00"), **common),
        Task(executive=david, title="Renew Global Entry", due_date=at(-1, "00:00"), priority="urgent", **common),
        Task(executive=lukas, title="Confirm Cobalt Cloud attendees", due_date=at(0, "16:00"),
             due_time=time(16), **common),
    ])  # fmt: skip
    asked = {"org_id": ana.org_id, "submitted_by": assistant}
    Approval.objects.bulk_create([
        Approval(executive=ana, title="Flight to Singapore, business", approval_type="travel", amount="4280",
                 currency="GBP", due_date=at(0, "17:00"), urgency="high", **asked),
        Approval(executive=priya, title="Dinner for six, Core by Clare Smyth", approval_type="expense",
                 amount="1640.50", currency="GBP", due_date=at(2, "12:00"), **asked),
        Approval(executive=david, title="NDA, Bank of Åland", approval_type="document",
                 due_date=at(-1, "12:00"), **asked),
    ])  # fmt: skip
    kept = {"org_id": ana.org_id, "created_by": assistant, "is_recurring": True}
    KeyDate.objects.bulk_create([
        KeyDate(executive=david, title="Tobi Okafor turns nine", category="birthday",
                date=_years_ago(today + timedelta(days=1), 9), **kept),
        KeyDate(executive=ana, title="Ana and Miguel, fifteen years", category="anniversary",
                date=_years_ago(today + timedelta(days=4), 15), **kept),
        KeyDate(executive=lukas, title="Passport expires", category="expiration",
                date=today + timedelta(days=12), org_id=ana.org_id, created_by=assistant),
    ])  # fmt: skip


def _years_ago(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))
