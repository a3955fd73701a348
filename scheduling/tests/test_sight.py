"""News of a meeting that waits for its hour is not sent to whoever no longer serves the executive."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from executives.models import UserExecutiveAssignment
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from orgs.models import Delivery, EntityType
from orgs.tests.telling import send_due, states, tell, wish

pytestmark = pytest.mark.django_db
HOURLY = {"meeting": {"frequency": "hourly"}}


@pytest.fixture
def tenant() -> Tenant:
    """Whose assistant is told of a meeting at the full hour."""
    tenant = make_tenant()
    wish(tenant.assistant, categories=HOURLY)
    meeting = make_meeting(tenant.admin, tenant.executive, title="Vermilion")
    tell(tenant.assistant, "Vermilion is moved", "meeting", about=(EntityType.MEETING, meeting.pk))
    return tenant


def an_hour_later(tenant: Tenant) -> list[str]:
    send_due(tenant.assistant, timezone.now() + timedelta(hours=1))
    return [str(letter.subject) for letter in mail.outbox]


def test_news_of_a_meeting_goes_to_who_serves_the_executive(tenant: Tenant) -> None:
    assert an_hour_later(tenant) == ["Vermilion is moved"]
    assert states(tenant.assistant) == ["sent"]


def test_news_of_a_meeting_is_not_sent_to_who_no_longer_does(tenant: Tenant) -> None:
    tell(tenant.assistant, "Come at nine", "meeting")
    with acting_as(tenant.admin):
        UserExecutiveAssignment.objects.filter(user=tenant.assistant).delete()
    assert an_hour_later(tenant) == ["Come at nine"]
    assert states(tenant.assistant) == ["suppressed", "sent"]
    with acting_as(tenant.assistant):
        held = Delivery.objects.get(user=tenant.assistant, state="suppressed", channel="email")
    assert held.error == "It is about something that you may not see any more."


def test_an_assignment_that_has_ended_is_none(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        yesterday = timezone.localdate() - timedelta(days=1)
        UserExecutiveAssignment.objects.filter(user=tenant.assistant).update(ends_on=yesterday)
    assert an_hour_later(tenant) == []
    assert states(tenant.assistant) == ["suppressed"]
