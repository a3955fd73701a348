"""When a key date comes round (RFC 5545 knows no 29 February in common years; people keep it on the 28th). Pure."""

from datetime import date


def next_on(first: date, today: date, *, is_yearly: bool) -> date | None:
    """The day on or after `today` on which it is kept; None when it is past for good."""
    if not is_yearly:
        return first if first >= today else None
    this_year = in_year(first, max(today.year, first.year))
    return this_year if this_year >= today else in_year(first, this_year.year + 1)


def in_year(day: date, year: int) -> date:
    """The same day in another year; 29 February is kept on the 28th in common years."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
