"""How an executive wants the days to look: the rules that meetings are checked against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)
MINUTES_A_DAY = 24 * 60
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
PARTS_OF_DAY = {
    "morning": (time(6), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(22)),
}


class InvalidRules(ValueError):
    """Preferences that make no sense; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class FocusBlock:
    """Time kept free on some weekdays (Monday is 0), by the clock of the rules' zone.

    An end of 00:00 is the midnight at the end of the day.
    """

    weekdays: frozenset[int]
    start: time
    end: time

    def __post_init__(self) -> None:
        _check_order("Focus time", self.start, self.end)


@dataclass(frozen=True, slots=True)
class Rules:
    """All times of day are by the clock of `zone`; a `work_end` of 00:00 is the end of the day."""

    zone: ZoneInfo
    work_start: time = time(9)
    work_end: time = time(18)
    buffer: timedelta = timedelta(minutes=15)
    focus: tuple[FocusBlock, ...] = ()
    avoid_days: frozenset[int] = frozenset()
    max_per_day: int | None = None
    preferred: tuple[tuple[time, time], ...] = ()
    preferred_duration: timedelta = timedelta(minutes=30)

    def __post_init__(self) -> None:
        _check_order("Working hours", self.work_start, self.work_end)
        if not timedelta(0) <= self.buffer < timedelta(days=1):
            raise InvalidRules("The buffer between meetings must be between none and a day.")
        if self.max_per_day is not None and (type(self.max_per_day) is not int or self.max_per_day < 0):
            raise InvalidRules("The maximum of meetings a day must be a whole number, none or more.")
        if self.preferred_duration < timedelta(minutes=1):
            raise InvalidRules("The preferred duration must be at least a minute.")

    @classmethod
    def from_preferences(cls, preferences: Mapping[str, Any], zone: ZoneInfo) -> Self:
        """Read the executive's `scheduling_preferences`; a missing key takes the schema's default.

        Raises InvalidRules with a sentence that names what is wrong.
        """
        hours = preferences.get("working_hours") or {}
        return cls(
            zone=zone,
            work_start=_clock(hours.get("start", "09:00")),
            work_end=_clock(hours.get("end", "18:00")),
            buffer=_minutes(preferences.get("meeting_buffer_minutes", 15)),
            focus=tuple(map(_focus_block, preferences.get("focus_time_blocks") or ())),
            avoid_days=_weekdays(preferences.get("avoid_days") or ()),
            max_per_day=preferences.get("max_meetings_per_day"),
            preferred=_parts_of_day(preferences.get("preferred_meeting_times", ("morning", "afternoon"))),
            preferred_duration=_minutes(preferences.get("preferred_meeting_duration", 30)),
        )


def _check_order(what: str, start: time, end: time) -> None:
    if end != MIDNIGHT and end <= start:
        raise InvalidRules(f"{what} must end after the start ({start:%H:%M}), not at {end:%H:%M}.")


def _clock(text: str) -> time:
    if text == "24:00":
        return MIDNIGHT
    try:
        clock = time.fromisoformat(text)
    except (TypeError, ValueError):
        raise InvalidRules(f"“{text}” is not a time of day. Write it like 09:30.") from None
    if clock.tzinfo is not None:
        raise InvalidRules(f"“{text}” carries a time zone. Write the time alone, like 09:30.")
    return clock


def _minutes(number: object) -> timedelta:
    if isinstance(number, bool) or not isinstance(number, int):
        raise InvalidRules(f"“{number}” is not a whole number of minutes.")
    # Cut to what is refused in any case, lest a huge number overflow.
    return timedelta(minutes=max(-1, min(number, MINUTES_A_DAY)))


def _weekdays(names: Sequence[str]) -> frozenset[int]:
    try:
        return frozenset(WEEKDAYS[name.lower()] for name in names)
    except (KeyError, AttributeError):
        raise InvalidRules(f"Days must be names like “monday”, not {', '.join(map(str, names))}.") from None


def _parts_of_day(names: Sequence[str]) -> tuple[tuple[time, time], ...]:
    for name in names:
        if name not in PARTS_OF_DAY:
            raise InvalidRules(f"Preferred times are morning, afternoon, evening, not “{name}”.")
    return tuple(PARTS_OF_DAY[name] for name in names)


def _focus_block(block: Mapping[str, Any]) -> FocusBlock:
    return FocusBlock(
        weekdays=_weekdays(block.get("days") or ()),
        start=_clock(block.get("start", "")),
        end=_clock(block.get("end", "")),
    )
