from collections.abc import Iterator

from django.db.models import F
from django.utils import timezone

from executives.models import ExecutiveProfile
from orgs.services.events import log_event
from scheduling.ical import write_calendar
from scheduling.mapping import busy_events, event_of
from scheduling.models import INTERNAL, Meeting

CHUNK = 500


def export_calendar(*, executive: ExecutiveProfile, shows_private: bool) -> Iterator[bytes]:
    """One executive's calendar as iCalendar, streamed; masters before their overrides. The export is logged.

    The caller has checked that whoever acts may read this calendar; private events are no more than
    busy time for whoever may not change it (`shows_private` is then False).
    """
    log_event("export", "executive", executive.pk)
    rows = (
        Meeting.objects.filter(executive=executive, deleted_at=None)
        .defer(*INTERNAL)
        .order_by("ical_uid", F("recurrence_id").asc(nulls_first=True), "id")
        .iterator(CHUNK)
    )
    events = map(event_of, rows) if shows_private else busy_events(rows)
    return write_calendar(events, name=executive.full_name, stamp=timezone.now())
