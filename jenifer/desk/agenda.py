"""What stands in the agenda of a day: meetings, conflicts, tasks due, of everyone a person serves."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ai_engine.models import InsightStatus
from ai_engine.selectors import insights_of
from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from executives.services.executives import change_executive
from orgs.formats import Formats
from orgs.models import User
from orgs.notifications.digest import Agenda
from orgs.notifications.wishes import DAILY_HOUR
from orgs.zones import zone_or_utc
from scheduling.occurrences import Occurrence, occurrences_between
from tasks.selectors import tasks_due

type Line = tuple[str, str, str]
MOST_LINES = 60


class DeskAgendas:
    """Serves orgs.notifications.digest."""

    def write(self, user: User, executive: ExecutiveProfile | None, day: date) -> Agenda:
        """To a person by their own clock and rights; to an executive theirs alone, by theirs."""
        access = Access.of(user)
        zone = zone_or_utc(executive.timezone if executive else user.timezone)
        formats = Formats.for_zone(user.org, zone)
        served = {each.pk: each for each in access.executives if executive is None or each.pk == executive.pk}
        is_one = executive is not None
        return Agenda(
            to=executive.email if executive else user.email,
            heading=_("Your day, %(day)s") % {"day": formats.long_day(day)},
            sections=[
                (_("Meetings"), _meetings(access, served, day, formats, is_one)),
                (_("In conflict"), _conflicts(access, served, day, formats, is_one)),
                (_("Tasks due"), _tasks(access, served, day, formats, is_one)),
            ],
        )

    def stop(self, user: User, executive_id: UUID) -> None:
        executive = get_object_or_404(ExecutiveProfile, pk=executive_id)
        known = executive.communication_preferences
        agenda = {"hour": DAILY_HOUR} | known.get("daily_agenda", {}) | {"is_wanted": False}
        preferences = known | {"daily_agenda": agenda}
        change_executive(by=user, executive=executive, communication_preferences=preferences)


def _meetings(
    access: Access, served: dict[Any, Any], day: date, formats: Formats, is_one: bool
) -> list[Line]:
    seen = [each for each in access.ids_for(Area.CALENDAR) if each in served]
    zones = {each: zone_or_utc(served[each].timezone) for each in seen}
    since, until = _bounds(day, formats.zone)
    found = occurrences_between(seen, since, until, zones, MOST_LINES)
    return [
        (
            _("All day") if each.meeting.is_all_day else formats.time(each.start),
            _title(each, access),
            "" if is_one else served[each.meeting.executive_id].full_name,
        )
        for each in found
    ]


def _title(occurrence: Occurrence, access: Access) -> str:
    """A private meeting is Busy to whoever may not change the calendar."""
    meeting = occurrence.meeting
    may_know = access.allows(meeting.executive_id, Area.CALENDAR, Right.WRITE)
    return meeting.title if may_know else meeting.public_title


def _conflicts(
    access: Access, served: dict[Any, Any], day: date, formats: Formats, is_one: bool
) -> list[Line]:
    since, until = _bounds(day, formats.zone)
    ids = [each for each in access.ids_for(Area.CALENDAR, Right.WRITE) if each in served]
    rows = insights_of(ids).filter(status=InsightStatus.ACTIVE, happens_at__gte=since, happens_at__lt=until)
    return [
        (
            formats.time(each.happens_at) if each.happens_at else "",
            each.title,
            "" if is_one else served[each.executive_id].full_name,
        )
        for each in rows.order_by("happens_at", "id")[:MOST_LINES]
    ]


def _tasks(access: Access, served: dict[Any, Any], day: date, formats: Formats, is_one: bool) -> list[Line]:
    ids = [each for each in access.ids_for(Area.TASKS) if each in served]
    due: Iterable[Any] = tasks_due(ids, access.user, _bounds(day, formats.zone)[1])
    return [
        (
            formats.time(each.due_date) if each.due_time else "",
            each.title,
            "" if is_one or each.executive_id not in served else served[each.executive_id].full_name,
        )
        for each in due
    ]


def _bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), zone).astimezone(UTC)
    return start, datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
