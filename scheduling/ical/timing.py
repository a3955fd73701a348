"""When a VEVENT takes place: its dates, times and rule as a `Component` (RFC 5545 §3.8.2, §3.8.5)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, product

from scheduling.ical.properties import Properties, Property
from scheduling.ical.timezones import Timezones
from scheduling.ical.values import UnreadableValue, read_duration, read_moment
from scheduling.recurrence import Component, RecurrenceError, check_rule
from scheduling.recurrence.clock import clock_of, to_utc, to_wall
from scheduling.recurrence.rule import parse_rule
from scheduling.recurrence.rule_check import LONGEST_INSTANCE

PROPERTIES = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID"}
)
MAX_DATES = 10_000

_DAY = timedelta(days=1)


class UnreadableTiming(ValueError):
    """The message is a sentence for a person."""


class UnreadableRule(UnreadableTiming):
    """When it takes place first is known; how it repeats is not."""


REPETITION = ("RRULE", "EXRULE", "RDATE", "EXDATE")


def read_timing(props: Properties, uid: str, timezones: Timezones, *, is_cancelled: bool) -> Component:
    """What cannot be placed in time for certain is refused whole. Raises UnreadableTiming, UnknownZone."""
    try:
        return _Reading(props, timezones).component(uid, is_cancelled)
    except RecurrenceError as error:
        raise UnreadableRule(str(error)) from error
    except UnreadableValue as error:
        raise UnreadableTiming(str(error)) from error


class _Reading:
    """One VEVENT's dates and times, read on the clock of its DTSTART."""

    def __init__(self, props: Properties, timezones: Timezones) -> None:
        self._props = props
        self._timezones = timezones
        start = self._single("DTSTART")
        if start is None:
            raise UnreadableTiming("It has no start (DTSTART).")
        moment = read_moment(start.value)
        self.is_all_day = not isinstance(moment, datetime)
        self.zone = self._zone_of(start, moment)
        self._clock = None if self.is_all_day else clock_of(self.zone)
        self.start = self._place(moment, start)

    def component(self, uid: str, is_cancelled: bool) -> Component:
        named = self._single("RECURRENCE-ID")
        end = self._end()
        if end < self.start:
            raise UnreadableTiming("It ends before it starts.")
        if named is not None:
            return self._override(uid, named, end, is_cancelled)
        rule = self._rule(end)
        return Component(
            id=(uid, None),
            start=self.start,
            end=end,
            zone=self.zone,
            is_all_day=self.is_all_day,
            rule=rule,
            excluded=frozenset(_bounded("EXDATE", self._excluded(rule))),
            extra=tuple(_bounded("RDATE", self._extra())),
            is_cancelled=is_cancelled,
        )

    def _override(self, uid: str, named: Property, end: datetime, is_cancelled: bool) -> Component:
        recurrence_id = self._recurrence_id(named)
        is_this_and_future = named.params.get("RANGE", "").upper() == "THISANDFUTURE"
        if is_this_and_future and max(abs(self.start - recurrence_id), end - self.start) > LONGEST_INSTANCE:
            raise UnreadableTiming("It moves or stretches a whole series by more than a year.")
        return Component(
            id=(uid, recurrence_id),
            start=self.start,
            end=end,
            zone=self.zone,
            is_all_day=self.is_all_day,
            recurrence_id=recurrence_id,
            is_this_and_future=is_this_and_future,
            is_cancelled=is_cancelled,
        )

    def _single(self, name: str) -> Property | None:
        """A property that decides when an event is: given twice with two values, nobody can tell."""
        found = [prop for prop in self._props.get(name, ()) if prop.value.strip()]
        if any(prop != found[0] for prop in found):
            raise UnreadableTiming(f"It gives {name} more than once.")
        return found[0] if found else None

    def _zone_of(self, prop: Property, moment: date) -> str:
        """Empty for a floating time (§3.3.5, form 1)."""
        if not isinstance(moment, datetime) or moment.tzinfo:
            return "UTC"
        tzid = prop.params.get("TZID", "")
        return self._timezones.resolve(tzid, moment.year) if tzid else ""

    def _place(self, moment: date, prop: Property) -> datetime:
        """Aware UTC, or civil. A date is its midnight; a floating time is on the clock of a zoned DTSTART."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time(), UTC)
        if moment.tzinfo:
            return moment
        zone = self._zone_of(prop, moment)
        return to_utc(moment, clock_of(zone) if zone and self.zone else self._clock)

    def _end(self) -> datetime:
        """§3.6.1: without DTEND and DURATION a date lasts its day, a time has no length."""
        end = self._single("DTEND")
        duration = self._single("DURATION")
        if end is not None:
            moment = read_moment(end.value)
            if isinstance(moment, datetime) == self.is_all_day:
                raise UnreadableTiming(
                    "Its start and its end are not both dates or both times (DTSTART, DTEND)."
                )
            placed = self._place(moment, end)
            return self.start + _DAY if self.is_all_day and placed == self.start else placed
        if duration is None:
            return self.start + _DAY if self.is_all_day else self.start
        length = read_duration(duration.value)
        if self.is_all_day and length % _DAY:
            raise UnreadableTiming("It takes whole days but does not last whole days (DURATION).")
        # Days of a duration are the clock's, hours are exact (§3.3.6).
        wall = to_wall(self.start, self._clock) + timedelta(days=length.days)
        return to_utc(wall, self._clock) + timedelta(seconds=length.seconds)

    def _rule(self, end: datetime) -> str:
        rules = [prop.value for prop in self._props.get("RRULE", ()) if prop.value.strip()]
        if len(set(rules)) > 1 or "EXRULE" in self._props:
            raise UnreadableRule("It repeats by more than one rule (RRULE, EXRULE).")
        if not rules:
            return ""
        return check_rule(rules[0], self.start, end, zone=self.zone, is_all_day=self.is_all_day)

    def _listed(self, name: str) -> Iterator[tuple[str, Property]]:
        for prop in self._props.get(name, ()):
            yield from ((item, prop) for item in prop.value.split(",") if item.strip())

    def _excluded(self, rule: str) -> Iterator[datetime]:
        """EXDATE. A date in a series with times excludes every instance of that day."""
        for item, prop in self._listed("EXDATE"):
            moment = read_moment(item)
            if isinstance(moment, datetime) or self.is_all_day:
                yield self._on_own_clock(moment, prop)
                continue
            for hour, minute, second in self._times_of_day(rule):
                yield to_utc(datetime.combine(moment, time(hour, minute, second)), self._clock)

    def _times_of_day(self, rule: str) -> Iterable[tuple[int, int, int]]:
        """At which an instance may start."""
        first = to_wall(self.start, self._clock)
        if not rule:
            return [(first.hour, first.minute, first.second)]
        anchored = parse_rule(rule).anchored(first)
        return product(anchored.hours or range(24), anchored.minutes, anchored.seconds)

    def _extra(self) -> Iterator[tuple[datetime, datetime | None]]:
        """RDATE. A date in a series with times means its usual time on that day."""
        for item, prop in self._listed("RDATE"):
            value, is_period, until = item.partition("/")
            moment = read_moment(value)
            if not isinstance(moment, datetime) and not self.is_all_day:
                moment = datetime.combine(moment, to_wall(self.start, self._clock).time())
            start = self._on_own_clock(moment, prop)
            yield start, self._period_end(start, until, prop) if is_period else None

    def _period_end(self, start: datetime, value: str, prop: Property) -> datetime:
        is_duration = value.strip().upper().startswith(("P", "+P", "-P"))
        end = start + read_duration(value) if is_duration else self._on_own_clock(read_moment(value), prop)
        if end < start:
            raise UnreadableTiming("One of its additional times ends before it starts (RDATE).")
        return end

    def _recurrence_id(self, prop: Property) -> datetime:
        moment = read_moment(prop.value)
        is_midnight = isinstance(moment, datetime) and moment.time() == time()
        if self.is_all_day and is_midnight:
            # Some write the day of an all-day series as its midnight in a zone.
            return self._on_own_clock(moment, prop)
        return self._place(moment, prop)

    def _on_own_clock(self, moment: date, prop: Property) -> datetime:
        """Like `_place`, but in an all-day series a time stands for its day."""
        if self.is_all_day:
            return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
        return self._place(moment, prop)


def _bounded[T](name: str, dates: Iterator[T]) -> list[T]:
    found = list(islice(dates, MAX_DATES + 1))
    if len(found) > MAX_DATES:
        raise UnreadableTiming(f"It lists more than {MAX_DATES:,} dates ({name}).")
    return found
