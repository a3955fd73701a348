"""One pass over the blocks of a calendar in time order, gathering conflicts by kind."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from scheduling.blocks import Block
from scheduling.conflict_kinds import Conflict, ConflictKind
from scheduling.day_rules import Week
from scheduling.local_clock import EPOCH, Today, local_date, weekday
from scheduling.rules import Rules

# Beyond this many at once a calendar is broken or hostile; listing every pair would grow as the square.
MOST_AT_ONCE = 100

by_end = attrgetter("end")


class Sweep:
    """Each block is compared with those still running when it begins, and with the rules of its local day.

    Time and memory stay proportional to the number of blocks: of those running at once no more than `most` of
    a sort (firm, hold, focus, all-day) are kept in mind, the ones that end last.
    """

    def __init__(self, rules: Rules, most: int = MOST_AT_ONCE) -> None:
        self.found: dict[ConflictKind, list[Conflict]] = {kind: [] for kind in ConflictKind}
        self._buffer = rules.buffer
        self._max_per_day = rules.max_per_day
        self._most = most
        self._week = Week(rules)
        self._today = Today(rules.zone, self._week.clear_times())
        self._of_days: dict[int, list[Block]] = {}
        self._running: list[Block] = []
        self._ended_last: Block | None = None
        self._quiet_from = EPOCH

    def run(self, ordered: Iterable[Block]) -> None:
        today = self._today
        of_day: list[Block] = []
        for block in ordered:
            start, end = block.start, block.end
            if not today.begins <= start < today.ends:
                today.enter(start)
                of_day = self._of_days.setdefault(today.number, [])
            if start < self._quiet_from:
                self._meet_earlier(block, start)
            else:
                self._running = [block]
                self._ended_last = None
                self._quiet_from = end + self._buffer
            if block.is_hold or block.is_focus or block.is_all_day:
                continue
            of_day.append(block)
            for clear_from, clear_until in today.clear:
                if clear_from <= start and end <= clear_until:
                    break
            else:
                self._check_rules(block)
        self._check_maximum()

    def _meet_earlier(self, block: Block, start: datetime) -> None:
        """Compare a block with what runs, or has ended less than a buffer ago."""
        running = []
        for earlier in self._running:
            if earlier.end > start:
                running.append(earlier)
                self._share_time(earlier, block)
            elif earlier.is_meeting and (self._ended_last is None or earlier.end >= self._ended_last.end):
                self._ended_last = earlier
        ended = self._ended_last
        if ended is not None and start - ended.end < self._buffer and block.is_meeting:
            kind = ConflictKind.NO_BUFFER
            self.found[kind].append(Conflict(kind, (ended, block), ended.end, start, self._today.date))
        running.append(block)
        self._running = running if len(running) <= self._most else _longest_running(running, self._most)
        self._quiet_from = max(self._quiet_from, block.end + self._buffer)

    def _share_time(self, earlier: Block, later: Block) -> None:
        blocks = earlier, later
        if earlier.is_focus or later.is_focus:
            blocks = blocks if later.is_focus else (later, earlier)
            if not blocks[0].is_meeting or blocks[1].is_hold:
                return
            kind = ConflictKind.FOCUS_TIME
        elif earlier.is_hold and later.is_hold:
            return
        else:
            kind = ConflictKind.OVERLAP
        end = min(earlier.end, later.end)
        self.found[kind].append(Conflict(kind, blocks, later.start, end, self._today.date))

    def _check_rules(self, meeting: Block) -> None:
        today, start, end = self._today, meeting.start, meeting.end
        number = weekday(today.number)
        for kind in self._week.broken(number, today.seconds(start), today.seconds(end)):
            self.found[kind].append(Conflict(kind, (meeting,), start, end, today.date))

    def _check_maximum(self) -> None:
        kind = ConflictKind.OVER_MAXIMUM
        for number, meetings in self._of_days.items():
            if self._max_per_day is not None and len(meetings) > self._max_per_day:
                end = max(map(by_end, meetings))
                crowd = Conflict(kind, tuple(meetings), meetings[0].start, end, local_date(number))
                self.found[kind].append(crowd)


def _longest_running(blocks: Sequence[Block], most: int) -> list[Block]:
    sorts: dict[tuple[bool, bool, bool], list[Block]] = {}
    for block in blocks:
        sorts.setdefault((block.is_hold, block.is_focus, block.is_all_day), []).append(block)
    kept = {id(block) for sort in sorts.values() for block in sorted(sort, key=by_end)[-most:]}
    return [block for block in blocks if id(block) in kept]
