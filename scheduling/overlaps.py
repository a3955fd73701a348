"""Sweeps over blocks in time order: which overlap, which follow too closely."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate, chain, compress, count, islice
from operator import le

from scheduling.blocks import Block, by_end, by_start

type Pair = tuple[Block, Block]

NOTHING = timedelta(0)
# Beyond this many at once a calendar is broken or hostile; listing every pair would grow as the square.
MOST_AT_ONCE = 100


def clusters(ordered: Sequence[Block], buffer: timedelta = NOTHING) -> Iterator[Sequence[Block]]:
    """The runs of two or more in which each begins less than `buffer` after the last before it has ended."""
    ends = (block.end + buffer for block in ordered) if buffer else map(by_end, ordered)
    latest = accumulate(ends, max)
    starts = map(by_start, islice(ordered, 1, None))
    begun = 0
    for next_run in chain(compress(count(1), map(le, latest, starts)), (len(ordered),)):
        if next_run - begun > 1:
            yield ordered[begun:next_run]
        begun = next_run


def overlapping(ordered: Sequence[Block], most: int = MOST_AT_ONCE) -> Iterator[Pair]:
    """Every (earlier, later) that share time, whatever they are, in the order of the later.

    A block is paired with at most `most` earlier ones of each sort (firm, hold, focus, all-day): those that
    end last. So time and memory stay proportional to the number of blocks.
    """
    for cluster in clusters(ordered):
        running: list[Block] = []
        for later in cluster:
            start = later.start
            running = [block for block in running if block.end > start]
            for earlier in running:
                yield earlier, later
            running.append(later)
            if len(running) > most:
                running = _longest_running(running, most)


def _longest_running(blocks: Sequence[Block], most: int) -> list[Block]:
    sorts: dict[tuple[bool, bool, bool], list[Block]] = {}
    for block in blocks:
        sorts.setdefault((block.is_hold, block.is_focus, block.is_all_day), []).append(block)
    kept = {id(block) for sort in sorts.values() for block in sorted(sort, key=by_end)[-most:]}
    return [block for block in blocks if id(block) in kept]


def following_closely(ordered: Sequence[Block], buffer: timedelta) -> Iterator[Pair]:
    """Each block with the one that ended last before it began, if less than `buffer` before."""
    for cluster in clusters(ordered, buffer):
        ended = sorted(cluster, key=by_end)
        before: Block | None = None
        index = 0
        for block in cluster:
            start = block.start
            while ended[index].end <= start and ended[index] is not block:
                before = ended[index]
                index += 1
            if before is not None and start - before.end < buffer:
                yield before, block
