"""A calendar that both sides edit at random over a bad line, with workers that are killed."""

import itertools
import time
import traceback
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from integrations.models import CalendarChange, Integration
from integrations.tests.caldav_servers import PASSWORD, USER, Server
from integrations.tests.connected import make_connection
from integrations.tests.faults import HELD, BadLine, Fault
from integrations.tests.sides import NINE, PEOPLE, Here, Instance, Shown, There, days_of, uid_of
from integrations.tests.turner import NOT_SYNCED, SYNCED
from integrations.tests.turns import Turner
from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from orgs.models import Delivery, NotificationCategory

names = (f"model-{number}" for number in itertools.count())
values = itertools.count()
TURNS, PATIENCE = 8, 10  # seconds that a killed worker's lock may outlive it
FEW = 5  # removed there between two agreements: of more than half a calendar a person is asked
HOLDS = sorted(HELD, key=str)
FAULTS = sorted(set(Fault) - HELD, key=lambda fault: fault.name)
SEEDS = st.integers(0, 2**32)
GONE = "gone"


class TwoSides(RuleBasedStateMachine):
    """`edited_since` tells which side changed what since both last agreed, and to what."""

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
        self.edited_since: dict[tuple[str, Instance, str], dict[str, Any]] = {}
        self.removed = self.steps = 0
        self.story: list[str] = []
        self.told_here: dict[str, dict[tuple[Instance, str], list[Any]]] = {}
        self.touched_there: set[str] = set()
        edits = (self._edit_here, self._edit_there)
        self.edits = (*edits * 3, self._make_here, self._make_there, self._remove_here, self._remove_there)
        self.chance = Random(0)
        for make in (self._make_here, self._make_there) * 2:
            make()

    @rule(seed=SEEDS)
    def edited(self, seed: int) -> None:
        self._step(seed)
        for _edit in range(self.chance.randint(1, 3)):
            self.chance.choice(self.edits)()

    @rule(seed=SEEDS)
    def synced_badly(self, seed: int) -> None:
        self._step(seed)
        self.chance.choice(self.edits)()
        self._sync(self._bad_luck())

    @rule(seed=SEEDS)
    def edited_there_during_a_sync(self, seed: int) -> None:
        self._step(seed)
        self._edit_here()
        seen = self.look()
        victim = self.turner.wait_at_the_gate(self.integration, self.admin.pk)
        before: list[Fault | None] = [None] * self.chance.randint(0, 3)
        self.line.deal([*before, self.chance.choice(HOLDS)], victim)
        self.turner.go()
        while not self.turner.has_ended():
            if self.line.is_holding():
                self._edit_there()
                self.line.let_go()
                break
        self._ended(seen)

    @rule(seed=SEEDS)
    def agreed(self, seed: int) -> None:
        self._step(seed)
        self._sync(self._bad_luck())
        self._come_to_rest()
        try:
            self.check_agreement(self.here.shown(), self.there.shown())
        except AssertionError:
            # Said now: run again, so many processes never do the same twice.
            print(traceback.format_exc(), "\n".join(self.story), sep="\n")
            raise
        self.edited_since.clear()
        self.removed = 0
        with acting_as(self.admin):
            mails = Delivery.objects.filter(channel="email")  # its owner may hear of the connection
            assert not mails.exclude(notification__category=NotificationCategory.SYNC).exists()

    def teardown(self) -> None:
        self.agreed(0)

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

    def _bad_luck(self) -> list[Fault | None]:
        """Something goes wrong with every other request."""
        return [self.chance.choice(FAULTS) if self.chance.random() < 0.5 else None for _ in range(12)]

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
        self.story.append(f"turn: {code} {self.line.counts()}")
        self.check_turn(before)
        return code

    def look(self) -> Any:
        """What `check_turn` compares with."""

    def check_turn(self, before: Any) -> None:
        """What holds after every single turn, whatever went wrong in it."""

    # Edits.

    def _make_here(self) -> None:
        title = f"here {next(values)}"
        self._note(self.here.make(title, self.chance.random() < 0.5), None, "here", {"title": title})

    def _make_there(self) -> None:
        uid, title = f"there-{next(values)}", f"there {next(values)}"
        self.there.make(uid, title, self.chance.random() < 0.5)
        self._note(uid, None, "there", {"title": title})

    def _edit_here(self) -> None:
        rows = {(row.ical_uid, row.recurrence_id): row for row in self.here.rows()}
        masters = [row for (_uid, key), row in rows.items() if key is None]
        if not masters:
            return
        row = master = self.chance.choice(masters)
        day = self.chance.choice((None, 1, 2)) if master.is_recurring else None
        if day is not None:
            found = rows.get((master.ical_uid, NINE + timedelta(days=day)))
            row = found or self.here.take_out(master, day)
            if found is None:
                self._note(master.ical_uid, day, "here", self.here.shown()[master.ical_uid, day])
        changes = self._changes(day, master.is_recurring)
        self.here.edit(row, changes)
        self._note(master.ical_uid, day, "here", changes)

    def _edit_there(self) -> None:
        if not (objects := self.there.objects()):
            return
        each = self.chance.choice(objects)
        day = self.chance.choice(days_of(each))
        changes = self._changes(day, len(days_of(each)) > 1)
        is_new = (uid_of(each), day) not in self.there.shown()
        told = self.there.edit(each, day, changes)
        self._note(uid_of(each), day, "there", told if is_new else changes)

    def _remove_here(self) -> None:
        if rows := self.here.rows():
            uid = self.chance.choice(rows).ical_uid
            self.here.remove(uid)
            self._note(uid, None, "here", {GONE: True})

    def _remove_there(self) -> None:
        if self.removed < FEW and (objects := self.there.objects()):
            each = self.chance.choice(objects)
            self.there.remove(each)
            self.removed += 1
            self._note(uid_of(each), None, "there", {GONE: True})

    # Means.

    def _step(self, seed: int) -> None:
        """Examples of Hypothesis's own repeat themselves too much to meet everything that can go wrong."""
        self.tally["steps"] += 1
        self.steps += 1
        self.chance = Random(seed * 1_000 + self.steps)

    def _changes(self, day: Instance, is_series: bool) -> dict[str, Any]:
        """A series as a whole is not moved: its instances are named by where it is."""
        fields = ["title", "location", "people"] + (["start"] if day is not None or not is_series else [])
        match field := self.chance.choice(fields):
            case "start":
                value: Any = NINE + timedelta(days=day or 0, hours=self.chance.randint(-5, 10))
            case "people":
                value = (self.chance.choice(PEOPLE),)
            case _:
                value = f"{field} {next(values)}"
        return {field: value}

    def _note(self, uid: str, day: Instance, side: str, changes: dict[str, Any]) -> None:
        self.tally["edits"] += 1
        self.story.append(f"{side}: {uid} {day} {changes}")
        if side == "there":
            self.touched_there.add(uid)
        for field, value in changes.items():
            self.edited_since.setdefault((uid, day, field), {})[side] = value
            if side == "here":
                self.told_here.setdefault(uid, {}).setdefault((day, field), []).append(value)

    def _sides(self, uid: str) -> set[str]:
        return {side for (other, _, _), by in self.edited_since.items() if other == uid for side in by}
