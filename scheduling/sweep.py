"""One pass over the blocks of a calendar in time order, gathering conflicts by kind."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter

from scheduling.blocks import Block, by_time
from scheduling.conflict_kinds import Conflict, ConflictKind, new_conflict
from scheduling.day_rules import Week
from scheduling.intervals import Interval
from scheduling.local_clock import LONG_AGO, LocalDay
from scheduling.rules import Rules

# Beyond this many at once a calendar is broken or hostile; listing every pair would grow as the square.
MOST_AT_ONCE = 100

OVERLAP, NO_BUFFER, FOCUS_TIME = ConflictKind.OVERLAP, ConflictKind.NO_BUFFER, ConflictKind.FOCUS_TIME

by_end = attrgetter("end")


class NotInOrder(ValueError):
    """Blocks came to a sweep in another order than that of time."""


class Sweep:
    """Each block is compared with those still running when it begins, and with the rules of its local day.

    Time and memory stay proportional to the number of blocks: of those running at once no more than `most` of
    a sort (firm, hold, focus, all-day) are kept in mind, the ones that end last.
    """

    def __init__(self, rules: Rules, most: int = MOST_AT_ONCE) -> None:
        self.found: dict[ConflictKind, list[Conflict]] = {kind: [] for kind in ConflictKind}
        self._overlaps = self.found[OVERLAP]
        self._without_buffer = self.found[NO_BUFFER]
        self._in_focus = self.found[FOCUS_TIME]
        self._buffer = rules.buffer
        self._max_per_day = rules.max_per_day
        self._most = most
        self._week = Week(rules)
        self._local_day = LocalDay(rules.zone, self._week.clear_times())
        self._of_days: dict[date, list[Block]] = {}
        self._ended_last: Block | None = None

    def run(self, ordered: Iterable[Block]) -> None:
        """Take the blocks of `in_order`; raises NotInOrder at the first that is out of it.

        One long loop on local names: calls and attributes are what costs here.
        """
        local_day, buffer = self._local_day, self._buffer
        begins = ends = quiet_from = LONG_AGO
        running: list[Block] = []
        of_day: list[Block] = []
        clear: list[Interval] = []
        last: Block | None = None
        last_start = LONG_AGO
        for block in ordered:
            start, end = block.start, block.end
            if start <= last_start and last is not None and by_time(block) < by_time(last):
                raise NotInOrder
            last, last_start = block, start
            if not begins <= start < ends:
                local_day.enter(start)
                begins, ends, clear = local_day.begins, local_day.ends, local_day.clear
                of_day = self._of_days.setdefault(local_day.date, [])
            # block.is_meeting, without the call that a hundred thousand blocks would feel.
            is_meeting = not (block.is_hold or block.is_focus or block.is_all_day)
            if start < quiet_from:
                running = self._meet_earlier(running, block, is_meeting)
                until = end + buffer
                quiet_from = until if until > quiet_from else quiet_from
            else:
                running = [block]
                quiet_from = end + buffer
            if not is_meeting:
                continue
            of_day.append(block)
            for clear_from, clear_until in clear:
                if clear_from <= start and end <= clear_until:
                    break
            else:
                self._check_rules(block)
        self._check_maximum()

    def _meet_earlier(self, before: Sequence[Block], block: Block, is_meeting: bool) -> list[Block]:
        """Compare a block with those before it and with the last to end; return those running now."""
        start = block.start
        running = [earlier for earlier in before if earlier.end > start]
        if len(running) < len(before):
            self._ended_last = self._last_to_end(before, start)
        if running:
            self._share_time(running, block)
        ended = self._ended_last
        if is_meeting and ended is not None and start - ended.end < self._buffer:
            gap = (NO_BUFFER, (ended, block), ended.end, start, self._local_day.date)
            self._without_buffer.append(new_conflict(gap))
        running.append(block)
        return running if len(running) <= self._most else _longest_running(running, self._most)

    def _last_to_end(self, before: Sequence[Block], now: datetime) -> Block | None:
        """The meeting that ended last; of several at once the one later in order."""
        last = self._ended_last
        for block in before:
            if block.end <= now and block.is_meeting and (last is None or block.end >= last.end):
                last = block
        return last

    def _share_time(self, running: Sequence[Block], later: Block) -> None:
        start, end, day = later.start, later.end, self._local_day.date
        is_hold, is_focus = later.is_hold, later.is_focus
        for earlier in running:
            until = end if end < earlier.end else earlier.end
            if is_focus or earlier.is_focus:
                meeting, keeper = (earlier, later) if is_focus else (later, earlier)
                if meeting.is_meeting and not keeper.is_hold:
                    self._in_focus.append(new_conflict((FOCUS_TIME, (meeting, keeper), start, until, day)))
            elif not (is_hold and earlier.is_hold):
                self._overlaps.append(new_conflict((OVERLAP, (earlier, later), start, until, day)))

    def _check_rules(self, meeting: Block) -> None:
        local_day, start, end = self._local_day, meeting.start, meeting.end
        for kind in self._week.broken(
            local_day.date.weekday(), local_day.seconds(start), local_day.seconds(end)
        ):
            self.found[kind].append(new_conflict((kind, (meeting,), start, end, local_day.date)))

    def _check_maximum(self) -> None:
        kind = ConflictKind.OVER_MAXIMUM
        for day, meetings in self._of_days.items():
            if self._max_per_day is not None and len(meetings) > self._max_per_day:
                end = max(map(by_end, meetings))
                crowd = Conflict(kind, tuple(meetings), meetings[0].start, end, day)
                self.found[kind].append(crowd)


def _longest_running(blocks: Sequence[Block], most: int) -> list[Block]:
    sorts: dict[tuple[bool, bool, bool], list[Block]] = {}
    for block in blocks:
        sorts.setdefault((block.is_hold, block.is_focus, block.is_all_day), []).append(block)
    kept = {id(block) for sort in sorts.values() for block in sorted(sort, key=by_end)[-most:]}
    return [block for block in blocks if id(block) in kept]
