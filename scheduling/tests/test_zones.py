"""From TZIDs to IANA names."""

from datetime import datetime, timedelta

import pytest

from scheduling.zones import Observance, UnknownZone, known_zone, resolve

HOUR = timedelta(hours=1)
LAST_SUNDAY_OF_MARCH = "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"
LAST_SUNDAY_OF_OCTOBER = "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"


def wall(year: int, month: int = 1, day: int = 1, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour)  # noqa: DTZ001


def european(offset: timedelta, hour: int) -> tuple[Observance, Observance]:
    """A European zone: its standard offset, and the hour at which its summer time starts."""
    summer = offset + HOUR
    return (
        Observance(wall(1601, 3, 25, hour), offset, summer, LAST_SUNDAY_OF_MARCH),
        Observance(wall(1601, 10, 28, hour + 1), summer, offset, LAST_SUNDAY_OF_OCTOBER),
    )


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (' "Europe/Berlin" ', "Europe/Berlin"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("posix/Europe/Vaduz", "Europe/Vaduz"),
    ],
)
def test_name_is_known_without_a_description(tzid: str, zone: str) -> None:
    assert known_zone(tzid) == zone
    assert resolve(tzid, european(timedelta(hours=5), 3)) == zone


@pytest.mark.parametrize(("tzid", "zone"), [("europe/berlin", "Europe/Berlin"), ("utc", "UTC")])
def test_letter_case_is_forgiven(tzid: str, zone: str) -> None:
    assert known_zone(tzid) is None
    assert resolve(tzid) == zone


def test_description_wins_over_a_misspelt_name() -> None:
    assert resolve("Europe/lisbon", european(timedelta(), 1)) == "Europe/Lisbon"
    assert resolve("Europe/lisbon", european(HOUR, 2)) == "Europe/Budapest"


@pytest.mark.parametrize(
    ("tzid", "observances", "zone"),
    [
        ("Office", european(HOUR, 2), "Europe/Budapest"),
        ("(UTC+01:00) Amsterdam, Berlin, Rome", european(HOUR, 2), "Europe/Berlin"),
        ("(UTC+02:00) Helsinki, Kyiv, Riga", european(2 * HOUR, 3), "Europe/Helsinki"),
        ("India", [Observance(wall(1601), timedelta(), timedelta(hours=5, minutes=30))], "Asia/Calcutta"),
        ("tzone://Microsoft/Utc", [Observance(wall(1601), timedelta(), timedelta())], "UTC"),
    ],
)
def test_unknown_name_is_the_zone_it_describes(tzid: str, observances: list[Observance], zone: str) -> None:
    assert resolve(tzid, observances) == zone


def test_description_counts_around_the_year_of_the_event() -> None:
    """Moscow gave up summer time for +04:00 in 2011, and went back to +03:00 in 2014."""
    ended = [
        Observance(part.start, part.offset_from, part.offset_to, f"{part.rule};UNTIL=20110101T000000Z")
        for part in european(3 * HOUR, 2)
    ]
    russian = [
        *ended,
        Observance(wall(2011, 3, 27, 2), 3 * HOUR, 4 * HOUR),
        Observance(wall(2014, 10, 26, 2), 4 * HOUR, 3 * HOUR),
    ]

    assert resolve("Russia", russian, year=2012) == "Europe/Moscow"
    assert resolve("Gulf", [Observance(wall(1601), timedelta(), 4 * HOUR)], year=2012) == "Asia/Dubai"


def test_changes_by_date_count_too() -> None:
    spring = tuple(wall(year, 3, 31 - (wall(year, 3, 31).weekday() + 1) % 7, 2) for year in range(2020, 2030))
    autumn = tuple(
        wall(year, 10, 31 - (wall(year, 10, 31).weekday() + 1) % 7, 3) for year in range(2020, 2030)
    )
    listed = [
        Observance(spring[0], HOUR, 2 * HOUR, extra=spring[1:]),
        Observance(autumn[0], 2 * HOUR, HOUR, extra=autumn[1:]),
    ]

    assert resolve("Berlin or so", listed, year=2025) == "Europe/Berlin"


@pytest.mark.parametrize(
    "observances",
    [
        [],
        [Observance(wall(1601), timedelta(), timedelta(hours=3, minutes=17))],
        [
            Observance(wall(1601), timedelta(), HOUR, "FREQ=SECONDLY"),
            Observance(wall(2024, 2), HOUR, 3 * HOUR),
        ],
        [Observance(wall(1601), timedelta(), HOUR, "FREQ=HOURLY"), Observance(wall(2024, 2), HOUR, 3 * HOUR)],
        [Observance(wall(1601), timedelta(), 23 * HOUR, "no rule")],
    ],
)
def test_zone_that_nothing_is_like_is_unknown(observances: list[Observance]) -> None:
    with pytest.raises(UnknownZone) as caught:
        resolve("Nowhere", observances)

    assert caught.value.args[0] == "The time zone “Nowhere” is not known."
