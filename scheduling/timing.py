"""Between a meeting's columns and the pure recurrence core."""

from datetime import datetime
from typing import Any

from scheduling.models import Meeting, MeetingStatus
from scheduling.moments import read_moment, write_moment
from scheduling.recurrence import Component


def component_of(meeting: Meeting) -> Component:
    """The timing of a row; its id is the row's."""
    return Component(
        id=meeting.pk,
        start=meeting.start_time,
        end=meeting.end_time,
        zone=meeting.timezone,
        is_all_day=meeting.is_all_day,
        rule=meeting.recurrence_rule,
        excluded=frozenset(read_moment(text) for text in meeting.excluded_dates),
        extra=tuple((read_moment(each["start"]), _optional(each.get("end"))) for each in meeting.extra_dates),
        recurrence_id=meeting.recurrence_id,
        is_this_and_future=meeting.range_this_and_future,
        is_cancelled=meeting.status == MeetingStatus.CANCELLED,
    )


def timing_columns(component: Component) -> dict[str, Any]:
    """The columns that hold a component's timing; the inverse of component_of."""
    is_civil = component.is_all_day or not component.zone
    return {
        "start_time": component.start,
        "end_time": component.end,
        "timezone": component.zone,
        "is_all_day": component.is_all_day,
        "is_recurring": bool(component.rule or component.extra),
        "recurrence_rule": component.rule,
        "excluded_dates": [write_moment(at, is_civil=is_civil) for at in sorted(component.excluded)],
        "extra_dates": [
            {"start": write_moment(start, is_civil=is_civil)}
            | ({"end": write_moment(end, is_civil=is_civil)} if end is not None else {})
            for start, end in component.extra
        ],
        "recurrence_id": component.recurrence_id,
        "range_this_and_future": component.is_this_and_future,
    }


def _optional(text: str | None) -> datetime | None:
    return read_moment(text) if text else None
