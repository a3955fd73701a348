"""People invited to a meeting, told by our own sender through a real mail server."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any
from uuid import UUID

from django.utils import timezone

from integrations.imip.sending import send_due
from jenifer.principal import acting_as
from jenifer.tests.factories import NOON, Tenant, make_meeting, make_tenant
from scheduling.models import AttendeeNotice, Meeting
from scheduling.services.instances import Slot
from scheduling.services.meetings import WayBack
from scheduling.services.telling import Tell, cancel_and_tell, move_and_tell

ANA, BEN, COLLEAGUE = "ana@elsewhere.example", "ben@elsewhere.example", "kim@halden.example"


def make_house(**executive: Any) -> Tenant:
    return make_tenant(**{"email": "eve@halden.example", "full_name": "Eve Halden"} | executive)


def invite(tenant: Tenant, *addresses: str, organizer: str = "", **columns: Any) -> Meeting:
    people: list[dict[str, Any]] = [
        {"email": each, "name": each.partition("@")[0].title()} for each in addresses
    ]
    host = {"email": organizer or tenant.executive.email, "is_organizer": True, "status": "accepted"}
    columns = {"title": "Board", "ical_uid": f"board-{len(addresses)}@halden.example"} | columns
    return make_meeting(tenant.assistant, tenant.executive, attendees=[host, *people], **columns)


def move(tenant: Tenant, meeting: Meeting, hours: int = 2, tell: Tell | None = Tell()) -> WayBack:  # noqa: B008
    now = fresh(tenant, meeting)
    seen, later = Slot(now.start_time, now.end_time), timedelta(hours=hours)
    to = Slot(seen.start + later, seen.end + later)
    with acting_as(tenant.assistant):
        return move_and_tell(
            by=tenant.assistant, tell=tell, series_id=meeting.pk, recurrence_id=None, seen=seen, to=to
        )


def cancel(tenant: Tenant, meeting: Meeting, instance: datetime | None = None) -> WayBack:
    with acting_as(tenant.assistant):
        return cancel_and_tell(by=tenant.assistant, series_id=meeting.pk, recurrence_id=instance, tell=Tell())


def send(tenant: Tenant, after: timedelta = timedelta(seconds=21)) -> None:
    with acting_as(tenant.assistant):
        send_due(timezone.now() + after)


def states(tenant: Tenant) -> list[tuple[str, str]]:
    with acting_as(tenant.assistant):
        rows = AttendeeNotice.objects.order_by("created_at", "recipient")
        return list(rows.values_list("recipient", "state"))


def fresh(tenant: Tenant, meeting: Meeting | UUID) -> Meeting:
    with acting_as(tenant.assistant):
        return Meeting.objects.select_related("executive").get(pk=getattr(meeting, "pk", meeting))


def opened(content: bytes) -> Any:
    return message_from_bytes(content, policy=policy.default)


def calendar_in(content: bytes) -> str:
    parts = [each for each in opened(content).walk() if each.get_content_type() == "text/calendar"]
    text: str = parts[0].get_content()
    return text.replace("\r\n", "\n").replace("\n ", "")


__all__ = [
    "ANA",
    "BEN",
    "COLLEAGUE",
    "NOON",
    "calendar_in",
    "cancel",
    "fresh",
    "invite",
    "make_house",
    "move",
]
