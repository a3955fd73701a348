"""Which addresses requests of ours may go to: those of the public internet, and networks that a setting names."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
COMPATIBLE = ip_network("::/96")  # RFC 4291 §2.5.5.1, withdrawn, yet some systems route it
LOCAL_TO_CLOUDS = (ip_network("168.63.129.16/32"),)  # Azure's host, a public number with private answers


def address_of(text: str) -> Address:
    """As the network means it: an IPv4 address in IPv6's clothes is the IPv4 address; a zone is left out."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address
    return _inner(address) or address


def may_be_reached(address: Address, allowed: Iterable[Network]) -> bool:
    return is_named(address, allowed) or _is_public(address)


def is_named(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """IPv4-mapped, NAT64, 6to4 and IPv4-compatible addresses; `::` and `::1` are IPv6's own."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    is_wrapped = address in NAT64 or (address in COMPATIBLE and int(address) > 1)
    return IPv4Address(int(address) & 0xFFFFFFFF) if is_wrapped else None


def _is_public(address: Address) -> bool:
    """`is_global` knows IANA's registries (private, loopback, link-local, shared, benchmarks, Teredo)."""
    is_odd = address.is_multicast or address.is_reserved or address.is_unspecified
    is_site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not is_odd and not is_site_local and not is_named(address, LOCAL_TO_CLOUDS)
