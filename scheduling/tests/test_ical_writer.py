"""What is written, to the letter, and that it comes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from scheduling.ical import Attendee, CalendarEvent, write_calendar
from scheduling.ical.vtimezone import vtimezone
from scheduling.recurrence import Component
from scheduling.tests.reading import calendar, events_in

STAMP = datetime(2025, 1, 1, 12, tzinfo=UTC)
START = datetime(2024, 3, 4, 9, tzinfo=UTC)
TIMING = Component(("one", None), START, START + timedelta(hours=1))
EVENT = CalendarEvent("one", 0, TIMING)


def written(*events: CalendarEvent, name: str = "Ana") -> bytes:
    return b"".join(write_calendar(events, name=name, stamp=STAMP))


def lines_of(event: CalendarEvent) -> list[str]:
    """Unfolded, those of the event."""
    text = written(event).decode().replace("\r\n ", "")
    return text[text.index("BEGIN:VEVENT") :].split("\r\n")[1:-3]


def test_event_is_written_to_the_letter() -> None:
    timing = replace(
        TIMING,
        zone="Europe/Berlin",
        rule="FREQ=WEEKLY;BYDAY=MO",
        excluded=frozenset({START + timedelta(weeks=2), START + timedelta(weeks=1)}),
        extra=((START + timedelta(days=1), None), (START + timedelta(days=2), START + timedelta(days=3))),
    )
    event = replace(
        EVENT,
        sequence=2,
        timing=timing,
        title="Lunch, with Ana; \\N maybe",
        description="One\nTwo",
        location="Café",
        url="https://example.com/a,b;c",
        status="tentative",
        transparency="transparent",
        visibility="private",
        priority=3,
        category="Client, big",
        attendees=(
            {"email": "ana@example.com", "name": 'Ana "A"; L', "status": "accepted", "is_organizer": True},
            {"email": "b%c@example.com", "name": "", "status": "needs_action", "is_organizer": False},
        ),
    )

    assert lines_of(event) == [
        "UID:one",
        "DTSTAMP:20250101T120000Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Europe/Berlin:20240304T100000",
        "DTEND;TZID=Europe/Berlin:20240304T110000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "EXDATE;TZID=Europe/Berlin:20240311T100000,20240318T100000",
        "RDATE;TZID=Europe/Berlin:20240305T100000",
        "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20240306T100000/20240307T100000",
        "SUMMARY:Lunch\\, with Ana\\; \\\\N maybe",
        "DESCRIPTION:One\\nTwo",
        "LOCATION:Café",
        "CATEGORIES:Client\\, big",
        "URL:https://example.com/a,b;c",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "PRIORITY:3",
        "ORGANIZER;CN=\"Ana ^'A^'; L\":mailto:ana@example.com",
        "ATTENDEE;CN=\"Ana ^'A^'; L\";PARTSTAT=ACCEPTED:mailto:ana@example.com",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:b%25c@example.com",
    ]
    assert replace(events_in(written(event))[0], line=0) == event


@pytest.mark.parametrize(
    ("timing", "lines"),
    [
        (TIMING, ["DTSTART:20240304T090000Z", "DTEND:20240304T100000Z"]),
        (replace(TIMING, zone=""), ["DTSTART:20240304T090000", "DTEND:20240304T100000"]),
        (
            Component(("one", None), START.replace(hour=0), START.replace(day=6, hour=0), is_all_day=True),
            ["DTSTART;VALUE=DATE:20240304", "DTEND;VALUE=DATE:20240306"],
        ),
        (
            replace(TIMING, zone="Europe/Berlin", recurrence_id=START, is_this_and_future=True),
            [
                "DTSTART;TZID=Europe/Berlin:20240304T100000",
                "DTEND;TZID=Europe/Berlin:20240304T110000",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240304T100000",
            ],
        ),
    ],
)
def test_times_are_written_in_their_form(timing: Component, lines: list[str]) -> None:
    assert lines_of(replace(EVENT, timing=timing))[3:-2] == lines


def test_override_names_its_instance_as_its_master_would() -> None:
    day = START.replace(hour=0)
    master = Component(("one", None), day, day + timedelta(days=1), is_all_day=True, rule="FREQ=DAILY")
    timed = Component(("one", day), START, START + timedelta(hours=1), "Europe/Berlin", recurrence_id=day)
    whole = Component(("one", START), day, day + timedelta(days=1), is_all_day=True, recurrence_id=START)

    of_days = written(replace(EVENT, timing=master), replace(EVENT, timing=timed))
    of_times = written(replace(EVENT, timing=whole))

    assert b"RECURRENCE-ID;VALUE=DATE:20240304\r\n" in of_days
    assert b"RECURRENCE-ID:20240304T090000Z\r\n" in of_times


def test_second_of_a_repeated_hour_is_written_in_utc() -> None:
    """From 2:30 to 2:30: the clock went back in between."""
    start = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    event = replace(
        EVENT, timing=Component(("one", None), start, start + timedelta(hours=1), "Europe/Berlin")
    )

    assert lines_of(event)[3:5] == ["DTSTART;TZID=Europe/Berlin:20241027T023000", "DTEND:20241027T013000Z"]
    assert events_in(written(event))[0].timing == event.timing


def test_lines_are_folded_within_75_bytes() -> None:
    data = written(replace(EVENT, title="Größe, " * 60, description="\U0001f600\\" * 300), name="Ö" * 100)

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert [event.title for event in events_in(data)] == [("Größe, " * 60).strip()]


def test_calendar_describes_each_zone_once_before_its_events() -> None:
    zoned = [
        replace(EVENT, timing=replace(TIMING, zone=zone)) for zone in ("UTC", "", "Asia/Tokyo", "Asia/Tokyo")
    ]

    data = written(*zoned)

    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert data.index(b"TZID:Asia/Tokyo") < data.index(b"DTSTART;TZID=Asia/Tokyo")
    assert [str(part.name) for part in Calendar.from_ical(data).subcomponents] == [
        "VEVENT",
        "VEVENT",
        "VTIMEZONE",
        "VEVENT",
        "VEVENT",
    ]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"],
)
def test_described_zone_is_the_zone(zone: str, tmp_path) -> None:
    """As dateutil reads it, the week through and around every change."""
    path = tmp_path / "zone.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\r\n" + vtimezone(zone) + b"END:VCALENDAR\r\n")
    described, known = tzical(str(path)).get(zone), ZoneInfo(zone)
    moment = datetime(2009, 1, 1, tzinfo=UTC)

    while moment.year < 2027:
        assert moment.astimezone(described).replace(tzinfo=None) == moment.astimezone(known).replace(
            tzinfo=None
        )
        moment += timedelta(hours=53)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80).map(
    lambda text: " ".join(text.split())
)


@given(texts, texts, texts, texts)
def test_texts_come_back(title: str, description: str, category: str, name: str) -> None:
    host = Attendee(email="a@example.com", name=name, status="tentative", is_organizer=True)
    event = replace(EVENT, title=title, description=f"{description}\n.", category=category, attendees=(host,))

    [again] = events_in(written(event))

    assert (again.title, again.category) == (title, category)
    assert again.description == f"{description}\n.".strip()
    assert again.attendees[0]["name"] == name


def test_export_of_an_import_is_the_import() -> None:
    data = calendar("UID:a\nDTSTART:20240304T090000\nSUMMARY:x", "UID:b\nDTSTART;VALUE=DATE:20240304")

    once = written(*events_in(data))

    assert written(*events_in(once)) == once
