"""The time zones of one file: its VTIMEZONEs, read when a name needs them.

Not by icalendar: it keeps every VTIMEZONE it has met for all files to come, whosever they are, and leaves their
rules to dateutil without a bound.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar.prop import vUTCOffset

from scheduling.ical.components import RawComponent
from scheduling.ical.properties import read_properties
from scheduling.ical.values import UnreadableValue, read_moment
from scheduling.zones import Observance, UnknownZone, known_zone, resolve

MAX_TIMEZONES = 200
MAX_OBSERVANCES = 200
MAX_LOOKUPS = 2_000

_WANTED = frozenset({"TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"})
_PARTS = (b"STANDARD", b"DAYLIGHT")


class Timezones:
    """`is_complete` says that no VTIMEZONE is to come, so that a name may be guessed."""

    def __init__(self) -> None:
        self.is_complete = False
        self._raw: dict[str, RawComponent] = {}
        self._observances: dict[str, tuple[Observance, ...]] = {}
        self._found: dict[tuple[str, int], str | None] = {}
        """By TZID and year; None for what nothing is like."""

    def add(self, raw: RawComponent) -> None:
        tzid = next(iter(read_properties(_outside_parts(raw.lines), _WANTED).get("TZID", [])), None)
        if tzid and not raw.problem and len(self._raw) < MAX_TIMEZONES:
            self._raw.setdefault(tzid.value.strip(), raw)

    def resolve(self, tzid: str, year: int) -> str:
        """The IANA name, see `zones.resolve`. Raises UnknownZone."""
        tzid = tzid.strip()
        key = (tzid, year)
        if key not in self._found:
            zone = known_zone(tzid)
            if zone is None and tzid not in self._raw and not self.is_complete:
                raise UnknownZone(f"The time zone “{tzid[:100]}” is not described yet.")
            if len(self._found) >= MAX_LOOKUPS:
                raise UnknownZone("The file names too many time zones.")
            self._found[key] = zone or self._described(tzid, year)
        found = self._found[key]
        if found is None:
            raise UnknownZone(f"The time zone “{tzid[:100]}” is not known.")
        return found

    def _described(self, tzid: str, year: int) -> str | None:
        if tzid in self._raw and tzid not in self._observances:
            self._observances[tzid] = tuple(_observances(self._raw[tzid].lines))
        try:
            return resolve(tzid, self._observances.get(tzid, ()), year=year)
        except UnknownZone:
            return None


def _outside_parts(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if line[:5].upper() == b"TZID:" or line[:5].upper() == b"TZID;"]


def _observances(lines: list[bytes]) -> Iterator[Observance]:
    """The parts that can be read, up to a bound."""
    part: list[bytes] | None = None
    count = 0
    for line in lines:
        mark, _, name = line.upper().partition(b":")
        if mark == b"BEGIN":
            part = [] if name.strip() in _PARTS else None
        elif mark == b"END" and part is not None and count < MAX_OBSERVANCES:
            observance = _read_observance(part)
            part = None
            if observance:
                count += 1
                yield observance
        elif part is not None:
            part.append(line)


def _read_observance(lines: list[bytes]) -> Observance | None:
    found = read_properties(lines, _WANTED)
    try:
        return Observance(
            start=_wall(found["DTSTART"][0].value),
            offset_from=_offset(found["TZOFFSETFROM"][0].value),
            offset_to=_offset(found["TZOFFSETTO"][0].value),
            rule=found["RRULE"][0].value if "RRULE" in found else "",
            extra=tuple(
                _wall(item) for prop in found.get("RDATE", []) for item in prop.value.split(",") if item
            ),
        )
    except (KeyError, ValueError):
        return None


def _wall(value: str) -> datetime:
    moment = read_moment(value)
    if not isinstance(moment, datetime):
        raise UnreadableValue("A time zone changes at a time of day.")
    return moment.replace(tzinfo=None)


def _offset(value: str) -> timedelta:
    offset: timedelta = vUTCOffset.from_ical(value.strip())  # type: ignore[no-untyped-call]
    return offset
