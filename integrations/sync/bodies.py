"""Between what a provider stores and a series; one codec a provider. CalDAV and ICS store iCalendar."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Protocol

from integrations.sync.series import Series
from scheduling.ical import CalendarEvent, read_calendar, write_calendar
from scheduling.ical.patch import patch_calendar


@dataclass(frozen=True, slots=True)
class Reading:
    """`series` is None where nothing can be read; `problem` says what could not be, '' when all could."""

    series: Series | None
    problem: str = ""


class Codec(Protocol):
    def read(self, body: str) -> Reading: ...

    def write(self, series: Series, *, stamp: datetime) -> str: ...

    def patch(self, body: str, before: Series | None, after: Series, *, stamp: datetime) -> str:
        """`before` is what was read of `body`."""
        ...


class ICalendar:
    """One UID an object (RFC 4791 §4.1). What cannot be read of it is kept as it stands, and not shown."""

    def read(self, body: str) -> Reading:
        events: list[CalendarEvent] = []
        problem = ""
        for item in read_calendar(BytesIO(body.encode()), is_lenient=True) if body else ():
            if isinstance(item, CalendarEvent):
                events.append(item)
            problem = problem or (item.doubt if isinstance(item, CalendarEvent) else item.reason)
        if not events:
            return Reading(None, problem)
        uid = events[0].uid
        return Reading(Series.of(uid, (event for event in events if event.uid == uid)), problem)

    def write(self, series: Series, *, stamp: datetime) -> str:
        events = sorted(series.events.values(), key=lambda each: each.timing.recurrence_id is not None)
        return b"".join(write_calendar(events, name="", stamp=stamp)).decode()

    def patch(self, body: str, before: Series | None, after: Series, *, stamp: datetime) -> str:
        events = before.events if before is not None else {}
        return patch_calendar(body.encode(), events, after.events, stamp=stamp).decode()
