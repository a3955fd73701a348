"""What is read from an event."""

import pytest

from scheduling.tests.reading import calendar, events_in, refusals_in, starts_shown

TIMES = "DTSTART:20240304T090000Z\nDTEND:20240304T100000Z\n"


def event_of(text: str, *, head: str = ""):
    [event] = events_in(calendar(f"UID:one\n{TIMES}{text}", head=head))
    return event


def test_event_is_read_whole() -> None:
    event = event_of(
        """SEQUENCE:3
SUMMARY:Lunch\\, with Ana\\; maybe
DESCRIPTION:Line one\\nLine two \\\\ end
LOCATION:Café Central
URL:https://example.com/a?b=c
STATUS:TENTATIVE
TRANSP:TRANSPARENT
CLASS:CONFIDENTIAL
PRIORITY:2
CATEGORIES:Client\\, big,Lunch
ORGANIZER;CN="Ana; Lopez":mailto:Ana@Example.com
ATTENDEE;CN=Bo ^'B^' Berg;PARTSTAT=ACCEPTED;ROLE=CHAIR:MAILTO:bo@example.com
ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.com
ATTENDEE;PARTSTAT=X-LATER;EMAIL=cy@example.com:/principals/cy
ATTENDEE;CN=Nobody:invalid:nomail
BEGIN:VALARM
TRIGGER:-PT5M
DESCRIPTION:Not this one
END:VALARM"""
    )

    assert (event.uid, event.sequence, event.line) == ("one", 3, 3)
    assert event.title == "Lunch, with Ana; maybe"
    assert event.description == "Line one\nLine two \\ end"
    assert event.location == "Café Central"
    assert event.url == "https://example.com/a?b=c"
    assert (event.status, event.transparency, event.visibility) == (
        "tentative",
        "transparent",
        "confidential",
    )
    assert (event.priority, event.category) == (2, "Client, big")
    assert event.attendees == (
        {"email": "ana@example.com", "name": "Ana; Lopez", "status": "declined", "is_organizer": True},
        {"email": "bo@example.com", "name": 'Bo "B" Berg', "status": "accepted", "is_organizer": False},
        {"email": "cy@example.com", "name": "", "status": "needs_action", "is_organizer": False},
    )


def test_what_is_missing_has_its_default() -> None:
    event = event_of("")

    assert (event.title, event.description, event.location, event.url, event.category) == ("", "", "", "", "")
    assert (event.status, event.transparency, event.visibility) == ("confirmed", "opaque", "public")
    assert (event.sequence, event.priority, event.attendees) == (0, 0, ())


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("SEQUENCE:many", "sequence", 0),
        ("SEQUENCE:99999999999", "sequence", 0),
        ("PRIORITY:11", "priority", 0),
        ("STATUS:UNHEARD-OF", "status", "confirmed"),
        ("CLASS:", "visibility", "public"),
        ("CLASS:X-FAMILY", "visibility", "private"),
        ("URL:javascript:alert(1)", "url", ""),
        ("URL:https://[broken", "url", ""),
        ("GEO:somewhere", "title", ""),
        ("SUMMARY", "title", ""),
        ('SUMMARY;LANGUAGE=en;X="a:b":Told: all', "title", "Told: all"),
        ('SUMMARY;X="never closed:Told', "title", "Told"),
        ("summary:Small letters", "title", "Small letters"),
        ("SUMMARY:A\x00B\x07C\tD\x85", "title", "ABC D"),
        ("SUMMARY:First\nSUMMARY:Second", "title", "First"),
        ("SUMMARY:" + "x" * 600, "title", "x" * 499 + "…"),
        ("LOCATION:Room 1\\nFloor 2", "location", "Room 1 Floor 2"),
        ("ATTENDEE:mailto:a b@example.com", "attendees", ()),
        ("ORGANIZER:mailto:", "attendees", ()),
    ],
)
def test_optional_property_that_is_broken_costs_no_event(line: str, field: str, value: object) -> None:
    assert getattr(event_of(line), field) == value


def test_calendar_that_cancels_cancels_its_events() -> None:
    assert event_of("STATUS:CONFIRMED", head="METHOD:CANCEL\n").status == "cancelled"
    assert event_of("", head="METHOD:CANCEL\n").timing.is_cancelled


def test_long_uid_is_cut_without_becoming_another() -> None:
    [first, second] = events_in(calendar(*(f"UID:{'u' * 1_200}{n}\n{TIMES}" for n in "12")))

    assert len(first.uid) == len(second.uid) == 1_000
    assert first.uid != second.uid


def test_missing_uid_is_made_of_the_content() -> None:
    text = f"{TIMES}SUMMARY:One\n"
    [first, other] = events_in(calendar(text, f"{TIMES}SUMMARY:Two"))
    [again] = events_in(calendar(f"DTSTAMP:20250101T000000Z\nSEQUENCE:4\n{text}"))

    assert first.uid == again.uid != other.uid
    assert first.uid.endswith("@without-uid")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_lines_may_end_and_fold_as_they_like(end: str) -> None:
    lines = ["UID:one", "DTSTART:20240304", "\tT090000Z", "SUMMARY:Über", " -", "\t", " fold"]
    data = end.join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]).encode()
    umlaut = data.index("Ü".encode()) + 1
    data = data[:umlaut] + end.encode() + b" " + data[umlaut:]

    [event] = events_in(b"\xef\xbb\xbf" + data)

    assert (event.title, f"{event.timing.start:%H:%M}") == ("Über-fold", "09:00")


def test_latin_1_is_read_and_broken_utf_8_replaced() -> None:
    data = calendar(f"UID:one\n{TIMES}SUMMARY:Jürgen\nLOCATION:Tür @")

    [latin] = events_in(data.decode().encode("latin-1"))
    [broken] = events_in(data.replace(b"@", b"\xff"))

    assert (latin.title, broken.location) == ("Jürgen", "Tür �")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("DTSTART:20240304T090000Z", "0:00:00"),
        ("DTSTART;VALUE=DATE:20240304", "1 day, 0:00:00"),
        ("DTSTART:20240304", "1 day, 0:00:00"),
        ("DTSTART:20240304\nDTEND:20240304", "1 day, 0:00:00"),
        ("DTSTART:20240304\nDURATION:P1W", "7 days, 0:00:00"),
        ("DTSTART:20240304T090000Z\nDURATION:PT90M", "1:30:00"),
        ("DTSTART:20240304T090000Z\nDTEND:20240304T100000Z\nDURATION:PT5M", "1:00:00"),
        ("DTSTART;TZID=Europe/Berlin:20240304T090000\nDTEND:20240304T100000", "1:00:00"),
        ("DTSTART;TZID=Europe/Berlin:20240330T090000\nDURATION:P1D", "23:00:00"),
        ("DTSTART;TZID=Europe/Berlin:20240330T090000\nDURATION:PT23H", "23:00:00"),
        ("DTSTART:20240304T235959Z\nDTEND:20240304T235960Z", "0:00:00"),
    ],
)
def test_event_lasts(text: str, length: str) -> None:
    [event] = events_in(calendar(f"UID:one\n{text}"))

    assert str(event.timing.end - event.timing.start) == length


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SUMMARY:Some day", "It has no start (DTSTART)."),
        ("DTSTART:", "It has no start (DTSTART)."),
        ("DTSTART:soon", "“soon” is not a date or time."),
        ("DTSTART:\x00so\x1bon", "“soon” is not a date or time."),
        ("DTSTART:20240230", "“20240230” is a date or time that does not exist."),
        ("DTSTART:20240304T250000", "“20240304T250000” is a date or time that does not exist."),
        ("DTSTART:00010101T000000Z", "“00010101T000000Z” lies outside the years 1583 to 2199."),
        ("DTSTART:20240304\nDTSTART:20240305", "It gives DTSTART more than once."),
        ("DTSTART;TZID=Mars/Olympus:20240304T090000", "The time zone “Mars/Olympus” is not known."),
        ("DTSTART:20240304T090000Z\nDTEND:20240303T090000Z", "It ends before it starts."),
        ("DTSTART:20240304T090000Z\nDTEND:later", "“later” is not a date or time."),
        ("DTSTART:20240304T090000Z\nDURATION:-PT1H", "It ends before it starts."),
        ("DTSTART:20240304T090000Z\nDURATION:1 hour", "“1 hour” is not a length of time."),
        ("DTSTART:20240304T090000Z\nDURATION:P99999999W", "“P99999999W” is not a length of time."),
        ("DTSTART:20240304\nDURATION:PT1H", "It takes whole days but does not last whole days (DURATION)."),
        (
            "DTSTART:20240304\nDTEND:20240304T100000Z",
            "Its start and its end are not both dates or both times (DTSTART, DTEND).",
        ),
        (
            "DTSTART:20240304\nRRULE:FREQ=SECONDLY",
            "An event may repeat every hour at most, not every minute or second.",
        ),
        (
            "DTSTART:20240304\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
            "It repeats by more than one rule (RRULE, EXRULE).",
        ),
        (
            "DTSTART:20240304\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY",
            "It repeats by more than one rule (RRULE, EXRULE).",
        ),
        ("DTSTART:20240304\nRDATE:never", "“never” is not a date or time."),
        ("DTSTART:20240304\nEXDATE:20240230", "“20240230” is a date or time that does not exist."),
        (
            "DTSTART:20240304T090000Z\nRDATE;VALUE=PERIOD:20240304T090000Z/20240303T090000Z",
            "One of its additional times ends before it starts (RDATE).",
        ),
        (
            "DTSTART:20240304\nEXDATE:" + ",".join(["20240304"] * 10_001),
            "It lists more than 10,000 dates (EXDATE).",
        ),
        (
            "DTSTART:20300304\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240304",
            "It moves or stretches a whole series by more than a year.",
        ),
    ],
)
def test_timing_that_is_not_certain_is_refused(text: str, reason: str) -> None:
    [refusal] = refusals_in(calendar(f"UID:one\n{text}"))

    assert (refusal.line, refusal.uid, refusal.reason) == (3, "one", reason)


def test_series_lists_its_dates_in_all_forms() -> None:
    found = starts_shown(
        calendar(
            """UID:one
DTSTART;TZID=Europe/Berlin:20240304T090000
DTEND;TZID=Europe/Berlin:20240304T100000
RRULE:FREQ=DAILY;COUNT=6
EXDATE;VALUE=DATE:20240305
EXDATE:20240306T090000
EXDATE:20240307T080000Z,
EXDATE:
RDATE;VALUE=DATE:20240320
RDATE;VALUE=PERIOD;TZID=Europe/London:20240321T090000/PT2H"""
        )
    )

    assert found == [
        "2024-03-04 08:00",
        "2024-03-08 08:00",
        "2024-03-09 08:00",
        "2024-03-20 08:00",
        "2024-03-21 09:00",
    ]


def test_excluded_day_takes_every_time_of_it() -> None:
    found = starts_shown(
        calendar(
            """UID:one
DTSTART;TZID=Europe/Berlin:20240304T090000
RRULE:FREQ=DAILY;BYHOUR=9,15;COUNT=6
EXDATE;VALUE=DATE:20240305"""
        )
    )

    assert found == ["2024-03-04 08:00", "2024-03-04 14:00", "2024-03-06 08:00", "2024-03-06 14:00"]


def test_excluded_time_takes_the_day_of_an_all_day_series() -> None:
    found = starts_shown(
        calendar(
            "UID:one\nDTSTART:20240304\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20240305T000000"
        )
    )

    assert found == ["2024-03-04 00:00", "2024-03-06 00:00"]


def test_override_of_an_all_day_series_may_name_midnight() -> None:
    found = starts_shown(
        calendar(
            "UID:one\nDTSTART:20240304\nRRULE:FREQ=DAILY;COUNT=2",
            "UID:one\nRECURRENCE-ID;TZID=Europe/Berlin:20240305T000000\nDTSTART:20240309",
        )
    )

    assert found == ["2024-03-04 00:00", "2024-03-09 00:00"]
