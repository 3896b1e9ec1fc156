"""Where the demo's apps take their codes."""

import pytest

from admittance.http.application import Application
from admittance.wiring.server import edges_of
from tests.oauth.world import BASE, World

pytestmark = pytest.mark.anyio


@pytest.fixture
def demo(world: World) -> World:
    """The same server as the demo runs it."""
    world.application = Application(world.services, edges_of(world.services, demo=True))
    return world


async def test_only_the_demo_has_it(world: World) -> None:
    """Without the demo there is no such page."""
    assert (await world.call("GET", "/demo/callback?code=x")).status_code == 404


async def test_what_the_app_was_given(demo: World) -> None:
    """A code, state and issuer are shown with the request that redeems them; nothing else of the address is."""
    page = (await demo.call("GET", f"/demo/callback?code=ac-1-2-3&state=s%22t&iss={BASE}&more=unasked")).text
    assert "ac-1-2-3" in page
    assert "s&#34;t" in page
    assert "unasked" not in page
    assert f"{BASE}/oauth/v1/token" in page


async def test_a_refusal_leads_to_its_case(demo: World) -> None:
    """The link to a case is shown when it is one of this server, and never to anywhere else."""
    own, elsewhere = f"{BASE}/accounts/1/cases/C-AAAA", "https://evil.test/accounts/1/cases/C-AAAA"
    page = (await demo.call("GET", f"/demo/callback?error=access_denied&error_uri={own}")).text
    assert f'href="{own}"' in page
    strange = (await demo.call("GET", f"/demo/callback?error=access_denied&error_uri={elsewhere}")).text
    assert 'href="https://evil.test' not in strange


async def test_an_address_that_cannot_be_read(demo: World) -> None:
    """Bytes that are no text, or far too many parameters, give an empty page and no mistake."""
    for query in ("code=%ff", "&".join(f"p{number}=1" for number in range(200))):
        assert (await demo.call("GET", f"/demo/callback?{query}")).status_code == 200
