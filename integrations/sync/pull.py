"""What changed on a calendar outside since it was last read, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.models import SyncedSeries
from integrations.sync.apply import Desk, Tally, apply_objects
from integrations.sync.remote import CursorRejected, Page, Remote, RemoteObject

FEW = 10


class TooManyGone(Exception):
    """More than half of a calendar would go: a person has to say so. The message is for them."""

    def __init__(self, removed: int, known: int) -> None:
        text = _(
            "%(removed)s of %(known)s events are gone from the calendar. Say whether they shall go here too."
        )
        super().__init__(text % {"removed": removed, "known": known})
        self.removed = removed


@dataclass(slots=True)
class _Known:
    """What was there when it was last read, and what of it has not been named since."""

    etags: dict[str, str]
    unlisted: set[str]
    absent: set[str] = field(default_factory=set)
    removed: int = 0

    def name(self, page: Page) -> list[str]:
        """Take note of what a page names; which objects are gone."""
        named = {
            *(each.id for each in page.changed),
            *page.unchanged,
            *(each for each, _reason in page.refused),
        }
        self.absent -= named
        self.unlisted -= named.union(page.gone)
        gone = [object_id for object_id in page.gone if object_id in self.etags]
        if page.is_last and page.is_listing:
            gone = list(self.absent)
        self.removed += len(gone)
        return gone


def pull(remote: Remote, desk: Desk, tally: Tally) -> None:
    """Until nothing is left. A cursor that the remote no longer knows means reading everything, once."""
    try:
        _pull(remote, desk, desk.calendar.sync_token, tally)
    except CursorRejected:
        _pull(remote, desk, "", tally)


def _pull(remote: Remote, desk: Desk, cursor: str, tally: Tally) -> None:
    known = _known(desk)
    for page in remote.changes(desk.calendar.calendar_id, cursor, known.etags):
        gone = known.name(page)
        _refuse_to_empty(desk, known)
        changed = list(page.changed)
        if page.is_last and not page.is_listing:
            changed += _look_again(remote, desk, known.unlisted, gone)
        with transaction.atomic():
            apply_objects(desk, changed, gone, tally, is_listed=True)
            _note_refused(desk, page.refused)
            if page.is_last:
                SyncedSeries.objects.filter(calendar=desk.calendar, is_unlisted=True).update(
                    is_unlisted=False
                )
                _keep_cursor(desk, page.cursor)


def _known(desk: Desk) -> _Known:
    rows = SyncedSeries.objects.filter(calendar=desk.calendar)
    etags: dict[str, str] = {}
    unlisted = set()
    for object_id, etag, is_unlisted in rows.values_list("object_id", "etag", "is_unlisted").iterator():
        etags[object_id] = etag
        if is_unlisted:
            unlisted.add(object_id)
    return _Known(etags, unlisted, set(etags))


def _look_again(remote: Remote, desk: Desk, unlisted: set[str], gone: list[str]) -> list[RemoteObject]:
    """Written since the last listing, and not named by this one: it may have gone again."""
    changed = []
    for object_id in unlisted:
        told = remote.read(desk.calendar.calendar_id, object_id)
        if told is None:
            gone.append(object_id)
        else:
            changed.append(told)
    return changed


def _note_refused(desk: Desk, refused: Sequence[tuple[str, str]]) -> None:
    """There, but not to be had: what was known of it stays."""
    SyncedSeries.objects.bulk_create(
        [
            SyncedSeries(calendar=desk.calendar, object_id=object_id, problem=reason)
            for object_id, reason in refused
        ],
        update_conflicts=True,
        unique_fields=["calendar", "object_id"],
        update_fields=["problem"],
    )


def _keep_cursor(desk: Desk, cursor: str) -> None:
    calendar = desk.calendar
    calendar.sync_token, calendar.last_synced_at, calendar.removals_allowed = cursor, timezone.now(), 0
    calendar.save(update_fields=["sync_token", "last_synced_at", "removals_allowed"])


def _refuse_to_empty(desk: Desk, known: _Known) -> None:
    is_much = known.removed > FEW and known.removed * 2 > len(known.etags)
    if is_much and known.removed > desk.calendar.removals_allowed:
        raise TooManyGone(known.removed, len(known.etags))
