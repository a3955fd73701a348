"""Edits that give way are written down, for a person to restore."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from executives.models import ExecutiveProfile
from integrations.models import CalendarClash
from integrations.sync.bodies import ICalendar
from integrations.sync.clashes import write_points
from integrations.sync.merge import Clash
from integrations.sync.series import Series

KEPT_FOR = timedelta(days=90)
ICALENDAR = ICalendar()


def keep_clashes(
    executive: ExecutiveProfile, calendar_id: UUID | None, clashes: Iterable[tuple[str, Clash]]
) -> None:
    """By UID. What is too old for anyone to ask for goes."""
    rows = [
        CalendarClash(
            executive=executive,
            calendar_id=calendar_id,
            ical_uid=uid,
            points=write_points(clash.points),
            ours=kept_text(clash.ours),
        )
        for uid, clash in clashes
    ]
    if rows:
        CalendarClash.objects.filter(executive=executive, created_at__lt=timezone.now() - KEPT_FOR).delete()
        CalendarClash.objects.bulk_create(rows)


def kept_text(series: Series | None) -> str:
    """As the columns of a clash hold it; '' for None."""
    return ICALENDAR.write(series, stamp=timezone.now()) if series is not None else ""


def kept_series(text: str) -> Series | None:
    return ICALENDAR.read(text).series
