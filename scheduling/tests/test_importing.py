"""Whole calendars through the database: in, again, out, and into another organization."""

import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from executives.models import ExecutiveProfile
from jenifer.principal import acting_as
from jenifer.tests.factories import NOON, Tenant, make_executive, make_meeting, make_tenant
from orgs.models import AuditLog
from scheduling.mapping import UNTITLED
from scheduling.models import Meeting
from scheduling.occurrences import occurrences_between
from scheduling.services.exporting import export_calendar
from scheduling.services.importing import ImportReport, import_events
from scheduling.tests.reading import SINCE, UNTIL, calendar, events_in, instances
from scheduling.tests.test_calendars import CALENDARS


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant()


def event(*properties: str, uid: str, start: str, end: str, summary: str = "Meeting") -> str:
    return "\n".join([f"UID:{uid}", f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{summary}", *properties])


def bring_in(tenant: Tenant, data: bytes, executive: ExecutiveProfile | None = None) -> ImportReport:
    with acting_as(tenant.admin):
        return import_events(
            by=tenant.admin, executive=executive or tenant.executive, stream=io.BytesIO(data)
        )


def take_out(tenant: Tenant) -> bytes:
    with acting_as(tenant.admin):
        return b"".join(export_calendar(executive=tenant.executive, shows_private=True))


def shown(tenant: Tenant) -> Counter[Any]:
    """Everything on the calendar over the years, by the executive's clock (UTC)."""
    with acting_as(tenant.admin):
        found = occurrences_between(
            [tenant.executive.pk], SINCE, UNTIL, {tenant.executive.pk: ZoneInfo("UTC")}
        )
    return Counter((each.meeting.ical_uid, each.start, each.end, each.meeting.title) for each in found)


def rows(tenant: Tenant) -> list[tuple[Any, ...]]:
    with acting_as(tenant.admin):
        return sorted(Meeting.objects.values_list("pk", "updated_at", "sequence"))


@pytest.mark.parametrize("file", CALENDARS, ids=lambda file: file.name)
def test_calendar_is_the_same_in_the_database_and_after_a_round_trip(tenant: Tenant, file: Path) -> None:
    data = file.read_bytes()
    bring_in(tenant, data)
    before = rows(tenant)

    again = bring_in(tenant, data)

    assert (again.created, again.changed) == (0, 0)
    assert rows(tenant) == before
    expected = Counter(
        {
            (uid, start, end, title or UNTITLED): count
            for (uid, start, end, title), count in instances(events_in(data)).items()
        }
    )
    assert shown(tenant) == expected
    other = make_tenant()
    bring_in(other, take_out(tenant))
    assert shown(other) == expected


def test_report_names_what_was_refused_with_its_line(tenant: Tenant) -> None:
    good = event(uid="good", start="20261124T120000Z", end="20261124T130000Z")
    bad = event(uid="bad", start="20261399T120000Z", end="20261124T130000Z")

    report = bring_in(tenant, calendar(good, bad))

    (refused,) = [line for line in report.lines if line["outcome"] == "refused"]
    assert (report.created, report.refused) == (1, 1)
    assert (refused["uid"], refused["line"] > 1, bool(refused["reason"])) == ("bad", True, True)


def test_newer_sequence_changes_and_an_older_one_does_not(tenant: Tenant) -> None:
    def version(number: int, title: str) -> bytes:
        return calendar(
            event(
                f"SEQUENCE:{number}",
                uid="one",
                start="20261124T120000Z",
                end="20261124T130000Z",
                summary=title,
            )
        )

    bring_in(tenant, version(2, "Second"))

    assert bring_in(tenant, version(3, "Third")).changed == 1
    assert bring_in(tenant, version(1, "First")).unchanged == 1
    with acting_as(tenant.admin):
        assert Meeting.objects.get().title == "Third"


def test_override_finds_its_master_wherever_it_stands(tenant: Tenant) -> None:
    override = event(
        "RECURRENCE-ID:20261201T120000Z", uid="one", start="20261201T150000Z", end="20261201T160000Z"
    )
    master = event("RRULE:FREQ=WEEKLY", uid="one", start="20261124T120000Z", end="20261124T130000Z")
    bring_in(tenant, calendar(override))

    bring_in(tenant, calendar(master))

    with acting_as(tenant.admin):
        assert Meeting.objects.get(recurrence_id=None).overrides.count() == 1


def test_uid_of_another_organization_stays_theirs(tenant: Tenant) -> None:
    other = make_tenant()
    data = calendar(event(uid="shared", start="20261124T120000Z", end="20261124T130000Z", summary="Theirs"))
    bring_in(other, data)

    bring_in(tenant, data.replace(b"Theirs", b"Ours"))

    with acting_as(other.admin):
        assert Meeting.objects.get().title == "Theirs"


def test_two_executives_may_hold_the_same_event(tenant: Tenant) -> None:
    second = make_executive(tenant.admin)
    data = calendar(event(uid="shared", start="20261124T120000Z", end="20261124T130000Z"))

    bring_in(tenant, data)

    assert bring_in(tenant, data, second).created == 1


def test_import_is_written_to_the_log_for_the_executive(tenant: Tenant) -> None:
    bring_in(tenant, calendar(event(uid="one", start="20261124T120000Z", end="20261124T130000Z")))

    with acting_as(tenant.admin):
        entry = AuditLog.objects.get(entity_type="meeting", action="create")
        assert (entry.user_id, entry.acting_for_id) == (tenant.admin.pk, tenant.executive.pk)


def test_export_holds_nothing_internal(tenant: Tenant) -> None:
    make_meeting(
        tenant.admin, tenant.executive, title="Board", internal_notes="fire Bob", ai_meeting_brief="beware"
    )

    text = take_out(tenant).decode()

    assert "Board" in text
    assert "fire Bob" not in text
    assert "beware" not in text


def test_range_reads_take_one_query(tenant: Tenant) -> None:
    series = (
        event(
            f"RRULE:FREQ=DAILY;COUNT={n + 2}", uid=f"u{n}", start="20261124T120000Z", end="20261124T130000Z"
        )
        for n in range(5)
    )
    bring_in(tenant, calendar(*series))
    zones = {tenant.executive.pk: ZoneInfo("UTC")}

    with acting_as(tenant.admin), CaptureQueriesContext(connection) as captured:
        found = occurrences_between(zones, NOON, datetime(2026, 11, 25, tzinfo=UTC), zones)

    assert (len(found), len([q for q in captured.captured_queries if "meetings" in q["sql"]])) == (5, 1)


def test_uid_of_a_private_series_is_told_to_those_who_may_change_the_calendar(tenant: Tenant) -> None:
    instance = event(
        "RECURRENCE-ID:20261125T090000Z", uid="rehab@clinic", start="20261125T100000Z", end="20261125T110000Z"
    )
    series = event(
        *("RRULE:FREQ=DAILY;COUNT=3", "CLASS:PRIVATE"),
        uid="rehab@clinic",
        start="20261124T090000Z",
        end="20261124T100000Z",
    )
    board = event(uid="board@acme", start="20261124T120000Z", end="20261124T130000Z")
    bring_in(tenant, calendar(series, instance, board))
    with acting_as(tenant.admin):
        written = b"".join(export_calendar(executive=tenant.executive, shows_private=False))
        master = Meeting.objects.get(recurrence_id=None, ical_uid="rehab@clinic")
    uids = Counter(line for line in written.decode().splitlines() if line.startswith("UID:"))
    assert uids == {f"UID:{master.pk}@jenifer": 2, "UID:board@acme": 1}
