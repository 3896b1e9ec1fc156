"""Which redirect URIs may be registered, and which asked one is a registered one."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.core.redirect import LONGEST_URI, answer_at, is_registered, registration_problem

REGISTERED = ("https://x.test/cb", "http://127.0.0.1:4300/cb")
NATIVE = ("http://127.0.0.1/cb", "http://[::1]/cb", "https://x.test/cb")


@pytest.mark.parametrize(
    "uri",
    [
        "https://x.test/cb",
        "https://x.test:8443/cb?a=1&b=2",
        "http://localhost:3000/cb",
        "http://127.0.0.1/cb",
        "http://[::1]:80/",
        "https://xn--rksmrgs-5wao1o.test/",
    ],
)
def test_https_and_this_computer_can_be_registered(uri: str) -> None:
    """https anywhere, http on localhost and loopback only."""
    assert registration_problem(uri) is None


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "x.test/cb",
        "//x.test/cb",
        "/cb",
        "http://x.test/cb",
        "http://127.0.0.1.evil.test/cb",
        "http://localhost.evil.test/cb",
        "javascript:alert(1)//",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.test/",
        "HTTPS://x.test/cb",
        "https:x.test/cb",
        "https:///cb",
        "https:/\\evil.test",
        "https://x.test/cb#",
        "https://x.test/cb#x",
        "https://evil@x.test/cb",
        "https://evil:pw@x.test/cb",
        "https://x.test/a b",
        "https://x.test/cb\n",
        "\thttps://x.test/cb",
        "https://x.test/\x00",
        "https://räksmörgås.test/",
        "https://[::1/cb",
        "https://x.test:99999/cb",
        "https://x.test:port/cb",
        "https://x.test/" + "a" * LONGEST_URI,
    ],
)
def test_nothing_else_can_be_registered(uri: str) -> None:
    """Other schemes, http elsewhere, fragments, user parts, control characters and endless URIs are refused."""
    problem = registration_problem(uri)
    assert problem
    assert uri == "" or uri not in problem


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.test/cb",
        "https://x.test/cb?x=1",
        "https://x.test/cb;evil=1",
        "https://evil@x.test/cb",
        "https://x.test@evil.test/cb",
        "https://x.test/cb#",
        "https://x.test/cb#x",
        "https://x.test/cb/",
        "https://x.test/CB",
        "https://X.test/cb",
        "https://x.test:443/cb",
        "https://x.test/./cb",
        "https://x.test/%63b",
        "https://x.test.evil.test/cb",
        "https://x.testevil/cb",
        "//x.test/cb",
        "https:x.test/cb",
        "https:/\\evil.test",
        " https://x.test/cb",
        "http://127.0.0.1:4301/cb",
        "",
    ],
)
def test_a_redirect_uri_is_compared_byte_for_byte(asked: str) -> None:
    """Every difference is a difference: nothing is parsed, decoded or normalised (RFC 9700 section 2.1)."""
    assert not is_registered(asked, REGISTERED, public=False)
    assert not is_registered(asked, REGISTERED, public=True)


@pytest.mark.parametrize("asked", REGISTERED)
def test_a_registered_one_is_registered(asked: str) -> None:
    """The very same text is accepted."""
    assert is_registered(asked, REGISTERED, public=False)
    assert is_registered(asked, REGISTERED, public=True)


@pytest.mark.parametrize("asked", ["http://127.0.0.1:51234/cb", "http://[::1]:1/cb", "http://127.0.0.1/cb"])
def test_a_native_app_may_use_any_port_on_loopback(asked: str) -> None:
    """A public app that registered a loopback URI without a port may use any (RFC 8252 section 7.3)."""
    assert is_registered(asked, NATIVE, public=True)


@pytest.mark.parametrize(
    "asked",
    [
        "http://localhost:51234/cb",
        "http://127.0.0.1.evil.test/cb",
        "http://127.0.0.1:51234.evil.test/cb",
        "http://127.0.0.1:51234@evil.test/cb",
        "http://127.0.0.1:51234/other",
        "http://127.0.0.1:51234/cb?x=1",
        "http://127.0.0.1:51234/cb#x",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:0/cb",
        "http://127.0.0.1:5123456/cb",
        "http://127.0.0.2:51234/cb",
        "https://127.0.0.1:51234/cb",
        "https://x.test:51234/cb",
        "http://127.0.0.1:\uff15\uff11/cb",
    ],
)
def test_only_the_port_of_a_loopback_literal_may_differ(asked: str) -> None:
    """Another host, path, query, scheme or an impossible port is another URI (RFC 8252 section 8.3)."""
    assert not is_registered(asked, NATIVE, public=True)


def test_a_confidential_app_has_no_free_port() -> None:
    """Any port is a native app's privilege."""
    assert not is_registered("http://127.0.0.1:51234/cb", NATIVE, public=False)


def test_an_answer_keeps_the_registered_query() -> None:
    """Parameters are added to the URI's own; absent ones are left out."""
    assert answer_at("https://x.test/cb", code="c", state=None) == "https://x.test/cb?code=c"
    assert answer_at("https://x.test/cb?a=1", code="c") == "https://x.test/cb?a=1&code=c"


@given(st.text(st.characters(codec="utf-8")))
def test_no_value_can_add_a_parameter(state: str) -> None:
    """Whatever stands in `state` comes back as it was, and there is still one `code`."""
    query = urlsplit(answer_at("https://x.test/cb", code="c", state=state, iss="https://i.test")).query
    assert parse_qsl(query, keep_blank_values=True) == [("code", "c"), ("state", state), ("iss", "https://i.test")]
