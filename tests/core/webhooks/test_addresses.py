"""Where the server may be sent by somebody else's words."""

from ipaddress import ip_address

import pytest

from admittance.core.webhooks.addresses import BadNetwork, is_loopback, may_reach, read_networks

REFUSED = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.2.3", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
    *("2002:7f00:1::", "2002:a00:1::1", "::127.0.0.1", "64:ff9b:1::1"),
)
PUBLIC = ("1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1")


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_public_is_not_reached(text: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved: in every way to write them, carried ones too."""
    assert not may_reach(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_reached(text: str) -> None:
    """Public addresses need nobody's leave."""
    assert may_reach(ip_address(text))


def test_the_operator_allows_networks() -> None:
    """An allowed network is reached, also where another form of address carries one of it; its neighbour is not."""
    allowed = read_networks("10.1.0.0/16, ::1 127.0.0.1/8")
    assert not isinstance(allowed, BadNetwork)
    assert [may_reach(ip_address(text), allowed) for text in ("10.1.2.3", "::ffff:10.1.2.3", "::1", "127.0.0.9")] == [
        True
    ] * 4
    assert [may_reach(ip_address(text), allowed) for text in ("10.2.0.1", "fe80::1", "192.168.0.1")] == [False] * 3


def test_what_is_no_network_is_named() -> None:
    """The first word that is none is told, so that the operator can mend it."""
    assert read_networks("10.0.0.0/8, intranet") == BadNetwork("intranet")
    assert read_networks("") == ()


def test_loopback_by_name_and_number() -> None:
    """Plain http is for this machine alone."""
    yes, no = ("localhost", "LOCALHOST", "127.0.0.1", "::1", "::ffff:127.0.0.1"), ("10.0.0.1", "localhost.evil.example")
    assert [is_loopback(text) for text in yes] == [True] * 5
    assert [is_loopback(text) for text in no] == [False] * 2
