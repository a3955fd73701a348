"""Between what a provider stores and a series; one codec a provider. CalDAV and ICS store iCalendar."""

from datetime import datetime
from io import BytesIO
from typing import Protocol

from integrations.sync.series import Series
from scheduling.ical import CalendarEvent, read_calendar, write_calendar
from scheduling.ical.patch import patch_calendar


class Codec(Protocol):
    def read(self, body: str) -> Series | None: ...

    def write(self, series: Series, *, stamp: datetime) -> str: ...

    def patch(self, body: str, before: Series | None, after: Series, *, stamp: datetime) -> str:
        """`before` is what was read of `body`."""
        ...


class ICalendar:
    """One UID an object (RFC 4791 §4.1). What cannot be read of it is kept as it stands, and not shown."""

    def read(self, body: str) -> Series | None:
        items = read_calendar(BytesIO(body.encode()))
        events = [item for item in items if isinstance(item, CalendarEvent)]
        if not events:
            return None
        uid = events[0].uid
        return Series.of(uid, (event for event in events if event.uid == uid))

    def write(self, series: Series, *, stamp: datetime) -> str:
        events = sorted(series.events.values(), key=lambda each: each.timing.recurrence_id is not None)
        return b"".join(write_calendar(events, name="", stamp=stamp)).decode()

    def patch(self, body: str, before: Series | None, after: Series, *, stamp: datetime) -> str:
        events = before.events if before is not None else {}
        return patch_calendar(body.encode(), events, after.events, stamp=stamp).decode()
