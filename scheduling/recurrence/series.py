"""A series with its overrides, laid out over a window (RFC 5545 §3.8.4.4, §3.8.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from jenifer.years import LAST_YEAR
from scheduling.recurrence.clock import clock_of, latest_start, to_utc, to_wall
from scheduling.recurrence.component import Component, Instance
from scheduling.recurrence.following import Following, Start
from scheduling.recurrence.rule import Rule, parse_rule
from scheduling.recurrence.starts import last_counted, starts

# As far as any clock has ever been set in one step (Samoa, 2011).
_CLOCK_CHANGE = timedelta(days=1)
_DAY = timedelta(days=1)


def expand(
    master: Component, overrides: Sequence[Component], since: datetime, until: datetime
) -> list[Instance]:
    """Instances that overlap [since, until), by start; one without length counts at its start.

    `master` is a series, a single event, or an override whose master is missing. Bounds are aware; for civil
    events they are read as wall clock labelled UTC. The work grows with the window, not with the series' age.
    """
    if not (overrides or master.rule or master.extra):
        is_gone = master.is_cancelled and master.recurrence_id is not None
        alone = Instance(master.id, master.recurrence_id or master.start, master.start, master.end)
        return [alone] if not is_gone and _overlaps(alone, since, until) else []
    edits = {_replaced_start(master, override): override for override in overrides}
    following = Following(master, edits)
    found = [
        Instance(edit.id, start, edit.start, edit.end)
        for start, edit in edits.items()
        if not edit.is_cancelled and start not in master.excluded
    ]
    for original in _starts(master, since - following.latest, until + following.earliest):
        if original.moment not in edits:
            found += following.instances(original)
    return sorted(
        (instance for instance in found if _overlaps(instance, since, until)),
        key=lambda instance: (instance.start, instance.recurrence_id),
    )


def series_end(master: Component, overrides: Sequence[Component]) -> datetime | None:
    """A moment at or after the end of every instance, for range queries; None when there is no last one."""
    following = Following(master, {_replaced_start(master, override): override for override in overrides})
    last = master.start
    if master.rule:
        plan = _plan(master.rule, master.start, master.clock)
        if plan.last is None:
            return None
        last = max(last, plan.last)
    starts_and_ends = [(start, end or start) for start, end in master.extra]
    lasts = [last, *(moment for pair in starts_and_ends for moment in pair)]
    return max([max(lasts) + following.latest, *(override.end for override in overrides)])


@dataclass(frozen=True, slots=True)
class _Plan:
    """A parsed rule, its clock and its last allowed start (aware), kept between calls."""

    rule: Rule
    first: datetime
    clock: ZoneInfo | None
    last: datetime | None


@lru_cache(maxsize=4096)
def _plan(text: str, start: datetime, zone: str) -> _Plan:
    clock = clock_of(zone)
    first = to_wall(start, clock)
    rule = parse_rule(text).anchored(first)
    last = None
    if rule.count:
        last = to_utc(last_counted(rule, first, rule.count), clock)
    elif rule.until and rule.until.year <= LAST_YEAR:
        last = latest_start(rule.until, clock)
    return _Plan(rule, first, clock, last)


def _starts(master: Component, since: datetime, until: datetime) -> Iterator[Start]:
    """Those within [since, until) that are not excluded, each once, and some around them.

    RDATEs come regardless of the window, as theirs may be long.
    """
    seen = set(master.excluded)
    for start in (*_extra_starts(master), *_rule_starts(master, since, until)):
        if start.moment not in seen:
            seen.add(start.moment)
            yield start


def _extra_starts(master: Component) -> Iterator[Start]:
    clock = clock_of(master.clock)
    for start, end in master.extra:
        yield Start(start, to_wall(start, clock), None if end is None else end - start)


def _rule_starts(master: Component, since: datetime, until: datetime) -> Iterator[Start]:
    """DTSTART, in the set even where the rule does not match it (§3.8.5.3), then the rule's starts."""
    if not master.rule:
        yield Start(master.start, to_wall(master.start, clock_of(master.clock)))
        return
    plan = _plan(master.rule, master.start, master.clock)
    if plan.last is not None:
        until = min(until, plan.last + _DAY)
        if master.start > plan.last:
            return
    yield Start(master.start, plan.first)
    low = to_wall(since, plan.clock) - _CLOCK_CHANGE
    high = to_wall(until, plan.clock) + _CLOCK_CHANGE
    for wall in starts(plan.rule, plan.first, low, high):
        moment = to_utc(wall, plan.clock)
        # A wall time that comes twice on the day of DTSTART may be the earlier of the two.
        if moment > master.start and (plan.last is None or moment <= plan.last):
            yield Start(moment, wall)


def _overlaps(instance: Instance, since: datetime, until: datetime) -> bool:
    return instance.start < until and (instance.end > since or instance.start == instance.end >= since)


def _replaced_start(master: Component, override: Component) -> datetime:
    """Which instance of the series RECURRENCE-ID means.

    Where it names a day and the series has times, or the reverse, the instance of that day.
    """
    named = override.recurrence_id
    if named is None:
        raise ValueError("An override needs a recurrence_id.")
    is_midnight = named == named.replace(hour=0, minute=0, second=0, microsecond=0)
    if master.is_all_day and not is_midnight:
        wall = to_wall(named, clock_of(override.clock))
        return to_utc(datetime(wall.year, wall.month, wall.day), None)  # noqa: DTZ001 a wall time
    if not is_midnight or master.is_all_day:
        return named
    near = list(_starts(master, named - _DAY, named + 2 * _DAY))
    if any(start.moment == named for start in near):
        return named
    return min((start.moment for start in near if start.wall.date() == named.date()), default=named)
