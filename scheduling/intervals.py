"""Arithmetic on intervals of time: (start, end), both aware UTC, the end exclusive.

An interval may be empty (start == end). Lists passed in may be in any order and overlap; lists returned
are in order and disjoint, though two neighbours may touch.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

type Interval = tuple[datetime, datetime]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The union. Intervals that touch become one."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def subtract(intervals: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """What is left of `intervals` outside `holes`.

    An empty hole cuts the interval it lies inside in two: nothing that spans that instant fits any more.
    """
    left: list[Interval] = []
    ordered = merge(holes)
    first = 0
    for start, end in merge(intervals):
        while first < len(ordered) and ordered[first][1] <= start:
            first += 1
        index = first
        while index < len(ordered) and ordered[index][0] < end:
            if start < ordered[index][0]:
                left.append((start, ordered[index][0]))
            start = max(start, ordered[index][1])
            index += 1
        if start < end:
            left.append((start, end))
    return left


def intersect(ones: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The time that lies in both. Each list must be in order and disjoint; cuts in either are kept."""
    shared: list[Interval] = []
    left, right = list(ones), list(others)
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            shared.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return shared


def pad(interval: Interval, margin: timedelta) -> Interval:
    """The interval with `margin` added on both sides."""
    return interval[0] - margin, interval[1] + margin
