"""One organization with something in it, and everyone who may come to its door."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.conf import settings
from django.test import Client

from ai_engine.tests.conflicts import make_overlap
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_assignment, make_person, make_tenant
from orgs.models import User
from orgs.tests.api_clients import make_token
from scheduling.services.imports import receive_file

# An executive's name, and what stands on their calendar: neither may be told to whom it does not concern.
NAME, CONTENT = "Ultramarine", "Vermilion"
AREAS = ("calendar", "tasks", "approvals", "contacts", "settings")
CALENDAR = f"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//test//EN\r
BEGIN:VEVENT\r
UID:1@test\r
DTSTAMP:20261101T000000Z\r
DTSTART:20301124T120000Z\r
DTEND:20301124T130000Z\r
SUMMARY:{CONTENT}\r
END:VEVENT\r
END:VCALENDAR\r
""".encode()


@dataclass(frozen=True, slots=True)
class World:
    """`ids` fills the addresses; `sessions` holds the session key of each visitor, in the order of the table."""

    tenant: Tenant
    insight: Any
    meeting: Any
    ids: dict[str, str]
    sessions: dict[str, str] = field(default_factory=dict)


def make_world() -> World:
    tenant = make_tenant(full_name=NAME)
    insight, _other, meeting = make_overlap(tenant, title=CONTENT)
    with acting_as(tenant.admin):
        row = receive_file(
            by=tenant.admin,
            executive_id=tenant.executive.pk,
            name=f"{CONTENT}.ics",
            size=len(CALENDAR),
            content=BytesIO(CALENDAR),
        )
    token, _key = make_token(tenant.admin)
    ids = {
        "executive_id": str(tenant.executive.pk),
        "meeting_id": str(meeting.pk),
        "insight_id": str(insight.pk),
        "import_id": str(row.pk),
        "pk": "1",
        "token_id": str(token.pk),
        "code": "not_found",
    }
    return World(tenant, insight, meeting, ids, _sessions(tenant))


def browser(session: str) -> Client:
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _sessions(tenant: Tenant) -> dict[str, str]:
    deactivated = _assistant(tenant, right=["read", "write"])
    people = {
        "outsider": make_tenant().admin,
        "unassigned": make_person(tenant.admin),
        "rightless": _assistant(tenant, right=[]),
        "reader": _assistant(tenant, right=["read"]),
        "assistant": _assistant(tenant, right=["read", "write"]),
        "admin": tenant.admin,
        "deactivated": deactivated,
    }
    sessions = {name: client_of(person).session.session_key or "" for name, person in people.items()}
    with acting_as(tenant.admin):
        User.objects.filter(pk=deactivated.pk).update(is_active=False)
    return {"signed out": ""} | sessions


def _assistant(tenant: Tenant, *, right: list[str]) -> User:
    person = make_person(tenant.admin)
    make_assignment(tenant.admin, person, tenant.executive, permissions=dict.fromkeys(AREAS, right))
    return person
