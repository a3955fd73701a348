"""An edit that gave way to the calendar outside: told, and put back with one click."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ai_engine.cards import span_text
from ai_engine.models import AIInsight, InsightStatus
from ai_engine.tests.conflicts import day_ahead, look_through
from ai_engine.versions import version_of
from integrations.models import CalendarClash
from integrations.sync.aspects import WHEN
from integrations.sync.clash_rows import keep_clashes
from integrations.sync.merge import WHOLE, Clash, Point
from integrations.sync.series import Series, canonical
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_assignment, make_meeting, make_person, make_tenant
from orgs.formats import Formats
from orgs.models import Organization
from scheduling.mapping import event_of
from scheduling.models import AttendeeNotice, Meeting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def client(tenant: Tenant) -> Client:
    return client_of(tenant.assistant)


def make_clash(tenant: Tenant, *names: str, **ours: object) -> Meeting:
    """A meeting as the calendar outside has it; here it had these columns."""
    meeting = make_meeting(
        tenant.admin, tenant.executive, day_ahead(), title="Board outside", ical_uid="board"
    )
    with acting_as(tenant.admin):
        row = Meeting.objects.get(pk=meeting.pk)
        for name, value in ours.items():
            setattr(row, name, value)
        kept = Clash(
            tuple(Point(None, name) for name in names),
            Series("board", {None: canonical(event_of(row))}),
            None,
        )
        keep_clashes(tenant.executive, None, [("board", kept)])
    look_through(tenant, tenant.executive)
    return meeting


def insight_of(tenant: Tenant) -> AIInsight:
    with acting_as(tenant.admin):
        return AIInsight.objects.get(kind="edited_twice")


def respond(client: Client, insight: AIInsight, do: str, **more: str) -> None:
    asked = {"do": do, "version": version_of(insight), **more}
    answer = client.post(reverse("insight-respond", args=[insight.pk]), asked, follow=True)
    assert answer.status_code == 200


def test_it_says_what_gave_way(tenant: Tenant) -> None:
    make_clash(tenant, "title", title="Board here")
    insight = insight_of(tenant)
    assert insight.title == "“Board outside” was changed here and in its calendar at once"
    assert insight.reasoning == (
        "The calendar’s version stands. Its title here was “Board here”, there “Board outside”."
    )
    assert [each["action_type"] for each in insight.suggested_actions] == ["restore"]


def test_one_click_restores_it_and_another_takes_that_back(tenant: Tenant, client: Client) -> None:
    meeting = make_clash(tenant, "title", title="Board here")
    insight = insight_of(tenant)
    respond(client, insight, "accept:0")
    with acting_as(tenant.admin):
        assert Meeting.objects.get(pk=meeting.pk).title == "Board here"
    look_through(tenant, tenant.executive)
    assert insight_of(tenant).status == InsightStatus.ACTED_UPON
    respond(client, insight, "undo")
    with acting_as(tenant.admin):
        assert Meeting.objects.get(pk=meeting.pk).title == "Board outside"
    assert insight_of(tenant).status == InsightStatus.ACTIVE


def test_a_time_is_shown_on_the_readers_clock(tenant: Tenant, client: Client) -> None:
    day = day_ahead()
    make_clash(tenant, WHEN, start_time=day + 2 * HOUR, end_time=day + 3 * HOUR)
    page = client.get(reverse("insights")).content.decode()
    assert "Restore your version" in page
    with acting_as(tenant.assistant):
        formats = Formats.of(tenant.assistant)
    ours, theirs = (span_text(start, start + HOUR, formats) for start in (day + 2 * HOUR, day))
    assert f"Yours: {ours} · theirs: {theirs}" in page


def test_it_is_told_whatever_jenifer_may_do(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        row = Organization.objects.get(pk=tenant.organization.pk)
        row.ai_settings = row.ai_settings | {"auto_conflict_detection": False, "proactive_suggestions": False}
        row.save()
    make_clash(tenant, "title", title="Board here")
    assert len(insight_of(tenant).suggested_actions) == 1


def test_a_meeting_that_is_gone_has_no_page_to_lead_to(tenant: Tenant, client: Client) -> None:
    meeting = make_clash(tenant, WHOLE, title="Board here")
    with acting_as(tenant.admin):
        Meeting.objects.filter(pk=meeting.pk).update(deleted_at=timezone.now())
    look_through(tenant, tenant.executive)
    insight = insight_of(tenant)
    assert (insight.reasoning, insight.evidence) == (
        "It was changed here and deleted there. It is gone.",
        [],
    )
    assert "Yours:" not in client.get("/insights/").text
    respond(client, insight, "accept:0")
    with acting_as(tenant.admin):
        assert Meeting.objects.get(ical_uid="board", deleted_at=None).title == "Board here"


def test_a_clash_of_long_ago_is_told_no_more(tenant: Tenant) -> None:
    make_clash(tenant, "title", title="Board here")
    with acting_as(tenant.admin):
        CalendarClash.objects.update(created_at=timezone.now() - timedelta(days=15))
    look_through(tenant, tenant.executive)
    assert insight_of(tenant).status == InsightStatus.EXPIRED


def test_people_outside_are_told_when_one_says_so(tenant: Tenant, client: Client) -> None:
    guest = {"email": "dana@else.example", "name": "Dana", "status": "accepted", "is_organizer": False}
    meeting = make_clash(tenant, "title", title="Board here")
    with acting_as(tenant.admin):
        Meeting.objects.filter(pk=meeting.pk).update(attendees=[guest])
    insight = insight_of(tenant)
    respond(client, insight, "accept:0")
    with acting_as(tenant.admin):
        assert Meeting.objects.get(pk=meeting.pk).title == "Board outside"
    respond(client, insight, "accept:0", tell="send")
    with acting_as(tenant.admin):
        assert Meeting.objects.get(pk=meeting.pk).title == "Board here"
        assert [each.recipient for each in AttendeeNotice.objects.all()] == ["dana@else.example"]
    respond(client, insight, "undo")
    with acting_as(tenant.admin):
        assert [each.state for each in AttendeeNotice.objects.all()] == ["taken_back"]


@pytest.mark.parametrize(("side", "columns"), [("here", {"visibility": "private"}), ("there", {})])
def test_what_is_private_on_either_side_is_named_to_nobody_who_only_reads(
    tenant: Tenant, side: str, columns: dict[str, str]
) -> None:
    meeting = make_clash(tenant, "title", "location", title="Secret here", location="Clinic", **columns)
    if side == "there":
        with acting_as(tenant.admin):
            Meeting.objects.filter(pk=meeting.pk).update(visibility="private")
        look_through(tenant, tenant.executive)
    reader = make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})

    told = client_of(reader).get("/api/v1/insights/").content.decode()
    assert "Private event" in told
    assert [word for word in ("Secret", "Clinic", "Board outside") if word in told] == []
