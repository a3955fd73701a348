"""How finding conflicts of every kind compares with a bare heap sweep that only counts overlaps.

Run with `python -m bench.conflicts`. Both get the same blocks, already in time order; each figure is the
best of several runs.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from time import perf_counter
from zoneinfo import ZoneInfo

from scheduling.blocks import Block, in_order
from scheduling.conflicts import find_conflicts
from scheduling.rules import FocusBlock, Rules

FEW, MANY = 10_000, 100_000
RUNS = 7
ZONE = ZoneInfo("Europe/Lisbon")
RULES = Rules(
    zone=ZONE,
    focus=(
        FocusBlock(frozenset({0, 2}), time(9), time(10, 30)),
        FocusBlock(frozenset({3}), time(14), time(15)),
    ),
    avoid_days=frozenset({4, 5, 6}),
    max_per_day=8,
    preferred=((time(9), time(12)),),
)
FIRST_DAY = date(2000, 1, 3)


def count_overlaps[T: (datetime, float)](spans: Sequence[tuple[T, T]]) -> int:
    """The floor: the classic sweep with a heap of ends."""
    ends: list[T] = []
    overlaps = 0
    for start, end in spans:
        while ends and ends[0] <= start:
            heappop(ends)
        overlaps += len(ends)
        heappush(ends, end)
    return overlaps


def random_calendar(count: int, a_day: int, seed: int = 0) -> list[Block]:
    """Working days with `a_day` blocks each on average, on the quarter hour, some of every sort.

    Made day by day, so they lie in memory in time order, as rows of a query do.
    """
    chance = random.Random(seed)
    days = sorted(chance.randrange(count // a_day) for _ in range(count))
    return in_order(_random_block(chance, number, day) for number, day in enumerate(days))


def _random_block(chance: random.Random, number: int, working_day: int) -> Block:
    day = FIRST_DAY + timedelta(days=working_day // 5 * 7 + working_day % 5)
    sort = chance.random()
    if sort < 0.01:
        start, end = (
            datetime.combine(day + timedelta(days=n), time(0), ZONE).astimezone(UTC) for n in (0, 1)
        )
        return Block(f"m{number}", None, start, end, "Conference", is_all_day=True)
    wall = datetime.combine(day, time(8), ZONE) + timedelta(minutes=15 * chance.randrange(40))
    start = wall.astimezone(UTC)
    end = start + timedelta(minutes=chance.choice((15, 30, 30, 45, 60)))
    return Block(f"m{number}", None, start, end, "Meeting", is_hold=sort > 0.95, is_focus=0.01 < sort < 0.03)


def best[**P, R](run: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> tuple[float, R]:
    """Seconds of the fastest run, and its result."""
    fastest = float("inf")
    for _ in range(RUNS):
        began = perf_counter()
        result = run(*args, **kwargs)
        fastest = min(fastest, perf_counter() - began)
    return fastest, result


def measure(name: str, a_day: int) -> None:
    few, many = random_calendar(FEW, a_day), random_calendar(MANY, a_day)
    spans = [(block.start, block.end) for block in many]
    seconds = [(start.timestamp(), end.timestamp()) for start, end in spans]
    floor, overlaps = best(count_overlaps, spans)
    bare, _ = best(count_overlaps, seconds)
    small, _ = best(find_conflicts, few, RULES)
    large, found = best(find_conflicts, many, RULES)
    years = (many[-1].end - many[0].start).days / 365.25
    print(f"{name}: {MANY:,} blocks over {years:.0f} years, {a_day} a working day; {overlaps:,} overlaps")
    print(f"  {len(found):,} conflicts of all kinds in {large * 1e3:.0f} ms; bare sweep {floor * 1e3:.0f} ms")
    print(f"  ratio to the bare sweep: {large / floor:.1f} (its times as plain numbers: {large / bare:.1f})")
    print(f"  growth from {FEW:,} to {MANY:,}: {large / small:.1f} times")


def main() -> None:
    measure("sparse", a_day=3)
    measure("dense", a_day=19)


if __name__ == "__main__":
    main()
