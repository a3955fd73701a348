"""Whole calendars: our instances over 2015–2030 against those of recurring-ical-events.

Beside the calendars in this folder the test takes those of JENIFER_REAL_CALENDARS, a folder, or of
`../shared/data/calendars` beside the repository, when there are any.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar
from icalendar.timezone import tzp

from scheduling.ical import CalendarEvent, write_calendar
from scheduling.tests.reading import SINCE, UNTIL, Shown, events_in, instances

OWN = Path(__file__).parent / "calendars"
BESIDE = Path(__file__).parents[3] / "shared" / "data" / "calendars"
REAL = Path(os.environ.get("JENIFER_REAL_CALENDARS") or BESIDE)
CALENDARS = sorted([*OWN.glob("*.ics"), *REAL.glob("*.ics")])

pytestmark = pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")

EVERY_EVENT = "*"
# Where we differ: calendar and event, then the section of RFC 5545 that we follow and what it says.
DIFFERENCES = {
    ("differences.ics", "until-a-date"): ("3.3.10", "UNTIL is inclusive: a date takes in its whole day"),
    ("differences.ics", "until-local"): (
        "3.3.10",
        "UNTIL must be UTC; without Z it can only be DTSTART's clock",
    ),
    ("differences.ics", "counted-from-dtstart"): ("3.3.10", "DTSTART always counts as the first occurrence"),
    ("differences.ics", "mixed-weekdays"): ("3.3.10", "BYDAY lists days to add up, numbered or not"),
    ("differences.ics", "week-number-alone"): (
        "3.3.10",
        "what the rule leaves open comes from DTSTART: the weekday",
    ),
    ("differences.ics", "weekly-position"): (
        "3.3.10",
        "BYSETPOS counts within the whole week, also the first",
    ),
    ("differences.ics", "exact-length"): ("3.8.5.3", "with DTEND all instances have the same exact duration"),
    ("differences.ics", "same-dates"): (
        "3.8.2.2",
        "DTEND must be later; as without DTEND (3.6.1) it is one day",
    ),
    ("differences.ics", "ends-before-start"): ("3.8.2.2", "DTEND must be later: refused, not swapped"),
    ("differences.ics", "date-and-time"): ("3.8.2.2", "DTEND must have the value type of DTSTART: refused"),
    ("differences.ics", "two-rules"): ("3.8.5.3", "RRULE should not occur twice: refused"),
    ("differences.ics", "cancelled-instance"): ("3.8.1.11", "STATUS:CANCELLED: it does not take place"),
    ("differences.ics", "instance-named-by-day"): ("3.8.4.4", "a date names the instance of that day"),
    ("differences.ics", "excluded-elsewhere"): ("3.8.5.1", "EXDATE in UTC excludes instants, not wall times"),
    ("differences.ics", "additional-day"): ("3.8.5.2", "a date beside a timed DTSTART has its time of day"),
    ("differences.ics", "floating-beside-default-zone"): (
        "3.3.5",
        "form 1: floating, X-WR-TIMEZONE is not in the RFC",
    ),
    ("differences.ics", "utc-beside-default-zone"): ("3.3.5", "form 2: UTC, X-WR-TIMEZONE is not in the RFC"),
    ("Germany_Holidays.ics", EVERY_EVENT): ("3.8.2.2", "DTEND on the date of DTSTART: one day, not none"),
    ("issue_75_range_parameter.ics", "210"): ("3.3.10", "UNTIL is inclusive: a date takes in its whole day"),
}


def of_the_library(data: bytes) -> Counter[Shown]:
    # icalendar keeps the VTIMEZONEs of every file it has read, for every file to come.
    tzp.use_default()
    query = recurring_ical_events.of(Calendar.from_ical(data))
    return Counter(
        (
            str(event["UID"]),
            in_utc(event.start),
            in_utc(event.end),
            " ".join(str(event.get("SUMMARY", "")).split()),
        )
        for event in query.between(SINCE, UNTIL)
    )


def in_utc(moment: date) -> datetime:
    """Civil moments are labelled UTC."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def uids(shown: Counter[Shown]) -> set[str]:
    return {uid for uid, *_ in shown}


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
def test_calendar_shows_the_instances_of_the_library(path: Path) -> None:
    data = path.read_bytes()

    ours, theirs = instances(events_in(data)), of_the_library(data)

    explained = {uid for name, uid in DIFFERENCES if name == path.name}
    if EVERY_EVENT in explained:
        explained = uids(ours) | uids(theirs)
    assert uids((ours - theirs) + (theirs - ours)) == explained


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
def test_calendar_written_and_read_again_is_the_same(path: Path) -> None:
    events = events_in(path.read_bytes())

    written = b"".join(write_calendar(events, name=path.stem, stamp=datetime(2025, 1, 1, tzinfo=UTC)))

    assert [without_line(event) for event in events_in(written)] == [without_line(event) for event in events]


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
def test_calendar_written_means_the_same_to_the_library(path: Path) -> None:
    events = events_in(path.read_bytes())
    exact = {uid for name, uid in DIFFERENCES if name == path.name}

    written = b"".join(write_calendar(events, name=path.stem, stamp=datetime(2025, 1, 1, tzinfo=UTC)))

    difference = instances(events)
    difference.subtract(of_the_library(written))
    assert uids(Counter({key: abs(count) for key, count in difference.items() if count})) <= exact


def without_line(event: CalendarEvent) -> CalendarEvent:
    return replace(event, line=0)
