"""So many requests a minute for each feed; while Valkey is away nothing is counted."""

import logging
from uuid import UUID

from jenifer.health import OUTAGES
from jenifer.minutes import count_one

logger = logging.getLogger(__name__)
MOST = 30


def seconds_to_rest(feed_id: UUID) -> int:
    """Counts this request; until when the next one is answered, 0 when this one is."""
    try:
        count = count_one(f"feed:{feed_id}")
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: requests for feeds are not counted")
        return 0
    return count.seconds_left if count.used > MOST else 0
