"""What a calendar holds under one UID: an event, or a series with its changed instances."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Self

from scheduling.ical import CalendarEvent
from scheduling.mapping import columns_of, event_of
from scheduling.models import Meeting

type InstanceKey = datetime | None
"""RECURRENCE-ID; None is the master."""


@dataclass(frozen=True, slots=True)
class Series:
    """`events` by instance, each in canonical form: what a row of ours can say of it."""

    uid: str
    events: Mapping[InstanceKey, CalendarEvent]

    @classmethod
    def of(cls, uid: str, events: Iterable[CalendarEvent]) -> Self:
        """Of several events for one instance the one of the highest SEQUENCE counts, of equals the last."""
        found: dict[InstanceKey, CalendarEvent] = {}
        for event in events:
            key = event.timing.recurrence_id
            if key not in found or event.sequence >= found[key].sequence:
                found[key] = canonical(event)
        return cls(uid, MappingProxyType(found))


def series_of(rows: Iterable[Meeting]) -> dict[str, Series]:
    """What stands in the rows, by UID."""
    found: dict[str, dict[InstanceKey, CalendarEvent]] = {}
    for row in rows:
        found.setdefault(row.ical_uid, {})[row.recurrence_id] = canonical(event_of(row))
    return {uid: Series(uid, MappingProxyType(events)) for uid, events in found.items()}


def canonical(event: CalendarEvent) -> CalendarEvent:
    """The event as it comes back from its row: two sides are compared in what both can say."""
    told = event_of(Meeting(**columns_of(event)))
    timing = replace(told.timing, id=(event.uid, event.timing.recurrence_id))
    return replace(told, uid=event.uid, timing=timing)
