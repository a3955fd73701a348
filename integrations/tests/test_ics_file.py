"""A calendar file cut into its events: what is in them, whatever the file looks like."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.ics.about import About
from integrations.ics.addresses import read_address, shown_address
from integrations.ics.file import MAX_OBJECT, CalendarFile
from integrations.sync.bodies import ICalendar
from integrations.sync.remote import NotUnderstood, RemoteError, Unavailable
from integrations.sync.series import Series
from integrations.tests.calendar_files import calendar, event
from scheduling.ical import CalendarEvent, read_calendar

ZONE = """BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r
DTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"""


def found(text: str | bytes) -> dict[str, tuple[str, str]]:
    """By UID its etag and body."""
    data = text.encode() if isinstance(text, str) else text
    with CalendarFile(data[at : at + 7] for at in range(0, len(data), 7)) as file:
        return {each.uid: (each.etag, each.body or each.refusal) for each in file.objects()}


def test_a_series_and_its_exceptions_are_one_object() -> None:
    rule, other = "RRULE:FREQ=DAILY;COUNT=5", "RECURRENCE-ID:20261125T090000Z"
    text = calendar(
        event("a", "Standup", "20261124T090000Z", rule),
        event("b"),
        event("a", "Moved", "20261125T110000Z", other),
    )
    objects = found(text)
    assert list(objects) == ["a", "b"]
    read = ICalendar().read(objects["a"][1]).series
    assert read is not None
    assert sorted(each.title for each in read.events.values()) == ["Moved", "Standup"]


def test_what_others_wrote_stays_as_they_wrote_it() -> None:
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM"
    [(_etag, body)] = found(
        calendar(event("a", "Board", "20261124T090000Z", 'X-ROOM;X-A="1:2":Attic', alarm))
    ).values()
    assert event("a", "Board", "20261124T090000Z", 'X-ROOM;X-A="1:2":Attic', alarm) in body


def test_a_zone_that_nobody_knows_comes_along_wherever_it_is_described() -> None:
    text = calendar(
        event("a").replace("DTSTART:20261124T090000Z", "DTSTART;TZID=Office:20261124T100000"),
        event("b"),
        ZONE,
    )
    objects = found(text)
    assert "BEGIN:VTIMEZONE" in objects["a"][1]
    assert "BEGIN:VTIMEZONE" not in objects["b"][1]
    read = ICalendar().read(objects["a"][1]).series
    assert read is not None
    assert read.events[None].timing.start.hour == 9


def test_the_time_of_writing_and_the_order_change_no_etag() -> None:
    one, two = (
        event("a", "Board", "20261124T090000Z", "RRULE:FREQ=DAILY"),
        event("a", "Lunch", "20261125T120000Z", "RECURRENCE-ID:20261125T090000Z"),
    )
    before = found(calendar(one, two))["a"][0]
    after = found(calendar(two, one).replace("DTSTAMP:20261101", "DTSTAMP:20261102"))["a"][0]
    assert before == after
    assert before != found(calendar(one, two.replace("Lunch", "Dinner")))["a"][0]


def test_events_without_a_uid_get_the_same_made_up_one_each_time() -> None:
    objects = found(calendar(event("", "Board"), event("", "Lunch")))
    assert objects.keys() == found(calendar(event("", "Lunch"), event("", "Board"))).keys()
    assert len(objects) == 2


def test_an_event_that_is_too_large_is_refused_by_name() -> None:
    many = [
        event(
            "long",
            "Long",
            "20261124T090000Z",
            f"RECURRENCE-ID:202611{day:02}T090000Z",
            "X-A:" + "x" * 900_000,
        )
        for day in range(1, 8)
    ]
    objects = found(calendar(event("small"), *many))
    assert sum(map(len, many)) > MAX_OBJECT
    assert objects["long"] == ("", "This event is larger than 5 MB and was left out.")
    one = found(calendar(event("huge", "Huge", "20261124T090000Z", "X-A:" + "x" * 2_000_000), event("small")))
    assert (set(one), one["huge"][0]) == ({"huge", "small"}, "")


@pytest.mark.parametrize("text", ["", "<!doctype html><title>Sign in</title>", "{}", "\x00" * 50])
def test_what_is_no_calendar_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood, match="There is no calendar at this address"):
        found(text)


@pytest.mark.parametrize("at", [18, 80, 200, -20])
def test_a_calendar_that_breaks_off_lists_nothing(at: int) -> None:
    with pytest.raises(Unavailable):
        found(calendar(event("a"), event("b"))[:at])


def test_a_calendar_says_what_it_is_called_and_how_often_it_may_be_asked() -> None:
    head = "X-WR-CALNAME:Board\\, dates\r\nX-PUBLISHED-TTL:PT6H\r\n"
    with CalendarFile([calendar(event("a"), head=head).encode()]) as file:
        assert file.about == About(True, "Board, dates", 360)


@pytest.mark.parametrize(
    ("text", "url", "auth", "host"),
    [
        ("webcal://a.example/b.ics", "https://a.example/b.ics", None, "a.example"),
        (" https://a.example:8443/b?c=d#e ", "https://a.example:8443/b?c=d", None, "a.example:8443"),
        ("https://ana:s%40cret@a.example/", "https://a.example/", ("ana", "s@cret"), "a.example"),
        ("a.example/b.ics", "https://a.example/b.ics", None, "a.example"),
    ],
)
def test_an_address_is_read(text: str, url: str, auth: tuple[str, str] | None, host: str) -> None:
    address = read_address(text)
    assert (address.url, address.auth, shown_address(address.name)) == (url, auth, host)
    assert "cret" not in repr(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://a.example/",
        "https://",
        "file:///etc/passwd",
        "https://[::1",
        "a b",
        "https://a.example:99999/",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_address(text)


FOLDED = [" folded", "SUMMARY:Ä\\nb", "X:\x00", "DTSTART;TZID=Office:20261124T090000"]
LINES = st.sampled_from(
    [*FOLDED, *calendar(event("a"), event("b", "B", "20261125T090000Z", "SEQUENCE:2")).split("\r\n")]
    + [f"{mark}:{kind}" for mark in ("BEGIN", "END") for kind in ("VEVENT", "VALARM")]
    + ["RECURRENCE-ID:20261125T090000Z", "RRULE:FREQ=DAILY", *ZONE.split("\r\n")]
)


def read_whole(data: bytes) -> dict[str, Series]:
    """As it is when the file is read at once."""
    events: dict[str, list[CalendarEvent]] = {}
    for item in read_calendar(BytesIO(data)):
        if isinstance(item, CalendarEvent):
            events.setdefault(item.uid, []).append(item)
    return {uid: Series.of(uid, each) for uid, each in events.items()}


@given(st.lists(LINES, max_size=40), st.booleans())
def test_a_file_cut_up_says_what_it_says_whole(lines: list[str], is_calendar: bool) -> None:
    body = "".join(f"{line}\r\n" for line in lines)
    data = (calendar(body) if is_calendar else body).encode()
    try:
        objects = found(data)
    except RemoteError:
        return
    read = {uid: ICalendar().read(body).series for uid, (etag, body) in objects.items() if etag}
    assert {uid: dict(each.events) for uid, each in read.items() if each} == {
        uid: dict(each.events) for uid, each in read_whole(data).items()
    }


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_an_answer_in_words(data: bytes) -> None:
    with suppress(RemoteError):
        found(b"BEGIN:VCALENDAR\r\n" + data + b"\r\nEND:VCALENDAR\r\n")
