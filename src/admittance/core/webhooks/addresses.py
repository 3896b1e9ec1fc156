"""Which addresses the server may be sent to by somebody else's words (server-side request forgery)."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from msgspec import Struct

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_TRANSLATED = ip_network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are an IPv4 address."""
_RELAYED = ip_network("2002::/16")
"""6to4 (RFC 3056): bits 16 to 47 are one."""


class BadNetwork(Struct, frozen=True):
    """The text names no network."""

    text: str


def read_networks(text: str) -> tuple[Network, ...] | BadNetwork:
    """The networks in `text`, separated by commas or spaces: `10.1.0.0/16, ::1`. Host bits may be set."""
    networks: list[Network] = []
    for word in text.replace(",", " ").split():
        try:
            networks.append(ip_network(word, strict=False))
        except ValueError:
            return BadNetwork(word)
    return tuple(networks)


def may_reach(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Whether `address` is public, or in one of the networks that the operator allows.

    An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by the one it carries: that is where the
    packets end.
    """
    carried = _carried(address)
    return _public(carried) or any(_within(one, network) for one in (address, carried) for network in allowed)


def is_loopback(text: str) -> bool:
    """Whether `text` writes a loopback address or `localhost`."""
    if text.lower() == "localhost":
        return True
    try:
        return _carried(ip_address(text)).is_loopback
    except ValueError:
        return False


def _carried(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _RELAYED:
        return IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return address


def _public(address: Address) -> bool:
    # `is_global` alone says yes to multicast, to what is reserved, and to IPv6's former site-local addresses.
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    former = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not special and not address.is_link_local and not former


def _within(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network
