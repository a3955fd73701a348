"""How often something may be asked for; while Valkey is away nothing is counted."""

import logging
from dataclasses import dataclass

from jenifer.counts import MINUTE, count_one
from jenifer.health import OUTAGES

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    most: int
    window: int  # seconds


FEED = Rate(30, MINUTE)
# Each answer is told to every assistant, by mail too: whoever has a link does not fill their days.
ANSWER = Rate(30, 60 * MINUTE)


def seconds_to_rest(what: str, rate: Rate) -> int:
    """Counts this request; until when the next one is answered, 0 when this one is."""
    try:
        count = count_one(what, rate.window)
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: requests are not counted")
        return 0
    return count.seconds_left if count.used > rate.most else 0
