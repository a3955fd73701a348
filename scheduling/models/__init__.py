from scheduling.models.calendar_import import CalendarImport, ImportStatus
from scheduling.models.calendar_news import CalendarNews, NewsKind, NewsMark
from scheduling.models.feed import LONGEST_WINDOW, CalendarFeed, FeedLevel
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
    "LONGEST_WINDOW",
    "Answer",
    "AttendeeNotice",
    "CalendarFeed",
    "CalendarImport",
    "CalendarNews",
    "CalendarProvider",
    "FeedLevel",
    "ImportStatus",
    "KeyDate",
    "KeyDateCategory",
    "LocationType",
    "Meeting",
    "MeetingStatus",
    "MeetingType",
    "Method",
    "NewsKind",
    "NewsMark",
    "NoticeState",
    "Transparency",
    "VideoProvider",
    "Visibility",
]
