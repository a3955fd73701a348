"""What happened to calendars while someone was away: many changes, told in few lines. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from scheduling.models import NewsKind

type Span = tuple[datetime, datetime]
type Place = tuple[UUID, UUID | None, datetime | None]
"""Whose calendar, which series, which instance."""

# As many of a kind from one hand are said in a number.
MOST_OF_A_KIND = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the news, or several of them as one line.

    `was` and `now` are where a meeting stood and stands; all-day and floating ones in civil time. Of many at
    once `series_id` is None and `amount` their number; of one meeting it counts its instances, or who declined.
    """

    kind: str
    executive_id: UUID
    series_id: UUID | None
    at: datetime
    recurrence_id: datetime | None = None
    title: str = ""
    who: str = ""
    was: Span | None = None
    now: Span | None = None
    timezone: str = ""
    is_all_day: bool = False
    is_recurring: bool = False
    is_private: bool = False
    amount: int = 1
    by_id: UUID | None = None
    by_name: str = ""
    is_outside: bool = False
    is_there: bool = True

    @property
    def place(self) -> Place:
        return self.executive_id, self.series_id, self.recurrence_id

    @property
    def source(self) -> tuple[UUID, str, UUID | None, bool]:
        return self.executive_id, self.kind, self.by_id, self.is_outside


def tell(changes: Iterable[Change], *, reader: UUID, since: datetime) -> list[Change]:
    """The lines for `reader`, who left at `since`: the latest first, each series once; `changes` in their order.

    What the reader did is none, and neither is what came before it to the same meeting; nor what was over by
    `since`, nor what has come and gone in between.
    """
    whole: dict[Place, Change] = {}
    declined: dict[tuple[Place, str], Change] = {}
    many: list[Change] = []
    for change in changes:
        if change.by_id == reader:
            _forget(change, whole, declined)
        elif change.series_id is None:
            many.append(change)
        elif change.kind == NewsKind.DECLINED:
            declined[change.place, change.who] = change
        else:
            _merge(change, whole)
    rest = [each for each in (*whole.values(), *declined.values()) if not _is_over(each, since)]
    return sorted(_summed([*_once_a_series(rest), *many]), key=lambda each: each.at, reverse=True)


def _forget(own: Change, whole: dict[Place, Change], declined: dict[tuple[Place, str], Change]) -> None:
    """Whoever changed a meeting has seen it."""
    if own.series_id is None:
        return
    for place in [each for each in whole if _is_about(each, own)]:
        del whole[place]
    for key in [each for each in declined if _is_about(each[0], own)]:
        del declined[key]


def _is_about(place: Place, own: Change) -> bool:
    return place[:2] == own.place[:2] and own.recurrence_id in (None, place[2])


def _merge(change: Change, whole: dict[Place, Change]) -> None:
    before = whole.pop(change.place, None)
    merged = change if before is None else _together(before, change)
    if merged is not None:
        whole[change.place] = merged


def _together(before: Change, after: Change) -> Change | None:
    """Two changes of one meeting as one; None where nothing is left of them."""
    match before.kind, after.kind:
        case NewsKind.MOVED, NewsKind.MOVED:
            return None if before.was == after.now else replace(after, was=before.was)
        case NewsKind.NEW, NewsKind.MOVED:
            return replace(before, now=after.now, at=after.at)
        case (NewsKind.NEW, NewsKind.CANCELLED) | (NewsKind.CANCELLED, NewsKind.NEW):
            return None
        case NewsKind.CANCELLED, _:
            return before
        case NewsKind.MOVED, NewsKind.CANCELLED:
            return replace(after, was=before.was)
        case _:
            return after


def _is_over(change: Change, since: datetime) -> bool:
    ends = [span[1] for span in (change.was, change.now) if span is not None]
    return bool(ends) and not change.is_recurring and max(ends) < since


def _once_a_series(changes: Sequence[Change]) -> list[Change]:
    """What happened to a series as a whole covers its instances; of the same to several there is one line."""
    as_a_whole = {each.place[:2] for each in changes if each.recurrence_id is None and each.is_recurring}
    lines: dict[tuple[object, ...], Change] = {}
    for each in changes:
        if each.recurrence_id is not None and each.place[:2] in as_a_whole:
            continue
        key = (*each.place[:2], each.kind)
        other = lines.get(key)
        lines[key] = each if other is None else replace(each, amount=other.amount + each.amount)
    return list(lines.values())


def _summed(changes: Sequence[Change]) -> list[Change]:
    """An import, a first sync: one line that counts."""
    by_source: dict[object, list[Change]] = {}
    for each in changes:
        by_source.setdefault(each.source, []).append(each)
    lines: list[Change] = []
    for group in by_source.values():
        is_many = len(group) > MOST_OF_A_KIND or any(each.series_id is None for each in group)
        lines += [_sum(group)] if is_many else group
    return lines


def _sum(group: Sequence[Change]) -> Change:
    first = group[0]
    total = sum(each.amount if each.series_id is None else 1 for each in group)
    return Change(
        kind=first.kind,
        executive_id=first.executive_id,
        series_id=None,
        at=max(each.at for each in group),
        amount=total,
        by_id=first.by_id,
        by_name=first.by_name,
        is_outside=first.is_outside,
    )
