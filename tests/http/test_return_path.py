"""Return paths that stay on this server (attack case 54)."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.http.return_path import LONGEST, own_path

BASE = "https://us.example"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/profile",
        "/oauth/1001/authorize?client_id=a&redirect_uri=https%3A%2F%2Fx.test%2Fcb&state=%22",
        "/a?next=//x",
        "/a/b.c~d!$&'()*+,;=:@",
    ],
)
def test_a_path_of_ours_is_followed(path: str) -> None:
    """A path with its query is what was meant."""
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "///evil.test",
        "/\\evil",
        "/\\/evil",
        "\\\\evil",
        "https:evil",
        "https://evil.test",
        "javascript:alert(1)",
        "%2f%2fevil",
        "\t//evil",
        "/\t/evil",
        "/\n/evil",
        " //evil",
        "/ /evil",
        "/a//evil.test",
        "/.//evil.test",
        "/a\\b",
        "/å",
        "/\0",
        "",
        "evil",
        "?a",
        "#a",
        "/" + "a" * LONGEST,
    ],
)
def test_anything_else_is_not(path: str) -> None:
    """Case 54: other schemes, other hosts, slashes of the other kind, control characters: the way home instead."""
    assert own_path(path) == "/"
    assert own_path(path, "/sign-in") == "/sign-in"


def test_nothing_leads_home() -> None:
    """No return path is the other one."""
    assert own_path(None) == "/"


@given(st.text(st.sampled_from("/\\:?#%@.ab \t\n\r2fF5cC"), max_size=12))
def test_whatever_is_followed_stays_on_the_origin(text: str) -> None:
    """A browser that resolves the answer stays on this server, once and also after dots are resolved."""
    where = urlsplit(urljoin(f"{BASE}/sign-in", own_path(text)))
    assert (where.scheme, where.netloc) == ("https", "us.example")
    assert not where.path.startswith("//")
