"""Sweeps over blocks in time order: which overlap, which follow too closely."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from scheduling.blocks import Block, by_end

type Pair = tuple[Block, Block]

# Beyond this many at once a calendar is broken or hostile; listing every pair would grow as the square.
MOST_AT_ONCE = 100




def clusters(ordered: Iterable[Block]) -> Iterator[list[Block]]:
    """Runs of blocks chained by overlaps; between two runs nothing is going on."""
    cluster: list[Block] = []
    latest: datetime | None = None
    for block in ordered:
        if latest is None or latest <= block.start:
            if cluster:
                yield cluster
            cluster = [block]
            latest = block.end
        else:
            cluster.append(block)
            if block.end > latest:
                latest = block.end
    if cluster:
        yield cluster


def overlapping(ordered: Iterable[Block], most: int = MOST_AT_ONCE) -> Iterator[Pair]:
    """Every (earlier, later) that share time, whatever they are, in the order of the later.

    A block is paired with at most `most` earlier ones of each sort (firm, hold, focus, all-day): those that
    end last. So time and memory stay proportional to the number of blocks.
    """
    for cluster in clusters(ordered):
        if len(cluster) == 1:
            continue
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
    before: Block | None = None
    for cluster in clusters(ordered):
        ended = cluster if len(cluster) == 1 else sorted(cluster, key=by_end)
        index = 0
        for block in cluster:
            while ended[index] is not block and ended[index].end <= block.start:
                before = ended[index]
                index += 1
            if before is not None and block.start - before.end < buffer:
                yield before, block
        before = ended[-1]
