"""What can be wrong with a calendar."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from scheduling.blocks import Block, BlockKey


class ConflictKind(StrEnum):
    OVERLAP = "overlap"
    NO_BUFFER = "no_buffer"
    OUTSIDE_HOURS = "outside_hours"
    FOCUS_TIME = "focus_time"
    AVOIDED_DAY = "avoided_day"
    OVER_MAXIMUM = "over_maximum"


class Conflict(NamedTuple):
    """`start` to `end` (UTC) is the time in question, `day` the date in the rules' zone on which its last
    meeting begins.

    - OVERLAP: the two; the time they share.
    - NO_BUFFER: the two; the gap between them, which may be empty.
    - OUTSIDE_HOURS, AVOIDED_DAY: the meeting and its time.
    - FOCUS_TIME: the meeting and its time; where a focus block on the calendar keeps it, the meeting, that
      block and the time they share.
    - OVER_MAXIMUM: the day's meetings, the excess last; from the first to the last of them.

    A named tuple, not a dataclass: a crowded calendar makes hundreds of thousands, in half the time.
    """

    kind: ConflictKind
    blocks: tuple[Block, ...]
    start: datetime
    end: datetime
    day: date

    @property
    def key(self) -> tuple[ConflictKind, tuple[BlockKey, ...] | date]:
        """What makes it the same when found again: kind and meetings, or the day that is too full."""
        if self.kind is ConflictKind.OVER_MAXIMUM:
            return self.kind, self.day
        return self.kind, tuple(sorted((block.key for block in self.blocks), key=str))


# Makes a Conflict of a tuple of its fields, in half the time of Conflict(...).
new_conflict: Callable[[tuple[ConflictKind, tuple[Block, ...], datetime, datetime, date]], Conflict]
new_conflict = partial(tuple.__new__, Conflict)
