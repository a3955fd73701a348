"""Days that a rule picks from one year, month or week, as proleptic Gregorian ordinals (1 is a Monday)."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from scheduling.recurrence.rule import Rule


def year_days(rule: Rule, year: int) -> list[int]:
    """Of a yearly rule. With BYWEEKNO it is the week-numbering year, whose week 1 may start in December."""
    first = date(year, 1, 1).toordinal()
    length = date(year, 12, 31).toordinal() - first + 1
    if rule.week_numbers:
        return sorted(day for day in _numbered_weeks(rule, year) if _is_wanted(rule, date.fromordinal(day)))
    if rule.year_days:
        days = _counted(rule.year_days, first, length)
        if rule.months or rule.month_days:
            days = {day for day in days if _is_in_month(rule, date.fromordinal(day))}
    else:
        days = set().union(*(_plain_month_days(rule, year, month) for month in rule.months or range(1, 13)))
    if rule.weekdays and rule.months:
        days &= set().union(*(_weekdays_in(rule, *_month(year, month)) for month in rule.months))
    elif rule.weekdays:
        days &= _weekdays_in(rule, first, length)
    return sorted(days)


def month_days(rule: Rule, year: int, month: int) -> list[int]:
    """Of a monthly rule, or what the limits of a daily or hourly one leave of a month."""
    if rule.months and month not in rule.months:
        return []
    days = _plain_month_days(rule, year, month)
    if rule.weekdays:
        days &= _weekdays_in(rule, *_month(year, month))
    if rule.year_days:
        first = date(year, 1, 1).toordinal()
        days &= _counted(rule.year_days, first, date(year, 12, 31).toordinal() - first + 1)
    return sorted(days)


def week_days(rule: Rule, week: int) -> list[int]:
    """Of a weekly rule, in the week that starts at the ordinal `week`."""
    days = sorted(week + (weekday - rule.week_start) % 7 for _, weekday in rule.weekdays)
    if rule.months:
        return [day for day in days if date.fromordinal(day).month in rule.months]
    return days


def week_of(day: int, week_start: int) -> int:
    """The ordinal at which the week around `day` starts."""
    return day - (day - 1 - week_start) % 7


def numbering_year(day: int, week_start: int) -> int:
    """The year whose week holds `day`: that of the week's fourth day (§3.3.10, BYWEEKNO)."""
    return date.fromordinal(week_of(day, week_start) + 3).year


def _month(year: int, month: int) -> tuple[int, int]:
    """First day and length."""
    return date(year, month, 1).toordinal(), monthrange(year, month)[1]


def _plain_month_days(rule: Rule, year: int, month: int) -> set[int]:
    first, length = _month(year, month)
    if rule.month_days:
        return _counted(rule.month_days, first, length)
    return set(range(first, first + length))


def _counted(numbers: Iterable[int], first: int, length: int) -> set[int]:
    """Days counted from 1 at the start, from -1 at the end of a span; those beyond it do not exist."""
    return {first + (n - 1 if n > 0 else length + n) for n in numbers if -length <= n <= length}


def _weekdays_in(rule: Rule, first: int, length: int) -> set[int]:
    """Days of BYDAY in a span, its ordinals counted within the span."""
    found: set[int] = set()
    for ordinal, weekday in rule.weekdays:
        days = range(first + (weekday - first + 1) % 7, first + length, 7)
        if ordinal == 0:
            found.update(days)
        elif 0 < ordinal <= len(days):
            found.add(days[ordinal - 1])
        elif -len(days) <= ordinal < 0:
            found.add(days[ordinal])
    return found


def _numbered_weeks(rule: Rule, year: int) -> Iterable[int]:
    first = week_of(date(year, 1, 4).toordinal(), rule.week_start)
    count = (week_of(date(year + 1, 1, 4).toordinal(), rule.week_start) - first) // 7
    for week in _counted(rule.week_numbers, 0, count):
        yield from range(first + 7 * week, first + 7 * week + 7)


def _is_wanted(rule: Rule, day: date) -> bool:
    """Whether the parts beside BYWEEKNO keep a day of its weeks."""
    is_weekday = not rule.weekdays or (0, day.weekday()) in rule.weekdays
    return is_weekday and _is_in_month(rule, day) and _is_in_year(rule, day)


def _is_in_month(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    return not rule.month_days or day.toordinal() in _plain_month_days(rule, day.year, day.month)


def _is_in_year(rule: Rule, day: date) -> bool:
    first = date(day.year, 1, 1).toordinal()
    length = date(day.year, 12, 31).toordinal() - first + 1
    return not rule.year_days or day.toordinal() in _counted(rule.year_days, first, length)
