"""So many requests in a while for each thing, counted in Valkey; while it is away nothing is counted."""

import logging
import time
from dataclasses import dataclass

from django.core.cache import cache

from jenifer.health import OUTAGES

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    most: int
    window: int  # seconds


FEED = Rate(30, 60)
# Each answer is told to every assistant, by mail too: whoever has a link does not fill their days.
ANSWER = Rate(30, 3600)


def seconds_to_rest(name: str, rate: Rate) -> int:
    """Counts this request; until when the next one is answered, 0 when this one is."""
    now = int(time.time())
    key = f"{name}:{now // rate.window}"
    try:
        cache.add(key, 0, rate.window * 2)
        used = cache.incr(key)
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: requests are not counted")
        return 0
    return rate.window - now % rate.window if used > rate.most else 0
