"""One organization with something in it, and everyone who may come to its door."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ai_engine.tests.conflicts import make_overlap
from executives.services.attachments import add_attachment
from integrations.models import CalendarSyncToken, Integration
from jenifer.desk.cancelling import signer
from jenifer.desk.insights import SAVED
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_assignment, make_person, make_tenant
from jenifer.tests.invited import invite as invite_guests
from jenifer.tests.invited import make_house, move
from jenifer.tests.people import invite
from orgs.models import Notification, PushSubscription, User
from orgs.notifications.letters import Unsubscription
from orgs.notifications.push_services import public_key
from orgs.services.pictures import set_avatar, set_logo
from orgs.services.saved_views import save_view
from orgs.tests.api_clients import make_token
from orgs.tests.images import SQUARE
from scheduling.answer_tokens import answer_token
from scheduling.models import AttendeeNotice, Meeting, Method
from scheduling.services.feeds import make_feed
from scheduling.services.imports import receive_file
from scheduling.services.instances import Slot
from scheduling.services.meetings import WayBack
from scheduling.services.notices import tell_attendees

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
        attachment = add_attachment(
            by=tenant.admin,
            entity_type="meeting",
            entity_id=meeting.pk,
            name=f"{CONTENT}.txt",
            content=BytesIO(CONTENT.encode()),
        )
        view = save_view(by=tenant.admin, of=SAVED, name="Overlaps", filters={}, is_shared=True)
        person = set_avatar(by=tenant.admin, content=SQUARE)
        set_logo(by=tenant.admin, content=SQUARE)
        feed, _address = make_feed(by=tenant.admin, executive_id=tenant.executive.pk, name="Phone")
    invitation, link = invite(tenant, f"invited@{tenant.organization.slug}.test")
    ids = {
        "user_id": str(person.pk),
        "version": person.avatar_url.split("/")[-2],  # one picture, so the logo's too
        "provider_id": "company",
        "executive_id": str(tenant.executive.pk),
        "meeting_id": str(meeting.pk),
        "insight_id": str(insight.pk),
        "import_id": str(row.pk),
        "attachment_id": str(attachment.pk),
        "feed_id": str(feed.pk),
        "key": "unknown",
        "view_id": str(view.pk),
        "invitation_id": str(invitation.pk),
        "token": link.split("/")[2],
        "member_id": str(make_person(tenant.admin).pk),
        "step": "organization",
        "code": "not_found",
        "pk": "1",
    }
    sessions, assistant = _sessions(tenant)
    return World(tenant, insight, meeting, ids | _told(tenant, meeting) | _notices(assistant), sessions)


def browser(session: str) -> Client:
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _told(tenant: Tenant, meeting: Meeting) -> dict[str, str]:
    """A change of the meeting that somebody is told of, and can be undone; the link is another organization's."""
    with acting_as(tenant.admin):
        meeting.attendees = [{"email": "guest@elsewhere.example"}]
        change = tell_attendees(by=tenant.admin, meeting=meeting, method=Method.REQUEST)
    way_back = WayBack(meeting.pk, meeting.sequence, Slot(meeting.start_time, meeting.end_time))
    elsewhere = make_house()
    move(
        elsewhere,
        invite_guests(elsewhere, "guest@elsewhere.example", start=timezone.now() + timedelta(days=3)),
    )
    with acting_as(elsewhere.admin):
        token = answer_token(AttendeeNotice.objects.get().pk)
    return {
        "change_id": str(change),
        "way_back": signer.sign_object(way_back.as_json(), compress=True),
        "answer_token": token,
    }


def _notices(assistant: User) -> dict[str, str]:
    """What is one person's alone: a notification, a browser, a session, a token, the way out of their mail."""
    with acting_as(assistant):
        notification = Notification.objects.create(
            user=assistant, title=CONTENT, notification_type="info", category="task", action_url="/"
        )
        browser = PushSubscription.objects.create(
            user=assistant,
            endpoint=f"https://fcm.googleapis.com/{assistant.pk}",
            p256dh=public_key(),
            auth="A" * 22,
        )
        connection = Integration.objects.create(
            org_id=assistant.org_id, user=assistant, provider="caldav", integration_type="calendar"
        )
        calendar = CalendarSyncToken.objects.create(
            org_id=assistant.org_id, integration=connection, calendar_id="/work/", removals_asked=1
        )
        session = UserSession.objects.create(user=assistant, ip="192.0.2.1", session_key=str(assistant.pk))
    token, _key = make_token(assistant)
    way_out = Unsubscription(str(assistant.pk), ("task",)).url()
    return {
        "token_id": str(token.pk),
        "connection_id": str(connection.pk),
        "calendar_id": str(calendar.pk),
        "notification_id": str(notification.pk),
        "browser_id": str(browser.pk),
        "session_id": str(session.pk),
        "way_out": way_out.rstrip("/").rpartition("/")[2],
    }


def _sessions(tenant: Tenant) -> tuple[dict[str, str], User]:
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
    return {"signed out": ""} | sessions, people["assistant"]


def _assistant(tenant: Tenant, *, right: list[str]) -> User:
    person = make_person(tenant.admin)
    make_assignment(tenant.admin, person, tenant.executive, permissions=dict.fromkeys(AREAS, right))
    return person
