"""Two people, or one with two clicks, at the same moment: one is first, the other is told so."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from ai_engine.services.responses import AlreadyAnswered, accept_insight
from ai_engine.tests.conflicts import make_overlap
from ai_engine.versions import version_of
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from jenifer.tests.visitors import CALENDAR
from scheduling.models import CalendarImport, ImportStatus, Meeting
from scheduling.services.imports import receive_file, run_import
from scheduling.services.meetings import MoveRefused, Slot, SlotTaken, move_occurrence

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def tenant(settings: Any, tmp_path: Any) -> Tenant:
    settings.MEDIA_ROOT = tmp_path
    return make_tenant()


def at_once(tenant: Tenant, *calls: Callable[[], Any]) -> list[Any]:
    """What each returned, or how it was refused, in the order of the calls."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            with acting_as(tenant.admin):
                start.wait()
                return call()
        except (AlreadyAnswered, MoveRefused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


class Meeted(io.BytesIO):
    """A file whose readers wait for each other, a moment at most."""

    def __init__(self, barrier: Barrier) -> None:
        super().__init__(CALENDAR)
        self.barrier = barrier

    def read(self, size: int | None = -1) -> bytes:
        with suppress(BrokenBarrierError):
            self.barrier.wait(timeout=1)
        return super().read(size)


def test_same_file_sent_twice_is_taken_once(tenant: Tenant) -> None:
    barrier = Barrier(2)

    def send() -> CalendarImport:
        return receive_file(
            by=tenant.admin,
            executive_id=tenant.executive.pk,
            name="calendar.ics",
            size=len(CALENDAR),
            content=Meeted(barrier),
        )

    rows = at_once(tenant, send, send)
    assert sorted(row.status for row in rows) == [ImportStatus.DONE, ImportStatus.WAITING]
    with acting_as(tenant.admin):
        for row in rows:
            run_import(import_id=row.pk)
        counts = CalendarImport.objects.order_by("-created_count").values_list(
            "created_count", "unchanged_count"
        )
        assert (list(counts), Meeting.objects.count()) == ([(1, 0), (0, 1)], 1)


def test_suggestion_accepted_twice_is_done_once(tenant: Tenant) -> None:
    insight, _first, _second = make_overlap(tenant)

    def accept() -> Any:
        return accept_insight(by=tenant.admin, insight_id=insight.pk, action=0, version=version_of(insight))

    answers = at_once(tenant, accept, accept)
    assert sum(isinstance(answer, AlreadyAnswered) for answer in answers) == 1
    with acting_as(tenant.admin):
        assert sorted(Meeting.objects.values_list("sequence", flat=True)) == [0, 1]


def test_time_taken_by_two_goes_to_one(tenant: Tenant) -> None:
    one, other = (make_meeting(tenant.admin, tenant.executive) for _ in range(2))
    hours = one.end_time - one.start_time
    to = Slot(one.start_time + 3 * hours, one.end_time + 3 * hours)

    def move(meeting: Meeting) -> Callable[[], Any]:
        seen = Slot(meeting.start_time, meeting.end_time)
        return lambda: move_occurrence(
            by=tenant.admin, series_id=meeting.pk, recurrence_id=None, seen=seen, to=to
        )

    answers = at_once(tenant, move(one), move(other))
    assert [type(each) for each in answers if isinstance(each, MoveRefused)] == [SlotTaken]
