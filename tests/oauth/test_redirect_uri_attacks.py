"""Attack cases A: redirect URIs (RFC 9700 sections 2.1 and 4.1, RFC 8252). They test authorize and its checks."""

import httpx
import pytest

from admittance.core.redirect import registration_problem
from tests.oauth.world import CALLBACK, P, World, X, good

pytestmark = pytest.mark.anyio


def assert_page(response: httpx.Response, *unwanted: str) -> None:
    """PAGE: our own 4xx page, no Location, nothing of the input on it."""
    assert 400 <= response.status_code < 500
    assert "location" not in response.headers
    assert response.headers["content-type"].startswith("text/html")
    for text in unwanted:
        assert text not in response.text


async def refused_on_our_page(world: World, redirect_uri: str, app: int = X) -> None:
    """A bad redirect URI ends on our page, with one audit row and nothing else stored."""
    rows, audit = world.rows(), world.audit_count()
    browser = await world.browser()
    assert_page(await browser.authorize(good(app, redirect_uri=redirect_uri)), redirect_uri)
    assert world.rows() == rows
    assert world.audit_count() == audit + 1


async def test_1_a_foreign_redirect_uri_is_refused(world: World) -> None:
    """Case 1: an unregistered redirect URI ends on our page and nobody is sent there."""
    await refused_on_our_page(world, "https://evil.test/cb")


async def test_2_a_longer_query_is_another_uri(world: World) -> None:
    """Case 2: a registered URI with a query added is not registered."""
    await refused_on_our_page(world, f"{CALLBACK}?x=1")


async def test_3_path_parameters_make_another_uri(world: World) -> None:
    """Case 3: a registered URI with `;evil=1` added is not registered."""
    await refused_on_our_page(world, f"{CALLBACK};evil=1")


@pytest.mark.parametrize("uri", ["https://evil@x.test/cb", "https://x.test@evil.test/cb"])
async def test_4_user_parts_are_refused(world: World, uri: str) -> None:
    """Case 4: a user part before or instead of the host never matches."""
    await refused_on_our_page(world, uri)


@pytest.mark.parametrize("fragment", ["#", "#x"])
async def test_5_fragments_are_refused(world: World, fragment: str) -> None:
    """Case 5: a registered URI with a fragment, an empty one too, is not registered."""
    await refused_on_our_page(world, f"{CALLBACK}{fragment}")


@pytest.mark.parametrize(
    "uri",
    ["https://x.test.evil.test/cb", "https://x.testevil/cb", "//x.test/cb", "https:x.test/cb", r"https:/\evil.test"],
)
async def test_7_lookalikes_are_refused(world: World, uri: str) -> None:
    """Case 7: neither prefixes, nor missing schemes, nor slashes of the other kind are taken for a registered URI."""
    await refused_on_our_page(world, uri)


async def test_9_a_native_app_may_use_any_port_on_loopback(world: World) -> None:
    """Case 9: a public app that registered http://127.0.0.1/cb may ask for any port there (RFC 8252 section 7.3)."""
    browser = await world.browser()
    page = await browser.authorize(good(P, redirect_uri="http://127.0.0.1:51234/cb"))
    assert page.status_code == 200


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:51234/cb",
        "http://127.0.0.1.evil.test/cb",
        "http://127.0.0.1:51234/other",
        "http://127.0.0.1:51234@evil.test/cb",
        "http://127.0.0.1:99999999/cb",
    ],
)
async def test_9_other_hosts_and_paths_are_not_loopback(world: World, uri: str) -> None:
    """Case 9: the name localhost, other hosts and other paths are not what was registered."""
    await refused_on_our_page(world, uri, app=P)


async def test_9_a_confidential_app_has_no_free_port(world: World) -> None:
    """Case 9: only public apps may choose a port; a confidential one registered http://127.0.0.1:4300/cb as it is."""
    await refused_on_our_page(world, "http://127.0.0.1:4301/cb")


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)//", "data:text/html,x", "file:///etc/passwd", "http://x.test/cb", "//x.test/cb", "cb"]
)
def test_10_only_https_and_loopback_can_be_registered(uri: str) -> None:
    """Case 10: other schemes, and http that leaves this computer, are refused where an app is registered or changed."""
    assert registration_problem(uri) is not None


@pytest.mark.parametrize(
    "order", [(CALLBACK, "https://evil.test/cb"), ("https://evil.test/cb", CALLBACK), (CALLBACK, CALLBACK)]
)
async def test_11_two_redirect_uris_are_refused(world: World, order: tuple[str, str]) -> None:
    """Case 11: with redirect_uri sent twice, in either order, nobody is sent anywhere."""
    browser = await world.browser()
    pairs = [(name, value) for name, value in good().items() if name != "redirect_uri"]
    page = await browser.authorize([*pairs, *(("redirect_uri", uri) for uri in order)])
    assert_page(page, "evil.test")


async def test_11_query_and_body_count_together(world: World) -> None:
    """Case 11: redirect_uri once in the query and once in the POST body is sent twice."""
    browser = await world.browser()
    page = await browser.post("/oauth/authorize?redirect_uri=https%3A%2F%2Fevil.test%2Fcb", good())
    assert_page(page, "evil.test")


async def test_13_with_two_registered_one_must_be_named(world: World) -> None:
    """Case 13: a missing redirect_uri is refused where two are registered."""
    browser = await world.browser()
    assert_page(await browser.authorize(good(redirect_uri="")))


async def test_13_with_one_registered_it_may_be_left_out(world: World) -> None:
    """RFC 6749 section 3.1.2.3: a missing redirect_uri means the only registered one."""
    browser = await world.browser()
    assert (await browser.authorize(good(P, redirect_uri=""))).status_code == 200
