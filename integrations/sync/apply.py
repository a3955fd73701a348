"""What a calendar outside holds now, merged into the rows here: the rows and what was agreed, in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, transaction

from executives.models import ExecutiveProfile
from integrations.models import CalendarChange, CalendarSyncToken, Integration, Provider, SyncedSeries
from integrations.shapes import SyncDirection
from integrations.sync.bodies import Codec, Reading
from integrations.sync.clash_rows import keep_clashes
from integrations.sync.kept import KEPT, held_elsewhere, kept_from
from integrations.sync.merge import Merge, believed, is_same, merge
from integrations.sync.remote import RemoteObject
from integrations.sync.series import Series, series_of
from jenifer.principal import on_behalf_of
from orgs.models import User
from scheduling.mapping import OWN_UID
from scheduling.selectors import rows_by_uid
from scheduling.services.series import store_series


@dataclass(frozen=True, slots=True)
class Desk:
    """One calendar of a connection, and how it is kept."""

    calendar: CalendarSyncToken
    executive: ExecutiveProfile
    owner: User
    codec: Codec
    provider: str
    direction: str


@dataclass(slots=True)
class Tally:
    """What a sync did."""

    applied: int = 0
    sent: int = 0
    clashes: int = 0
    troubles: list[str] = field(default_factory=list)  # calendars that were left out, and why; sentences


@dataclass(frozen=True, slots=True)
class Incoming:
    """An object as it was known, and as it is now; `told` is None when it is gone."""

    object_id: str
    uid: str
    known: SyncedSeries | None
    told: RemoteObject | None
    theirs: Series | None
    problem: str = ""  # what of it cannot be read

    @property
    def is_unreadable(self) -> bool:
        return self.told is not None and self.theirs is None


def desk_of(integration: Integration, calendar: CalendarSyncToken, codec: Codec) -> Desk:
    executive = calendar.executive
    if executive is None:
        raise ValueError("A calendar that is nobody's is not synced.")
    direction = integration.settings["sync_direction"]
    return Desk(calendar, executive, integration.user, codec, integration.provider, direction)


def apply_objects(
    desk: Desk,
    changed: Iterable[RemoteObject],
    gone: Iterable[str],
    tally: Tally,
    *,
    is_listed: bool,
) -> None:
    """One object may come twice; the later one counts. What was applied before changes nothing.

    `is_listed`: they come from a listing, whose cursor knows them.
    """
    with hold(desk):
        incoming = [each for each in _incoming(desk, changed, gone) if not _is_known(each)]
        if not incoming:
            return
        ours = series_here(desk, {each.uid for each in incoming})
        incoming = _allowed(desk, incoming)
        merges = [_merged(desk, each, ours.get(each.uid)) for each in incoming]
        _store(desk, incoming, merges, ours, tally)
        _agree(desk, incoming, merges, is_listed=is_listed)


@contextmanager
def hold(desk: Desk) -> Iterator[None]:
    """Whoever changes this calendar waits; what is written meanwhile is not sent back to where it came from."""
    with transaction.atomic(), on_behalf_of(desk.executive.pk):
        ExecutiveProfile.objects.select_for_update().get(pk=desk.executive.pk)
        _say_applying(str(desk.calendar.pk))
        yield
        _say_applying("")


def _say_applying(calendar_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.applying', %s, true)", [calendar_id])


def series_here(desk: Desk, uids: Iterable[str]) -> dict[str, Series]:
    """What stands in the rows, by UID. Rows made here get the UID by which they are known elsewhere."""
    wanted = set(uids)
    _name_own(desk, [uid.removesuffix(OWN_UID) for uid in wanted if uid.endswith(OWN_UID)])
    return series_of(rows_by_uid(desk.executive.pk, wanted))


def _name_own(desk: Desk, ids: Sequence[str]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE meetings SET ical_uid = coalesce(recurrence_parent_id, id)::text || %(own)s
                WHERE executive_id = %(executive)s AND ical_uid = ''
                  AND coalesce(recurrence_parent_id, id)::text = ANY(%(ids)s)
                """,
                {"own": OWN_UID, "executive": desk.executive.pk, "ids": list(ids)},
            )


def _incoming(desk: Desk, changed: Iterable[RemoteObject], gone: Iterable[str]) -> list[Incoming]:
    told = {each.id: each for each in changed}
    removed = [object_id for object_id in gone if object_id not in told]
    rows = SyncedSeries.objects.filter(calendar=desk.calendar, object_id__in=[*told, *removed])
    known = {row.object_id: row for row in rows}
    found = []
    for object_id in [*told, *removed]:
        row, now = known.get(object_id), told.get(object_id)
        reading = desk.codec.read(now.body) if now is not None else Reading(None)
        theirs = reading.series
        uid = theirs.uid if theirs is not None else row.ical_uid if row is not None else ""
        found.append(Incoming(object_id, uid, row, now, theirs, reading.problem))
    return found


def _allowed(desk: Desk, incoming: list[Incoming]) -> list[Incoming]:
    """What a subscription may not touch counts as not read, and is looked at anew with every turn."""
    if desk.provider != Provider.ICS:
        return incoming
    kept = kept_from(desk.calendar, (each.uid for each in incoming))
    return [_left_out(each) if each.uid in kept else each for each in incoming]


def _left_out(each: Incoming) -> Incoming:
    told = each.told and RemoteObject(each.told.id, "", "")
    return replace(each, uid="", told=told, theirs=None, problem=str(KEPT))


def _is_known(each: Incoming) -> bool:
    """What came from here, what was seen already, what was never had."""
    if each.told is None:
        return each.known is None
    return each.known is not None and each.known.body == each.told.body and each.known.etag == each.told.etag


def _merged(desk: Desk, each: Incoming, ours: Series | None) -> Merge:
    """What nobody can read stays there as it is, and ours here."""
    if desk.direction == SyncDirection.PUSH or each.is_unreadable:
        return Merge(ours)
    if each.known is None:
        return merge(None, ours, each.theirs)
    base, sent = (desk.codec.read(body).series for body in (each.known.body, each.known.sent_body))
    return merge(believed(base, sent, each.theirs), ours, each.theirs)


def _store(
    desk: Desk, incoming: Sequence[Incoming], merges: Sequence[Merge], ours: dict[str, Series], tally: Tally
) -> None:
    wanted, origin = {}, {}
    clashes = [(each.uid, r.clash) for each, r in zip(incoming, merges, strict=True) if r.clash is not None]
    keep_clashes(desk.executive, desk.calendar.pk, clashes)
    tally.clashes += len(clashes)
    for each, result in zip(incoming, merges, strict=True):
        if is_same(result.series, ours.get(each.uid)):
            continue
        wanted[each.uid] = list(result.series.events.values()) if result.series is not None else []
        origin[each.uid] = {
            "external_calendar_provider": desk.provider,
            "external_calendar_id": desk.calendar.calendar_id[:255],
            "external_event_id": each.object_id[:255],
        }
    # Gone from this calendar, but on another of the same executive's.
    elsewhere = held_elsewhere(desk.calendar.pk, [uid for uid, events in wanted.items() if not events])
    wanted = {uid: events for uid, events in wanted.items() if uid and uid not in elsewhere}
    tally.applied += len(wanted)
    store_series(by=desk.owner, executive=desk.executive, series=wanted, origin=origin)


def _agree(desk: Desk, incoming: Sequence[Incoming], merges: Sequence[Merge], *, is_listed: bool) -> None:
    """Remember what they hold; what we hold beyond it is to be sent."""
    SyncedSeries.objects.filter(
        calendar=desk.calendar, object_id__in=[each.object_id for each in incoming if each.told is None]
    ).delete()
    SyncedSeries.objects.bulk_create(
        [_synced(desk, each, each.told, is_listed=is_listed) for each in incoming if each.told is not None],
        update_conflicts=True,
        unique_fields=["calendar", "object_id"],
        update_fields=["ical_uid", "etag", "body", "sent_body", "is_unlisted", "problem"],
    )
    ahead = {
        each.uid
        for each, result in zip(incoming, merges, strict=True)
        if not is_same(result.series, each.theirs)
        and not each.is_unreadable
        and desk.direction != SyncDirection.PULL
    }
    CalendarChange.objects.bulk_create(
        [CalendarChange(calendar=desk.calendar, ical_uid=uid) for uid in ahead], ignore_conflicts=True
    )


def _synced(desk: Desk, each: Incoming, told: RemoteObject, *, is_listed: bool) -> SyncedSeries:
    return SyncedSeries(
        calendar=desk.calendar,
        object_id=each.object_id,
        ical_uid=each.uid,
        etag=told.etag,
        body=told.body,
        sent_body="",
        is_unlisted=not is_listed,
        problem=each.problem,
    )
