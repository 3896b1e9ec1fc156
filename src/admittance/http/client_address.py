"""The address a request comes from, as the limiter and the access log know it."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address

UNKNOWN = "unknown"


def client_address(peer: str | None, headers: Iterable[tuple[bytes, bytes]], trusted: frozenset[str]) -> str:
    """The peer, or where the peer is a trusted proxy, the last address in X-Forwarded-For that is none.

    An IPv6 address is cut to its /64, which is what one subscriber has.
    """
    if peer is None:
        return UNKNOWN
    if peer not in trusted:
        return _grouped(peer) if ":" in peer else peer
    hops = [hop.strip() for name, value in headers if name == b"x-forwarded-for" for hop in _split(value)]
    outside = next((hop for hop in reversed(hops) if hop not in trusted), peer)
    return _grouped(outside)


def _split(value: bytes) -> list[str]:
    return value.decode("latin-1").split(",")


def _grouped(text: str) -> str:
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64)) + "/64"
