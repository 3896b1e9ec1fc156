"""Every address of the authorization server, from its route table: one shape of errors for apps, pages for people."""

from typing import Any

import httpx
import pytest

from admittance.config import Settings
from admittance.http.errors import OAuthCode
from admittance.http.problems import HttpProblem
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Audience, Edge, Route
from admittance.http.services import Services
from admittance.oauth.edge import oauth_edges
from tests.oauth.world import World

pytestmark = pytest.mark.anyio


def _tables() -> tuple[Edge, Edge]:
    def shape(request: Request, problem: HttpProblem) -> Response:
        return Response(problem.kind.value)

    nobody: Any = None
    return oauth_edges(nobody, nobody, shape)


BROWSER, APPS = (edge.routes for edge in _tables())
PATHS = [(route, path) for route in (*BROWSER, *APPS) for path in route.paths]


def address(path: str) -> str:
    """A template filled in."""
    return path.replace("{version:version}", "v1").replace("{token}", "at-1-1-x").replace("{hub_id}", "1001")


def assert_shape(route: Route, response: httpx.Response) -> None:
    """Apps get both JSON shapes; people get a page without Location."""
    assert response.headers["cache-control"] == "no-store"
    assert len(response.headers["x-hubspot-correlation-id"]) == 26
    if route.audience is Audience.PEOPLE:
        assert response.headers["content-type"].startswith("text/html")
        assert "location" not in response.headers
        return
    body = response.json()
    assert set(body) == {"error", "error_description", "status", "message", "correlationId"}
    assert body["error"] in set(OAuthCode)
    assert body["correlationId"] == response.headers["x-hubspot-correlation-id"]


@pytest.mark.parametrize(("route", "path"), PATHS, ids=lambda value: value if isinstance(value, str) else value.name)
async def test_every_address_tells_problems_in_its_own_shape(world: World, route: Route, path: str) -> None:
    """A wrong method, a wrong content type, a body that is too large and one that can't be read: one shape each."""
    wrong = await world.call("TRACE", address(path))
    assert wrong.status_code == 405
    assert_shape(route, wrong)
    if not route.bodies:
        return
    method = next(method for method in route.methods if method != "GET")
    for status, content_type, body in (
        (415, "text/plain", b"a"),
        (413, "application/x-www-form-urlencoded", b"a" * (Settings().max_body_bytes + 1)),
        (400, "application/x-www-form-urlencoded", b"a=%ff"),
    ):
        said = await world.call(method, address(path), content=body, headers={"content-type": content_type})
        assert said.status_code == status
        assert_shape(route, said)


async def test_a_failure_of_ours_is_told_in_the_shape_of_the_address(world: World) -> None:
    """When something breaks, apps get server_error and people a page; neither gets a traceback."""
    broken: Services = world.services
    await broken.store.close()
    for route, path in PATHS:
        if route.name in ("server_metadata", "end_refresh_token", "consent"):
            continue
        method, sent = route.methods[0], {"client_id": "client-x", "tokenKey": "at-1-1-x"}
        said = await world.call(
            method, address(path), params=sent if method == "GET" else None, data=sent if method == "POST" else None
        )
        assert said.status_code == 503, path
        assert said.headers["retry-after"] == "5"
        assert_shape(route, said)


async def test_every_route_says_what_it_is() -> None:
    """Names are unique and every route has a sentence: the documentation is made of them."""
    names = [route.name for route in (*BROWSER, *APPS)]
    assert len(set(names)) == len(names)
    assert all(route.about.endswith(".") for route in (*BROWSER, *APPS))


@pytest.mark.parametrize("account", ["a%2Fb", "%5Cevil.test", "..", "å", "a b", "%3Fx", "#x"])
async def test_a_strange_account_stays_in_its_place(world: World, account: str) -> None:
    """Whatever stands where the account belongs, the sign-in form's way on is a path of ours with that same text."""
    from tests.oauth.world import good

    browser = await world.browser()
    page = await browser.get(f"/oauth/{account}/authorize", params=good())
    if page.status_code == 200:
        way_on = browser.form("/sign-in").fields["next"]
        assert way_on.startswith("/oauth/")
        assert way_on.partition("?")[0].count("/") == 3
        assert way_on.isascii()
    else:
        assert page.status_code == 404
