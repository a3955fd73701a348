"""Meetings for the palette: by title, the nearest to now first."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, DurationField, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from executives.search import MOST, Found, Search, Source
from scheduling.addresses import meeting_url
from scheduling.models import Meeting, Visibility
from scheduling.selectors import meetings_of

BEHIND, AHEAD = timedelta(days=31), timedelta(days=184)
# A series is about as near as this week: its first instance may be years ago.
OF_SERIES = Value(timedelta(days=3), output_field=DurationField())
SHOWN = (
    *("executive_id", "title", "start_time", "is_all_day", "is_recurring"),
    *("recurrence_id", "recurrence_parent_id"),
)


def find_meetings(search: Search) -> Iterable[Found]:
    if not search.text and not search.recent:
        return
    recent = [UUID(each) for each in search.recent if _is_uuid(each)]
    rows = _open_to(search).filter(_near(search) if search.text else Q(pk__in=recent))
    apart = Greatest(F("start_time") - search.now, search.now - F("start_time"))
    distance = Case(When(is_recurring=True, then=OF_SERIES), default=apart, output_field=DurationField())
    names: dict[UUID | None, ExecutiveProfile] = {
        executive.pk: executive for executive in search.access.executives
    }
    for row in rows.order_by(distance, "id").only(*SHOWN)[:MOST]:
        executive = names[row.executive_id]
        yield Found(
            id=str(row.pk),
            label=row.title,
            icon="repeat" if row.is_recurring else "calendar",
            url=_url(row),
            note=f"{executive.full_name} · {_when(row, search)}",
            hue=executive.hue,
        )


def _open_to(search: Search) -> QuerySet[Meeting]:
    """A private meeting's title is for whoever may change the calendar: the others cannot even ask for it."""
    readable = search.access.ids_for(Area.CALENDAR)
    writable = search.access.ids_for(Area.CALENDAR, Right.WRITE)
    return meetings_of(readable).filter(Q(visibility=Visibility.PUBLIC) | Q(executive_id__in=writable))


def _near(search: Search) -> Q:
    since, until = search.now - BEHIND, search.now + AHEAD
    lasting = Q(is_recurring=True) & (Q(series_end_at=None) | Q(series_end_at__gt=since))
    near = Q(start_time__lt=until) & (Q(end_time__gt=since) | lasting)
    return near & Q(title__icontains=search.text)


def _url(row: Meeting) -> str:
    if row.recurrence_parent_id is None:
        return meeting_url(row.pk)
    return meeting_url(row.recurrence_parent_id, row.recurrence_id)


def _when(row: Meeting, search: Search) -> str:
    if row.is_recurring:
        return _("Series")
    if row.is_all_day:
        return search.formats.short_day(row.start_time.date())
    return search.formats.moment(row.start_time)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


MEETINGS = Source("meeting", gettext_lazy("Meetings"), find_meetings, rank=40)
