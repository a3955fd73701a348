"""Both sides are edited at random over a bad line, by workers that die: in the end they hold the same, once."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from integrations.caldav.remote import CalDavRemote
from integrations.sync.bodies import ICalendar
from integrations.sync.connection import sync_calendars
from integrations.sync.remote import RemoteError, RemoteObject
from integrations.tests.caldav_servers import PASSWORD, USER, Server
from integrations.tests.connected import make_connection
from integrations.tests.faults import BadLine, Fault, Killed
from jenifer.principal import acting_as
from jenifer.tests.factories import make_meeting, make_tenant
from scheduling.models import Meeting

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
names = (f"model-{number}" for number in itertools.count())
values = itertools.count()
TURNS = 6

type Field = str
"""`title`, `location` or `hour`."""


class TwoSides(RuleBasedStateMachine):
    """`edited` tells which side changed what since both last agreed, and to what."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.tenant = make_tenant()
        self.admin, self.executive = self.tenant.admin, self.tenant.executive
        self.path = self.server.make_calendar(next(names))
        self.edited: dict[tuple[str, Field], dict[str, Any]] = {}
        self.integration = make_connection(self.tenant, self.path)

    # Edits.

    @rule()
    def made_here(self) -> None:
        title = f"here {next(values)}"
        row = make_meeting(self.admin, self.executive, NINE, title=title)
        with acting_as(self.admin):
            Meeting.objects.filter(pk=row.pk).update(ical_uid=f"{row.pk}@jenifer")
        self._note(f"{row.pk}@jenifer", "here", title=title, location="", hour=9)

    @rule()
    def made_there(self) -> None:
        uid, title = f"there-{next(values)}", f"there {next(values)}"
        self._put(uid, None, title, "", 9)
        self._note(uid, "there", title=title, location="", hour=9)

    @precondition(lambda self: self._rows())
    @rule(data=st.data())
    def edited_here(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self._rows()))
        field = data.draw(st.sampled_from(("title", "location", "hour")))
        value = data.draw(st.integers(0, 20)) if field == "hour" else f"{field} {next(values)}"
        with acting_as(self.admin):
            if isinstance(value, int):
                row.start_time = NINE.replace(hour=value)
                row.end_time = row.start_time + timedelta(hours=1)
            else:
                setattr(row, field, value)
            row.sequence += 1
            row.save()
        self._note(row.ical_uid, "here", **{field: value})

    @precondition(lambda self: self._objects())
    @rule(data=st.data())
    def edited_there(self, data: st.DataObject) -> None:
        each = data.draw(st.sampled_from(self._objects()))
        event = _told(each)
        field = data.draw(st.sampled_from(("title", "location", "hour")))
        value = data.draw(st.integers(0, 20)) if field == "hour" else f"{field} {next(values)}"
        told = event | {field: value}
        self._put(event["uid"], each, told["title"], told["location"], told["hour"])
        self._note(event["uid"], "there", **{field: value})

    @precondition(lambda self: self._rows())
    @rule(data=st.data())
    def removed_here(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self._rows()))
        with acting_as(self.admin):
            Meeting.objects.filter(pk=row.pk).update(deleted_at=NINE)
        self._note(row.ical_uid, "here", gone=True)

    @precondition(lambda self: self._objects())
    @rule(data=st.data())
    def removed_there(self, data: st.DataObject) -> None:
        each = data.draw(st.sampled_from(self._objects()))
        with self._remote(BadLine(iter(()))) as remote:
            remote.delete(self.path, each.id, each.etag)
        self._note(_told(each)["uid"], "there", gone=True)

    # Syncs.

    @rule(faults=st.lists(st.none() | st.sampled_from(Fault), max_size=12))
    def synced_badly(self, faults: list[Fault | None]) -> None:
        self._sync(BadLine(iter(faults)))

    @rule()
    def agreed(self) -> None:
        line = BadLine(iter(()))
        for _turn in range(TURNS):
            line = BadLine(iter(()))
            self._sync(line)
            if line.writes == 0:
                break
        assert line.writes == 0, "they never come to rest"
        here = {row.ical_uid: _shown(row) for row in self._rows()}
        assert len(here) == len(self._rows()), "one event twice"
        told = [_told(each) for each in self._objects()]
        there = {each["uid"]: {name: each[name] for name in ("title", "location", "hour")} for each in told}
        assert len(there) == len(told)
        assert here == there
        self._nothing_is_lost(here)
        self.edited.clear()

    def teardown(self) -> None:
        self.agreed()

    def _nothing_is_lost(self, now: dict[str, dict[str, Any]]) -> None:
        """What one side alone has changed stands; of two the remote's or what came after it."""
        for (uid, field), by in self.edited.items():
            of_event = [sides for (other, _), sides in self.edited.items() if other == uid]
            is_shared = len({side for sides in of_event for side in sides}) > 1
            if field == "gone":
                assert uid not in now or is_shared
            elif uid not in now:
                assert (uid, "gone") in self.edited
            elif (uid, "gone") not in self.edited:
                assert now[uid][field] in by.values()

    # Means.

    def _note(self, uid: str, side: str, **changes: Any) -> None:
        for field, value in changes.items():
            self.edited.setdefault((uid, field), {})[side] = value

    def _sync(self, line: BadLine) -> None:
        with acting_as(self.admin):
            try:
                with transaction.atomic(), self._remote(line) as remote:
                    try:
                        sync_calendars(integration=self.integration, remote=remote, codec=ICalendar())
                    except (RemoteError, httpx.HTTPError):
                        pass
                    except Killed:
                        pass  # its own transactions have ended as they had to
            finally:
                line.close()

    def _remote(self, line: BadLine) -> CalDavRemote:
        http = httpx.Client(transport=line, trust_env=False)
        return CalDavRemote(http, self.server.url + self.server.home, USER, PASSWORD)

    def _rows(self) -> list[Meeting]:
        with acting_as(self.admin):
            return list(
                Meeting.objects.filter(executive=self.executive, deleted_at=None).order_by("ical_uid")
            )

    def _objects(self) -> list[RemoteObject]:
        with self._remote(BadLine(iter(()))) as remote:
            found = {each.id: each for page in remote.changes(self.path, "") for each in page.changed}
        return [found[key] for key in sorted(found)]

    def _put(self, uid: str, known: RemoteObject | None, title: str, location: str, hour: int) -> None:
        body = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:20261124T{hour:02}0000Z\r\nDURATION:PT1H\r\n"
            f"SUMMARY:{title}\r\n" + (f"LOCATION:{location}\r\n" if location else "") + "X-THEIRS:kept\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        with self._remote(BadLine(iter(()))) as remote:
            if known is None:
                remote.insert(self.path, uid, body)
            else:
                remote.update(self.path, known.id, known.etag, body)


def _shown(row: Meeting) -> dict[str, Any]:
    return {"title": row.title, "location": row.location, "hour": row.start_time.hour}


def _told(each: RemoteObject) -> dict[str, Any]:
    series = ICalendar().read(each.body).series
    assert series is not None
    event = series.events[None]
    return {
        "uid": series.uid,
        "title": event.title,
        "location": event.location,
        "hour": event.timing.start.hour,
    }


@pytest.mark.django_db
def test_both_sides_come_to_hold_the_same(server: Server, request: pytest.FixtureRequest) -> None:
    is_thorough = request.config.getoption("thorough")
    machine = type("TwoSidesHere", (TwoSides,), {"server": server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25 if is_thorough else 3,
            stateful_step_count=50 if is_thorough else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
