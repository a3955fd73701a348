"""Conflicts of every kind ÷ a bare heap sweep over the same events, which only sorts them and counts overlaps."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from timeit import Timer
from zoneinfo import ZoneInfo

from bench.ground import show
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


def count_overlaps(spans: Sequence[tuple[datetime, datetime]]) -> int:
    """The floor: the classic sweep with a heap of ends."""
    ends: list[datetime] = []
    overlaps = 0
    for start, end in spans:
        while ends and ends[0] <= start:
            heappop(ends)
        overlaps += len(ends)
        heappush(ends, end)
    return overlaps


def random_calendar(count: int, a_day: int) -> list[Block]:
    """Working days with `a_day` blocks each on average, on the quarter hour, some of every sort, in order."""
    chance = random.Random(0)
    days = sorted(chance.randrange(count // a_day) for _ in range(count))
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


def measure(name: str, a_day: int, *, is_shuffled: bool) -> None:
    """Given in no order, both have to sort; given in order (as rows of a query come), neither has work there."""
    few, many = (random_calendar(count, a_day) for count in (FEW, MANY))
    if is_shuffled:
        for blocks in (few, many):
            random.Random(1).shuffle(blocks)
    few_spans, spans = ([(block.start, block.end) for block in blocks] for blocks in (few, many))
    small_floor, floor, small, large = best(
        lambda: count_overlaps(sorted(few_spans)),
        lambda: count_overlaps(sorted(spans)),
        lambda: find_conflicts(few, RULES),
        lambda: find_conflicts(many, RULES),
    )
    order = "in no order" if is_shuffled else "in order"
    print(
        f"{name}, {a_day} a working day, {order}: {len(find_conflicts(many, RULES)):,} conflicts of all kinds"
    )
    show(f"  {MANY:,} blocks ÷ bare sweep", large, floor, 8)
    print(
        f"  growth from {FEW:,} to {MANY:,}: {large / small:.1f} times (aim ≤ 13);"
        f" of the bare sweep {floor / small_floor:.1f}"
    )


def main() -> None:
    for is_shuffled in (True, False):
        measure("sparse", a_day=3, is_shuffled=is_shuffled)
        measure("dense", a_day=19, is_shuffled=is_shuffled)


if __name__ == "__main__":
    main()
