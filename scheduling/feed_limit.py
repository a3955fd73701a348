"""So many requests a minute for each feed, counted in Valkey; while it is away nothing is counted."""

import logging
import time
from uuid import UUID

from django.core.cache import cache

from jenifer.health import OUTAGES

logger = logging.getLogger(__name__)
WINDOW = 60  # seconds
MOST = 30


def seconds_to_rest(feed_id: UUID) -> int:
    """Counts this request; until when the next one is answered, 0 when this one is."""
    now = int(time.time())
    key = f"feed:{feed_id}:{now // WINDOW}"
    try:
        cache.add(key, 0, WINDOW * 2)
        used = cache.incr(key)
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: requests for feeds are not counted")
        return 0
    return WINDOW - now % WINDOW if used > MOST else 0
