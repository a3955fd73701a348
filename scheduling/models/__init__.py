from scheduling.models.calendar_import import CalendarImport, ImportStatus
from scheduling.models.key_date import KeyDate, KeyDateCategory
from scheduling.models.meeting import (
    CalendarProvider,
    LocationType,
    Meeting,
    MeetingStatus,
    MeetingType,
    Transparency,
    VideoProvider,
    Visibility,
)

__all__ = [
    "CalendarImport",
    "CalendarProvider",
    "ImportStatus",
    "KeyDate",
    "KeyDateCategory",
    "LocationType",
    "Meeting",
    "MeetingStatus",
    "MeetingType",
    "Transparency",
    "VideoProvider",
    "Visibility",
]
