"""Broken and hostile files: a sentence for each part, no exception, bounded time and memory."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from scheduling.ical import CalendarEvent, Refusal, read_calendar
from scheduling.ical.components import MAX_COMPONENT_BYTES
from scheduling.ical.reader import MAX_COMPONENTS
from scheduling.tests.reading import calendar, read

ROOT = Path(__file__).parents[2]
TIMES = b"DTSTART:20240304T090000Z\nDTEND:20240304T100000Z\n"
EVERY_SECOND = (
    b"BEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0317\n"
    b"END:STANDARD\n"
)
LONG_LINE = b"X-PROPERTY:" + b"x" * 90 + b"\n"
GOOD = b"BEGIN:VEVENT\nUID:good\n" + TIMES + b"END:VEVENT\n"


def wrapped(body: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\n" + body + b"END:VCALENDAR\n"


class Generated:
    """A binary stream that is made as it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def read(self, size: int) -> bytes:
        while len(self._rest) < size and (part := next(self._parts, b"")):
            self._rest += part
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "This is not an iCalendar file: it has no BEGIN:VCALENDAR."),
        (bytes(range(256)) * 500, 1, "This is not an iCalendar file: it has no BEGIN:VCALENDAR."),
        (b"\x00" * 100_000, 1, "This is not an iCalendar file: it has no BEGIN:VCALENDAR."),
        (b"\x89PNG\r\n\x1a\n" * 9_000, 1, "This is not an iCalendar file: it has no BEGIN:VCALENDAR."),
        ("BEGIN:VCALENDAR".encode("utf-16"), 1, "This is not an iCalendar file: it has no BEGIN:VCALENDAR."),
        (
            b"BEGIN:VCALENDAR\nVERSION:2.0\n",
            2,
            "The file ends before END:VCALENDAR: a part of it may be missing.",
        ),
        (wrapped(b"BEGIN:VTODO\nUID:1\nEND:VTODO\n"), 2, "It is a to-do; only events are taken."),
        (wrapped(b"BEGIN:VJOURNAL\nEND:VJOURNAL\n"), 2, "It is a journal entry; only events are taken."),
        (wrapped(b"BEGIN:VEVENT\n" + TIMES), 2, "It has no END:VEVENT."),
        (
            wrapped(b"BEGIN:VEVENT\nBEGIN:VALARM\n" + TIMES + b"END:VEVENT\n"),
            2,
            "It has no END:VEVENT.",
        ),
        (
            wrapped(b"BEGIN:VEVENT\nDESCRIPTION:" + b"x" * 10_000_000 + b"\n" + TIMES + b"END:VEVENT\n"),
            2,
            "It is larger than 1,024 kB.",
        ),
        (
            wrapped(b"BEGIN:VEVENT\n" + TIMES + b"DESCRIPTION:\n" + b" x\n" * 1_100_000 + b"END:VEVENT\n"),
            2,
            "It is larger than 1,024 kB.",
        ),
        (
            wrapped(b"BEGIN:VEVENT\n" + TIMES + b"X-A:" + b"x" * 70 + b"\n") * 1,
            2,
            "It has no END:VEVENT.",
        ),
    ],
)
def test_file_is_refused_with_a_sentence(data: bytes, line: int, reason: str) -> None:
    first, *_ = read(data)

    assert isinstance(first, Refusal)
    assert (first.line, first.reason) == (line, reason)


def test_calendar_without_events_is_empty() -> None:
    assert read(wrapped(b"")) == []


def test_event_after_a_broken_one_is_read() -> None:
    data = wrapped(
        b"BEGIN:VEVENT\nUID:open\n" + TIMES + GOOD + b"BEGIN:VEVENT\nUID:bad\nDTSTART:?\nEND:VEVENT\n" + GOOD
    )

    assert [(item.uid, item.line) for item in read(data)] == [
        ("open", 2),
        ("good", 6),
        ("bad", 11),
        ("good", 15),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"BEGIN:VALARM\n" * 10_000 + b"END:VALARM\n" * 10_000,
        b"BEGIN:X-WHATEVER\nBEGIN:VALARM\nEND:VALARM\nEND:X-WHATEVER\n",
        b"SUMMARY;" + b"X=" * 100_000 + b":\n",
        b'SUMMARY;X="' + b'"' * 100_001 + b":\n",
        b"CATEGORIES:" + b"\\," * 100_000 + b"\n",
        b"ATTENDEE:mailto:a@b\n" * 20_000,
        b"no property at all\n::::\n;;;;\n:\n=\n",
        b"X-" + b"A" * 500_000 + b":\n",
        b"DESCRIPTION:" + b"\\" * 500_000 + b"\n",
        b"DESCRIPTION:\xff\xfe\x00\x80\n",
    ],
)
def test_event_survives_what_stands_beside_its_timing(body: bytes) -> None:
    before = process_time()

    [event] = read(wrapped(b"BEGIN:VEVENT\nUID:good\n" + body + TIMES + b"END:VEVENT\n"))

    assert isinstance(event, CalendarEvent)
    assert process_time() - before < 2


@pytest.mark.parametrize(
    "zone",
    [
        b"BEGIN:VTIMEZONE\nEND:VTIMEZONE\n",
        b"BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE\n",
        b"BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\n",
        b"BEGIN:VTIMEZONE\nTZID:Odd\n" + b"BEGIN:STANDARD\n" * 5_000 + b"END:VTIMEZONE\n",
        b"BEGIN:VTIMEZONE\nTZID:Odd\n" + EVERY_SECOND * 3_000 + b"END:VTIMEZONE\n",
        b"BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:20240101\nTZOFFSETFROM:x\nEND:STANDARD\nEND:VTIMEZONE\n",
    ],
)
def test_broken_time_zone_costs_only_its_events(zone: bytes) -> None:
    odd = b"BEGIN:VEVENT\nUID:odd\nDTSTART;TZID=Odd:20240304T090000\nEND:VEVENT\n"

    items = [item for item in read(wrapped(zone + odd + GOOD)) if item.uid]

    assert {item.uid: isinstance(item, CalendarEvent) for item in items} == {"odd": False, "good": True}


def test_many_zones_are_looked_up_in_bounded_time() -> None:
    part = EVERY_SECOND.decode()
    zones = "".join(f"BEGIN:VTIMEZONE\nTZID:Odd{n}\n{part}END:VTIMEZONE\n" for n in range(300))
    events = [f"UID:{n}\nDTSTART;TZID=Odd{n % 300}:{1990 + n % 20}0304T090000" for n in range(3_000)]
    before = process_time()

    items = read(calendar(*events, head=zones))

    assert [isinstance(item, Refusal) for item in items] == [True] * 3_000
    assert process_time() - before < 60


def test_events_beyond_the_limit_are_not_read() -> None:
    parts = iter([b"BEGIN:VCALENDAR\n", *[b"BEGIN:VTODO\nEND:VTODO\n" * 100] * (MAX_COMPONENTS // 100 + 5)])

    items = list(read_calendar(Generated(parts)))

    assert len(items) == MAX_COMPONENTS + 1
    assert (
        getattr(items[-1], "reason", "")
        == "The file holds more than 100,000 components; what follows was not read."
    )


BIG_FILES: dict[str, list[bytes]] = {
    "one line": [b"x" * 2**20] * 30,
    "one folded line": [b"BEGIN:VCALENDAR\nX:\n", *[b" xxxx\n" * 2**15] * 60],
    "one event": [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", *[LONG_LINE * 10_000] * 30],
    "one calendar": [b"BEGIN:VCALENDAR\n", *[LONG_LINE * 10_000] * 30],
    "many events": [b"BEGIN:VCALENDAR\n", *[GOOD * 1_000] * 30],
    "many zones": [
        b"BEGIN:VCALENDAR\n",
        *[b"BEGIN:VTIMEZONE\nTZID:%d\n" % n + LONG_LINE * 100 for n in range(3_000)],
    ],
}


def kilobytes_for_reading(name: str) -> int:
    """By how much the process grows; to be run in one of its own."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in read_calendar(Generated(iter(BIG_FILES[name]))):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


@pytest.mark.parametrize("name", BIG_FILES)
def test_memory_does_not_grow_with_the_file(name: str) -> None:
    """Of some 10 to 30 MB only a few components are held at a time."""
    code = f"from {__name__} import kilobytes_for_reading as read; print(read({name!r}))"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)

    assert int(done.stdout) < 8 * MAX_COMPONENT_BYTES // 1024
