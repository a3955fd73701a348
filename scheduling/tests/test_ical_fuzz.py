"""Whatever comes in: events or refusals, never an exception; what is taken can be laid out and written."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.ical import CalendarEvent, Refusal, read_calendar, write_calendar
from scheduling.recurrence import RecurrenceError, check_rule, expand, series_end
from scheduling.tests.reading import calendar, events_in

CALENDARS = [path.read_bytes() for path in sorted((Path(__file__).parent / "calendars").glob("*.ics"))]
STAMP = datetime(2025, 1, 1, tzinfo=UTC)
SINCE, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC)

# Pieces that mean something somewhere in a calendar, so that chance finds the corners.
PIECES = """BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VEVENT|END:VEVENT|BEGIN:VALARM|END:VALARM|BEGIN:VTIMEZONE
|END:VTIMEZONE|BEGIN:STANDARD|END:STANDARD|TZID:X|TZOFFSETFROM:+0100|TZOFFSETTO:-2359|METHOD:CANCEL|UID:1|UID:
|DTSTART:20240304T090000Z|DTSTART;VALUE=DATE:20240304|DTSTART;TZID=X:20240304T090000|DTSTART:|DTEND:20240304
|DTEND:21991231T235959Z|DURATION:P1D|DURATION:-P1W|DURATION:PT0S|RRULE:FREQ=DAILY|RRULE:FREQ=HOURLY;COUNT=9999
|RRULE:FREQ=YEARLY;BYWEEKNO=53|RRULE:FREQ=MONTHLY;BYDAY=5MO,-5TU;BYSETPOS=-1|RDATE:20240310|EXDATE:20240305
|RDATE;VALUE=PERIOD:20240304T090000Z/P1D|RECURRENCE-ID:20240304|RECURRENCE-ID;RANGE=THISANDFUTURE:20240304T090000Z
|STATUS:CANCELLED|ATTENDEE;CN="a:b":mailto:a@b|SUMMARY:x| folded|\t\t|;;;|:|"|\x00\xff""".replace(
    "\n", ""
).split("|")


def read_all(data: bytes) -> None:
    """Read, lay out, write and read again."""
    items = list(read_calendar(BytesIO(data)))
    events = [item for item in items if isinstance(item, CalendarEvent)]
    for item in items:
        if isinstance(item, Refusal):
            assert item.line >= 1
            assert item.reason.endswith(".")
            assert_storable(item.reason, item.uid)
    for event in events:
        assert event.timing.start <= event.timing.end
        texts = [event.uid, event.title, event.description, event.location, event.url, event.category]
        assert_storable(*texts, *(person["email"] + person["name"] for person in event.attendees))
        expand(event.timing, (), SINCE, UNTIL)
        series_end(event.timing, ())
        overrides = [other.timing for other in events if other.timing.recurrence_id]
        if event.timing.recurrence_id is None:
            expand(event.timing, overrides, SINCE, UNTIL)
    written = b"".join(write_calendar(events, name="fuzz", stamp=STAMP))
    assert len(events_in(written)) == len(events)


def assert_storable(*texts: str) -> None:
    """PostgreSQL takes no NUL, people no other control characters."""
    assert not [text for text in texts if any(char < " " and char not in "\t\n" for char in text)]


@settings(deadline=timedelta(seconds=5))
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(data: bytes) -> None:
    read_all(data)


@settings(deadline=timedelta(seconds=5))
@given(st.text(st.characters(codec="utf-8"), max_size=500))
def test_any_text_in_an_event_is_read(text: str) -> None:
    read_all(calendar(f"UID:1\nDTSTART:20240304\n{text}"))


@settings(deadline=timedelta(seconds=5))
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_lines_are_read(lines: list[str]) -> None:
    body = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    read_all(body.encode("latin-1"))


@settings(deadline=timedelta(seconds=10))
@given(
    st.sampled_from(CALENDARS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=12)), min_size=1, max_size=8),
)
def test_any_damage_to_a_calendar_is_read(data: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for place, length, patch in cuts:
        start = int(place * len(data))
        data = data[:start] + patch + data[start + length :]
    read_all(data)


@settings(deadline=timedelta(seconds=10))
@given(
    st.sampled_from(CALENDARS),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8),
)
def test_any_order_of_lines_is_read(data: bytes, moves: list[tuple[float, float]]) -> None:
    lines = data.split(b"\n")
    for source, target in moves:
        line = lines.pop(int(source * (len(lines) - 1)))
        lines.insert(int(target * len(lines)), line)
    read_all(b"\n".join(lines))


part_names = st.sampled_from(
    [
        *("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"),
        *("BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS", "WKST", "RSCALE", "X-A"),
    ]
)
part_values = st.one_of(
    st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "20240401", "20240401T000000Z")),
    st.sampled_from(("MO", "-1SU,2TU", "5", "-1,1", "1,2,3", "53", "366")),
    st.integers(-400, 20_000).map(str),
    st.text("0123456789-+,MOTUWEZ=;", max_size=8),
)
rule_parts = st.tuples(part_names, part_values).map("=".join)
instants = st.integers(-11_644_473_600, 6_900_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@settings(deadline=timedelta(seconds=5))
@given(st.lists(rule_parts, max_size=7).map(";".join), instants)
def test_any_rule_is_taken_or_refused(parts: str, start: datetime) -> None:
    rule = f"FREQ=DAILY;{parts}" if "FREQ" not in parts else parts
    try:
        normal = check_rule(rule, start, zone="America/New_York")
    except RecurrenceError:
        return
    [event] = events_in(calendar(f"UID:1\nDTSTART:{start:%Y%m%dT%H%M%SZ}\nRRULE:{normal}"))

    found = expand(event.timing, (), SINCE, UNTIL)

    assert all(SINCE <= instance.start < UNTIL for instance in found)
    series_end(event.timing, ())
