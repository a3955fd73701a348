"""What expansion takes and gives: the timing of one VEVENT, and one instance of a series."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Component:
    """Timing of a single event, of a series, or of an override of one instance.

    Moments are aware UTC. Those of all-day and floating events are civil: the wall clock labelled UTC.
    """

    id: Hashable
    start: datetime
    end: datetime
    """Exclusive, not before `start`."""
    zone: str = "UTC"
    """IANA name in whose clock the series repeats; empty for a floating event."""
    is_all_day: bool = False
    rule: str = ""
    """RRULE value as `check_rule` returns it."""
    excluded: frozenset[datetime] = frozenset()
    """EXDATE."""
    extra: tuple[tuple[datetime, datetime | None], ...] = ()
    """RDATE; the end is given for PERIOD values only."""
    recurrence_id: datetime | None = None
    """Of an override: the start of the instance it replaces. Civil midnight may name a day (VALUE=DATE)."""
    is_this_and_future: bool = False
    is_cancelled: bool = False
    """A cancelled override removes its instance."""

    @property
    def clock(self) -> str:
        """IANA name of the clock the wall times are read from; empty when the moments are civil."""
        return "" if self.is_all_day else self.zone


@dataclass(frozen=True, slots=True)
class Instance:
    """One occurrence. Its moments are civil where those of the component it shows are."""

    component_id: Hashable
    recurrence_id: datetime
    """The start its series gives it: its identity, wherever an override moves it."""
    start: datetime
    end: datetime
