"""Random series with exceptions, on clocks that change, against recurring-ical-events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

import recurring_ical_events
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from scheduling.ical import CalendarEvent, write_calendar
from scheduling.recurrence import Component, RecurrenceError, check_rule, expand, series_end
from scheduling.recurrence.clock import clock_of, to_utc
from scheduling.tests.rules import ZONES, lengths, rules, walls

STAMP = datetime(2025, 1, 1, tzinfo=UTC)


class Series(NamedTuple):
    master: Component
    overrides: list[Component]
    since: datetime
    until: datetime


@st.composite
def series(draw: st.DrawFn) -> Series:
    """A series that starts with an instance of its rule, some instances excluded or changed.

    Left out is what the library errs in: BYSETPOS, and several times a day, as it takes an exception's wall
    time for UTC as well.
    """
    zone = draw(st.sampled_from(ZONES))
    rule = draw(rules(frequencies=("YEARLY", "MONTHLY", "WEEKLY", "DAILY")))
    assume(not any(part in rule for part in ("BYSETPOS", "BYHOUR", "BYMINUTE")))
    wall, length = draw(walls), draw(lengths)
    start = first_start(rule, wall, zone)
    days = draw(st.integers(30, 900))
    last = start + timedelta(days=draw(st.integers(0, 1_200)))
    ending = draw(
        st.sampled_from(("", f";COUNT={draw(st.integers(1, 60))}", f";UNTIL={last:%Y%m%dT%H%M%S}Z"))
    )
    rule = check_rule(rule + ending, start, zone=zone)
    master = Component(("one", None), start, start + length, zone, rule=rule)
    since = start + timedelta(days=draw(st.integers(-100, 600)))
    found = [i.start for i in expand(master, (), start, start + timedelta(days=days))]
    excluded = frozenset(draw(st.lists(st.sampled_from(found), max_size=3)))
    changed = draw(st.lists(st.sampled_from(found), max_size=3, unique=True))
    edits = [draw(override(start, zone)) for start in changed if start not in excluded]
    return Series(replace(master, excluded=excluded), edits, since, since + timedelta(days=days))


def first_start(rule: str, wall: datetime, zone: str) -> datetime:
    """The rule's first start, so that DTSTART belongs to it."""
    start = to_utc(wall, clock_of(zone))
    try:
        master = Component("any", start, start, zone, rule=check_rule(rule, start, zone=zone))
    except RecurrenceError:
        assume(False)
        raise
    later = expand(master, (), start, start + timedelta(days=3_000))
    found = next(islice(later, 1, None), None)
    assume(found is not None)
    assert found is not None
    return found.start


@st.composite
def override(draw: st.DrawFn, named: datetime, zone: str) -> Component:
    start = named + timedelta(minutes=draw(st.integers(-3_000, 3_000)))
    return Component(
        ("one", named),
        start,
        start + draw(lengths),
        zone,
        recurrence_id=named,
        is_this_and_future=draw(st.booleans()),
    )


def starts_of_the_library(case: Series) -> set[datetime]:
    timings = [case.master, *case.overrides]
    events = [CalendarEvent("one", 0, timing) for timing in timings]
    data = b"".join(write_calendar(events, name="", stamp=STAMP))
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(case.since, case.until)
    return {event.start.astimezone(UTC) for event in found}


@given(series())
def test_starts_equal_those_of_the_library(case: Series) -> None:
    """Not at the edges: ends differ where the clock changes between start and end (RFC 5545 §3.8.5.3)."""
    since, until = case.since + timedelta(days=5), case.until - timedelta(days=5)

    ours = {i.start for i in expand(case.master, case.overrides, case.since, case.until)}

    theirs = starts_of_the_library(case)
    assert {start for start in ours if since <= start <= until} == {
        start for start in theirs if since <= start <= until
    }


@given(series())
def test_window_cuts_without_changing(case: Series) -> None:
    """What a long window shows, its parts show together, and nothing ends after the series' end."""
    middle = case.since + (case.until - case.since) / 2

    whole = expand(case.master, case.overrides, case.since, case.until)
    parts = [
        *expand(case.master, case.overrides, case.since, middle),
        *expand(case.master, case.overrides, middle, case.until),
    ]

    end = series_end(case.master, case.overrides)
    assert set(parts) == set(whole)
    assert len(whole) == len({instance.recurrence_id for instance in whole})
    assert all(instance.start <= instance.end for instance in whole)
    assert end is None or all(instance.end <= end for instance in whole)
