"""Random recurrence rules, for property tests."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
# Clocks that change at other times of the year and day, by half an hour, around Ramadan, or never.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "UTC",
)

walls = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
lengths = st.integers(0, 60 * 30).map(lambda minutes: timedelta(minutes=minutes))


def numbers(low: int, high: int, *, is_signed: bool = False) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    if is_signed:
        number = st.tuples(number, st.sampled_from((1, -1))).map(lambda pair: pair[0] * pair[1])
    return st.lists(number, min_size=1, max_size=3).map(lambda items: ",".join(map(str, items)))


def weekdays(ordinals: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[str]:
    """All of them numbered, or none."""
    day = st.sampled_from(WEEKDAYS)
    if ordinals is not None:
        day = st.tuples(ordinals, day).map("".join)
    return st.lists(day, min_size=1, max_size=3).map(",".join)


@st.composite
def rules(draw: st.DrawFn, *, frequencies: tuple[str, ...] = FREQUENCIES) -> str:
    """Rules that RFC 5545 gives one meaning, neither COUNT nor UNTIL among their parts."""
    frequency = draw(st.sampled_from(frequencies))
    parts = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 5)))}
    optional = {
        "BYMONTH": numbers(1, 12),
        "BYDAY": weekdays(),
        "BYHOUR": numbers(0, 23),
        "BYMINUTE": numbers(0, 59),
        "WKST": st.sampled_from(WEEKDAYS),
    }
    if frequency != "WEEKLY":
        optional["BYMONTHDAY"] = numbers(1, 31, is_signed=True)
    if frequency in ("YEARLY", "HOURLY"):
        optional["BYYEARDAY"] = numbers(1, 366, is_signed=True)
    if frequency in ("YEARLY", "MONTHLY"):
        optional["BYDAY"] = st.one_of(weekdays(), weekdays(st.integers(-5, 5).filter(bool).map(str)))
    if frequency not in ("WEEKLY", "HOURLY"):
        optional["BYSETPOS"] = numbers(1, 5, is_signed=True)
    for name in draw(st.sets(st.sampled_from(sorted(optional)), max_size=4)):
        parts[name] = draw(optional[name])
    return ";".join(f"{name}={value}" for name, value in parts.items())
