"""Random calendars for the property tests."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduling.blocks import Block
from scheduling.rules import FocusBlock, Rules

# With clock changes at 01:00 to 03:00, at midnight (Cairo), of half an hour (Lord Howe), and none.
ZONES = tuple(
    map(
        ZoneInfo,
        ("UTC", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"),
    )
)
# Each lies shortly before a clock change somewhere among the zones.
FIRST_DAYS = (date(2024, 3, 6), date(2024, 3, 27), date(2024, 4, 3), date(2024, 10, 23), date(1965, 4, 21))
MINUTES_LONG = (0, 15, 30, 30, 45, 60, 90, 240, 26 * 60, 9 * 24 * 60)


@st.composite
def clock_windows(draw: st.DrawFn, earliest: int = 0, latest: int = 96) -> tuple[time, time]:
    """A start and a later end on quarter hours; 00:00 as an end is midnight."""
    start, end = sorted(draw(st.sets(st.integers(earliest, latest), min_size=2, max_size=2)))
    return time(start // 4, start % 4 * 15), time(end // 4 % 24, end % 4 * 15)


@st.composite
def rules(
    draw: st.DrawFn,
    zones: st.SearchStrategy[ZoneInfo] = st.sampled_from(ZONES),  # noqa: B008
    earliest: int = 0,
    latest: int = 96,
) -> Rules:
    work_start, work_end = draw(clock_windows(earliest, latest))
    weekdays = st.frozensets(st.integers(0, 6), max_size=3)
    focus = st.builds(
        lambda days, window: FocusBlock(days, *window), weekdays, clock_windows(earliest, latest)
    )
    return Rules(
        zone=draw(zones),
        work_start=work_start,
        work_end=work_end,
        buffer=timedelta(minutes=draw(st.sampled_from((0, 5, 15, 60)))),
        focus=tuple(draw(st.lists(focus, max_size=2))),
        avoid_days=draw(weekdays),
        max_per_day=draw(st.none() | st.integers(0, 4)),
        preferred=tuple(draw(st.lists(clock_windows(earliest, latest), max_size=1))),
    )


@st.composite
def blocks(draw: st.DrawFn, number: int, zone: ZoneInfo, first_day: date, sorts: Mapping[str, bool]) -> Block:
    day = datetime.combine(first_day + timedelta(days=draw(st.integers(0, 6))), time(0))
    flags = {sort: allowed and draw(st.integers(0, 4)) == 0 for sort, allowed in sorts.items()}
    if flags.get("is_all_day"):
        start, end = day, day + timedelta(days=draw(st.integers(1, 3)))
        return _block(number, start.replace(tzinfo=zone), end.replace(tzinfo=zone), flags)
    # Most begin by day, so that small calendars are crowded too.
    quarter = draw(st.integers(32, 72) | st.integers(0, 95))
    start = (day + timedelta(minutes=15 * quarter)).replace(tzinfo=zone)
    length = timedelta(minutes=draw(st.sampled_from(MINUTES_LONG)))
    return _block(number, start, start.astimezone(UTC) + length, flags)


def _block(number: int, start: datetime, end: datetime, flags: Mapping[str, bool]) -> Block:
    return Block(f"m{number}", None, start.astimezone(UTC), end.astimezone(UTC), f"Meeting {number}", **flags)


@st.composite
def calendars(
    draw: st.DrawFn, zone: ZoneInfo, first_day: date | None = None, most: int = 14
) -> tuple[Block, ...]:
    """Up to `most` blocks of every sort within a week, in no particular order."""
    if first_day is None:
        first_day = draw(st.sampled_from(FIRST_DAYS))
    sorts = {"is_hold": True, "is_focus": True, "is_all_day": True}
    count = draw(st.integers(0, most))
    return tuple(draw(blocks(number, zone, first_day, sorts)) for number in range(count))
