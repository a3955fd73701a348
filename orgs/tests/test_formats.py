from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from orgs.formats import Formats

FORMATS = Formats(zone=ZoneInfo("UTC"), is_12h=False, date_format="YYYY-MM-DD", week_starts_on="monday")


@pytest.mark.parametrize(
    ("week_starts_on", "day", "number"),
    [
        ("monday", date(2026, 11, 29), 48),
        ("sunday", date(2026, 11, 29), 49),
        ("saturday", date(2026, 11, 27), 48),
        ("saturday", date(2026, 11, 28), 49),
        ("monday", date(2027, 1, 1), 53),
        ("sunday", date(2027, 1, 1), 1),
        ("sunday", date(2026, 12, 27), 1),
        ("sunday", date(2026, 12, 26), 52),
        ("sunday", date(2022, 1, 1), 1),
        ("sunday", date(2022, 1, 2), 2),
    ],
)
def test_week_number_depends_on_where_weeks_begin(week_starts_on: str, day: date, number: int) -> None:
    assert replace(FORMATS, week_starts_on=week_starts_on).week_number(day) == number


@pytest.mark.parametrize(
    ("number_format", "written", "money"),
    [
        ("1,234.56", "-12,345", "EUR 1,234.50"),
        ("1.234,56", "-12.345", "EUR 1.234,50"),
        ("1 234,56", "-12\u202f345", "EUR 1\u202f234,50"),
        ("1’234.56", "-12’345", "EUR 1’234.50"),
    ],
)
def test_numbers_and_money_are_written_as_the_organization_wishes(
    number_format: str, written: str, money: str
) -> None:
    formats = replace(FORMATS, number_format=number_format)
    assert (formats.number(-12345), formats.money(Decimal("1234.5"), "EUR")) == (written, money)
    assert formats.money(Decimal("890.00"), "EUR") == "EUR 890"
