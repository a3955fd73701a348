"""What is counted for a while, in Valkey, and then begins anew. Raises OUTAGES["valkey"] while that is away."""

import time
from dataclasses import dataclass

from django.core.cache import cache

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Count:
    """`used` of the present window, of which `seconds_left` are left."""

    used: int
    seconds_left: int


def count_one(what: str, window: int = MINUTE) -> Count:
    """This one included. `window` in seconds."""
    key, seconds_left = _now(what, window)
    cache.add(key, 0, window * 2)
    return Count(cache.incr(key), seconds_left)


def count_of(what: str) -> Count:
    """Of this minute."""
    key, seconds_left = _now(what, MINUTE)
    return Count(cache.get(key, 0), seconds_left)


def _now(what: str, window: int) -> tuple[str, int]:
    number, into = divmod(int(time.time()), window)
    return f"{what}:{number}", window - into
