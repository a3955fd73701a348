"""Looking through a calendar, and keeping its insights true."""

from datetime import timedelta
from typing import Any

import pytest

from ai_engine.jobs import examine_due, examine_executive, request_examination
from ai_engine.models import AIInsight, Examination, InsightStatus
from ai_engine.services.insights import examine
from ai_engine.services.responses import dismiss_insight
from executives.services.executives import change_executive
from jenifer.principal import acting_as
from jenifer.tests.factories import NOON, Tenant, make_executive, make_meeting, make_tenant
from orgs.models import Organization, User
from scheduling.models import Meeting
from scheduling.signals import calendar_changed

NOW = NOON - timedelta(hours=5)


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant(email="ana@acme.test", full_name="Ana")


def look(tenant: Tenant, now=NOW) -> list[AIInsight]:
    with acting_as(tenant.admin):
        request_examination([tenant.executive.pk])
        examine(executive_id=tenant.executive.pk, now=now)
        return list(AIInsight.objects.order_by("happens_at", "kind"))


def overlap(tenant: Tenant) -> tuple[Meeting, Meeting]:
    first = make_meeting(tenant.admin, tenant.executive, title="Halden")
    return first, make_meeting(
        tenant.admin, tenant.executive, NOON + timedelta(minutes=30), title="Board preparation"
    )


def test_overlap_is_found_with_evidence_and_free_times(tenant: Tenant) -> None:
    first, second = overlap(tenant)

    (insight,) = look(tenant)

    assert insight.kind == "overlap"
    assert insight.priority == "high"
    assert insight.title == "Ana is double-booked: “Halden” and “Board preparation”"
    assert insight.reasoning == "They overlap for 30 minutes."
    assert [each["entity_id"] for each in insight.evidence] == [str(first.pk), str(second.pk)]
    assert [each["action_type"] for each in insight.suggested_actions] == ["reschedule"] * 3


def test_second_look_changes_nothing(tenant: Tenant) -> None:
    overlap(tenant)
    (before,) = look(tenant)

    (after,) = look(tenant)

    assert (after.pk, after.updated_at) == (before.pk, before.updated_at)


def test_insight_expires_when_it_is_no_longer_true(tenant: Tenant) -> None:
    _first, second = overlap(tenant)
    look(tenant)

    with acting_as(tenant.admin):
        second.start_time, second.end_time = NOON + timedelta(hours=2), NOON + timedelta(hours=3)
        second.save()

    assert [insight.status for insight in look(tenant)] == [InsightStatus.EXPIRED]


def test_expired_insight_returns_when_it_is_true_again(tenant: Tenant) -> None:
    _first, second = overlap(tenant)
    (found,) = look(tenant)
    with acting_as(tenant.admin):
        Meeting.objects.filter(pk=second.pk).update(status="cancelled")
        look(tenant)
        Meeting.objects.filter(pk=second.pk).update(status="confirmed")

    (again,) = look(tenant)

    assert (again.pk, again.status) == (found.pk, InsightStatus.ACTIVE)


def test_dismissed_insight_stays_away_for_the_same_facts(tenant: Tenant) -> None:
    overlap(tenant)
    (insight,) = look(tenant)
    with acting_as(tenant.assistant):
        dismiss_insight(by=tenant.assistant, insight_id=insight.pk)

    assert [each.status for each in look(tenant)] == [InsightStatus.DISMISSED]


def test_dismissed_insight_returns_for_other_facts(tenant: Tenant) -> None:
    _first, second = overlap(tenant)
    (insight,) = look(tenant)
    with acting_as(tenant.assistant):
        dismiss_insight(by=tenant.assistant, insight_id=insight.pk)
        second.start_time += timedelta(minutes=15)
        second.save()

    assert {each.status for each in look(tenant)} == {InsightStatus.DISMISSED, InsightStatus.ACTIVE}


@pytest.mark.parametrize("columns", [{"status": "cancelled"}, {"transparency": "transparent"}])
def test_cancelled_and_free_events_never_conflict(tenant: Tenant, columns: dict[str, Any]) -> None:
    make_meeting(tenant.admin, tenant.executive)
    make_meeting(tenant.admin, tenant.executive, **columns)

    assert look(tenant) == []


def test_hold_conflicts_as_a_hold_only(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, title="Firm")
    make_meeting(tenant.admin, tenant.executive, title="Option 2", status="tentative")

    (insight,) = look(tenant)

    assert (insight.priority, insight.title) == ("low", "The hold “Option 2” overlaps “Firm”")


def test_meeting_of_another_organizer_is_a_proposal(tenant: Tenant) -> None:
    people = [
        {"email": "kim@halden.test", "name": "Kim Lind", "is_organizer": True},
        {"email": "ana@acme.test"},
    ]
    make_meeting(tenant.admin, tenant.executive, title="Halden", attendees=people)
    make_meeting(tenant.admin, tenant.executive, title="Kestrel", attendees=people)

    (insight,) = look(tenant)

    (action,) = insight.suggested_actions
    assert action["action_type"] == "propose_time"
    assert action["payload"]["organizer"] == {"name": "Kim Lind", "email": "kim@halden.test"}
    assert action["payload"]["draft"].startswith("Dear Kim Lind,\n\nAna has a conflict with ")


def test_suggestions_are_free_for_colleagues_who_attend(tenant: Tenant) -> None:
    ben = make_executive(tenant.admin, email="ben@acme.test")
    make_meeting(tenant.admin, ben, NOON + timedelta(hours=1), minutes=240)  # 13:00–17:00
    make_meeting(tenant.admin, tenant.executive, title="Halden", minutes=180)
    make_meeting(
        tenant.admin, tenant.executive, title="With Ben", attendees=[{"email": "ben@acme.test"}], minutes=30
    )

    (insight,) = look(tenant)

    (best, *_rest) = [a for a in insight.suggested_actions if a["payload"]["title"] == "With Ben"]
    assert best["payload"]["people"] == 2
    assert best["payload"]["start"] in {"2026-11-24T11:15:00Z", "2026-11-24T17:15:00Z"}


def test_private_titles_never_enter_an_insight(tenant: Tenant) -> None:
    make_meeting(tenant.admin, tenant.executive, title="Oncologist", visibility="private")
    make_meeting(tenant.admin, tenant.executive, title="Board")

    (insight,) = look(tenant)

    stored = f"{insight.title} {insight.reasoning} {insight.evidence} {insight.suggested_actions}"
    assert "Oncologist" not in stored
    assert "Private event" in insight.title


def test_nothing_is_looked_for_where_detection_is_switched_off(tenant: Tenant) -> None:
    overlap(tenant)
    look(tenant)
    with acting_as(tenant.admin):
        settings = tenant.organization.ai_settings | {"auto_conflict_detection": False}
        Organization.objects.filter(pk=tenant.organization.pk).update(ai_settings=settings)

    assert [insight.status for insight in look(tenant)] == [InsightStatus.EXPIRED]


def test_change_of_a_calendar_asks_for_a_look(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        calendar_changed.send(Meeting, executive_ids=[tenant.executive.pk])

        assert Examination.objects.get().executive_id == tenant.executive.pk


def test_change_of_the_rules_asks_for_a_look(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        change_executive(by=tenant.admin, executive=tenant.executive, timezone="Europe/Berlin")

        assert Examination.objects.get().executive_id == tenant.executive.pk


def test_many_askings_are_one_look(tenant: Tenant) -> None:
    overlap(tenant)
    with acting_as(tenant.admin):
        request_examination([tenant.executive.pk])
        request_examination([tenant.executive.pk])
        examine_executive.run(executive_id=str(tenant.executive.pk))
        AIInsight.objects.all().delete()  # what a second look would find again

        examine_executive.run(executive_id=str(tenant.executive.pk))
        assert not AIInsight.objects.exists()

        request_examination([tenant.executive.pk])
        examine_executive.run(executive_id=str(tenant.executive.pk))
        assert AIInsight.objects.exists()


def test_sweep_finds_due_calendars_of_all_organizations(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_tenant()
    for each in (tenant, other):
        with acting_as(each.admin):
            request_examination([each.executive.pk])
    asked: list[tuple[str, str]] = []
    # The broker is outside: what is handed to it is what matters here.
    monkeypatch.setattr(
        "celery.app.task.Task.apply_async",
        lambda self, args, kwargs, headers, **_: asked.append(
            (kwargs["executive_id"], headers["principal"][0])
        ),
    )

    with django_capture_on_commit_callbacks(execute=True):
        examine_due.run()

    workers = {}
    for each in (tenant, other):
        with acting_as(each.admin):
            workers[str(each.executive.pk)] = str(User.objects.get(is_system=True).pk)
    assert dict(asked) == workers


@pytest.mark.parametrize(("time_format", "hours"), [("12h", "9:00 am–6:00 pm"), ("24h", "09:00–18:00")])
def test_working_hours_are_told_as_the_organization_writes_times(
    tenant: Tenant, time_format: str, hours: str
) -> None:
    with acting_as(tenant.admin):
        org = Organization.objects.get()
        org.settings |= {"time_format": time_format}
        org.save(update_fields=["settings"])
    make_meeting(tenant.admin, tenant.executive, NOON + timedelta(hours=9))

    (insight,) = look(tenant)

    assert insight.reasoning == f"The working day is {hours} in UTC."
