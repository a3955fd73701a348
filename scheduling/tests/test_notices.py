"""Who is told of a change, when, and how it is taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from scheduling.models import AttendeeNotice, Meeting, Method
from scheduling.services.notices import UNDO_WINDOW, reply_to_organizer, take_back, tell_attendees, told_by

pytestmark = pytest.mark.django_db

ANA, BEN = "ana@elsewhere.example", "ben@elsewhere.example"


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant(email="eve@halden.example", full_name="Eve Halden")


def meeting_with(tenant: Tenant, *addresses: str, organizer: str = "", **columns: Any) -> Meeting:
    people: list[dict[str, Any]] = [{"email": each, "name": each.partition("@")[0]} for each in addresses]
    host = {"email": organizer or tenant.executive.email, "is_organizer": True, "status": "accepted"}
    return make_meeting(tenant.assistant, tenant.executive, attendees=[host, *people], **columns)


def tell(tenant: Tenant, meeting: Meeting, method: Method = Method.REQUEST, **options: Any) -> UUID | None:
    with acting_as(tenant.assistant):
        return tell_attendees(by=tenant.assistant, meeting=meeting, method=method, **options)


def notices(tenant: Tenant) -> list[AttendeeNotice]:
    with acting_as(tenant.assistant):
        return list(AttendeeNotice.objects.order_by("recipient"))


def test_everyone_invited_is_told_once_after_the_window(tenant: Tenant) -> None:
    before = timezone.now()
    tell(tenant, meeting_with(tenant, ANA, BEN, ANA.upper()))
    rows = notices(tenant)
    assert [(row.recipient, row.state) for row in rows] == [(ANA, "waiting"), (BEN, "waiting")]
    assert before + UNDO_WINDOW <= rows[0].due_at <= timezone.now() + UNDO_WINDOW
    assert len({row.token for row in rows}) == 2


def test_only_those_named_are_told(tenant: Tenant) -> None:
    tell(tenant, meeting_with(tenant, ANA, BEN), to=[BEN])
    assert [row.recipient for row in notices(tenant)] == [BEN]


@pytest.mark.parametrize("organizer", ["", "host@elsewhere.example"])
def test_nobody_is_told_where_nobody_is_invited_or_another_organizes(tenant: Tenant, organizer: str) -> None:
    addresses = [ANA] if organizer else []
    assert tell(tenant, meeting_with(tenant, *addresses, organizer=organizer)) is None
    assert notices(tenant) == []


def test_what_was_taken_back_in_time_tells_nobody(tenant: Tenant) -> None:
    change = tell(tenant, meeting_with(tenant, ANA))
    assert change is not None
    with acting_as(tenant.assistant):
        assert take_back(change_id=change)
        assert [row.state for row in notices(tenant)] == ["taken_back"]
        assert told_by(change) == []


def test_what_has_gone_out_to_one_is_not_taken_back_whole(tenant: Tenant) -> None:
    change = tell(tenant, meeting_with(tenant, ANA, BEN))
    assert change is not None
    with acting_as(tenant.assistant):
        AttendeeNotice.objects.filter(recipient=ANA).update(state="sent")
        assert not take_back(change_id=change)
        assert [row.state for row in notices(tenant)] == ["sent", "taken_back"]
        assert told_by(change) == [ANA]


def test_a_window_that_is_over_is_over(tenant: Tenant) -> None:
    change = tell(tenant, meeting_with(tenant, ANA))
    assert change is not None
    with acting_as(tenant.assistant):
        AttendeeNotice.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert not take_back(change_id=change)


def test_an_invitation_says_what_may_leave_and_no_more(tenant: Tenant) -> None:
    meeting = meeting_with(
        tenant, ANA, title="Board", internal_notes="hush", metadata={"k": "hush"}, ai_meeting_brief="hush"
    )
    tell(tenant, meeting)
    text = notices(tenant)[0].calendar.replace("\r\n ", "")
    assert "METHOD:REQUEST\r\n" in text
    assert "hush" not in text
    assert "ORGANIZER;CN=Eve Halden:mailto:eve@halden.example\r\n" in text
    assert "ATTENDEE;CN=ana;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ana@elsewhere.example\r\n" in text


def test_a_cancellation_says_so(tenant: Tenant) -> None:
    tell(tenant, meeting_with(tenant, ANA), Method.CANCEL)
    text = notices(tenant)[0].calendar
    assert ("METHOD:CANCEL\r\n" in text, "STATUS:CANCELLED\r\n" in text) == (True, True)


def test_an_answer_names_the_organizer_and_who_answers_alone(tenant: Tenant) -> None:
    own = tenant.executive.email
    meeting = meeting_with(tenant, own, BEN, organizer="host@elsewhere.example")
    with acting_as(tenant.assistant):
        reply_to_organizer(by=tenant.assistant, meeting=meeting, attendee=own, note="Gladly")
    (row,) = notices(tenant)
    assert (row.recipient, row.method, row.token) == ("host@elsewhere.example", "reply", "")
    assert "METHOD:REPLY" in row.calendar
    assert BEN not in row.calendar


def test_nobody_answers_themselves(tenant: Tenant) -> None:
    meeting = meeting_with(tenant, ANA)
    with acting_as(tenant.assistant):
        assert (
            reply_to_organizer(by=tenant.assistant, meeting=meeting, attendee=tenant.executive.email) is None
        )
