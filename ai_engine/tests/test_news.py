"""Who hears of new conflicts and of imports."""

from io import BytesIO

import pytest

from ai_engine.tests.conflicts import make_overlap
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_assignment, make_person, make_tenant
from jenifer.tests.visitors import AREAS, CALENDAR
from orgs.models import Notification, User
from orgs.tests.telling import titles
from scheduling.models import CalendarImport
from scheduling.services import imports
from scheduling.services.imports import receive_file, run_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant(full_name="Ana Ferreira")


def assistant_with(tenant: Tenant, rights: list[str]) -> User:
    person = make_person(tenant.admin)
    make_assignment(tenant.admin, person, tenant.executive, permissions=dict.fromkeys(AREAS, rights))
    return person


def test_a_new_conflict_is_told_to_those_who_may_answer_it_once(tenant: Tenant) -> None:
    reader, writer = assistant_with(tenant, ["read"]), assistant_with(tenant, ["read", "write"])
    make_overlap(tenant)
    told = ["1 new conflict for Ana Ferreira"]
    assert [titles(each) for each in (tenant.assistant, writer, reader)] == [told, told, []]
    with acting_as(writer):
        notification = Notification.objects.get()
    assert notification.category == "ai"
    assert notification.action_url == f"/insights/?executive={tenant.executive.pk}"


def test_the_same_conflict_seen_again_is_no_news(tenant: Tenant) -> None:
    from django.utils import timezone

    from ai_engine.services.insights import examine

    make_overlap(tenant)
    with acting_as(tenant.assistant):
        examine(executive_id=tenant.executive.pk, now=timezone.now())
    assert len(titles(tenant.assistant)) == 1


def large_import(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> CalendarImport:
    monkeypatch.setattr(imports, "AT_ONCE", 10)  # so that a job has to read it
    with acting_as(tenant.assistant):
        return receive_file(
            by=tenant.assistant,
            executive_id=tenant.executive.pk,
            name="ana.ics",
            size=len(CALENDAR),
            content=BytesIO(CALENDAR),
        )


def test_an_import_that_a_job_has_read_is_told_to_whoever_asked(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = large_import(tenant, monkeypatch)
    with acting_as(tenant.assistant):
        run_import(import_id=row.pk)
        notification = Notification.objects.get(category="sync")
    assert notification.title == "ana.ics is imported for Ana Ferreira"
    assert notification.body == "1 new, 0 changed, 0 unchanged, 0 refused."
    assert notification.action_url == f"/calendar/import/{row.pk}/"
    assert titles(tenant.admin) == []


def test_an_import_that_failed_says_so(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    row = large_import(tenant, monkeypatch)
    with acting_as(tenant.assistant):
        CalendarImport.objects.update(stored_as="imports/gone.ics")
        with pytest.raises(FileNotFoundError):
            run_import(import_id=row.pk)
        notification = Notification.objects.get(category="sync")
    assert (notification.title, notification.notification_type) == ("ana.ics could not be imported", "error")


def test_a_small_file_is_no_news(tenant: Tenant) -> None:
    with acting_as(tenant.assistant):
        receive_file(
            by=tenant.assistant,
            executive_id=tenant.executive.pk,
            name="ana.ics",
            size=len(CALENDAR),
            content=BytesIO(CALENDAR),
        )
    assert titles(tenant.assistant) == []
