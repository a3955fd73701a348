"""What was changed here, sent to a calendar outside: each series as it stands when its turn comes."""

import hashlib
import re
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.models import CalendarChange, SyncedSeries
from integrations.sync.apply import Desk, Tally, apply_objects, hold, series_here
from integrations.sync.merge import is_same
from integrations.sync.remote import AlreadyThere, NotUnderstood, ReadOnly, Remote, RemoteObject, Stale
from integrations.sync.series import Series

MOST_AT_ONCE = 500
TRIES = 3
LATER = timedelta(minutes=15)
PLAIN_NAME = re.compile(r"[\w@.-]{1,100}", re.ASCII)


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
        known, ours, body = _prepare(remote, desk, change.ical_uid, timezone.now())
        if body is None:
            break
        is_taken, object_id = _write(remote, desk, known, ours, body)
        _read_again(remote, desk, object_id, tally)
        if is_taken:
            tally.sent += 1
            break
    else:
        _put_off(change, _("The event on the calendar server does not stay as it is written."))
        return
    CalendarChange.objects.filter(pk=change.pk, revision=change.revision).delete()


def _prepare(
    remote: Remote, desk: Desk, uid: str, now: datetime
) -> tuple[SyncedSeries, Series | None, str | None]:
    """What is about to be sent is noted first: its answer may be lost. None: there is nothing to send."""
    with hold(desk):
        ours = series_here(desk, [uid]).get(uid)
        known = SyncedSeries.objects.filter(calendar=desk.calendar, ical_uid=uid).first()
        reading = desk.codec.read(known.body if known is not None else "")
        if reading.series is None and known is not None and known.body:
            raise NotUnderstood(_("The event on the calendar server cannot be read: %s") % reading.problem)
        theirs = reading.series
        if known is None:
            object_id = remote.new_id(desk.calendar.calendar_id, _name(uid))
            known = SyncedSeries(calendar=desk.calendar, object_id=object_id, ical_uid=uid)
        if is_same(ours, theirs):
            return known, ours, None
        if ours is None:
            return known, None, ""
        body = (
            desk.codec.patch(known.body, theirs, ours, stamp=now)
            if known.body
            else desk.codec.write(ours, stamp=now)
        )
        known.sent_body = body
        known.save()
        return known, ours, body


def _write(
    remote: Remote, desk: Desk, known: SyncedSeries, ours: Series | None, body: str
) -> tuple[bool, str]:
    """Whether it was taken, and the object to look at: another one may have this UID already."""
    calendar_id = desk.calendar.calendar_id
    try:
        if ours is None:
            remote.delete(calendar_id, known.object_id, known.etag)
        elif known.body:
            remote.update(calendar_id, known.object_id, known.etag, body)
        else:
            remote.insert(calendar_id, known.object_id, body)
    except AlreadyThere as error:
        if error.object_id and error.object_id != known.object_id:
            known.delete()  # theirs is the one; ours was never made
        return False, error.object_id or known.object_id
    except Stale:
        return False, known.object_id
    return True, known.object_id


def _read_again(remote: Remote, desk: Desk, object_id: str, tally: Tally) -> None:
    """As the remote holds it now: it may have changed what it was given, and others may have been quicker."""
    told = remote.read(desk.calendar.calendar_id, object_id)
    changed: list[RemoteObject] = [told] if told is not None else []
    apply_objects(desk, changed, [] if changed else [object_id], tally, is_listed=False)


def _put_off(change: CalendarChange, reason: str) -> None:
    change.attempts += 1
    change.last_error = reason
    change.due_at = timezone.now() + LATER * change.attempts
    change.save(update_fields=["attempts", "last_error", "due_at"])


def _name(uid: str) -> str:
    """The same again after an answer that was lost: a second insert then finds the first."""
    return uid if PLAIN_NAME.fullmatch(uid) else hashlib.sha256(uid.encode()).hexdigest()
