"""Since you left: a line for each thing that is different on a calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from orgs.formats import Formats
from scheduling.addresses import meeting_url
from scheduling.models import NewsKind
from scheduling.news import Change, Span
from scheduling.news_reading import News, news_for
from scheduling.services.news_marks import SHOWN_FOR

SHOWN_AT_ONCE = 5
UTC_ZONE = ZoneInfo("UTC")
ICONS = {
    NewsKind.NEW: "calendar-plus",
    NewsKind.MOVED: "calendar-clock",
    NewsKind.CANCELLED: "calendar-x-2",
    NewsKind.DECLINED: "user-minus",
}


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    icon: str
    label: str
    title: str
    url: str
    before: str
    after: str
    by: str
    executive: str
    hue: int


def news_panel(
    access: Access, shown: Iterable[ExecutiveProfile], formats: Formats, now: datetime
) -> dict[str, Any]:
    """`lines`, and those behind "more"; `until` is what "Mark as seen" marks."""
    executives = {each.pk: each for each in shown}
    news = news_for(access.user, executives, now)
    lines = news_lines(news, access, executives, formats)
    return {
        "lines": lines[:SHOWN_AT_ONCE],
        "more": lines[SHOWN_AT_ONCE:],
        "since": formats.moment_in_sentence(news.since) if lines else "",
        "until": news.until.isoformat(),
        "shown_at": news.shown_at,
    }


def news_lines(
    news: News, access: Access, executives: Mapping[UUID, ExecutiveProfile], formats: Formats
) -> list[Line]:
    told = (each for each in news.lines if is_told(each, access))
    return [_line(each, executives[each.executive_id], access, formats) for each in told]


def is_due(panel: dict[str, Any] | None, now: datetime) -> bool:
    """Whether it is to be noted that Today was on the screen: not with every time it is drawn."""
    return panel is not None and (panel["shown_at"] is None or now - panel["shown_at"] >= SHOWN_FOR)


def is_told(change: Change, access: Access) -> bool:
    """That there is somebody to decline is already too much of what is private."""
    return not (change.kind == NewsKind.DECLINED and is_hidden(change, access))


def is_hidden(change: Change, access: Access) -> bool:
    return change.is_private and not access.allows(change.executive_id, Area.CALENDAR, Right.WRITE)


def _line(change: Change, executive: ExecutiveProfile, access: Access, formats: Formats) -> Line:
    before, after = _places(change, formats)
    return Line(
        kind=change.kind,
        icon=ICONS[NewsKind(change.kind)],
        label=_label(change),
        title=_title(change, is_hidden=is_hidden(change, access)),
        url=_url(change, formats),
        before=before,
        after=after,
        by=_("in the calendar outside") if change.is_outside else change.by_name,
        executive=executive.full_name,
        hue=executive.hue,
    )


def _label(change: Change) -> str:
    if change.kind == NewsKind.DECLINED:
        others = change.amount - 1
        words = ngettext("%(who)s and %(count)s other", "%(who)s and %(count)s others", others)
        who = words % {"who": change.who, "count": others} if others else change.who
        return _("%(who)s declined") % {"who": who}
    labels = {NewsKind.NEW: _("New"), NewsKind.MOVED: _("Moved"), NewsKind.CANCELLED: _("Cancelled")}
    return labels[NewsKind(change.kind)]


def _title(change: Change, *, is_hidden: bool) -> str:
    if change.series_id is None:
        return _many(change)
    title = _("Busy") if is_hidden else change.title
    times = change.amount if change.kind != NewsKind.DECLINED else 1
    return title if times == 1 else _("%(title)s, %(count)s times") % {"title": title, "count": times}


def _many(change: Change) -> str:
    is_imported = change.kind == NewsKind.NEW and not change.is_outside
    words = _("%(count)s meetings from an import") if is_imported else _("%(count)s meetings")
    return words % {"count": f"{change.amount:,}"}


def _places(change: Change, formats: Formats) -> tuple[str, str]:
    """Where it stood and stands; the day said once where it is the same."""
    before = _place(change.was, change, formats) if change.kind != NewsKind.NEW else ""
    after = _place(change.now, change, formats) if change.kind != NewsKind.CANCELLED else ""
    if change.amount > 1 or (change.is_recurring and before == after):
        return "", ""
    if change.kind == NewsKind.CANCELLED and not before:
        return "", _place(change.now, change, formats)
    if before and after and not change.is_all_day and change.was and change.now:
        local = _clock(change, formats)
        if local.local(change.was[0]).date() == local.local(change.now[0]).date():
            after = local.time(change.now[0])
            is_longer = change.was[0] == change.now[0]
            if is_longer:
                before = f"{before}–{local.time(change.was[1])}"
                after = f"{after}–{local.time(change.now[1])}"
    return before, after


def _place(span: Span | None, change: Change, formats: Formats) -> str:
    if span is None:
        return ""
    clock = _clock(change, formats)
    if change.is_all_day:
        return clock.short_day(span[0].date())
    return clock.moment(span[0])


def _clock(change: Change, formats: Formats) -> Formats:
    """All-day and floating times are civil: they shift for nobody."""
    is_civil = change.is_all_day or not change.timezone
    return formats.in_zone(UTC_ZONE) if is_civil else formats


def _url(change: Change, formats: Formats) -> str:
    """The meeting; where that is gone, the day on which it stood."""
    if change.series_id is not None and change.is_there:
        instance = None if change.kind == NewsKind.CANCELLED else change.recurrence_id
        return meeting_url(change.series_id, instance)
    span = change.was or change.now
    if span is None:
        return ""
    day = _clock(change, formats).local(span[0]).date()
    return f"{reverse('today')}?{urlencode({'day': day.isoformat()})}"
