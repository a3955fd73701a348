"""Dates, times, durations and periods as iCalendar writes them (RFC 5545 §3.3.4–§3.3.9)."""

import re
from datetime import UTC, date, datetime, timedelta

from icalendar.prop import vDuration

from jenifer.years import FIRST_YEAR, LAST_YEAR

_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?", re.IGNORECASE)
_DURATION = re.compile(r"[+-]?P[0-9WDTHMS]{2,40}")


class UnreadableValue(ValueError):
    """The message is a sentence for a person."""


def read_moment(value: str) -> date:
    """A date, a naive datetime, or one in UTC. Raises UnreadableValue."""
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        raise UnreadableValue(f"“{value[:40]}” is not a date or time.")
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableValue(f"“{value[:40]}” lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        if match[4] is None:
            return date(year, month, day)
        hour, minute, second = int(match[4]), int(match[5]), int(match[6])
        # A leap second counts as the 59th (§3.3.12).
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC if match[7] else None)
    except ValueError:
        raise UnreadableValue(f"“{value[:40]}” is a date or time that does not exist.") from None


def read_duration(value: str) -> timedelta:
    """Raises UnreadableValue."""
    text = value.strip().upper()
    try:
        if _DURATION.fullmatch(text):
            duration: timedelta = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
            if abs(duration) <= timedelta(days=366 * (LAST_YEAR - FIRST_YEAR)):
                return duration
    except (ValueError, OverflowError):
        pass
    raise UnreadableValue(f"“{value[:40]}” is not a length of time.")
