from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenifer.desk.days import read_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        ("TOM", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("fri", "2026-11-27"),
        ("next friday", "2026-11-27"),
        ("monday", "2026-11-30"),
        ("27 nov", "2026-11-27"),
        ("27. November", "2026-11-27"),
        ("nov 27", "2026-11-27"),
        ("22 nov", "2027-11-22"),
        ("November 27, 2030", "2030-11-27"),
        ("27 nov 2025", "2025-11-27"),
        ("2026-12-01", "2026-12-01"),
        ("1.12.", "2026-12-01"),
        ("1.12.2028", "2028-12-01"),
        ("29 feb", "2028-02-29"),
        ("in 3 days", "2026-11-26"),
        ("2 weeks", "2026-12-07"),
    ],
)
def test_day_is_read(text, day):
    assert read_day(text, MONDAY, is_month_first=False) == date.fromisoformat(day)


def test_slashes_are_read_as_the_organization_writes_them():
    days = [read_day("11/12", MONDAY, is_month_first=first) for first in (False, True)]
    assert days == [date(2026, 12, 11), date(2027, 11, 12)]


@pytest.mark.parametrize(
    "text", ["", "to", "fr", "31 nov", "30 feb", "0.1.", "27 nov 0000", "99999-01-01", "999 weeks ago", "x 5"]
)
def test_what_is_no_day_is_none(text):
    assert read_day(text, MONDAY, is_month_first=True) is None


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none(text):
    assert isinstance(read_day(text, MONDAY, is_month_first=True), date | None)


@given(st.dates(date(2026, 11, 23), date(2199, 12, 31)))
def test_any_day_is_found_by_its_number(day):
    assert read_day(day.isoformat(), MONDAY, is_month_first=False) == day
    assert read_day(f"{day:%d.%m.%Y}", MONDAY, is_month_first=True) == day
