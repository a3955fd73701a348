"""The starts that a rule yields, on the series' own wall clock.

Iteration begins at the period that holds the window's start, wherever DTSTART lies, and ends with the window.
dateutil's rrule can neither begin late nor stop at nothing, and errs in BYWEEKNO, in BYDAY with and without
ordinals, and in the first week of BYSETPOS; where it is right the tests compare with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice

from jenifer.years import LAST_YEAR
from scheduling.recurrence.days import month_days, numbering_year, week_days, week_of, year_days
from scheduling.recurrence.rule import Frequency, Rule

_LAST = datetime(LAST_YEAR, 12, 31, 23, 59, 59)  # noqa: DTZ001 a wall time

type _Group = Sequence[datetime]
"""Candidates of one period, ascending: the set that BYSETPOS picks from."""


def starts(rule: Rule, first: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
    """Starts of an anchored rule within [low, high], none before `first` (DTSTART), all of them naive."""
    low, high = max(low, first), min(high, _LAST)
    for group in _GROUPS[rule.frequency](rule, first, low, high) if low <= high else ():
        for start in _at_positions(group, rule.positions) if rule.positions else group:
            if start > high:
                return
            if start >= low:
                yield start


def last_counted(rule: Rule, first: datetime, count: int) -> datetime:
    """The start of the last of `count` instances. DTSTART is the first, in the rule or not (§3.3.10)."""
    following = (start for start in starts(rule, first, first, _LAST) if start > first)
    last = first
    for last in islice(following, count - 1):  # noqa: B007 the value after the loop is the answer
        pass
    return last


def _at_positions(group: _Group, positions: Iterable[int]) -> list[datetime]:
    size = len(group)
    return sorted({group[n - 1 if n > 0 else n] for n in positions if -size <= n <= size})


def _timed(rule: Rule, days: Iterable[int]) -> _Group:
    times = [time(h, m, s) for h in rule.hours for m in rule.minutes for s in rule.seconds]
    return [datetime.combine(date.fromordinal(day), at) for day in days for at in times]


def _aligned(base: int, interval: int, target: int) -> int:
    """The last step from `base` that is not after `target`, or `base`."""
    return base + max(0, (target - base) // interval) * interval


def _years(rule: Rule, first: datetime, low: datetime, high: datetime) -> Iterator[_Group]:
    base, margin = first.year, 0
    if rule.week_numbers:
        base, margin = numbering_year(first.toordinal(), rule.week_start), 1
    for year in range(
        _aligned(base, rule.interval, low.year - margin), high.year + margin + 1, rule.interval
    ):
        yield _timed(rule, year_days(rule, year))


def _months(rule: Rule, first: datetime, low: datetime, high: datetime) -> Iterator[_Group]:
    base, target, last = (moment.year * 12 + moment.month - 1 for moment in (first, low, high))
    for index in range(_aligned(base, rule.interval, target), last + 1, rule.interval):
        yield _timed(rule, month_days(rule, index // 12, index % 12 + 1))


def _weeks(rule: Rule, first: datetime, low: datetime, high: datetime) -> Iterator[_Group]:
    base = week_of(first.toordinal(), rule.week_start)
    step = 7 * rule.interval
    for week in range(_aligned(base, step, low.toordinal()), high.toordinal() + 1, step):
        yield _timed(rule, week_days(rule, week))


def _days(rule: Rule, first: datetime, low: datetime, high: datetime) -> Iterator[_Group]:
    base = first.toordinal()
    if not (rule.months or rule.month_days or rule.weekdays):
        for day in range(_aligned(base, rule.interval, low.toordinal()), high.toordinal() + 1, rule.interval):
            yield _timed(rule, (day,))
        return
    for day in _days_left(rule, low, high):
        if (day - base) % rule.interval == 0:
            yield _timed(rule, (day,))


def _hours(rule: Rule, first: datetime, low: datetime, high: datetime) -> Iterator[_Group]:
    base = first.toordinal() * 24 + first.hour
    for day in _days_left(rule, low, high):
        for hour in rule.hours or range(24):
            if (day * 24 + hour - base) % rule.interval == 0:
                at = datetime.combine(date.fromordinal(day), time(hour))
                yield [at.replace(minute=minute, second=s) for minute in rule.minutes for s in rule.seconds]


def _days_left(rule: Rule, low: datetime, high: datetime) -> Iterator[int]:
    """Days within the window that the limits of a daily or hourly rule leave."""
    for index in range(low.year * 12 + low.month - 1, high.year * 12 + high.month):
        for day in month_days(rule, index // 12, index % 12 + 1):
            if low.toordinal() <= day <= high.toordinal():
                yield day


_GROUPS = {
    Frequency.YEARLY: _years,
    Frequency.MONTHLY: _months,
    Frequency.WEEKLY: _weeks,
    Frequency.DAILY: _days,
    Frequency.HOURLY: _hours,
}
