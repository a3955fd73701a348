"""What changed on a calendar outside since it was last read, page by page."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.models import SyncedSeries
from integrations.sync.apply import Desk, Tally, apply_objects
from integrations.sync.remote import CursorRejected, Remote

FEW = 10


class TooManyGone(Exception):
    """More than half of a calendar would go: a person has to say so. The message is for them."""


def pull(remote: Remote, desk: Desk, tally: Tally) -> None:
    """Until nothing is left. A cursor that the remote no longer knows means reading everything, once."""
    try:
        _pull(remote, desk, desk.calendar.sync_token, tally)
    except CursorRejected:
        _pull(remote, desk, "", tally)


def _pull(remote: Remote, desk: Desk, cursor: str, tally: Tally) -> None:
    rows = SyncedSeries.objects.filter(calendar=desk.calendar)
    known = dict(rows.values_list("object_id", "etag"))
    absent = set(known)
    removed = 0
    for page in remote.changes(desk.calendar.calendar_id, cursor, known):
        absent.difference_update((each.id for each in page.changed), page.unchanged)
        absent.difference_update(object_id for object_id, _reason in page.refused)
        gone = [object_id for object_id in page.gone if object_id in known]
        if page.is_last and page.is_listing:
            gone = list(absent)
        removed += len(gone)
        _refuse_to_empty(removed, len(known))
        with transaction.atomic():
            apply_objects(desk, page.changed, gone, tally)
            if page.is_last:
                desk.calendar.sync_token = page.cursor
                desk.calendar.last_synced_at = timezone.now()
                desk.calendar.save(update_fields=["sync_token", "last_synced_at"])


def _refuse_to_empty(removed: int, known: int) -> None:
    if removed > FEW and removed * 2 > known:
        text = _(
            "%(removed)s of %(known)s events are gone from the calendar. Say whether they shall go here too."
        )
        raise TooManyGone(text % {"removed": removed, "known": known})
