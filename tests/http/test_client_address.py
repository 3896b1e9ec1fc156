"""The client's address behind proxies."""

import pytest

from admittance.http.client_address import client_address

PROXY = frozenset({"10.0.0.1", "10.0.0.2"})


def seen(peer: str | None, *forwarded: str, trusted: frozenset[str] = PROXY) -> str:
    """The address with these X-Forwarded-For headers."""
    return client_address(peer, [(b"x-forwarded-for", value.encode()) for value in forwarded], trusted)


def test_a_strangers_header_is_not_believed() -> None:
    """Only a trusted proxy's X-Forwarded-For counts."""
    assert seen("192.0.2.1", "198.51.100.7") == "192.0.2.1"
    assert seen("127.0.0.1", "198.51.100.7", trusted=frozenset()) == "127.0.0.1"


def test_the_last_address_that_is_no_proxy_counts() -> None:
    """What stands before it may have been made up by the client."""
    assert seen("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2") == "198.51.100.7"
    assert seen("10.0.0.1", "203.0.113.9", "198.51.100.7") == "198.51.100.7"


def test_a_proxy_that_says_nothing_is_the_client() -> None:
    """Without the header the proxy's own address is all there is."""
    assert seen("10.0.0.1") == "10.0.0.1"


def test_ipv6_is_grouped_by_subscriber() -> None:
    """One subscriber has a whole /64, so back-off goes by that; a mapped IPv4 address is itself."""
    assert seen("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert seen("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert seen("::ffff:192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize("text", ["x" * 100, "::zz", "1.2.3", ""])
def test_junk_is_one_unknown_address(text: str) -> None:
    """Junk in the header can't make endless addresses."""
    assert seen("10.0.0.1", text) == "unknown"
    assert seen(None) == "unknown"
