"""iCalendar (RFC 5545) in and out, pure: bytes and dataclasses, no tenant, no database."""

from scheduling.ical.event import Attendee, CalendarEvent
from scheduling.ical.reader import Refusal, read_calendar
from scheduling.ical.writer import write_calendar

__all__ = ["Attendee", "CalendarEvent", "Refusal", "read_calendar", "write_calendar"]
