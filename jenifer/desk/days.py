"""A day in a few words: "fri", "27 nov", "2026-11-27", "27.11.", "11/27", "tomorrow", "in 3 days"."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from executives.search import folded

LEAST_LETTERS = 3
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
AHEAD = re.compile(r"(?:in )?(\d{1,3}) (day|week)s?")
NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4})?)?")
DAY_MONTH = re.compile(r"(\d{1,2})\.? ([^\W\d]+)(?: (\d{4}))?")
MONTH_DAY = re.compile(r"([^\W\d]+) (\d{1,2})(?:,? (\d{4}))?")


def read_day(text: str, today: date, *, is_month_first: bool) -> date | None:
    """None when it is no day. Without a year the next such day; a weekday is never today."""
    words = " ".join(folded(text).split())
    try:
        return _named(words, today) or _numbered(words, today, is_month_first)
    except (ValueError, OverflowError):
        return None


def _named(words: str, today: date) -> date | None:
    near = {_("today"): 0, _("tomorrow"): 1, _("yesterday"): -1}
    if len(words) >= LEAST_LETTERS:
        for name, days in near.items():
            if folded(name).startswith(words):
                return today + timedelta(days=days)
    weekday = _index(words.removeprefix("next "), WEEKDAYS)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found := AHEAD.fullmatch(words):
        return today + timedelta(days=int(found[1]) * (7 if found[2] == "week" else 1))
    return None


def _numbered(words: str, today: date, is_month_first: bool) -> date | None:
    if found := ISO.fullmatch(words):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(words):
        day, month = int(found[1]), int(found[2])
        if is_month_first and "/" in words:
            day, month = month, day
        return _coming(day, month, found[3], today)
    for pattern, day_at, month_at in ((DAY_MONTH, 1, 2), (MONTH_DAY, 2, 1)):
        found = pattern.fullmatch(words)
        named = _index(found[month_at], MONTHS) if found else None
        if found and named is not None:
            return _coming(int(found[day_at]), named, found[3], today)
    return None


def _index(word: str, names: Mapping[int, object]) -> int | None:
    if len(word) < LEAST_LETTERS:
        return None
    return next((number for number, name in names.items() if folded(str(name)).startswith(word)), None)


def _coming(day: int, month: int, year: str | None, today: date) -> date:
    """29 February waits for its year."""
    if year:
        return date(int(year), month, day)
    for ahead in range(9):
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no such day")
