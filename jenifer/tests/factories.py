"""Rows for tests, made as a person of the organization would make them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection

from executives.models import ExecutiveProfile
from executives.services.assignments import assign_executive
from executives.services.executives import add_executive
from jenifer.principal import acting_as
from orgs.models import Organization, Tier, User
from orgs.services.members import admit_member
from orgs.services.organizations import found_organization
from scheduling.models import Meeting

PASSWORD = "a-long-enough-word"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
numbers = count(1)


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organization with an admin, an assistant, and the executive that the assistant serves."""

    organization: Organization
    admin: User
    assistant: User
    executive: ExecutiveProfile


def make_tenant(name: str = "", **executive: Any) -> Tenant:
    name = name or f"org{next(numbers)}"
    admin = User(email=f"admin@{name}.test", full_name=f"Admin of {name}", timezone="UTC")
    admin.set_password(PASSWORD)
    organization = found_organization(user=admin, name=name)
    with acting_as(admin), connection.cursor() as cursor:
        cursor.execute("SELECT tests.begin_on(%s, %s)", [organization.pk, Tier.ENTERPRISE])
        organization.refresh_from_db()
        EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
    admin.org = organization
    assistant = make_person(admin, f"ea@{name}.test")
    profile = make_executive(admin, **executive)
    make_assignment(admin, assistant, profile)
    return Tenant(organization, admin, assistant, profile)


def make_person(admin: User, email: str = "") -> User:
    email = email or f"person{next(numbers)}@{admin.email.partition('@')[2]}"
    with acting_as(admin):
        return admit_member(by=admin, email=email, full_name=email.partition("@")[0], password=PASSWORD)


def make_executive(admin: User, **columns: Any) -> ExecutiveProfile:
    number = next(numbers)
    defaults = {
        "full_name": f"Executive {number}",
        "email": f"executive{number}@{admin.email.partition('@')[2]}",
        "timezone": "UTC",
    }
    with acting_as(admin):
        return add_executive(by=admin, **defaults | columns)


def make_assignment(admin: User, person: User, executive: ExecutiveProfile, **columns: Any) -> Any:
    with acting_as(admin):
        return assign_executive(by=admin, user=person, executive=executive, **columns)


def make_meeting(by: User, executive: ExecutiveProfile, start: datetime = NOON, **columns: Any) -> Meeting:
    minutes = columns.pop("minutes", 60)
    defaults = {
        "title": f"Meeting {next(numbers)}",
        "timezone": "UTC",
        "end_time": start + timedelta(minutes=minutes),
    }
    with acting_as(by):
        return Meeting.objects.create(
            org_id=by.org_id, executive=executive, created_by=by, start_time=start, **defaults | columns
        )
