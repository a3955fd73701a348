"""Edits of one event inside what others wrote: what they wrote besides stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from scheduling.ical import CalendarEvent, read_calendar
from scheduling.ical.patch import Events, patch_calendar

STAMP = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Someone//Else//EN\r\nX-WR-TIMEZONE:Europe/Berlin\r\n"
    b"BEGIN:VTIMEZONE\r\nTZID:Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
    b"TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
    b"DTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260101T000000Z\r\nLAST-MODIFIED:20260101T000000Z\r\n"
    b"DTSTART;TZID=Berlin:20261123T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=9\r\n"
    b"SUMMARY;LANGUAGE=en:Standup\r\nX-THEIRS;X-KIND=a:kept as it is\\, to the letter\r\n"
    b"ORGANIZER;CN=Ana:mailto:ana@example.com\r\n"
    b"ATTENDEE;CN=Ben;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:Ben@example.com\r\n"
    b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nSUMMARY:Soon\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260101T000000Z\r\nRECURRENCE-ID;TZID=Berlin:20261124T100000\r\n"
    b"DTSTART;TZID=Berlin:20261124T110000\r\nDURATION:PT1H\r\nSUMMARY:Standup\\, late\r\nX-OTHER:too\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)
SECOND = datetime(2026, 11, 24, 9, tzinfo=UTC)


def read(body: bytes) -> dict[datetime | None, CalendarEvent]:
    items = list(read_calendar(BytesIO(body)))
    assert all(isinstance(item, CalendarEvent) for item in items)
    return {
        item.timing.recurrence_id: replace(item, line=0) for item in items if isinstance(item, CalendarEvent)
    }


def lines(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def patched(after: Events) -> bytes:
    return patch_calendar(BODY, read(BODY), after, stamp=STAMP)


def changed(**changes: Any) -> dict[datetime | None, CalendarEvent]:
    before = read(BODY)
    return before | {None: replace(before[None], **changes)}


def test_only_the_changed_property_is_written_anew() -> None:
    result = patched(changed(title="Daily; short", sequence=1))
    new, old = set(lines(result)) - set(lines(BODY)), set(lines(BODY)) - set(lines(result))
    assert new == {
        "SUMMARY:Daily\\; short",
        "SEQUENCE:1",
        "DTSTAMP:20261123T120000Z",
        "LAST-MODIFIED:20261123T120000Z",
    }
    # The other instance keeps its DTSTAMP, which was the same.
    assert old == {"SUMMARY;LANGUAGE=en:Standup", "LAST-MODIFIED:20260101T000000Z"}


def test_what_is_written_reads_as_was_meant() -> None:
    timing = read(BODY)[None].timing
    after = changed(
        timing=replace(timing, start=timing.start + timedelta(hours=2), end=timing.end + timedelta(hours=3)),
        location="Room 1",
        url="https://example.com/room",
        status="tentative",
    )
    assert read(patched(after)) == after


def test_zone_of_ours_comes_with_its_description() -> None:
    timing = read(BODY)[None].timing
    after = changed(timing=replace(timing, zone="Asia/Tokyo"))
    result = patched(after)
    assert read(result)[None].timing.zone == "Asia/Tokyo"
    assert lines(result).count("TZID:Asia/Tokyo") == 1


def test_answer_changes_no_more_than_partstat() -> None:
    before = read(BODY)[None]
    people = tuple(
        replace_status(each, "accepted") if each["email"] == "ben@example.com" else each
        for each in before.attendees
    )
    result = patched(changed(attendees=people))
    assert "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ben;CUTYPE=INDIVIDUAL;RSVP=TRUE:mailto:Ben@example.com" in lines(
        result
    )
    assert "ORGANIZER;CN=Ana:mailto:ana@example.com" in lines(result)
    assert read(result)[None].attendees == people


def replace_status(each: Any, status: str) -> Any:
    return each | {"status": status}


def test_instances_come_and_go() -> None:
    before = read(BODY)
    third = SECOND + timedelta(days=1)
    timing = replace(
        before[SECOND].timing,
        id=("one", third),
        recurrence_id=third,
        start=third,
        end=third + timedelta(hours=1),
    )
    after = {None: before[None], third: replace(before[SECOND], timing=timing, title="Moved here")}
    assert read(patched(after)) == after


def test_alarm_and_foreign_properties_are_kept() -> None:
    result = lines(patched(changed(description="New", title="Daily")))
    for line in (
        "BEGIN:VALARM",
        "TRIGGER:-PT15M",
        "SUMMARY:Soon",
        "X-OTHER:too",
        "X-WR-TIMEZONE:Europe/Berlin",
    ):
        assert line in result
    assert "X-THEIRS;X-KIND=a:kept as it is\\, to the letter" in result


def test_what_is_not_changed_is_not_touched() -> None:
    assert lines(patched(read(BODY))) == lines(BODY)
