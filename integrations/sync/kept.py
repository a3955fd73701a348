"""What holds an event besides a calendar outside: other calendars of the executive, letters to attendees, we alone.

A subscription leaves that alone. Its file is written by anyone, under any UID that they know from a letter.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integrations.models import CalendarSyncToken, Provider
from scheduling.mapping import OWN_UID
from scheduling.models import AttendeeNotice
from scheduling.selectors import rows_by_uid

KEPT = _("This event is here from elsewhere already, and stays as it is.")


def held_elsewhere(calendar_id: UUID, uids: Iterable[str]) -> dict[str, bool]:
    """By UID, what other calendars of the executive hold, a colleague's too: whether only by the same address.

    For the owner of this calendar.
    """
    wanted = list(set(uids) - {""})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT ical_uid, is_same FROM app.held_elsewhere(%s, %s)", [calendar_id, wanted])
        return dict(cursor.fetchall())


def kept_from(calendar: CalendarSyncToken, uids: Iterable[str]) -> set[str]:
    """UIDs of what was made here, of what attendees were told of from here, and of what another calendar holds.

    What was imported from a file is nobody's: a subscription to the same calendar goes on from there.
    """
    wanted = set(uids)
    here = _from_elsewhere(calendar, wanted)
    told = AttendeeNotice.objects.filter(executive=calendar.executive_id, ical_uid__in=here)
    own = {uid for uid in here if uid.endswith(OWN_UID)}
    others = {uid for uid, is_same in held_elsewhere(calendar.pk, wanted).items() if not is_same}
    return others | own | set(told.values_list("ical_uid", flat=True))


def _from_elsewhere(calendar: CalendarSyncToken, uids: set[str]) -> set[str]:
    if calendar.executive_id is None:
        return set()
    rows = rows_by_uid(calendar.executive_id, uids)
    ours = Q(external_calendar_provider=Provider.ICS, external_calendar_id=calendar.calendar_id[:255])
    return set(rows.exclude(ours).values_list("ical_uid", flat=True))
