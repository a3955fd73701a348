"""Random series and edits of them, from so few values that two sides often touch the same."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from integrations.sync.series import InstanceKey, Series
from scheduling.ical import Attendee, CalendarEvent
from scheduling.ical.event import Participation
from scheduling.recurrence import Component

UID = "standup@example.com"
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
INSTANCES = tuple(START + timedelta(days=number) for number in range(1, 4))
TITLES = ("Standup", "Daily", "Planning")
ADDRESSES = ("ana@example.com", "ben@example.com")
KEYS: tuple[InstanceKey, ...] = (None, *INSTANCES)


def attendees() -> st.SearchStrategy[tuple[Attendee, ...]]:
    answers: tuple[Participation, ...] = ("accepted", "declined")
    people = st.dictionaries(st.sampled_from(ADDRESSES), st.sampled_from(answers))
    return people.map(
        lambda found: tuple(
            Attendee(email=email, name="", status=status, is_organizer=False)
            for email, status in found.items()
        )
    )


@st.composite
def events(draw: st.DrawFn, key: InstanceKey) -> CalendarEvent:
    start = (key or START) + timedelta(hours=draw(st.integers(0, 1)))
    excluded = draw(st.frozensets(st.sampled_from(INSTANCES))) if key is None else frozenset[Any]()
    timing = Component(
        (UID, key),
        start,
        start + timedelta(minutes=30),
        zone="Europe/Berlin",
        rule="FREQ=DAILY;COUNT=9" if key is None else "",
        excluded=excluded,
        recurrence_id=key,
    )
    title, location = draw(st.sampled_from(TITLES)), draw(st.sampled_from(("", "Room 1")))
    return CalendarEvent(
        UID, draw(st.integers(0, 2)), timing, title, "", location, attendees=draw(attendees())
    )


@st.composite
def series(draw: st.DrawFn) -> Series:
    keys = {None} | draw(st.sets(st.sampled_from(INSTANCES), max_size=2))
    return Series(UID, MappingProxyType({key: draw(events(key)) for key in KEYS if key in keys}))


@st.composite
def edits(draw: st.DrawFn, of: Series | None) -> Series | None:
    """The series after a few edits of one side; it may be deleted, or left as it is."""
    if of is None or draw(st.integers(0, 9)) == 0:
        return None if of is None or draw(st.booleans()) else of
    found = dict(of.events)
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=2)):
        if key is not None and key in found and draw(st.booleans()):
            del found[key]
        else:
            found[key] = draw(events(key))
    return Series(UID, MappingProxyType(found))
