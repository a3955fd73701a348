"""Answers to an insight: what they do, that they do it once, and that they can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from ai_engine.jobs import request_examination
from ai_engine.models import AIInsight, InsightStatus
from ai_engine.services.insights import examine
from ai_engine.services.responses import (
    AlreadyAnswered,
    ResponseRefused,
    SuggestionChanged,
    accept_insight,
    dismiss_insight,
    snooze_insight,
    undo_response,
)
from ai_engine.versions import version_of
from jenifer.principal import acting_as
from jenifer.tests.factories import NOON, Tenant, make_assignment, make_meeting, make_person, make_tenant
from orgs.models import AuditLog
from scheduling.models import Meeting
from scheduling.services.meetings import SlotTaken, Stale

NOW = NOON - timedelta(hours=5)


@pytest.fixture
def tenant(db: None) -> Tenant:
    tenant = make_tenant(email="ana@acme.test")
    make_meeting(tenant.admin, tenant.executive, title="Halden", minutes=120)
    make_meeting(tenant.admin, tenant.executive, NOON + timedelta(minutes=30), title="Board")
    look(tenant)
    return tenant


def look(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        request_examination([tenant.executive.pk])
        examine(executive_id=tenant.executive.pk, now=NOW)


def only_insight() -> AIInsight:
    return AIInsight.objects.get()


def accept(tenant: Tenant, insight: AIInsight, action: int = 0) -> AIInsight:
    return accept_insight(
        by=tenant.assistant, insight_id=insight.pk, action=action, version=version_of(insight)
    )


def test_accept_moves_the_meeting_and_says_who_for_whom(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        payload = insight.suggested_actions[0]["payload"]

        answered = accept(tenant, insight)

        moved = Meeting.objects.get(title=payload["title"])
        assert moved.start_time.isoformat().replace("+00:00", "Z") == payload["start"]
        assert moved.sequence == 1
        assert (answered.status, answered.responded_by) == (InsightStatus.ACTED_UPON, tenant.assistant)
    with acting_as(tenant.admin):
        row = AuditLog.objects.get(entity_type="meeting", action="update")
        assert (row.user_id, row.acting_for_id) == (tenant.assistant.pk, tenant.executive.pk)


def test_second_accept_is_told_it_is_done(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        accept(tenant, insight)

        with pytest.raises(AlreadyAnswered, match="already done, by ea"):
            accept(tenant, insight)


def test_undo_puts_the_meeting_back(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        title = insight.suggested_actions[0]["payload"]["title"]
        before = Meeting.objects.get(title=title).start_time
        accept(tenant, insight)

        undone = undo_response(by=tenant.assistant, insight_id=insight.pk)

        assert Meeting.objects.get(title=title).start_time == before
        assert (undone.status, undone.user_action, undone.undo) == (InsightStatus.ACTIVE, "", None)


def test_undo_is_refused_when_the_meeting_has_changed_since(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        title = insight.suggested_actions[0]["payload"]["title"]
        accept(tenant, insight)
        Meeting.objects.filter(title=title).update(sequence=7)

        with pytest.raises(Stale, match="changed since"):
            undo_response(by=tenant.assistant, insight_id=insight.pk)


def test_accept_of_one_instance_changes_that_instance_alone(db: None) -> None:
    tenant = make_tenant(email="ana@acme.test")
    series = make_meeting(
        tenant.admin,
        tenant.executive,
        title="Weekly",
        minutes=30,
        is_recurring=True,
        recurrence_rule="FREQ=WEEKLY",
    )
    make_meeting(tenant.admin, tenant.executive, NOON + timedelta(days=7), title="Halden", minutes=120)
    look(tenant)
    with acting_as(tenant.assistant):
        insight = only_insight()
        accept(tenant, insight)

        override = Meeting.objects.get(recurrence_parent=series)
        assert (override.recurrence_id, override.title) == (NOON + timedelta(days=7), "Weekly")
        assert Meeting.objects.get(pk=series.pk).start_time == NOON

        undo_response(by=tenant.assistant, insight_id=insight.pk)
        assert not Meeting.objects.filter(recurrence_parent=series).exists()


def test_changed_suggestion_is_told_with_what_was_seen(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        seen = insight.suggested_actions[0]["payload"]["start"]
        version = version_of(insight)
        make_meeting(tenant.admin, tenant.executive, NOON + timedelta(hours=2, minutes=15), minutes=180)
        look(tenant)
        make_meeting(tenant.admin, tenant.executive, NOON - timedelta(hours=3), minutes=120)
        look(tenant)

        insight = AIInsight.objects.get(pk=insight.pk)
        assert version_of(insight) != version
        with pytest.raises(SuggestionChanged) as changed:
            accept_insight(by=tenant.assistant, insight_id=insight.pk, action=0, version=version)
        assert changed.value.seen is not None
        assert changed.value.seen["payload"]["start"] == seen


def test_time_taken_in_the_meantime_is_refused(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        start = insight.suggested_actions[0]["payload"]["start"]
        make_meeting(tenant.admin, tenant.executive, NOON.fromisoformat(start), title="Quicker", minutes=15)

        with pytest.raises(SlotTaken, match="taken by “Quicker”"):
            accept(tenant, insight)


def test_moved_meeting_is_told_with_where_it_is_now(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        title = insight.suggested_actions[0]["payload"]["title"]
        moved = Meeting.objects.get(title=title)
        moved.start_time += timedelta(hours=4)
        moved.end_time += timedelta(hours=4)
        moved.save()

        with pytest.raises(Stale) as stale:
            accept(tenant, insight)
        assert stale.value.now is not None
        assert stale.value.now.start == moved.start_time


def test_foreign_version_is_refused(tenant: Tenant) -> None:
    with acting_as(tenant.assistant), pytest.raises(SuggestionChanged):
        accept_insight(by=tenant.assistant, insight_id=only_insight().pk, action=0, version="made-up:x")


def test_snooze_hides_until_then_and_refuses_the_past(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        insight = only_insight()
        until = timezone.now() + timedelta(hours=1)

        assert snooze_insight(by=tenant.assistant, insight_id=insight.pk, until=until).snoozed_until == until
        with pytest.raises(ResponseRefused, match="future"):
            snooze_insight(by=tenant.assistant, insight_id=insight.pk, until=timezone.now())


def test_answer_needs_the_right_to_change_the_calendar(tenant: Tenant) -> None:
    reader, stranger = make_person(tenant.admin), make_person(tenant.admin)
    make_assignment(tenant.admin, reader, tenant.executive, permissions={"calendar": ["read"]})
    with acting_as(tenant.admin):
        insight = only_insight()

    with acting_as(reader), pytest.raises(PermissionDenied):
        dismiss_insight(by=reader, insight_id=insight.pk)
    with acting_as(stranger), pytest.raises(Http404):
        dismiss_insight(by=stranger, insight_id=insight.pk)


def test_insight_of_another_organization_is_not_there(tenant: Tenant) -> None:
    other = make_tenant()
    with acting_as(tenant.admin):
        insight = only_insight()

    with acting_as(other.admin), pytest.raises(Http404):
        accept_insight(by=other.admin, insight_id=insight.pk, action=0, version=version_of(insight))
