"""What is counted for a minute, in Valkey, and then begins anew. Raises OUTAGES["valkey"] while that is away."""

import time
from dataclasses import dataclass

from django.core.cache import cache

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Count:
    """`used` of the present minute, of which `seconds_left` are left."""

    used: int
    seconds_left: int


def count_one(what: str) -> Count:
    """This one included."""
    key, seconds_left = _now(what)
    cache.add(key, 0, SECONDS * 2)
    return Count(cache.incr(key), seconds_left)


def count_of(what: str) -> Count:
    key, seconds_left = _now(what)
    return Count(cache.get(key, 0), seconds_left)


def _now(what: str) -> tuple[str, int]:
    minute, into = divmod(int(time.time()), SECONDS)
    return f"{what}:{minute}", SECONDS - into
