"""What was changed here, sent to a calendar outside: each series as it stands when its turn comes."""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils import timezone

from integrations.models import CalendarChange, SyncedSeries
from integrations.sync.apply import Desk, Tally, apply_objects, hold, series_here
from integrations.sync.merge import is_same
from integrations.sync.remote import AlreadyThere, NotUnderstood, ReadOnly, Remote, RemoteObject, Stale
from integrations.sync.series import Series

MOST_AT_ONCE = 500
TRIES = 3
LATER = timedelta(minutes=15)


def push(remote: Remote, desk: Desk, tally: Tally) -> None:
    due = CalendarChange.objects.filter(calendar=desk.calendar, due_at__lte=timezone.now())
    for change in due.order_by("due_at", "id")[:MOST_AT_ONCE]:
        try:
            _send(remote, desk, change, tally)
        except (ReadOnly, NotUnderstood) as error:
            _put_off(change, str(error))


def _send(remote: Remote, desk: Desk, change: CalendarChange, tally: Tally) -> None:
    """A remote that has changed meanwhile is read and merged first, and then sent what is still ours alone."""
    for _attempt in range(TRIES):
        known, ours, body = _prepare(desk, change.ical_uid, timezone.now())
        if body is None:
            break
        try:
            _write(remote, desk, known, ours, body)
            tally.sent += 1
        except AlreadyThere as error:
            _read_again(remote, desk, error.object_id or known.object_id, tally)
        except Stale:
            _read_again(remote, desk, known.object_id, tally)
        else:
            _read_again(remote, desk, known.object_id, tally)
            break
    CalendarChange.objects.filter(pk=change.pk, revision=change.revision).delete()


def _prepare(desk: Desk, uid: str, now: datetime) -> tuple[SyncedSeries, Series | None, str | None]:
    """What is about to be sent is noted first: its answer may be lost. None: there is nothing to send."""
    with hold(desk):
        ours = series_here(desk, [uid]).get(uid)
        known = SyncedSeries.objects.filter(calendar=desk.calendar, ical_uid=uid).first()
        theirs = desk.codec.read(known.body) if known is not None and known.body else None
        if known is None:
            known = SyncedSeries(calendar=desk.calendar, object_id=_new_id(uid), ical_uid=uid)
        if is_same(ours, theirs):
            return known, ours, None
        if ours is None:
            return known, None, ""
        body = (
            desk.codec.patch(known.body, ours, stamp=now) if known.body else desk.codec.write(ours, stamp=now)
        )
        known.sent_body = body
        known.save()
        return known, ours, body


def _write(remote: Remote, desk: Desk, known: SyncedSeries, ours: Series | None, body: str) -> None:
    calendar_id = desk.calendar.calendar_id
    if ours is None:
        remote.delete(calendar_id, known.object_id, known.etag)
    elif known.body:
        remote.update(calendar_id, known.object_id, known.etag, body)
    else:
        remote.insert(calendar_id, known.object_id, body)


def _read_again(remote: Remote, desk: Desk, object_id: str, tally: Tally) -> None:
    """As the remote holds it now: it may have changed what it was given, and others may have been quicker."""
    told = remote.read(desk.calendar.calendar_id, object_id)
    changed: list[RemoteObject] = [told] if told is not None else []
    apply_objects(desk, changed, [] if changed else [object_id], tally)


def _put_off(change: CalendarChange, reason: str) -> None:
    change.attempts += 1
    change.last_error = reason
    change.due_at = timezone.now() + LATER * change.attempts
    change.save(update_fields=["attempts", "last_error", "due_at"])


def _new_id(uid: str) -> str:
    return quote(uid, safe="@-_.") if len(uid) <= 200 else uid.encode().hex()[:200]
