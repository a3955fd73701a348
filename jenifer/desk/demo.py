"""A small organization to look around in: an admin, an assistant, four executives in three zones, a day to mend."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from ai_engine.jobs import request_examination
from ai_engine.services.insights import examine
from approvals.models import Approval
from executives.models import ExecutiveProfile
from executives.services.assignments import assign_executive
from executives.services.executives import add_executive
from executives.shapes import SCHEDULING_DEFAULT
from jenifer.principal import acting_as
from orgs.models import Organization, User
from orgs.services.members import admit_member
from orgs.services.organizations import found_organization
from scheduling.models import KeyDate, Meeting
from tasks.models import Task

PASSWORD = "a-day-at-the-desk"
ADMIN = "jonas@halden.example"
ASSISTANT = "maya@halden.example"
HOME = "Europe/London"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str
    email: str
    zone: str
    preferences: dict[str, Any]


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


def weekdays(*days: str, start: str, end: str) -> list[dict[str, Any]]:
    return [{"days": list(days), "start": start, "end": end}]


WORKWEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
EXECUTIVES = (
    Person("Ana Ferreira", "Chief Executive", "ana@halden.example", "Europe/London",
           {"focus_time_blocks": weekdays(*WORKWEEK, start="12:00", end="13:00"), "max_meetings_per_day": 7}),
    Person("David Okafor", "Chief Financial Officer", "david@halden.example", "America/New_York",
           {"working_hours": {"start": "08:00", "end": "17:00"}, "avoid_days": ["friday"]}),
    Person("Lukas Weber", "Chief Technology Officer", "lukas@halden.example", "Europe/Berlin",
           {"focus_time_blocks": weekdays("tuesday", "thursday", start="09:00", end="11:00"),
            "meeting_buffer_minutes": 10}),
    Person("Priya Raman", "Chief Operating Officer", "priya@halden.example", "Europe/London",
           {"working_hours": {"start": "08:30", "end": "17:30"}, "max_meetings_per_day": 5}),
)  # fmt: skip
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
    Entry("Lukas Weber", 1, "09:30", 60, "Platform roadmap", "Room Ada"),
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


def make_demo() -> None:
    """Everything in one transaction, dated around today; then each calendar is looked through."""
    admin = User(email=ADMIN, full_name="Jonas Brandt", timezone=HOME, onboarding_completed=True)
    admin.set_password(PASSWORD)
    found_organization(user=admin, name="Halden Group")
    with acting_as(admin), transaction.atomic():
        EmailAddress.objects.create(user=admin, email=ADMIN, verified=True, primary=True)
        _set_formats(admin.org_id)
        assistant = admit_member(
            by=admin, email=ASSISTANT, full_name="Maya Lindqvist", password=PASSWORD, timezone=HOME
        )
        executives = {person.name: _add(admin, assistant, person) for person in EXECUTIVES}
        today = timezone.now().astimezone(ZoneInfo(HOME)).date()
        Meeting.objects.bulk_create(
            [_meeting(entry, executives[entry.whose], admin, today) for entry in ENTRIES]
        )
        _fill_desk(executives, assistant, today)
    with acting_as(admin):
        _look_through(executives.values())


def _set_formats(org_id: UUID) -> None:
    settings = {
        "timezone": HOME,
        "date_format": "DD/MM/YYYY",
        "time_format": "24h",
        "week_starts_on": "monday",
    }
    Organization.objects.filter(pk=org_id).update(settings=settings)


def _add(admin: User, assistant: User, person: Person) -> ExecutiveProfile:
    executive = add_executive(
        by=admin,
        full_name=person.name,
        title=person.title,
        email=person.email,
        timezone=person.zone,
        scheduling_preferences=SCHEDULING_DEFAULT | person.preferences,
    )
    assign_executive(by=admin, user=assistant, executive=executive, is_primary=True)
    return executive


def _meeting(entry: Entry, executive: ExecutiveProfile, admin: User, today: date) -> Meeting:
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


def _look_through(executives: Iterable[ExecutiveProfile]) -> None:
    ids = [executive.pk for executive in executives]
    with transaction.atomic():
        request_examination(ids)
    for executive_id in ids:
        examine(executive_id=executive_id, now=timezone.now())
