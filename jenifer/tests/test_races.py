"""Two people, or one with two clicks, at the same moment: one is first, the other is told so."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save

from ai_engine.services.responses import AlreadyAnswered, accept_insight
from ai_engine.tests.conflicts import make_overlap
from ai_engine.versions import version_of
from integrations.models import CalendarSyncToken, Integration
from integrations.services.calendars import Choice, ChoiceRefused, choose_calendars
from integrations.tests.connected import make_connection
from jenifer.principal import acting_as
from jenifer.tests.factories import PASSWORD, Tenant, make_meeting, make_tenant
from jenifer.tests.people import invite, make_admin
from jenifer.tests.visitors import CALENDAR
from orgs.models import Role, User
from orgs.services.invitations import AddressesRefused
from orgs.services.joining import InvitationOver, accept_invitation, find_offer
from orgs.services.members import change_member
from scheduling.models import CalendarImport, ImportStatus, Meeting
from scheduling.services.imports import receive_file, run_import
from scheduling.services.instances import Slot
from scheduling.services.meetings import MoveRefused, SlotTaken, move_occurrence

REFUSALS = (
    AddressesRefused,
    AlreadyAnswered,
    ChoiceRefused,
    IntegrityError,
    InvitationOver,
    MoveRefused,
    PermissionDenied,
)
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
        except REFUSALS as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


class Pause:
    """Whoever calls waits for the others, a moment at most."""

    def __init__(self, parties: int) -> None:
        self.barrier = Barrier(parties)

    def __call__(self) -> None:
        with suppress(BrokenBarrierError):
            self.barrier.wait(timeout=1)


class Meeted(io.BytesIO):
    """A file whose readers wait for each other."""

    def __init__(self, pause: Pause) -> None:
        super().__init__(CALENDAR)
        self.pause = pause

    def read(self, size: int | None = -1) -> bytes:
        self.pause()
        return super().read(size)


def test_same_file_sent_twice_is_taken_once(tenant: Tenant) -> None:
    pause = Pause(2)

    def send() -> CalendarImport:
        return receive_file(
            by=tenant.admin,
            executive_id=tenant.executive.pk,
            name="calendar.ics",
            size=len(CALENDAR),
            content=Meeted(pause),
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


def test_admins_who_demote_each_other_leave_one(tenant: Tenant) -> None:
    other = make_admin(tenant)

    def demote(by: User, member: User) -> Callable[[], Any]:
        def call() -> Any:
            with acting_as(by):
                return change_member(by=by, member=member, role=Role.USER)

        return call

    answers = at_once(tenant, demote(tenant.admin, other), demote(other, tenant.admin))
    assert sum(isinstance(answer, PermissionDenied) for answer in answers) == 1
    assert admins_of(tenant) == 1


def test_the_database_alone_keeps_one_of_two_admins_who_step_down(tenant: Tenant) -> None:
    other = make_admin(tenant)

    def step_down(person: User) -> Callable[[], Any]:
        def call() -> Any:
            with acting_as(person), transaction.atomic():
                User.objects.filter(pk=person.pk).update(role=Role.USER)
                pause()  # both have written, neither has committed, unless the lock makes one wait

        return call

    pause = Pause(2)
    answers = at_once(tenant, step_down(tenant.admin), step_down(other))
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 1
    assert admins_of(tenant) == 1


def test_same_invitation_is_accepted_once(tenant: Tenant) -> None:
    offer = find_offer(invite(tenant, "ben@kilo.test")[1].split("/")[2])
    assert offer is not None

    def accept() -> User:
        return accept_invitation(offer=offer, full_name="Ben", password=PASSWORD)

    answers = at_once(tenant, accept, accept)
    assert sum(isinstance(answer, InvitationOver) for answer in answers) == 1


def test_same_address_is_invited_once(tenant: Tenant) -> None:
    answers = at_once(tenant, *[lambda: invite(tenant, "ben@kilo.test")] * 2)
    assert sum(isinstance(answer, AddressesRefused) for answer in answers) == 1


def test_new_events_go_to_one_calendar_whoever_was_first(tenant: Tenant) -> None:
    rows = [make_connection(tenant, path) for path in ("/work/", "/home/")]
    pause = Pause(2)

    def saved(**_about: Any) -> None:
        pause()  # both have chosen, neither has looked at the other's choice

    def choose(row: Integration) -> Callable[[], Any]:
        choices = {each.pk: Choice(tenant.executive.pk, True, True) for each in row.calendars.all()}
        return lambda: choose_calendars(by=tenant.admin, integration=row, choices=choices)

    with acting_as(tenant.admin):
        CalendarSyncToken.objects.update(is_write_target=False)
        chosen = [choose(row) for row in rows]
    post_save.connect(saved, CalendarSyncToken)
    try:
        answers = at_once(tenant, *chosen)
    finally:
        post_save.disconnect(saved, CalendarSyncToken)
    assert sum(isinstance(answer, ChoiceRefused) for answer in answers) == 1


def admins_of(tenant: Tenant) -> int:
    with acting_as(tenant.assistant):
        return User.objects.filter(role=Role.ADMIN, is_active=True).count()
