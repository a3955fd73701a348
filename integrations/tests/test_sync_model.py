"""Both sides are edited at random over a bad line, by workers that are killed: in the end they hold the same, once."""

import itertools
import time
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from integrations.models import CalendarChange, Integration
from integrations.sync.remote import RemoteObject
from integrations.tests.caldav_servers import PASSWORD, USER, Server
from integrations.tests.connected import make_connection
from integrations.tests.faults import HELD, BadLine, Fault, bad_line
from integrations.tests.sides import NINE, PEOPLE, Here, Instance, Shown, There, days_of, uid_of
from integrations.tests.turner import NOT_SYNCED, SYNCED
from integrations.tests.turns import Turner, turner
from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from orgs.models import Delivery
from scheduling.models import Meeting

names = (f"model-{number}" for number in itertools.count())
values = itertools.count()
TURNS, PATIENCE = 8, 10  # seconds that a killed worker's lock may outlive it
FEW = 5  # removed there between two agreements: of more than half a calendar a person is asked
FAULTS = sorted(set(Fault) - HELD, key=lambda fault: fault.name)
LINES = st.integers(0, 2**32).map(lambda seed: bad_luck(Random(seed)))
GONE = "gone"


def bad_luck(chance: Random) -> list[Fault | None]:
    """Something goes wrong with every third request; examples of Hypothesis's own repeat themselves."""
    return [chance.choice(FAULTS) if chance.random() < 0.35 else None for _ in range(12)]


class TwoSides(RuleBasedStateMachine):
    """`edited` tells which side changed what since both last agreed, and to what."""

    server: Server
    line: BadLine
    turner: Turner
    tally: Counter[str]
    direction: str

    def __init__(self) -> None:
        super().__init__()
        tenant = make_tenant()
        self.admin = tenant.admin
        path = self.server.make_calendar(next(names))
        self.here, self.there = Here(tenant), There(self.server, path)
        self.integration = make_connection(tenant, path)
        with acting_as(self.admin):
            self.integration.provider_user_id = self.line.server.url + self.server.home
            self.integration.provider_email = USER
            self.integration.access_token = PASSWORD
            self.integration.settings = self.integration.settings | {"sync_direction": self.direction}
            self.integration.save()
        self.edited: dict[tuple[str, Instance, str], dict[str, Any]] = {}
        self.removed = 0
        self.told_here: dict[str, dict[tuple[Instance, str], list[Any]]] = {}
        self.touched_there: set[str] = set()

    # Edits.

    @rule(is_series=st.booleans())
    def made_here(self, is_series: bool) -> None:
        self.tally["steps"] += 1
        title = f"here {next(values)}"
        self._note(self.here.make(title, is_series), None, "here", {"title": title})

    @rule(is_series=st.booleans())
    def made_there(self, is_series: bool) -> None:
        self.tally["steps"] += 1
        uid, title = f"there-{next(values)}", f"there {next(values)}"
        self.there.make(uid, title, is_series)
        self._note(uid, None, "there", {"title": title})

    @rule(data=st.data())
    def edited_here(self, data: st.DataObject) -> None:
        self.tally["steps"] += 1
        rows = {(row.ical_uid, row.recurrence_id): row for row in self.here.rows()}
        if not rows:
            return
        master = data.draw(st.sampled_from([row for (_, key), row in rows.items() if key is None]))
        day = data.draw(st.sampled_from((None, 1, 2))) if master.is_recurring else None
        row = master
        if day is not None:
            found = rows.get((master.ical_uid, NINE + timedelta(days=day)))
            row = found or self.here.take_out(master, day)
            if found is None:
                self._note(master.ical_uid, day, "here", self.here.shown()[master.ical_uid, day])
        changes = self._changes(data, day, master.is_recurring)
        self.here.edit(row, changes)
        self._note(master.ical_uid, day, "here", changes)

    @rule(data=st.data())
    def edited_there(self, data: st.DataObject) -> None:
        self.tally["steps"] += 1
        objects = self.there.objects()
        if not objects:
            return
        each = data.draw(st.sampled_from(objects))
        day = data.draw(st.sampled_from(days_of(each)))
        changes = self._changes(data, day, len(days_of(each)) > 1)
        is_new = (uid_of(each), day) not in self.there.shown()
        told = self.there.edit(each, day, changes)
        self._note(uid_of(each), day, "there", told if is_new else changes)

    @rule(data=st.data())
    def removed_here(self, data: st.DataObject) -> None:
        self.tally["steps"] += 1
        if rows := self.here.rows():
            uid = data.draw(st.sampled_from(rows)).ical_uid
            self.here.remove(uid)
            self._note(uid, None, "here", {GONE: True})

    @precondition(lambda self: self.removed < FEW)
    @rule(data=st.data())
    def removed_there(self, data: st.DataObject) -> None:
        self.tally["steps"] += 1
        if objects := self.there.objects():
            each: RemoteObject = data.draw(st.sampled_from(objects))
            self.there.remove(each)
            self.removed += 1
            self._note(uid_of(each), None, "there", {GONE: True})

    # Syncs.

    @rule(faults=LINES)
    def synced_badly(self, faults: list[Fault | None]) -> None:
        self.tally["steps"] += 1
        self._sync(faults)

    @rule(data=st.data(), before=st.integers(0, 3), held=st.sampled_from(sorted(HELD, key=str)))
    def edited_there_during_a_sync(self, data: st.DataObject, before: int, held: Fault) -> None:
        self.tally["steps"] += 1
        seen = self.look()
        victim = self.turner.wait_at_the_gate(self.integration, self.admin.pk)
        self.line.deal([None] * before + [held], victim)
        self.turner.go()
        while not self.turner.has_ended():
            if self.line.is_holding():
                self.edited_there(data)
                self.tally["steps"] -= 1
                self.line.let_go()
                break
        self._ended(seen)

    @rule(faults=LINES)
    def agreed(self, faults: list[Fault | None]) -> None:
        self.tally["steps"] += 1
        self._sync(faults)
        self._come_to_rest()
        self.check_agreement(self.here.shown(), self.there.shown())
        self.edited.clear()
        self.removed = 0
        with acting_as(self.admin):
            assert not Delivery.objects.filter(channel="email").exists()

    def teardown(self) -> None:
        self.agreed([])

    def check_agreement(self, here: Shown, there: Shown) -> None:
        raise NotImplementedError

    def _come_to_rest(self) -> None:
        for _turn in range(TURNS):
            with acting_as(self.admin):
                CalendarChange.objects.update(due_at=timezone.now())  # what was put off
            before, written = self.here.state(), self.line.counts().get("writes", 0)
            self._sync_well()
            if (self.here.state(), self.line.counts().get("writes", 0)) == (before, written):
                return
        raise AssertionError("they never come to rest")

    def _sync_well(self) -> None:
        until = time.monotonic() + PATIENCE
        while self._sync([]) != SYNCED:
            if time.monotonic() > until:
                with acting_as(self.admin):
                    raise AssertionError(Integration.objects.get(pk=self.integration.pk).last_error)
            time.sleep(0.05)

    def _sync(self, faults: list[Fault | None]) -> int:
        before = self.look()
        victim = self.turner.wait_at_the_gate(self.integration, self.admin.pk)
        self.line.deal(faults, victim)
        self.turner.go()
        return self._ended(before)

    def _ended(self, before: Any) -> int:
        code = self.turner.ended()
        assert code in (SYNCED, NOT_SYNCED, -9)
        self.tally["turns"] += 1
        self.check_turn(before)
        return code

    def look(self) -> Any:
        """What `check_turn` compares with."""

    def check_turn(self, before: Any) -> None:
        """What holds after every single turn, whatever went wrong in it."""

    # Means.

    def _changes(self, data: st.DataObject, day: Instance, is_series: bool) -> dict[str, Any]:
        """A series as a whole is not moved: its instances are named by where it is."""
        fields = ["title", "location", "people"] + (["start"] if day is not None or not is_series else [])
        match field := data.draw(st.sampled_from(fields)):
            case "start":
                value: Any = NINE + timedelta(days=day or 0, hours=data.draw(st.integers(-5, 10)))
            case "people":
                value = (data.draw(st.sampled_from(PEOPLE)),)
            case _:
                value = f"{field} {next(values)}"
        return {field: value}

    def _note(self, uid: str, day: Instance, side: str, changes: dict[str, Any]) -> None:
        self.tally["edits"] += 1
        if side == "there":
            self.touched_there.add(uid)
        for field, value in changes.items():
            self.edited.setdefault((uid, day, field), {})[side] = value
            if side == "here":
                self.told_here.setdefault(uid, {}).setdefault((day, field), []).append(value)

    def _sides(self, uid: str) -> set[str]:
        return {side for (other, _, _), by in self.edited.items() if other == uid for side in by}


class Bidirectional(TwoSides):
    direction = "bidirectional"

    def check_agreement(self, here: Shown, there: Shown) -> None:
        """The same, and what one side alone has changed stands; of two the remote's or what came after it."""
        assert here == there
        uids = {uid for uid, _day in here}
        for (uid, day, field), by in self.edited.items():
            is_shared = len(self._sides(uid)) > 1
            if field == GONE:
                assert uid not in uids or is_shared
            elif uid not in uids:
                assert (uid, None, GONE) in self.edited
            elif (uid, None, GONE) not in self.edited:
                now = here[uid, day][field]
                assert now in by.values() or (field == "people" and len(by) > 1)


class PullOnly(TwoSides):
    direction = "pull"

    def check_turn(self, before: Any) -> None:
        assert self.line.counts().get("writes", 0) == 0

    def check_agreement(self, here: Shown, there: Shown) -> None:
        """Nothing is written there; what was not touched here is as it is there, the rest as one of them said."""
        untouched = {uid for uid, _day in {*here, *there}} - set(self.told_here)
        assert _of(here, untouched) == _of(there, untouched)
        for (uid, day), event in _of(here, set(self.told_here)).items():
            told = self.told_here[uid]
            other = there.get((uid, day), {})
            for field, value in event.items():
                assert value in (other.get(field), *told.get((day, field), ())) or (uid, day) not in there


class PushOnly(TwoSides):
    direction = "push"

    def look(self) -> Any:
        return self.here.state()

    def check_turn(self, before: Any) -> None:
        assert self.here.state() == before

    def check_agreement(self, here: Shown, there: Shown) -> None:
        """Nothing is applied here; what was not touched there is as it is here."""
        untouched = {uid for uid, _day in {*here, *there}} - self.touched_there
        assert _of(here, untouched) == _of(there, untouched)


def _of(shown: Shown, uids: set[str]) -> Shown:
    return {key: event for key, event in shown.items() if key[0] in uids}


@pytest.mark.parametrize("sides", [Bidirectional, PullOnly, PushOnly])
def test_both_sides_come_to_hold_the_same(
    sides: type[TwoSides],
    server: Server,
    transactional_db: None,
    request: pytest.FixtureRequest,
    record_property: Any,
) -> None:
    wanted = 500 if request.config.getoption("thorough") else 50
    tally: Counter[str] = Counter()
    with bad_line(server) as line, turner() as turns:
        own = {"server": server, "line": line, "turner": turns, "tally": tally}
        machine = type(f"{sides.__name__}Here", (sides,), own)
        while tally["steps"] < wanted:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=max(wanted // 50, 2),
                    stateful_step_count=50 if wanted > 50 else 25,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        counts = line.counts()
    assert counts.get("kills", 0) > 0
    record_property("sync model", dict(tally) | counts)
    print(dict(tally), counts)
