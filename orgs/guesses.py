"""What somebody does too often, counted in Valkey: guesses of tokens for each address, answers to one invitation."""

import logging
from ipaddress import IPv6Network, ip_address

from jenifer.health import OUTAGES
from jenifer.minutes import count_of, count_one

logger = logging.getLogger(__name__)
MOST = 10


def seconds_to_wait(who: str) -> int:
    """Until one more unknown token is answered; 0 when that is now, as it is while Valkey is away."""
    try:
        count = count_of(_name(who))
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")
        return 0
    return count.seconds_left if count.used >= MOST else 0


def note_guess(who: str) -> None:
    try:
        count_one(_name(who))
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: guesses are not counted")


def _name(who: str) -> str:
    return f"guesses:{_network(who)}"


def _network(who: str) -> str:
    """Whoever has one address of IPv6 has the whole /64; what is no address stays as it is."""
    try:
        known = ip_address(who)
    except ValueError:
        return who
    if known.version == 4:
        return who
    return str(IPv6Network((int(known), 64), strict=False).network_address)
