"""The address of a webhook."""

import pytest

from admittance.core.webhooks.addresses import BadNetwork, read_networks
from admittance.core.webhooks.target import LONGEST_URL, Target, WhyNoTarget, read_target

LOOPBACK = read_networks("127.0.0.0/8 ::1")
assert not isinstance(LOOPBACK, BadNetwork)


def test_an_address_is_taken_apart() -> None:
    """What is signed is the text itself; host, port and resource are what a request needs."""
    url = "https://App.example:8443/hooks/a%20b?key=1"
    read = read_target(url)
    assert isinstance(read, Target)
    assert (read.url, read.host, read.port, read.resource) == (url, "app.example", 8443, "/hooks/a%20b?key=1")
    assert (read.authority, read.secure) == ("app.example:8443", True)


def test_the_usual_port_is_not_written() -> None:
    """The Host header names a port only where it is not the scheme's own (RFC 9110 section 7.2)."""
    for url, authority in (("https://a.example", "a.example"), ("https://[2606:4700::1]/", "[2606:4700::1]")):
        read = read_target(url)
        assert isinstance(read, Target)
        assert (read.authority, read.resource, read.port) == (authority, "/", 443)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", WhyNoTarget.UNREADABLE),
        ("app.example/hooks", WhyNoTarget.UNREADABLE),
        ("https:///hooks", WhyNoTarget.UNREADABLE),
        ("https://a.example:99999/", WhyNoTarget.UNREADABLE),
        ("https://a.example:0/", WhyNoTarget.UNREADABLE),
        ("https://a.example/a b", WhyNoTarget.UNREADABLE),
        ("https://a.example/\r\nX-Evil: 1", WhyNoTarget.UNREADABLE),
        ("https://å.example/", WhyNoTarget.UNREADABLE),
        ("https:\\\\a.example\\", WhyNoTarget.UNREADABLE),
        ("https://a.example/" + "x" * LONGEST_URL, WhyNoTarget.UNREADABLE),
        ("https://[::1", WhyNoTarget.UNREADABLE),
        ("ftp://a.example/", WhyNoTarget.UNREADABLE),
        ("file:///etc/passwd", WhyNoTarget.UNREADABLE),
        ("https://me:secret@a.example/", WhyNoTarget.CREDENTIALS),
        ("https://1.1.1.1@10.0.0.1/", WhyNoTarget.CREDENTIALS),
        ("https://a.example/#x", WhyNoTarget.FRAGMENT),
        ("https://a.example/#", WhyNoTarget.FRAGMENT),
        ("http://a.example/", WhyNoTarget.NOT_HTTPS),
        ("http://127.0.0.1/", WhyNoTarget.NOT_HTTPS),
        ("https://127.0.0.1/", WhyNoTarget.PRIVATE),
        ("https://169.254.169.254/latest", WhyNoTarget.PRIVATE),
        ("https://[::ffff:10.0.0.1]/", WhyNoTarget.PRIVATE),
        ("https://localhost/", WhyNoTarget.PRIVATE),
    ],
)
def test_what_can_be_no_target_says_why(url: str, why: WhyNoTarget) -> None:
    """Each mistake has its own name; nothing that could end a header line gets through."""
    assert read_target(url) is why


def test_http_is_for_loopback_and_only_where_allowed() -> None:
    """The operator's word lets a developer receive on their own machine, and nowhere else without TLS."""
    assert isinstance(read_target("http://127.0.0.1:9000/h", LOOPBACK), Target)
    assert isinstance(read_target("http://localhost:9000/h", LOOPBACK), Target)
    assert isinstance(read_target("http://[::1]:9000/h", LOOPBACK), Target)
    assert read_target("http://10.0.0.1/h", LOOPBACK) is WhyNoTarget.NOT_HTTPS
    assert read_target("http://a.example/h", LOOPBACK) is WhyNoTarget.NOT_HTTPS
    assert read_target("https://10.0.0.1/h", LOOPBACK) is WhyNoTarget.PRIVATE
