from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from executives.models import ExecutiveProfile
from jenifer.desk.columns import column
from jenifer.desk.grid import Window
from orgs.formats import Formats
from orgs.models import Organization


@pytest.mark.parametrize(
    ("zone", "off"),
    [
        ("Europe/Lisbon", [(0, 24), (132, 24)]),
        ("America/New_York", [(0, 84)]),
        ("Asia/Tokyo", [(24, 132)]),
        ("Pacific/Auckland", [(0, 156)]),
    ],
)
def test_what_lies_outside_the_executives_nine_to_six_is_off(zone: str, off: list[tuple[int, int]]) -> None:
    """On the grid of somebody in UTC, from seven to eight in the evening, in rows of five minutes."""
    executive = ExecutiveProfile(full_name="Ana Ferreira", timezone=zone)
    executive.hue = 1
    executive.scheduling_preferences = {"working_hours": {"start": "09:00", "end": "18:00"}}
    shown = column(
        executive,
        (),
        {},
        window=Window(date(2026, 11, 24), ZoneInfo("UTC"), 7, 20),
        formats=Formats.for_zone(Organization(), ZoneInfo("UTC")),
        now=datetime(2026, 11, 24, 12, tzinfo=UTC),
        shows_private=True,
    )
    assert shown.off == off
