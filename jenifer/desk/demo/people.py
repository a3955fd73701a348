"""The organization, who works in it, and the executives they serve."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from executives.models import AssignmentRole, ExecutiveProfile
from executives.services.assignments import assign_executive
from executives.services.executives import add_executive
from executives.shapes import DIETARY_DEFAULT, DINING_DEFAULT, SCHEDULING_DEFAULT, TRAVEL_DEFAULT
from jenifer.desk.demo_login import ADMIN, ASSISTANT, PASSWORD, SECOND_ASSISTANT
from jenifer.principal import acting_as
from orgs.models import Organization, User
from orgs.services.members import admit_member
from orgs.services.organizations import found_organization

HOME = "Europe/London"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str
    email: str
    zone: str
    preferences: dict[str, Any]
    likes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class House:
    """Everyone of the demo; `today` is the day it is made, where the organization is at home."""

    admin: User
    maya: User
    oskar: User
    executives: dict[str, ExecutiveProfile]
    today: date

    @property
    def org_id(self) -> UUID:
        return self.admin.org_id

    def days(self, count: int) -> date:
        return self.today + timedelta(days=count)


def weekdays(*days: str, start: str, end: str) -> list[dict[str, Any]]:
    return [{"days": list(days), "start": start, "end": end}]


WORKWEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
EXECUTIVES = (
    Person("Ana Ferreira", "Chief Executive", "ana@halden.example", "Europe/London",
           {"focus_time_blocks": weekdays(*WORKWEEK, start="12:00", end="13:00"), "max_meetings_per_day": 7},
           {"allergies": ["Shellfish"], "airlines": ["TAP Air Portugal", "British Airways"],
            "tables": ["The Delaunay", "Core by Clare Smyth"]}),
    Person("David Okafor", "Chief Financial Officer", "david@halden.example", "America/New_York",
           {"working_hours": {"start": "08:00", "end": "17:00"}, "avoid_days": ["friday"]},
           {"allergies": [], "airlines": ["Delta"], "tables": ["Gramercy Tavern"]}),
    Person("Lukas Weber", "Chief Technology Officer", "lukas@halden.example", "Europe/Berlin",
           {"focus_time_blocks": weekdays("tuesday", "thursday", start="09:00", end="11:00"),
            "meeting_buffer_minutes": 10},
           {"allergies": ["Hazelnut"], "airlines": ["Lufthansa"], "tables": ["Nobelhart & Schmutzig"]}),
    Person("Priya Raman", "Chief Operating Officer", "priya@halden.example", "Europe/London",
           {"working_hours": {"start": "08:30", "end": "17:30"}, "max_meetings_per_day": 5},
           {"allergies": [], "airlines": ["Singapore Airlines"], "tables": ["Rochelle Canteen", "Gymkhana"]}),
)  # fmt: skip
SETTINGS = {
    "timezone": HOME,
    "date_format": "DD/MM/YYYY",
    "time_format": "24h",
    "week_starts_on": "monday",
    "number_format": "1,234.56",
}


def make_house(now: datetime) -> House:
    """The admin founds the organization, two assistants join, four executives are served."""
    admin = User(email=ADMIN, full_name="Jonas Brandt", timezone=HOME, job_title="Head of Office")
    admin.set_password(PASSWORD)
    organization = found_organization(user=admin, name="Halden Group")
    with acting_as(admin):
        EmailAddress.objects.create(user=admin, email=ADMIN, verified=True, primary=True)
        _settle(organization)
        admin.org = organization
        maya, oskar = (
            admit_member(by=admin, email=email, full_name=name, password=PASSWORD, timezone=HOME)
            for email, name in ((ASSISTANT, "Maya Lindqvist"), (SECOND_ASSISTANT, "Oskar Nyberg"))
        )
        User.objects.filter(is_system=False).update(onboarding_completed=True)
        executives = {person.name: _add(admin, person) for person in EXECUTIVES}
        today = now.astimezone(ZoneInfo(HOME)).date()
        house = House(admin, maya, oskar, executives, today)
        _assign(house)
    return house


def _settle(organization: Organization) -> None:
    organization.settings = SETTINGS
    organization.website, organization.industry, organization.size = (
        "https://halden.example",
        "Logistics",
        "201-500",
    )
    organization.save()


def _add(admin: User, person: Person) -> ExecutiveProfile:
    return add_executive(
        by=admin,
        full_name=person.name,
        title=person.title,
        email=person.email,
        timezone=person.zone,
        scheduling_preferences=SCHEDULING_DEFAULT | person.preferences,
        dietary_preferences=DIETARY_DEFAULT | {"allergies": person.likes["allergies"]},
        travel_preferences=TRAVEL_DEFAULT | {"preferred_airlines": person.likes["airlines"]},
        dining_preferences=DINING_DEFAULT | {"favorite_restaurants": person.likes["tables"]},
    )


def _assign(house: House) -> None:
    """Maya looks after all four, and is the first whom two of them ask; Oskar the other two."""
    ana, david, lukas, priya = house.executives.values()
    for executive in (ana, david, lukas, priya):
        is_hers = executive in (ana, david)
        assign_executive(by=house.admin, user=house.maya, executive=executive, is_primary=is_hers)
    for executive in (lukas, priya):
        assign_executive(by=house.admin, user=house.oskar, executive=executive, is_primary=True)
    assign_executive(
        by=house.admin,
        user=house.oskar,
        executive=ana,
        role=AssignmentRole.BACKUP,
        starts_on=house.days(7),
        ends_on=house.days(14),
    )
