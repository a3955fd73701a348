"""Answers to invitations: METHOD:REPLY and METHOD:COUNTER (RFC 5546 §3.2.3, §3.2.7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice

from scheduling.ical import event, timing
from scheduling.ical.components import RawComponent, split_components
from scheduling.ical.content_lines import content_lines
from scheduling.ical.event import CalendarEvent
from scheduling.ical.properties import read_properties, read_text
from scheduling.ical.timezones import Timezones
from scheduling.ical.timing import UnreadableTiming
from scheduling.ical.values import UnreadableValue, read_moment
from scheduling.zones import UnknownZone

METHODS = ("REPLY", "COUNTER")
MOST_ANSWERS = 50
_MOST_COMPONENTS = 200
_WANTED = event.PROPERTIES | timing.PROPERTIES | {"DTSTAMP", "COMMENT"}
# A REPLY need not say when the event is, only which.
_NO_START = b"DTSTART:20000101T000000Z"


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """`sequence` is None where it is not said; `stamp`, an instant, is None where it cannot be read."""

    method: str
    event: CalendarEvent
    has_time: bool
    sequence: int | None
    stamp: datetime | None
    comment: str


def read_answers(content: bytes) -> list[CalendarAnswer]:
    """What cannot be read is left out; no content raises."""
    raws = list(islice(split_components(content_lines(BytesIO(content))), _MOST_COMPONENTS))
    timezones = Timezones()
    for raw in raws:
        if raw.kind == "VTIMEZONE":
            timezones.add(raw)
    timezones.is_complete = True
    return list(islice(_answers(raws, timezones), MOST_ANSWERS))


def _answers(raws: list[RawComponent], timezones: Timezones) -> Iterator[CalendarAnswer]:
    for raw in raws:
        if raw.kind != "VEVENT" or raw.problem or raw.method not in METHODS:
            continue
        try:
            yield _answer(raw, timezones)
        except (UnknownZone, UnreadableTiming):
            continue


def _answer(raw: RawComponent, timezones: Timezones) -> CalendarAnswer:
    has_time = any(line[:7].upper() == b"DTSTART" for line in raw.lines)
    lines = raw.lines if has_time else [*raw.lines, _NO_START]
    props = read_properties(lines, _WANTED)
    uid = event.read_uid(props, raw.lines)
    when = timing.read_timing(props, uid, timezones, is_cancelled=False)
    read = event.read_event(props, uid, "confirmed", when, raw.line)
    comments = [read_text(prop) for prop in props.get("COMMENT", ())]
    return CalendarAnswer(
        method=raw.method,
        event=read,
        has_time=has_time,
        sequence=read.sequence if "SEQUENCE" in props else None,
        stamp=_stamp(props["DTSTAMP"][0].value) if "DTSTAMP" in props else None,
        comment="\n".join(each for each in comments if each),
    )


def _stamp(text: str) -> datetime | None:
    """In UTC, as §3.8.7.2 asks."""
    try:
        moment: date = read_moment(text)
    except UnreadableValue:
        return None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None
