"""Edits that gave way to the remote's: as their rows hold them, and put back into what stands now. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from integrations.sync.aspects import Name, aspects_of, with_aspects
from integrations.sync.merge import MISSING, REPETITION, WHOLE, Point
from integrations.sync.series import InstanceKey, Series
from scheduling.ical import CalendarEvent
from scheduling.moments import read_moment, write_moment

type Events = dict[InstanceKey, CalendarEvent]


def write_points(points: Iterable[Point]) -> list[dict[str, Any]]:
    """In the shape of their column (integrations.shapes.POINTS)."""
    return [
        {"instance": point.instance and write_moment(point.instance), **_write_name(point.name)}
        for point in points
    ]


def _write_name(name: Name) -> dict[str, str]:
    if isinstance(name, str):
        return {"aspect": name, "of": ""}
    aspect, of = name
    return {"aspect": aspect, "of": of if isinstance(of, str) else write_moment(of)}


def read_points(rows: Iterable[dict[str, Any]]) -> list[Point]:
    return [Point(row["instance"] and read_moment(row["instance"]), _read_name(row)) for row in rows]


def _read_name(row: dict[str, str]) -> Name:
    match row["aspect"], row["of"]:
        case aspect, "":
            return aspect
        case "excluded", moment:
            return "excluded", read_moment(moment)
        case aspect, of:
            return aspect, of


def put_back(present: Series | None, ours: Series | None, points: Sequence[Point]) -> Series | None:
    """What stands now, with ours at these points; SEQUENCE is raised where that changes anything."""
    if present is None or ours is None or Point(None, WHOLE) in points:
        return _raised(present, ours)
    events = dict(present.events)
    for point in points:
        _put(events, ours, point)
    return _raised(present, Series(present.uid, MappingProxyType(events)))


def _put(events: Events, ours: Series, point: Point) -> None:
    here, own = events.get(point.instance), ours.events.get(point.instance)
    if own is None:
        events.pop(point.instance, None)
    elif here is None or point.name == WHOLE:
        events[point.instance] = own
    elif point.name == REPETITION:
        changed = {key: event for key, event in ours.events.items() if key is not None}
        timing = replace(own.timing, is_cancelled=here.timing.is_cancelled)
        events.clear()
        events.update({None: replace(here, timing=timing)} | changed)
    else:
        aspects, value = aspects_of(here), aspects_of(own).get(point.name, MISSING)
        aspects.pop(point.name, None)
        told = aspects if value is MISSING else aspects | {point.name: value}
        events[point.instance] = with_aspects(here, told)


def _raised(present: Series | None, after: Series | None) -> Series | None:
    if present is None or after is None:
        return after
    events = {key: _later(present.events.get(key), event) for key, event in after.events.items()}
    return Series(after.uid, MappingProxyType(events))


def _later(before: CalendarEvent | None, after: CalendarEvent) -> CalendarEvent:
    if before is None or aspects_of(before) == aspects_of(after):
        return after
    return replace(after, sequence=max(before.sequence, after.sequence) + 1)
