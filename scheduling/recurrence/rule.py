"""The RRULE value (RFC 5545 §3.3.10) as a dataclass."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import IntEnum
from functools import lru_cache

MAX_LENGTH = 2_000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}")
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")


class RecurrenceError(ValueError):
    """A recurrence rule we do not take. The message is a sentence for a person."""


class Frequency(IntEnum):
    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3
    HOURLY = 4
    MINUTELY = 5
    SECONDLY = 6


@dataclass(frozen=True, slots=True)
class Rule:
    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    """A date, a local datetime, or an aware one in UTC."""
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    """(ordinal, weekday): (-1, 4) is the last Friday, (0, 4) every Friday; Monday is 0."""
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def anchored(self, first: datetime) -> "Rule":
        """The rule with what it leaves open taken from DTSTART, as §3.3.10 says."""
        is_hourly = self.frequency == Frequency.HOURLY
        return replace(
            self._anchored_days(first),
            hours=self.hours or (() if is_hourly else (first.hour,)),
            minutes=self.minutes or (first.minute,),
            seconds=self.seconds or (first.second,),
        )

    def _anchored_days(self, first: datetime) -> "Rule":
        if self.weekdays or self.month_days or self.year_days:
            return self
        if self.frequency == Frequency.WEEKLY or self.week_numbers:
            return replace(self, weekdays=((0, first.weekday()),))
        if self.frequency == Frequency.MONTHLY:
            return replace(self, month_days=(first.day,))
        if self.frequency == Frequency.YEARLY:
            return replace(self, months=self.months or (first.month,), month_days=(first.day,))
        return self


@lru_cache(maxsize=2048)
def parse_rule(text: str) -> Rule:
    """Read an RRULE value, its name left out. Raises RecurrenceError."""
    parts = _parts(text)
    fields: dict[str, object] = {}
    for name, value in parts.items():
        if name in _FIELDS:
            field, read = _FIELDS[name]
            fields[field] = read(name, value)
        elif not name.startswith("X-"):
            raise RecurrenceError(f"The repetition has a part nobody defines: {name[:30]}.")
    if "frequency" not in fields:
        raise RecurrenceError("The repetition does not say how often: it has no FREQ.")
    return Rule(**fields)  # type: ignore[arg-type]


def _parts(text: str) -> dict[str, str]:
    if len(text) > MAX_LENGTH:
        raise RecurrenceError(f"The repetition is longer than {MAX_LENGTH:,} characters.")
    parts: dict[str, str] = {}
    for part in re.sub(r"\s", "", text).upper().split(";"):
        name, _, value = part.partition("=")
        if not value and part:
            raise RecurrenceError(f"The repetition has an empty part: {part[:30]}.")
        if name in parts:
            raise RecurrenceError(f"The repetition gives {name[:30]} twice.")
        if name:
            parts[name] = value
    if (parts.pop("RSCALE", "GREGORIAN"), parts.pop("SKIP", "OMIT")) != ("GREGORIAN", "OMIT"):
        raise RecurrenceError(
            "The repetition follows another calendar than the plain Gregorian (RSCALE, SKIP)."
        )
    return parts


def _number(name: str, value: str, low: int, high: int) -> int:
    number = int(value) if _NUMBER.fullmatch(value) else None
    if number is None or not low <= number <= high:
        raise RecurrenceError(
            f"In the repetition, {name} must lie within {low:,} and {high:,}: {value[:30]}."
        )
    return number


def _numbers(name: str, value: str, low: int, high: int) -> tuple[int, ...]:
    """Sorted, each once. Lists that may count from the end know no zero."""
    numbers = {_number(name, item, low, high) for item in value.split(",")}
    if low < 0 and 0 in numbers:
        raise RecurrenceError(f"In the repetition, {name} counts from 1 or from -1, not from 0.")
    return tuple(sorted(numbers))


def _weekdays(_name: str, value: str) -> tuple[tuple[int, int], ...]:
    matches = [_WEEKDAY.fullmatch(item) for item in value.split(",")]
    found = {(int(m[1] or 0), WEEKDAYS.index(m[2])) for m in matches if m}
    is_numbered_in_range = all(-53 <= ordinal <= 53 for ordinal, _ in found)
    if None in matches or not is_numbered_in_range:
        raise RecurrenceError(f"The repetition has a weekday that cannot be read: {value[:60]}.")
    return tuple(sorted(found))


def _weekday(name: str, value: str) -> int:
    if value not in WEEKDAYS:
        raise RecurrenceError(
            f"In the repetition, {name} must be one of {', '.join(WEEKDAYS)}: {value[:30]}."
        )
    return WEEKDAYS.index(value)


def _frequency(_name: str, value: str) -> Frequency:
    if value not in Frequency.__members__:
        raise RecurrenceError(f"The repetition has an unknown frequency: {value[:30]}.")
    return Frequency[value]


def _until(_name: str, value: str) -> date:
    match = _UNTIL.fullmatch(value)
    try:
        if match and match[4] is None:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match:
            year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
            zone = UTC if match[7] else None
            return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except ValueError:
        pass
    raise RecurrenceError(f"The repetition has an end that is no date: UNTIL={value[:30]}.")


type _Reader = Callable[[str, str], object]


def _list_within(low: int, high: int) -> _Reader:
    return lambda name, value: _numbers(name, value, low, high)


def _seconds(name: str, value: str) -> tuple[int, ...]:
    """A leap second counts as the 59th (§3.3.12)."""
    return tuple(sorted({min(number, 59) for number in _numbers(name, value, 0, 60)}))


_FIELDS: dict[str, tuple[str, _Reader]] = {
    "FREQ": ("frequency", _frequency),
    "INTERVAL": ("interval", lambda name, value: _number(name, value, 1, 9_999)),
    "COUNT": ("count", lambda name, value: _number(name, value, 1, 10_000)),
    "UNTIL": ("until", _until),
    "BYMONTH": ("months", _list_within(1, 12)),
    "BYWEEKNO": ("week_numbers", _list_within(-53, 53)),
    "BYYEARDAY": ("year_days", _list_within(-366, 366)),
    "BYMONTHDAY": ("month_days", _list_within(-31, 31)),
    "BYDAY": ("weekdays", _weekdays),
    "BYHOUR": ("hours", _list_within(0, 23)),
    "BYMINUTE": ("minutes", _list_within(0, 59)),
    "BYSECOND": ("seconds", _seconds),
    "BYSETPOS": ("positions", _list_within(-366, 366)),
    "WKST": ("week_start", _weekday),
}
