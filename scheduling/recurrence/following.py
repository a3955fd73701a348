"""Overrides of this and all following instances (RANGE=THISANDFUTURE, RFC 5545 §3.2.13, §3.8.4.4)."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from scheduling.recurrence.clock import clock_of, to_utc, to_wall
from scheduling.recurrence.component import Component, Instance


class Start(NamedTuple):
    """Where a series starts an instance."""

    moment: datetime
    """Aware: the instance's identity."""
    wall: datetime
    """What the series' clock should show, even where it skips that time."""
    length: timedelta | None = None
    """Where the instance has one of its own."""


class Following:
    """Which component rules each start of a series, and what becomes of it.

    An override moves every later start by as much as its own, on the clock of its zone, and gives it its
    length; the latest one before a start wins.
    """

    def __init__(self, master: Component, edits: Mapping[datetime, Component]) -> None:
        ranged = {start: edit for start, edit in edits.items() if edit.is_this_and_future}
        self._master = master
        self._clock = clock_of(master.clock)
        self._starts = sorted(ranged)
        self._edits = [ranged[start] for start in self._starts]
        self._shifts = [self._shift(start, edit) for start, edit in ranged.items()]
        lengths = [master.end - master.start, *(edit.end - edit.start for edit in self._edits)]
        self.latest = max([timedelta(0), *self._shifts]) + max(lengths)
        """How long after its original start an instance may end."""
        self.earliest = max([timedelta(0), *(-shift for shift in self._shifts)])
        """How long before its original start an instance may start."""

    def instances(self, start: Start) -> list[Instance]:
        """What stands for an original start: one instance, or none where it is cancelled."""
        index = bisect_left(self._starts, start.moment) - 1
        if index < 0:
            return [_instance(self._master, start, start.moment)]
        edit = self._edits[index]
        if edit.is_cancelled:
            return []
        shift = self._shift(self._starts[index], edit)
        return [_instance(edit, start, to_utc(start.wall + shift, clock_of(edit.clock)))]

    def _shift(self, start: datetime, edit: Component) -> timedelta:
        return to_wall(edit.start, clock_of(edit.clock)) - to_wall(start, self._clock)


def _instance(shown: Component, start: Start, moment: datetime) -> Instance:
    length = shown.end - shown.start if start.length is None else start.length
    return Instance(shown.id, start.moment, moment, moment + length)
