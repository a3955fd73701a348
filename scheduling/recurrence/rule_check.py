"""Which rules we take, and the one form in which we keep them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jenifer.years import LAST_YEAR
from scheduling.recurrence.clock import clock_of, latest_start
from scheduling.recurrence.rule import WEEKDAYS, Frequency, RecurrenceError, Rule, parse_rule

MAX_TIMES_A_DAY = 24
LONGEST_INSTANCE = timedelta(days=366)


def check_rule(
    text: str,
    start: datetime,
    end: datetime | None = None,
    *,
    zone: str = "UTC",
    is_all_day: bool = False,
) -> str:
    """The normal form of an RRULE value; what it leaves open is left open.

    `start` and `end` are the first instance's, `zone` an IANA name or empty for floating (see `Component`).
    UNTIL comes out in the value type of DTSTART: a date becomes the end of that day. Raises RecurrenceError.
    """
    rule = parse_rule(text)
    if end is not None and end - start > LONGEST_INSTANCE:
        raise RecurrenceError("An event that repeats may last a year at most.")
    if is_all_day:
        # §3.3.10: ignored with a DATE.
        rule = replace(rule, hours=(), minutes=(), seconds=())
    if rule.frequency > Frequency.MONTHLY or rule.week_numbers:
        # An ordinal says nothing here (§3.3.10); every calendar reads 1MO as MO.
        rule = replace(rule, weekdays=tuple(sorted({(0, weekday) for _, weekday in rule.weekdays})))
    _refuse_meaningless(rule)
    _refuse_too_frequent(rule, is_all_day)
    return _normal_form(rule, "" if is_all_day else zone, is_all_day)


def _refuse_meaningless(rule: Rule) -> None:
    if rule.count and rule.until:
        raise RecurrenceError("The repetition gives both a last day (UNTIL) and a number of times (COUNT).")
    forbidden = {
        "BYWEEKNO": rule.week_numbers and rule.frequency != Frequency.YEARLY,
        "BYYEARDAY": rule.year_days and rule.frequency not in (Frequency.YEARLY, Frequency.HOURLY),
        "BYMONTHDAY": rule.month_days and rule.frequency == Frequency.WEEKLY,
    }
    for name, is_forbidden in forbidden.items():
        if is_forbidden:
            raise RecurrenceError(f"{name} has no meaning in a {rule.frequency.name.lower()} repetition.")


def _refuse_too_frequent(rule: Rule, is_all_day: bool) -> None:
    if rule.frequency > Frequency.HOURLY:
        raise RecurrenceError("An event may repeat every hour at most, not every minute or second.")
    if is_all_day and rule.frequency == Frequency.HOURLY:
        raise RecurrenceError("An all-day event may repeat every day at most, not every hour.")
    hours = 24 // min(rule.interval, 24) if rule.frequency == Frequency.HOURLY else len(rule.hours)
    times_a_day = max(hours, 1) * max(len(rule.minutes), 1) * max(len(rule.seconds), 1)
    if times_a_day > MAX_TIMES_A_DAY:
        raise RecurrenceError(
            f"The event repeats {times_a_day:,} times a day; {MAX_TIMES_A_DAY} are allowed."
        )


def _normal_form(rule: Rule, zone: str, is_all_day: bool) -> str:
    parts = [f"FREQ={rule.frequency.name}"]
    if rule.until and rule.until.year <= LAST_YEAR:
        parts.append(f"UNTIL={_until_text(latest_start(rule.until, clock_of(zone)), zone, is_all_day)}")
    if rule.count:
        parts.append(f"COUNT={rule.count}")
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    weekdays = [f"{ordinal or ''}{WEEKDAYS[weekday]}" for ordinal, weekday in rule.weekdays]
    lists: tuple[tuple[str, Sequence[object]], ...] = (
        ("BYMONTH", rule.months),
        ("BYWEEKNO", rule.week_numbers),
        ("BYYEARDAY", rule.year_days),
        ("BYMONTHDAY", rule.month_days),
        ("BYDAY", weekdays),
        ("BYHOUR", rule.hours),
        ("BYMINUTE", rule.minutes),
        ("BYSECOND", rule.seconds),
        ("BYSETPOS", rule.positions),
    )
    parts += [f"{name}={','.join(map(str, values))}" for name, values in lists if values]
    if rule.week_start:
        parts.append(f"WKST={WEEKDAYS[rule.week_start]}")
    return ";".join(parts)


def _until_text(until: datetime, zone: str, is_all_day: bool) -> str:
    if is_all_day:
        return f"{until:%Y%m%d}"
    return f"{until:%Y%m%dT%H%M%S}" + ("Z" if zone else "")
