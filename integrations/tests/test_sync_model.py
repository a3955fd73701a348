"""Both sides are edited at random over a bad line, by workers that are killed: in the end they hold the same, once."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from integrations.tests.caldav_servers import Server
from integrations.tests.faults import bad_line
from integrations.tests.sides import Shown
from integrations.tests.turns import turner
from integrations.tests.two_sides import GONE, TwoSides


class Bidirectional(TwoSides):
    direction = "bidirectional"

    def check_agreement(self, here: Shown, there: Shown) -> None:
        """The same, and what one side alone has changed stands; of two the remote's or what came after it."""
        assert here == there
        uids = {uid for uid, _day in here}
        for (uid, day, field), by in self.edited_since.items():
            is_shared = len(self._sides(uid)) > 1
            if field == GONE:
                assert uid not in uids or is_shared
            elif uid not in uids:
                assert (uid, None, GONE) in self.edited_since
            elif (uid, None, GONE) not in self.edited_since:
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
                said = (other.get(field), *told.get((day, field), ()))
                is_merged = field == "people" and set(value) <= {each for some in said for each in some or ()}
                assert value in said or is_merged or (uid, day) not in there


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
    is_thorough = request.config.getoption("thorough")
    wanted = 500 if is_thorough else 50
    tally: Counter[str] = Counter()
    with bad_line(server) as line, turner() as turns:
        own = {"server": server, "line": line, "turner": turns, "tally": tally}
        machine = type(f"{sides.__name__}Here", (sides,), own)
        while tally["steps"] < wanted or not line.counts().get("kills", 0):
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=12 if is_thorough else 4,
                    stateful_step_count=50 if is_thorough else 15,
                    deadline=None,
                    phases=[Phase.generate],  # to shrink an example of so many processes takes an hour
                    suppress_health_check=list(HealthCheck),
                ),
            )
        counts = line.counts()
    record_property("sync model", dict(tally) | counts)
