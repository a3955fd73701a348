"""Arithmetic on intervals of time: (start, end), both aware UTC, the end exclusive.

An interval may be empty (start == end). Lists returned are in order and disjoint.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

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
    """What is left of `intervals` (in order, disjoint) outside `holes` (in any order).

    Neighbours that touch stay two. An empty hole cuts the interval it lies inside in two: nothing that spans
    that instant fits any more.
    """
    left: list[Interval] = []
    ordered = merge(holes)
    passed = 0
    for start, end in intervals:
        while passed < len(ordered) and ordered[passed][1] <= start:
            passed += 1
        for hole_start, hole_end in islice(ordered, passed, None):
            if hole_start >= end:
                break
            if start < hole_start:
                left.append((start, hole_start))
            start = hole_end
        if start < end:
            left.append((start, end))
    return left


def intersect(ones: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The time in both lists, each in order and disjoint. Where neighbours touch in either, the cut stays."""
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
