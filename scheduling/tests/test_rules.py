from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from executives.shapes import SCHEDULING_DEFAULT
from scheduling.rules import FocusBlock, InvalidRules, Rules

LISBON = ZoneInfo("Europe/Lisbon")


def test_rules_of_empty_preferences_are_the_schema_defaults() -> None:
    assert Rules.from_preferences({}, LISBON) == Rules(
        zone=LISBON,
        work_start=time(9),
        work_end=time(18),
        buffer=timedelta(minutes=15),
        preferred=((time(6), time(12)), (time(12), time(17))),
        preferred_duration=timedelta(minutes=30),
    )


def test_rules_read_every_preference() -> None:
    preferences = {
        "meeting_buffer_minutes": 5,
        "preferred_meeting_times": ["evening"],
        "max_meetings_per_day": 4,
        "focus_time_blocks": [{"days": ["monday", "Tuesday"], "start": "09:00", "end": "11:30"}],
        "preferred_meeting_duration": 45,
        "avoid_days": ["friday"],
        "working_hours": {"start": "08:30", "end": "24:00"},
    }
    assert Rules.from_preferences(preferences, LISBON) == Rules(
        zone=LISBON,
        work_start=time(8, 30),
        work_end=time(0),
        buffer=timedelta(minutes=5),
        focus=(FocusBlock(frozenset({0, 1}), time(9), time(11, 30)),),
        avoid_days=frozenset({4}),
        max_per_day=4,
        preferred=((time(17), time(22)),),
        preferred_duration=timedelta(minutes=45),
    )


@pytest.mark.parametrize(
    ("preferences", "sentence"),
    [
        (
            {"working_hours": {"start": "18:00"}},
            "Working hours must end after the start (18:00), not at 18:00.",
        ),
        ({"working_hours": {"start": "nine"}}, "“nine” is not a time of day. Write it like 09:30."),
        ({"working_hours": {"end": 18}}, "“18” is not a time of day. Write it like 09:30."),
        (
            {"working_hours": {"end": "18:00Z"}},
            "“18:00Z” carries a time zone. Write the time alone, like 09:30.",
        ),
        ({"meeting_buffer_minutes": "10"}, "“10” is not a whole number of minutes."),
        ({"meeting_buffer_minutes": -1}, "The buffer between meetings must be between none and a day."),
        ({"meeting_buffer_minutes": 10**12}, "The buffer between meetings must be between none and a day."),
        ({"preferred_meeting_duration": 0}, "The preferred duration must be at least a minute."),
        ({"max_meetings_per_day": -1}, "The maximum of meetings a day must be a whole number, none or more."),
        (
            {"max_meetings_per_day": "4"},
            "The maximum of meetings a day must be a whole number, none or more.",
        ),
        ({"avoid_days": ["freitag"]}, "Days must be names like “monday”, not freitag."),
        (
            {"preferred_meeting_times": ["night"]},
            "Preferred times are morning, afternoon, evening, not “night”.",
        ),
        ({"focus_time_blocks": [{"days": ["monday"]}]}, "“” is not a time of day. Write it like 09:30."),
    ],
)
def test_rules_that_make_no_sense_are_refused_with_a_sentence(
    preferences: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidRules) as refusal:
        Rules.from_preferences(preferences, LISBON)
    assert str(refusal.value) == sentence


def test_missing_preferences_are_those_that_a_new_executive_has() -> None:
    assert Rules.from_preferences({}, LISBON) == Rules.from_preferences(SCHEDULING_DEFAULT, LISBON)
