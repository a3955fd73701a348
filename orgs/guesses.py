"""Tokens that nobody has, counted in Valkey for each address: whoever sends many is told to wait."""

import logging
from ipaddress import IPv6Network, ip_address

from jenifer.counts import count_of, count_one
from jenifer.health import OUTAGES

logger = logging.getLogger(__name__)
MOST = 10


def seconds_to_wait(address: str) -> int:
    """Until one more unknown token is answered; 0 when that is now, as it is while Valkey is away."""
    try:
        count = count_of(_name(address))
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")
        return 0
    return count.seconds_left if count.used >= MOST else 0


def note_guess(address: str) -> None:
    try:
        count_one(_name(address))
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")


def _name(address: str) -> str:
    """Whoever has one address of IPv6 has the whole /64."""
    if address and (known := ip_address(address)).version == 6:
        address = str(IPv6Network((int(known), 64), strict=False).network_address)
    return f"guesses:{address}"
