"""What a calendar looks like to conflicts and slots: blocks of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

type BlockKey = tuple[str, datetime | None]

by_time = attrgetter("start", "end", "meeting_id")


@dataclass(frozen=True, slots=True)
class Block:
    """One occurrence on one person's calendar, instants in UTC, end exclusive and never before start.

    An all-day block carries the midnights of the person's zone. Transparent and cancelled events never
    become blocks. A block of no length overlaps what it lies strictly inside, nothing else.
    """

    meeting_id: str
    recurrence_id: datetime | None
    start: datetime
    end: datetime
    title: str
    is_hold: bool = False
    is_focus: bool = False
    is_all_day: bool = False

    @property
    def key(self) -> BlockKey:
        return self.meeting_id, self.recurrence_id

    @property
    def is_meeting(self) -> bool:
        """Timed and firm: what hours, buffers, focus, avoided days and the maximum apply to."""
        return not (self.is_hold or self.is_focus or self.is_all_day)


def in_order(blocks: Iterable[Block]) -> list[Block]:
    """By start; at the same start the shorter first, so that one of no length precedes what begins there."""
    return sorted(blocks, key=by_time)
