"""Three-way merge of a series: what was last the same on both sides, what is here, what is there. Pure.

An edit of one side alone is taken. Where both changed the same thing, and differently, the remote's stays and ours
is kept as a clash, for a person to restore. Any of the three is None where there is no such series.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from integrations.sync.aspects import WHEN, Aspects, Name, aspects_of, with_aspects
from integrations.sync.series import InstanceKey, Series
from scheduling.ical import CalendarEvent

WHOLE = "event"
"""The event, or the series, itself: deleted on one side and changed on the other."""
REPETITION = "repetition"
"""When a series takes place, with all its changed instances: moved on one side, changed in part on the other."""
MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class Point:
    """Where ours gave way."""

    instance: InstanceKey
    name: Name


@dataclass(frozen=True, slots=True)
class Clash:
    points: tuple[Point, ...]
    ours: Series | None
    theirs: Series | None


@dataclass(frozen=True, slots=True)
class Merge:
    """`series` is what both sides shall hold."""

    series: Series | None
    clash: Clash | None = None


def merge(base: Series | None, ours: Series | None, theirs: Series | None) -> Merge:
    """Without a base the two were never known to be one: the higher SEQUENCE counts, of equals theirs."""
    if is_same(ours, theirs) or is_same(ours, base):
        return Merge(theirs)
    if is_same(theirs, base):
        return Merge(ours)
    if ours is None or theirs is None:
        return Merge(theirs, Clash((Point(None, WHOLE),), ours, theirs))
    if base is None:
        return Merge(ours if _version(ours) > _version(theirs) else theirs)
    merged, points = _merge_events(base, _beside(base, ours, theirs), theirs)
    if _beside(base, ours, theirs) is not ours:
        points.insert(0, Point(None, REPETITION))
    return Merge(merged, Clash(tuple(points), ours, theirs) if points else None)


def believed(base: Series | None, sent: Series | None, theirs: Series | None) -> Series | None:
    """What was last the same on both sides, when nobody told whether what was sent has arrived.

    It arrives whole or not at all: if theirs holds anything of what it was to change, theirs was edited after it.
    """
    if sent is None or theirs is None:
        return base
    told = _told(base)
    news = {point: value for point, value in _told(sent).items() if told.get(point, MISSING) != value}
    return sent if news.items() & _told(theirs).items() else base


def _told(series: Series | None) -> dict[tuple[InstanceKey, Name], Any]:
    events = series.events if series is not None else {}
    return {(key, name): value for key, event in events.items() for name, value in aspects_of(event).items()}


def is_same(one: Series | None, other: Series | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.events.keys() == other.events.keys() and all(
        aspects_of(event) == aspects_of(other.events[key]) for key, event in one.events.items()
    )


def _version(series: Series) -> int:
    return max(event.sequence for event in series.events.values())


def _beside(base: Series, ours: Series, theirs: Series) -> Series:
    """Ours, on their timing where one side has moved the series and the other has touched single instances.

    An instance is named by the start that its series gives it: neither edit would mean anything after the other.
    """
    was, here, there = (each.events.get(None) for each in (base, ours, theirs))
    if was is None or here is None or there is None:
        return ours
    is_moved_here, is_moved_there = _when(here) != _when(was), _when(there) != _when(was)
    if not (is_moved_here and _instances(theirs) != _instances(base)) and not (
        is_moved_there and _instances(ours) != _instances(base)
    ):
        return ours
    timing = replace(there.timing, is_cancelled=here.timing.is_cancelled)
    events = {None: replace(here, timing=timing)} | {k: v for k, v in theirs.events.items() if k is not None}
    return Series(ours.uid, MappingProxyType(events))


def _when(event: CalendarEvent) -> Any:
    return aspects_of(event)[WHEN]


def _instances(series: Series) -> Any:
    master = series.events[None].timing
    changed = {key: aspects_of(event) for key, event in series.events.items() if key is not None}
    return master.excluded, changed


def _merge_events(base: Series, ours: Series, theirs: Series) -> tuple[Series | None, list[Point]]:
    merged: dict[InstanceKey, CalendarEvent] = {}
    points: list[Point] = []
    for key in {**theirs.events, **ours.events, **base.events}:
        was, here, there = (each.events.get(key) for each in (base, ours, theirs))
        event, names = _merge_event(was, here, there)
        points += [Point(key, name) for name in names]
        if event is not None:
            merged[key] = event
    return (Series(theirs.uid, MappingProxyType(merged)) if merged else None), points


def _merge_event(
    was: CalendarEvent | None, here: CalendarEvent | None, there: CalendarEvent | None
) -> tuple[CalendarEvent | None, list[Name]]:
    old, own, new = (aspects_of(each) if each is not None else None for each in (was, here, there))
    if own in (old, new):
        return there, []
    if new == old:
        return here, []
    if own is None or new is None or here is None or there is None:
        return there, [WHOLE]
    merged, names = _merge_aspects(old or {}, own, new)
    sequence = max(here.sequence, there.sequence)
    return replace(with_aspects(there, merged), sequence=sequence), names


def _merge_aspects(old: Aspects, own: Aspects, new: Aspects) -> tuple[Aspects, list[Name]]:
    merged: Aspects = {}
    clashing: list[Name] = []
    for name in new | own | old:
        was, here, there = (each.get(name, MISSING) for each in (old, own, new))
        value = here if there == was else there
        if here not in (was, there) and there != was:
            clashing.append(name)
        if value is not MISSING:
            merged[name] = value
    return merged, clashing
