"""Which rules are taken, in which form, and what they yield where libraries go wrong."""

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest

from scheduling.recurrence import Component, RecurrenceError, check_rule, expand, series_end

START = datetime(2024, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def starts(rule: str, start: datetime = START, *, zone: str = "UTC", days: int = 365) -> list[str]:
    """As 2024-03-04 09:00, in UTC."""
    end = start + HOUR
    master = Component("series", start, end, zone, rule=check_rule(rule, start, end, zone=zone))
    return [f"{i.start:%Y-%m-%d %H:%M}" for i in expand(master, (), start, start + timedelta(days=days))]


@pytest.mark.parametrize(
    ("rule", "zone", "is_all_day", "normal"),
    [
        ("freq=weekly; byday=we,mo ;interval=1;wkst=mo;", "UTC", False, "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;BYDAY=2MO,-1FR", "UTC", False, "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("FREQ=MONTHLY;BYDAY=+2MO,-1FR", "UTC", False, "FREQ=MONTHLY;BYDAY=-1FR,2MO"),
        ("FREQ=DAILY;UNTIL=20240701", "Europe/Berlin", False, "FREQ=DAILY;UNTIL=20240701T215959Z"),
        ("FREQ=DAILY;UNTIL=20240701T090000", "Europe/Berlin", False, "FREQ=DAILY;UNTIL=20240701T070000Z"),
        ("FREQ=DAILY;UNTIL=20240701T090000Z", "", False, "FREQ=DAILY;UNTIL=20240701T090000"),
        ("FREQ=DAILY;UNTIL=20240701T090000Z", "UTC", True, "FREQ=DAILY;UNTIL=20240701"),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "Europe/Berlin", False, "FREQ=DAILY"),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", "UTC", True, "FREQ=DAILY"),
        ("FREQ=DAILY;BYSECOND=60,59", "UTC", False, "FREQ=DAILY;BYSECOND=59"),
        ("FREQ=DAILY;X-MOOD=good;RSCALE=GREGORIAN;SKIP=OMIT", "UTC", False, "FREQ=DAILY"),
        (
            "WKST=SU;BYSETPOS=-1;BYDAY=MO;BYMONTH=3,1;COUNT=4;INTERVAL=2;FREQ=YEARLY",
            "UTC",
            False,
            "FREQ=YEARLY;COUNT=4;INTERVAL=2;BYMONTH=1,3;BYDAY=MO;BYSETPOS=-1;WKST=SU",
        ),
    ],
)
def test_rule_has_a_normal_form(rule: str, zone: str, is_all_day: bool, normal: str) -> None:
    start = START.replace(hour=0) if is_all_day else START

    assert check_rule(rule, start, zone=zone, is_all_day=is_all_day) == normal


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "The repetition does not say how often: it has no FREQ."),
        ("FREQ=FORTNIGHTLY", "The repetition has an unknown frequency: FORTNIGHTLY."),
        ("FREQ=SECONDLY", "An event may repeat every hour at most, not every minute or second."),
        ("FREQ=MINUTELY;INTERVAL=90", "An event may repeat every hour at most, not every minute or second."),
        ("FREQ=DAILY;COUNT=10000000", "In the repetition, COUNT must lie within 1 and 10,000: 10000000."),
        ("FREQ=DAILY;COUNT=0", "In the repetition, COUNT must lie within 1 and 10,000: 0."),
        ("FREQ=DAILY;INTERVAL=0", "In the repetition, INTERVAL must lie within 1 and 9,999: 0."),
        ("FREQ=DAILY;INTERVAL=x", "In the repetition, INTERVAL must lie within 1 and 9,999: X."),
        ("FREQ=DAILY;FREQ=WEEKLY", "The repetition gives FREQ twice."),
        ("FREQ=DAILY;UNTIL=", "The repetition has an empty part: UNTIL=."),
        ("FREQ=DAILY;UNTIL=20240230", "The repetition has an end that is no date: UNTIL=20240230."),
        ("FREQ=DAILY;UNTIL=tomorrow", "The repetition has an end that is no date: UNTIL=TOMORROW."),
        (
            "FREQ=DAILY;UNTIL=20240401;COUNT=3",
            "The repetition gives both a last day (UNTIL) and a number of times (COUNT).",
        ),
        ("FREQ=DAILY;BYEASTER=1", "The repetition has a part nobody defines: BYEASTER."),
        ("FREQ=DAILY;BYMONTH=13", "In the repetition, BYMONTH must lie within 1 and 12: 13."),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "In the repetition, BYMONTHDAY counts from 1 or from -1, not from 0."),
        ("FREQ=MONTHLY;BYDAY=XX", "The repetition has a weekday that cannot be read: XX."),
        ("FREQ=MONTHLY;BYDAY=99MO", "The repetition has a weekday that cannot be read: 99MO."),
        ("FREQ=WEEKLY;WKST=9", "In the repetition, WKST must be one of MO, TU, WE, TH, FR, SA, SU: 9."),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY has no meaning in a weekly repetition."),
        ("FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO has no meaning in a monthly repetition."),
        ("FREQ=DAILY;BYYEARDAY=3", "BYYEARDAY has no meaning in a daily repetition."),
        (
            "FREQ=YEARLY;RSCALE=CHINESE",
            "The repetition follows another calendar than the plain Gregorian (RSCALE, SKIP).",
        ),
        (
            "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,5,10,15,20,25,30,35,40,45",
            "The event repeats 100 times a day; 24 are allowed.",
        ),
        ("FREQ=DAILY;" + "X" * 2_000, "The repetition is longer than 2,000 characters."),
    ],
)
def test_rule_is_refused_with_a_sentence(rule: str, reason: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        check_rule(rule, START)

    assert str(caught.value) == reason


def test_all_day_rule_by_the_hour_is_refused() -> None:
    with pytest.raises(RecurrenceError) as caught:
        check_rule("FREQ=HOURLY", START, is_all_day=True)

    assert str(caught.value) == "An all-day event may repeat every day at most, not every hour."


def test_instance_of_more_than_a_year_is_refused() -> None:
    with pytest.raises(RecurrenceError) as caught:
        check_rule("FREQ=DAILY", START, START + timedelta(days=400))

    assert str(caught.value) == "An event that repeats may last a year at most."


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        # The examples of RFC 5545 §3.8.5.3 that are easily got wrong, moved to 2024.
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["2024-03-04", "2024-09-13", "2024-12-13"]),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            ["2024-03-04", "2024-11-05"],
        ),
        (
            "FREQ=MONTHLY;COUNT=4;BYDAY=TU,WE,TH;BYSETPOS=3",
            ["2024-03-04", "2024-03-07", "2024-04-04", "2024-05-07"],
        ),
        (
            "FREQ=MONTHLY;INTERVAL=4;BYMONTHDAY=31,-1",
            ["2024-03-04", "2024-03-31", "2024-07-31", "2024-11-30"],
        ),
        ("FREQ=YEARLY;BYDAY=20MO", ["2024-03-04", "2024-05-13"]),
        ("FREQ=YEARLY;BYYEARDAY=-1,200", ["2024-03-04", "2024-07-18", "2024-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=20", ["2024-03-04", "2024-05-13"]),
        # Ordinals beyond the month name no day; dateutil fails on them.
        ("FREQ=MONTHLY;BYDAY=53MO,-53TU;COUNT=2", ["2024-03-04"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20240601", ["2024-03-04", "2024-03-31", "2024-05-31"]),
    ],
)
def test_rule_yields_its_days(rule: str, found: list[str]) -> None:
    """DTSTART, 4 March 2024, is in the set whether the rule matches it or not."""
    assert [start[:10] for start in starts(rule)] == found


def test_hourly_rule_keeps_its_interval_over_days() -> None:
    assert starts("FREQ=HOURLY;INTERVAL=7", days=1) == [
        "2024-03-04 09:00",
        "2024-03-04 16:00",
        "2024-03-04 23:00",
        "2024-03-05 06:00",
    ]


def test_series_stays_at_its_local_time() -> None:
    start = datetime(2024, 3, 30, 8, tzinfo=UTC)

    assert starts("FREQ=DAILY", start, zone="Europe/Berlin", days=3) == [
        "2024-03-30 08:00",
        "2024-03-31 07:00",
        "2024-04-01 07:00",
        "2024-04-02 07:00",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=10000",
        "FREQ=HOURLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11;COUNT=10000",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;COUNT=10000",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=366;COUNT=10000",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=10000",
        "FREQ=DAILY;COUNT=10000",
        "FREQ=HOURLY;INTERVAL=9999",
    ],
)
def test_hostile_rule_is_laid_out_at_once(rule: str) -> None:
    start = datetime(1601, 1, 1, 9, tzinfo=UTC)
    master = Component("series", start, start + HOUR, rule=check_rule(rule, start))
    before = process_time()

    expand(master, (), datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC))
    series_end(master, ())

    assert process_time() - before < 1
