"""Random rules against dateutil where dateutil is right, and against the calendar itself where it is not."""

from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduling.recurrence import RecurrenceError, check_rule
from scheduling.recurrence.rule import parse_rule
from scheduling.recurrence.starts import last_counted, starts
from scheduling.tests.rules import WEEKDAYS, numbers, rules, walls

# The calendar repeats itself every 400 years. Near the last year dateutil soon ends on rules that yield nothing.
LATE = timedelta(days=146_097 * 19)

windows = st.tuples(st.integers(-400, 1_500), st.integers(0, 400))


def starts_of(rule: str, first: datetime, low: datetime, high: datetime) -> list[datetime]:
    return list(starts(parse_rule(rule).anchored(first), first, low, high))


def checked(rule: str, first: datetime) -> str:
    try:
        return check_rule(rule, first.replace(tzinfo=UTC))
    except RecurrenceError:
        assume(False)
        raise


def days_between(low: date, high: date) -> list[date]:
    return [low + timedelta(days=n) for n in range((high - low).days + 1)]


@given(rules(), walls, windows)
def test_starts_equal_dateutil(rule: str, first: datetime, window: tuple[int, int]) -> None:
    low = first + timedelta(days=window[0])
    high = low + timedelta(days=window[1])

    found = starts_of(checked(rule, first), first, low, high)

    try:
        late = rrulestr(f"{rule};UNTIL={high + LATE:%Y%m%dT%H%M%S}", dtstart=first + LATE)
        expected = [start - LATE for start in late.between(low + LATE, high + LATE, inc=True)]
    except ValueError:
        # dateutil refuses hours that no interval reaches.
        expected = []
    assert found == expected


@given(rules(frequencies=("YEARLY", "MONTHLY", "WEEKLY", "DAILY")), walls, st.integers(1, 40))
def test_last_counted_is_that_of_dateutil(rule: str, first: datetime, count: int) -> None:
    rule = checked(rule, first)
    found = starts_of(rule, first, first, first.replace(year=first.year + 30))
    assume(len(found) >= count)

    last = last_counted(parse_rule(rule).anchored(found[0]), found[0], count)

    assert last == list(rrulestr(f"{rule};COUNT={count}", dtstart=found[0]))[-1]


@given(rules(), walls, st.integers(1, 40))
def test_check_rule_changes_its_own_result_no_more(rule: str, first: datetime, count: int) -> None:
    normal = checked(f"{rule};COUNT={count}", first)

    assert check_rule(normal, first.replace(tzinfo=UTC)) == normal


@given(numbers(1, 53, is_signed=True), st.sampled_from(WEEKDAYS), walls)
def test_week_numbers_are_those_of_the_iso_calendar(weeks: str, weekday: str, first: datetime) -> None:
    rule = f"FREQ=YEARLY;BYWEEKNO={weeks};BYDAY={weekday}"
    last = first.replace(year=first.year + 8)
    wanted = {int(week) for week in weeks.split(",")}

    found = [start.date() for start in starts_of(rule, first, first, last)]

    def weeks_of(day: date) -> set[int]:
        """The number of a day's week, from the front and from the back."""
        year, week, _ = day.isocalendar()
        return {week, week - date(year, 12, 28).isocalendar().week - 1}

    assert found == [
        day
        for day in days_between(first.date(), last.date())
        if WEEKDAYS[day.weekday()] == weekday and weeks_of(day) & wanted
    ]


@given(
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=5, unique=True),
    st.integers(1, 5),
    st.integers(1, 3),
    st.sampled_from(WEEKDAYS),
    walls,
)
def test_weekly_positions_count_within_the_whole_week(
    weekdays: list[str], position: int, interval: int, week_start: str, first: datetime
) -> None:
    """Also in the week of DTSTART, of which dateutil counts only the rest."""
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(weekdays)};BYSETPOS={position};WKST={week_start}"
    week = first.date() - timedelta(days=(first.weekday() - WEEKDAYS.index(week_start)) % 7)
    last = first + timedelta(days=200)
    expected = []
    while week <= last.date():
        days = [d for d in days_between(week, week + timedelta(days=6)) if WEEKDAYS[d.weekday()] in weekdays]
        expected += days[position - 1 : position]
        week += timedelta(weeks=interval)

    found = [start.date() for start in starts_of(rule, first, first, last)]

    assert found == [day for day in expected if first.date() <= day <= last.date()]


@given(st.sampled_from(WEEKDAYS), st.integers(1, 5), st.sampled_from(WEEKDAYS), walls)
def test_numbered_and_plain_weekdays_add_up(plain: str, ordinal: int, numbered: str, first: datetime) -> None:
    """dateutil takes only the days that are both."""
    last = first + timedelta(days=400)

    both, one, other = (
        set(starts_of(f"FREQ=MONTHLY;BYDAY={days}", first, first, last))
        for days in (f"{plain},{ordinal}{numbered}", plain, f"{ordinal}{numbered}")
    )

    assert both == one | other
