"""VTIMEZONE of an IANA zone (RFC 5545 §3.6.5), for clients that know no zone names."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduling.ical.content_lines import folded

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class _Change(NamedTuple):
    """What a change of the clock goes from and to."""

    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_daylight: bool


@lru_cache(maxsize=128)
def vtimezone(zone: str) -> bytes:
    """Good from 1970 to 2050. Onsets are local times of the offset that ends with them."""
    clock = ZoneInfo(zone)
    onsets: dict[_Change, list[str]] = {}
    before = _offset(_FIRST, clock)
    for moment in _changes(clock):
        local = moment.astimezone(clock)
        change = _Change(before, _offset(moment, clock), local.tzname() or "", bool(local.dst()))
        onsets.setdefault(change, []).append(f"{moment + before:%Y%m%dT%H%M%S}")
        before = change.offset_to
    lines = [f"BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n".encode()]
    lines += [_observance(change, starts) for change, starts in onsets.items()]
    return b"".join([*lines, b"END:VTIMEZONE\r\n"])


def _offset(moment: datetime, clock: ZoneInfo) -> timedelta:
    return moment.astimezone(clock).utcoffset() or timedelta()


def _changes(clock: ZoneInfo) -> Iterator[datetime]:
    """The first moment, then every change of the offset, to the second."""
    yield _FIRST
    low, offset = _FIRST, _offset(_FIRST, clock)
    while low < _LAST:
        high = low + _DAY
        if _offset(high, clock) != offset:
            start = low
            while high - start > _SECOND:
                middle = start + (high - start) // 2
                start, high = (middle, high) if _offset(middle, clock) == offset else (start, middle)
            high = high.replace(microsecond=0)
            offset = _offset(high, clock)
            yield high
        low = high


def _observance(change: _Change, starts: list[str]) -> bytes:
    part = "DAYLIGHT" if change.is_daylight else "STANDARD"
    lines = [f"BEGIN:{part}", f"DTSTART:{starts[0]}"]
    if starts[1:]:
        lines.append(f"RDATE:{','.join(starts[1:])}")
    lines += [
        f"TZNAME:{change.name}",
        f"TZOFFSETFROM:{_offset_text(change.offset_from)}",
        f"TZOFFSETTO:{_offset_text(change.offset_to)}",
        f"END:{part}",
    ]
    return folded(lines)


def _offset_text(offset: timedelta) -> str:
    seconds = int(abs(offset).total_seconds())
    text = f"{'-' if offset < timedelta() else '+'}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return text + (f"{seconds % 60:02}" if seconds % 60 else "")
