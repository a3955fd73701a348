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
    states = list(rows.values_list("object_id", "etag", "is_unlisted"))
    known = {object_id: etag for object_id, etag, _is_unlisted in states}
    unlisted = {object_id for object_id, _etag, is_unlisted in states if is_unlisted}
    absent = set(known)
    removed = 0
    for page in remote.changes(desk.calendar.calendar_id, cursor, known):
        named = {
            *(each.id for each in page.changed),
            *page.unchanged,
            *(each for each, _reason in page.refused),
        }
        absent -= named
        unlisted -= named.union(page.gone)
        changed = list(page.changed)
        gone = [object_id for object_id in page.gone if object_id in known]
        if page.is_last and page.is_listing:
            gone = list(absent)
        removed += len(gone)
        _refuse_to_empty(removed, len(known))
        if page.is_last and not page.is_listing:
            # Written since the last listing, and not named by this one: it may have gone again.
            for object_id in unlisted:
                told = remote.read(desk.calendar.calendar_id, object_id)
                if told is None:
                    gone.append(object_id)
                else:
                    changed.append(told)
        with transaction.atomic():
            apply_objects(desk, changed, gone, tally, is_listed=True)
            if page.is_last:
                rows.filter(is_unlisted=True).update(is_unlisted=False)
                _keep_cursor(desk, page.cursor)


def _keep_cursor(desk: Desk, cursor: str) -> None:
    desk.calendar.sync_token = cursor
    desk.calendar.last_synced_at = timezone.now()
    desk.calendar.save(update_fields=["sync_token", "last_synced_at"])


def _refuse_to_empty(removed: int, known: int) -> None:
    if removed > FEW and removed * 2 > known:
        text = _(
            "%(removed)s of %(known)s events are gone from the calendar. Say whether they shall go here too."
        )
        raise TooManyGone(text % {"removed": removed, "known": known})
