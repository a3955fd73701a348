"""What somebody does too often, counted in Valkey: guesses of tokens for each address, answers to one invitation."""

import logging
import time
from ipaddress import IPv6Network, ip_address

from django.core.cache import cache

from jenifer.health import OUTAGES

logger = logging.getLogger(__name__)
WINDOW = 60  # seconds
MOST = 10


def seconds_to_wait(who: str) -> int:
    """Until one more unknown token is answered; 0 when that is now, as it is while Valkey is away."""
    now = int(time.time())
    try:
        is_over = cache.get(_key(who, now), 0) >= MOST
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")
        return 0
    return WINDOW - now % WINDOW if is_over else 0


def note_guess(who: str) -> None:
    key = _key(who, int(time.time()))
    try:
        cache.add(key, 0, WINDOW * 2)
        cache.incr(key)
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")


def _key(who: str, now: int) -> str:
    return f"guesses:{_network(who)}:{now // WINDOW}"


def _network(who: str) -> str:
    """Whoever has one address of IPv6 has the whole /64; what is no address stays as it is."""
    try:
        known = ip_address(who)
    except ValueError:
        return who
    if known.version == 4:
        return who
    return str(IPv6Network((int(known), 64), strict=False).network_address)
