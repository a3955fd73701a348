"""Edits made here that gave way to others on the calendar outside: which are open, and putting them back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from integrations.models import CalendarClash
from integrations.sync.clash_rows import kept_series, kept_text
from integrations.sync.clashes import put_back, read_points
from integrations.sync.merge import Point, is_same
from integrations.sync.series import Series, series_of
from jenifer.principal import on_behalf_of
from orgs.models import User
from scheduling.models import Meeting, Method
from scheduling.selectors import rows_by_uid
from scheduling.services.meetings import NotOrganizer, Stale
from scheduling.services.notices import take_back, tell_attendees, told_by
from scheduling.services.series import store_series
from scheduling.services.telling import Tell, tell_or_ask

OPEN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OpenClash:
    """`present` is what stands now; `meeting_id` its row, None where it is gone."""

    id: UUID
    since: datetime
    points: tuple[Point, ...]
    ours: Series | None
    present: Series | None
    meeting_id: UUID | None


def open_clashes(executive: ExecutiveProfile, now: datetime) -> list[OpenClash]:
    """Those where ours and what stands now still differ; the latest first."""
    rows = CalendarClash.objects.filter(
        executive=executive, restored_at=None, created_at__gt=now - OPEN_FOR
    ).order_by("-created_at", "id")
    meetings = list(_rows(executive, {row.ical_uid for row in rows}))
    present = series_of(meetings)
    ids = {meeting.ical_uid: meeting.pk for meeting in reversed(meetings)}  # the master's, if it is there
    found = [_open(row, ids.get(row.ical_uid), present.get(row.ical_uid)) for row in rows]
    return [
        each for each in found if not is_same(put_back(each.present, each.ours, each.points), each.present)
    ]


def _open(row: CalendarClash, meeting_id: UUID | None, present: Series | None) -> OpenClash:
    points = tuple(read_points(row.points))
    return OpenClash(row.pk, row.created_at, points, kept_series(row.ours), present, meeting_id)


@transaction.atomic
def restore_clash(*, by: User, clash_id: UUID, tell: Tell | None = None) -> UUID | None:
    """Ours stands again, here and, with the next sync, there. The change's id, where attendees are told of it.

    Raises AskFirst, Stale, NotOrganizer, 403 and 404.
    """
    row, executive = _lock(by, clash_id)
    if row.restored_at is not None:
        raise Stale(_("This has been restored already."))
    present = _present(executive, row)
    _require_organizer(executive, row, present)
    row.displaced, row.restored_at = kept_text(present), timezone.now()
    row.save(update_fields=["displaced", "restored_at"])
    points = read_points(row.points)
    _store(by, executive, row, put_back(present, kept_series(row.ours), points))
    meeting = _told_of(executive, row, points)
    if meeting is None:
        return None
    return tell_or_ask(by=by, meeting=meeting, method=Method.REQUEST, tell=tell, was=None)


@transaction.atomic
def undo_restore(*, by: User, clash_id: UUID, told: UUID | None = None) -> int:
    """What stood before stands again, unless someone has changed it since. Raises Stale, 403 and 404.

    How many had heard of the change (`told`) already, and now hear that it is undone.
    """
    row, executive = _lock(by, clash_id)
    if row.restored_at is None:
        raise Stale(_("There is nothing to undo."))
    present, before, points = _present(executive, row), kept_series(row.displaced), read_points(row.points)
    if not is_same(present, put_back(before, kept_series(row.ours), points)):
        raise Stale(_("It has been changed since, so this can’t be undone."))
    row.displaced, row.restored_at = "", None
    row.save(update_fields=["displaced", "restored_at"])
    _store(by, executive, row, put_back(present, before, points))
    if told is None or take_back(change_id=told):
        return 0
    meeting, people = _told_of(executive, row, points), told_by(told)
    if meeting is not None:
        tell_attendees(by=by, meeting=meeting, method=Method.REQUEST, to=people)
    return len(people)


def _told_of(executive: ExecutiveProfile, row: CalendarClash, points: Sequence[Point]) -> Meeting | None:
    """The row that attendees are told of: the instance in question, or its master. None where none is left."""
    found = {meeting.recurrence_id: meeting for meeting in _rows(executive, {row.ical_uid})}
    return found.get(points[0].instance) or found.get(None)


def _lock(by: User, clash_id: UUID) -> tuple[CalendarClash, ExecutiveProfile]:
    found = CalendarClash.objects.filter(pk=clash_id).first()
    if found is None:
        raise Http404
    executive = Access.of(by).executive(found.executive_id, Area.CALENDAR, Right.WRITE)
    ExecutiveProfile.objects.select_for_update().get(pk=executive.pk)
    return CalendarClash.objects.select_for_update().get(pk=clash_id), executive


def _require_organizer(executive: ExecutiveProfile, row: CalendarClash, present: Series | None) -> None:
    """What another organizes is as they say."""
    master = present.events.get(None) if present is not None else None
    organizers = {each["email"] for each in master.attendees if each["is_organizer"]} if master else set()
    if organizers and executive.email.lower() not in organizers:
        raise NotOrganizer(_("Only the organizer can change this meeting. Propose another time instead."))


def _present(executive: ExecutiveProfile, row: CalendarClash) -> Series | None:
    return series_of(_rows(executive, {row.ical_uid})).get(row.ical_uid)


def _rows(executive: ExecutiveProfile, uids: Collection[str]) -> QuerySet[Meeting]:
    """Masters first."""
    return (
        rows_by_uid(executive.pk, uids)
        .select_related("executive")
        .order_by(F("recurrence_id").asc(nulls_first=True))
    )


def _store(by: User, executive: ExecutiveProfile, row: CalendarClash, series: Series | None) -> None:
    wanted = {row.ical_uid: list(series.events.values()) if series is not None else []}
    with on_behalf_of(executive.pk):
        store_series(by=by, executive=executive, series=wanted, origin={})
