"""Today: every executive's day side by side, as the person at the desk sees it.

`build` reads everything in a fixed number of queries, whatever the number of executives.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from ai_engine.cards import Card, card
from ai_engine.models import AIInsight
from ai_engine.selectors import is_looking_through, open_insights
from approvals.selectors import waiting_approvals
from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from jenifer.desk.columns import Column, column
from jenifer.desk.grid import ROW, ROWS_AN_HOUR, Window
from jenifer.desk.morning import morning
from jenifer.desk.panels import approval_line, date_line, task_line
from jenifer.years import FIRST_YEAR, LAST_YEAR
from orgs.formats import Formats
from orgs.zones import city, zone_or_utc
from scheduling.conflicts import ConflictKind
from scheduling.occurrences import Occurrence, occurrences_between
from scheduling.selectors import key_dates_ahead
from tasks.selectors import tasks_due

FIRST_HOUR, LAST_HOUR = 7, 20
MOST_EVENTS = 2_000
# The rail shows what is wrong on the day and the two after it; the rest has a page of its own.
RAIL = timedelta(days=2)
MOST_CARDS = 30
LARGE = ("insights", "meetings")


def build(access: Access, day: date, executive_id: UUID | None, now: datetime) -> dict[str, Any]:
    """The `today` of templates/desk/today.html."""
    formats = Formats.of(access.user)
    shown = [e for e in access.executives_for(Area.CALENDAR) if executive_id in (None, e.pk)]
    zones = {executive.pk: zone_or_utc(executive.timezone) for executive in shown}
    since, until = _day_bounds(day, formats.zone)
    occurrences = occurrences_between(zones, since, until, zones, MOST_EVENTS)
    insights = list(open_insights(zones, now))
    window = _window(day, formats.zone, occurrences, since, until)
    columns = _columns(access, shown, occurrences, insights, window, formats, now)
    # Their words name private meetings too: they are for whoever may open those.
    ours = [each for each in insights if access.allows(each.executive_id, Area.CALENDAR, Right.WRITE)]
    near = [each for each in ours if each.happens_at is None or each.happens_at < until + RAIL]
    in_rail = near[:MOST_CARDS]
    widgets = access.user.dashboard["widgets"]
    panels = _panels(access, shown, day, formats, now)
    return {
        **_arrangement(widgets),
        **_heading(day, formats, executive_id, shown),
        **_grid(window, formats, now),
        **panels,
        **morning(access, shown, insights, day, formats, now),
        "columns": columns,
        "all_day_count": sum(len(each.all_day) for each in columns),
        "is_cut": len(occurrences) >= MOST_EVENTS,
        "has_calendar": bool(occurrences) or bool(insights),
        "insights": _cards(access, in_rail, shown, formats),
        "open_count": len(ours),
        "later_count": len(ours) - len(in_rail),
        "is_looking": is_looking_through(zones, now),
        "brief": _brief(occurrences, columns, panels),
    }


def _arrangement(widgets: Sequence[str]) -> dict[str, Any]:
    """What is shown, as the person chose (`users.preferences`): the two large parts, and the panels below.

    On a wide screen the day and the rail stand side by side whatever their order; on a phone it decides.
    """
    panels = [each for each in widgets if each not in LARGE]
    large = [each for each in widgets if each in LARGE]
    is_led_by_panels = bool(panels) and widgets[0] in panels
    return {
        "large": large,
        "panels": panels,
        "layout": " ".join(
            [
                "both" if len(large) == len(LARGE) else "one",
                f"{large[0]}-first" if large else "",
                "panels-first" if is_led_by_panels else "",
            ]
        ),
    }


def _columns(
    access: Access,
    shown: Sequence[ExecutiveProfile],
    occurrences: Iterable[Occurrence],
    insights: Iterable[AIInsight],
    window: Window,
    formats: Formats,
    now: datetime,
) -> list[Column]:
    by_executive: dict[UUID | None, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_executive[occurrence.meeting.executive_id].append(occurrence)
    reasons = _conflicts(insights)
    return [
        column(
            executive,
            by_executive[executive.pk],
            reasons,
            window=window,
            formats=formats,
            now=now,
            shows_private=access.allows(executive.pk, Area.CALENDAR, Right.WRITE),
        )
        for executive in shown
    ]


def _conflicts(insights: Iterable[AIInsight]) -> dict[tuple[str, str | None], str]:
    """What is wrong with an occurrence, by series and instance; the most pressing first."""
    reasons: dict[tuple[str, str | None], str] = {}
    for insight in insights:
        # A day too full is said once, in the rail: marking each of its meetings would say nothing.
        for each in insight.evidence if insight.kind != ConflictKind.OVER_MAXIMUM else ():
            reasons.setdefault((each["entity_id"], each.get("recurrence_id")), insight.description)
    return reasons


def _cards(
    access: Access, insights: Iterable[AIInsight], shown: Iterable[ExecutiveProfile], formats: Formats
) -> list[Card]:
    executives: dict[UUID | None, ExecutiveProfile] = {executive.pk: executive for executive in shown}
    writable = set(access.ids_for(Area.CALENDAR, Right.WRITE))
    return [
        card(each, executives[each.executive_id], formats, may_answer=each.executive_id in writable)
        for each in insights
    ]


def _panels(
    access: Access, shown: Iterable[ExecutiveProfile], day: date, formats: Formats, now: datetime
) -> dict[str, Any]:
    ids = {executive.pk for executive in shown}
    names = {executive.pk: executive for executive in access.executives}

    def within(area: Area) -> list[UUID]:
        return [executive_id for executive_id in access.ids_for(area) if executive_id in ids]

    approvals = waiting_approvals(within(Area.APPROVALS))
    tasks = tasks_due(within(Area.TASKS), access.user, _day_bounds(day, formats.zone)[1])
    dates = key_dates_ahead(within(Area.CALENDAR), day)
    return {
        "approvals": [approval_line(each, names, formats, now) for each in approvals],
        "tasks": [task_line(each, names, formats, now) for each in tasks],
        "dates": [date_line(each, names, formats) for each in dates],
    }


def _brief(
    occurrences: Sequence[Occurrence], columns: Sequence[Column], panels: dict[str, Any]
) -> dict[str, Any]:
    return {
        "sentence": "",
        "meetings": sum(1 for each in occurrences if each.is_busy and not each.meeting.is_all_day),
        "conflicts": sum(each.conflict_count for each in columns),
        "approvals": len(panels["approvals"]),
        "tasks": len(panels["tasks"]),
    }


def _day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The civil day as instants; 23 or 25 hours long where the clocks change."""
    start = datetime.combine(day, time(), zone).astimezone(UTC)
    return start, datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _window(
    day: date, zone: ZoneInfo, occurrences: Iterable[Occurrence], since: datetime, until: datetime
) -> Window:
    """From seven to eight, and wider where something lies outside."""
    first, last = FIRST_HOUR, LAST_HOUR
    for each in occurrences:
        if not each.meeting.is_all_day:
            begins, ends = max(each.start, since).astimezone(zone), min(each.end, until).astimezone(zone)
            first = min(first, begins.hour)
            last = max(last, 24 if ends.date() > day else ends.hour + bool(ends.minute))
    return Window(day, zone, first, last)


def _heading(
    day: date, formats: Formats, executive_id: UUID | None, shown: Sequence[ExecutiveProfile]
) -> dict[str, Any]:
    today = formats.today()

    def url(of: date) -> str:
        query = {} if of == today else {"day": of.isoformat()}
        query |= {"executive": str(executive_id)} if executive_id else {}
        return reverse("today") + (f"?{urlencode(query)}" if query else "")

    return {
        "heading": formats.long_day(day),
        "week_number": formats.week_number(day),
        "is_today": day == today,
        "day": day,
        "url": url(day),
        "previous_url": url(day - timedelta(days=1)),
        "next_url": url(day + timedelta(days=1)),
        "today_url": url(today),
        "executive_name": shown[0].full_name if executive_id and shown else "",
    }


def _grid(window: Window, formats: Formats, now: datetime) -> dict[str, Any]:
    is_now_shown = window.opens <= now < window.closes
    hours = range(window.first_hour + 1, window.last_hour)
    return {
        "starts_at": window.opens,
        "hour_count": window.last_hour - window.first_hour,
        "hours": [(formats.hour(hour), (hour - window.first_hour) * ROWS_AN_HOUR) for hour in hours],
        "now_row": (now - window.opens) // ROW if is_now_shown else None,
        "now_label": formats.time(now),
        "zone": formats.zone.key,
        "zone_label": city(formats.zone.key),
    }


def chosen_day(text: str, formats: Formats) -> date:
    """The day a link asks for; today when it names none, or one that no calendar here reaches."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return formats.today()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else formats.today()
