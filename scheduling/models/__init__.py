from scheduling.models.calendar_import import CalendarImport, ImportStatus
from scheduling.models.key_date import KeyDate, KeyDateCategory
from scheduling.models.meeting import (
    INTERNAL,
    CalendarProvider,
    LocationType,
    Meeting,
    MeetingStatus,
    MeetingType,
    Transparency,
    VideoProvider,
    Visibility,
)
from scheduling.models.notice import Answer, AttendeeNotice, Method, NoticeState

__all__ = [
    "INTERNAL",
    "Answer",
    "AttendeeNotice",
    "CalendarImport",
    "CalendarProvider",
    "ImportStatus",
    "KeyDate",
    "KeyDateCategory",
    "LocationType",
    "Meeting",
    "MeetingStatus",
    "MeetingType",
    "Method",
    "NoticeState",
    "Transparency",
    "VideoProvider",
    "Visibility",
]
