"""Where things stand on a day's grid: rows of five minutes, and lanes for what overlaps. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

ROW = timedelta(minutes=5)
ROWS_AN_HOUR = timedelta(hours=1) // ROW
LEAST_SPAN = 4  # rows; anything shorter is drawn so that its text can be read
MOST_LANES = 6


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a civil day that the grid shows, as instants, by the viewer's clock."""

    day: date
    zone: ZoneInfo
    first_hour: int
    last_hour: int

    @property
    def opens(self) -> datetime:
        return datetime.combine(self.day, time(self.first_hour), self.zone).astimezone(UTC)

    @property
    def closes(self) -> datetime:
        return self.opens + timedelta(hours=self.last_hour - self.first_hour)


@dataclass(frozen=True, slots=True)
class Place:
    row: int
    span: int
    lane: int = 1
    lanes: int = 1


def rows(start: datetime, end: datetime, opens: datetime, closes: datetime) -> tuple[int, int] | None:
    """Row and span of [start, end) on a grid from `opens` to `closes`; None when it lies outside."""
    begin, finish = max(start, opens), min(end, closes)
    if begin > finish or begin >= closes:
        return None
    total = (closes - opens) // ROW
    row = min((begin - opens) // ROW, total - 1)
    span = max(LEAST_SPAN, -((begin - finish) // ROW))
    return row, min(span, total - row) or 1


def places(spans: Sequence[tuple[int, int]]) -> list[Place]:
    """Lanes for rows and spans in order of row: those that touch each other share the width."""
    lanes: list[int] = []
    widths: list[int] = []
    running: list[tuple[int, int]] = []  # (last row, lane)
    free: list[int] = []
    cluster = 0
    for index, (row, span) in enumerate(spans):
        while running and running[0][0] <= row:
            heappush(free, heappop(running)[1])
        if not running:
            widths += _width(lanes[cluster:])
            cluster, free = index, []
        lane = heappop(free) if free else len(running) + 1
        lanes.append(lane)
        heappush(running, (row + span, lane))
    widths += _width(lanes[cluster:])
    return [
        Place(row, span, min(lane, width), width)
        for (row, span), lane, width in zip(spans, lanes, widths, strict=True)
    ]


def _width(lanes: Sequence[int]) -> list[int]:
    return [min(max(lanes, default=1), MOST_LANES)] * len(lanes)
