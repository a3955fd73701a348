"""What a calendar file says of itself, before its first event: RFC 7986 and the names that were used before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from scheduling.feed_events import FEED_OF
from scheduling.ical.properties import Properties, one_line, read_properties, read_text
from scheduling.ical.values import UnreadableValue, read_duration

MOST_HEAD = 500  # lines
NO_CALENDAR = _("There is no calendar at this address. It leads to a web page or another kind of file.")
_BEGIN = re.compile(rb"BEGIN:(\S+)", re.IGNORECASE)
_WANTED = {"BEGIN", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", FEED_OF}


@dataclass(frozen=True, slots=True)
class About:
    """`refresh_minutes`: how often the publisher wants to be asked at most, 0 when it does not say.

    `feed_of` is the executive of whom it is one of our own feeds.
    """

    is_calendar: bool = False
    name: str = ""
    refresh_minutes: int = 0
    feed_of: str = ""


def is_end_of_head(line: bytes) -> bool:
    found = _BEGIN.match(line)
    return found is not None and found[1].upper() != b"VCALENDAR"


def read_about(head: Iterable[bytes]) -> About:
    """Of the unfolded lines until the first component."""
    props = read_properties(head, _WANTED)
    return About(
        is_calendar=any(prop.value.strip().upper() == "VCALENDAR" for prop in props.get("BEGIN", ())),
        name=one_line(_text(props, "NAME") or _text(props, "X-WR-CALNAME"), 100),
        refresh_minutes=_minutes(_text(props, "REFRESH-INTERVAL") or _text(props, "X-PUBLISHED-TTL")),
        feed_of=_text(props, FEED_OF),
    )


def _text(props: Properties, name: str) -> str:
    return next((text for prop in props.get(name, ()) if (text := read_text(prop))), "")


def _minutes(duration: str) -> int:
    try:
        return max(0, int(read_duration(duration).total_seconds() // 60))
    except UnreadableValue:
        return 0
