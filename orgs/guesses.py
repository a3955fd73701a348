"""Tokens that nobody has, counted in Valkey for each address: whoever sends many is told to wait."""

import logging
import time
from ipaddress import IPv6Network, ip_address

from django.core.cache import cache

from jenifer.health import OUTAGES

logger = logging.getLogger(__name__)
WINDOW = 60  # seconds
MOST = 10


def seconds_to_wait(address: str) -> int:
    """Until one more unknown token is answered; 0 when that is now, as it is while Valkey is away."""
    now = int(time.time())
    try:
        is_over = cache.get(_key(address, now), 0) >= MOST
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")
        return 0
    return WINDOW - now % WINDOW if is_over else 0


def note_guess(address: str) -> None:
    key = _key(address, int(time.time()))
    try:
        cache.add(key, 0, WINDOW * 2)
        cache.incr(key)
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")


def _key(address: str, now: int) -> str:
    """Whoever has one address of IPv6 has the whole /64."""
    if address and (known := ip_address(address)).version == 6:
        address = str(IPv6Network((int(known), 64), strict=False).network_address)
    return f"guesses:{address}:{now // WINDOW}"
