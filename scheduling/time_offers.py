"""The times that can be proposed instead of an invitation's, from the calendars of those we know."""

from datetime import datetime
from uuid import UUID

from executives.models import ExecutiveProfile
from orgs.zones import zone_or_utc
from scheduling.fixes import MARGIN
from scheduling.intervals import Interval
from scheduling.occurrences import Occurrence, occurrences_between
from scheduling.proposals import other_times, window_of
from scheduling.rules import Rules
from scheduling.slots import Calendar


def offered_times(occurrence: Occurrence, executive: ExecutiveProfile, now: datetime) -> list[Interval]:
    """Free for the executive, and for every other attendee whose calendar is here."""
    if occurrence.meeting.is_all_day or not occurrence.meeting.timezone:
        return []
    people = [executive, *_known_attendees(occurrence, executive)]
    zones = {each.pk: zone_or_utc(each.timezone) for each in people}
    rules = {each.pk: Rules.from_preferences(each.scheduling_preferences, zones[each.pk]) for each in people}
    bare = [Calendar((), rules[each.pk]) for each in people]
    since, until = window_of(occurrence.block(), bare, now)
    taken: dict[UUID | None, list[Occurrence]] = {each.pk: [] for each in people}
    for other in occurrences_between(zones, since - MARGIN, until + MARGIN, zones):
        if other.is_busy and not _is_same(other, occurrence):
            taken[other.meeting.executive_id].append(other)
    calendars = [
        Calendar(tuple(other.block() for other in taken[each.pk]), rules[each.pk]) for each in people
    ]
    return other_times(occurrence.block(), calendars, now)


def _known_attendees(occurrence: Occurrence, executive: ExecutiveProfile) -> list[ExecutiveProfile]:
    addresses = {
        each["email"].lower() for each in occurrence.meeting.attendees if each.get("status") != "declined"
    }
    others = ExecutiveProfile.objects.filter(is_active=True, deleted_at=None).exclude(pk=executive.pk)
    return [each for each in others.order_by("pk") if each.email and each.email.lower() in addresses]


def _is_same(other: Occurrence, occurrence: Occurrence) -> bool:
    """The meeting itself, also as it stands on another attendee's calendar."""
    is_same_series = other.series_id == occurrence.series_id or (
        other.meeting.ical_uid != "" and other.meeting.ical_uid == occurrence.meeting.ical_uid
    )
    return is_same_series and other.recurrence_id == occurrence.recurrence_id
