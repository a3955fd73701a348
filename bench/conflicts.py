"""How finding conflicts of every kind compares with a bare heap sweep that only counts overlaps.

Run with `python -m bench.conflicts`. Both get the same blocks, already in time order; each figure is the
best of several runs.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from timeit import Timer
from zoneinfo import ZoneInfo

from scheduling.blocks import Block, in_order
from scheduling.conflicts import find_conflicts
from scheduling.rules import FocusBlock, Rules

FEW, MANY = 10_000, 100_000
RUNS = 15
ZONE = ZoneInfo("Europe/Lisbon")
RULES = Rules(
    zone=ZONE,
    focus=(
        FocusBlock(frozenset({0}), time(9), time(10)),
        FocusBlock(frozenset({3}), time(14), time(15)),
    ),
    avoid_days=frozenset({5, 6}),
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


def random_calendar(count: int, a_day: int, *, are_rows: bool) -> list[Block]:
    """Working days with `a_day` blocks each on average, on the quarter hour, some of every sort.

    The list is in time order. In memory the blocks lie as they were drawn, or as rows of a query do: in that
    order too, which the processor's cache likes and which speeds up the bare sweep most.
    """
    chance = random.Random(0)
    days = [chance.randrange(count // a_day) for _ in range(count)]
    if are_rows:
        days.sort()
    return in_order(_random_block(chance, number, day) for number, day in enumerate(days))


def _random_block(chance: random.Random, number: int, working_day: int) -> Block:
    """In a hundred, one is all-day, two focus time, five holds; four on a Saturday, eight out of hours."""
    day = FIRST_DAY + timedelta(
        days=working_day // 5 * 7 + (working_day % 5 if chance.random() > 0.04 else 5)
    )
    sort = chance.random()
    if sort < 0.01:
        start, end = (
            datetime.combine(day + timedelta(days=n), time(0), ZONE).astimezone(UTC) for n in (0, 1)
        )
        return Block(f"m{number}", None, start, end, "Conference", is_all_day=True)
    quarter = chance.randrange(9 * 4, 17 * 4) if chance.random() > 0.16 else chance.randrange(7 * 4, 20 * 4)
    start = (datetime.combine(day, time(0), ZONE) + timedelta(minutes=15 * quarter)).astimezone(UTC)
    end = start + timedelta(minutes=chance.choice((15, 30, 30, 45, 60)))
    return Block(f"m{number}", None, start, end, "Meeting", is_hold=sort > 0.95, is_focus=0.01 < sort < 0.03)


def best(*runs: Callable[[], object]) -> list[float]:
    """Seconds of the fastest run of each, by turns; as `timeit` has it, with the garbage collector off."""
    timers = [Timer(run) for run in runs]
    rounds = [[timer.timeit(number=1) for timer in timers] for _ in range(RUNS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def measure(name: str, a_day: int, *, are_rows: bool) -> None:
    few, many = (random_calendar(count, a_day, are_rows=are_rows) for count in (FEW, MANY))
    spans = [(block.start, block.end) for block in many]
    seconds = [(start.timestamp(), end.timestamp()) for start, end in spans]
    floor, bare, small, large = best(
        lambda: count_overlaps(spans),
        lambda: count_overlaps(seconds),
        lambda: find_conflicts(few, RULES),
        lambda: find_conflicts(many, RULES),
    )
    overlaps, found = count_overlaps(spans), find_conflicts(many, RULES)
    years = (many[-1].end - many[0].start).days / 365.25
    print(f"{name}: {MANY:,} blocks over {years:.0f} years, {a_day} a working day; {overlaps:,} overlaps")
    print(f"  {len(found):,} conflicts of all kinds in {large * 1e3:.0f} ms; bare sweep {floor * 1e3:.0f} ms")
    print(f"  ratio to the bare sweep: {large / floor:.1f} (its times as plain numbers: {large / bare:.1f})")
    print(f"  growth from {FEW:,} to {MANY:,}: {large / small:.1f} times")


def main() -> None:
    for are_rows, layout in ((False, "as drawn"), (True, "as rows")):
        measure(f"sparse, {layout}", a_day=3, are_rows=are_rows)
        measure(f"dense, {layout}", a_day=19, are_rows=are_rows)


if __name__ == "__main__":
    main()
