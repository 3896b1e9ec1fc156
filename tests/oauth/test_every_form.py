"""Attack cases 46, 47 and 50 on every address that people open, from the route tables."""

import re

import httpx
import pytest

from admittance.http.body import BodyType
from admittance.http.routes import Audience, Route
from admittance.wiring.server import edges_of
from tests.oauth.test_consent_attacks import assert_closed
from tests.oauth.world import A1, SA1, U1, Browser, World, X

pytestmark = pytest.mark.anyio

_PLACE = re.compile(r"\{([a-z_]+)(?::[a-z]+)?\}")
_VALUES = {"hub_id": str(A1), "user_id": str(U1), "app_id": "21", "client_id": "client-x"}


def address(path: str) -> str:
    """A template filled in: the account and the person are real."""
    return _PLACE.sub(lambda found: _VALUES.get(found[1], "1"), path)


def of_people(world: World, method: str) -> list[Route]:
    """Every route for people that takes `method`."""
    routes = [route for edge in edges_of(world.services) for route in edge.routes]
    return [route for route in routes if method in route.methods and route.audience is Audience.PEOPLE]


async def posted(browser: Browser, route: Route) -> httpx.Response:
    """Post to a route as the signed-in person, in the first form that it takes."""
    if BodyType.MULTIPART in route.bodies:
        return await browser.http.post(address(route.path), files={"file": ("a.csv", b"Email\na@b.example\n")})
    return await browser.http.post(address(route.path), data={"answer": "grant", "confirm": "yes"})


async def test_46_no_form_is_taken_without_its_token(world: World) -> None:
    """Case 46: whatever a signed-in Super Admin's browser is made to post, without the page's token it is 403, and
    nothing is written down of it. /oauth/authorize changes nothing: it is opened by other sites."""
    await world.change(lambda tx: tx.developers.add(X, SA1, 1))
    browser = await world.browser(SA1)
    before = world.audit_count()
    routes = [route for route in of_people(world, "POST") if route.name != "authorize"]
    answers = {route.name: (await posted(browser, route)).status_code for route in routes}
    assert len(answers) > 40
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert world.audit_count() == before


async def test_50_every_page_is_closed(world: World) -> None:
    """Case 50: every address that people open answers with a page whose headers close it, whatever it says; nothing
    that needs a person is kept by a cache."""
    await world.change(lambda tx: tx.developers.add(X, SA1, 1))
    browser, pages = await world.browser(SA1), 0
    for route in of_people(world, "GET"):
        if route.name.endswith("events") or route.name == "favicon" or route.path.endswith(":rest}"):
            continue  # streams of news, and files that are the same for everybody
        page = await browser.get(address(route.path))
        assert page.headers["x-content-type-options"] == "nosniff", route.name
        assert "access-control-allow-origin" not in page.headers
        if page.headers.get("content-type", "").startswith("text/html"):
            assert_closed(page)
            pages += 1
        elif page.status_code == 200:
            assert page.headers["cache-control"] == "no-store", route.name
    assert pages > 30
