"""Moments as the JSON columns and the API hold them. Pure."""

from datetime import UTC, date, datetime, time


def write_moment(moment: datetime, *, is_civil: bool = False) -> str:
    """ISO 8601 as the JSON columns hold it: with Z an instant, without a civil time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + ("" if is_civil else "Z")


def read_moment(text: str) -> datetime:
    """An instant, or a civil time labelled UTC."""
    if len(text) == len("2026-01-31"):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
