"""From a path to a route."""

import pytest

from admittance.http.errors import api_shape, oauth_shape
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.router import Found, NoRoute, Router, WrongMethod
from admittance.http.routes import Edge, Route
from admittance.http.services import Services


async def nothing(services: Services, request: Request) -> Response:
    """A handler."""
    return Response(204)


def route(name: str, path: str, *methods: str, aliases: tuple[str, ...] = ()) -> Route:
    """A route."""
    return Route(name=name, methods=methods or ("GET",), path=path, handler=nothing, about="", aliases=aliases)


ROUTER = Router(
    [
        Edge(
            name="api",
            prefixes=("/oauth/",),
            shape=oauth_shape,
            routes=(
                route("token", "/oauth/{version:version}/token", "POST"),
                route("info", "/oauth/v1/tokens/{token}"),
                route("end", "/oauth/v1/tokens/{token}", "DELETE"),
                route("object", "/crm/v3/objects/{kind}", aliases=("/crm/objects/{month:month}/{kind}",)),
                route("search", "/crm/v3/objects/search"),
            ),
        ),
        Edge(
            name="pages",
            prefixes=("/",),
            shape=api_shape,
            routes=(route("home", "/"), route("one", "/accounts/{id:int}"), route("static", "/static/{path:rest}")),
        ),
    ]
)


def found(path: str, method: str = "GET") -> tuple[str, dict[str, str]] | None:
    """Name and values of the route at `path`."""
    lookup = ROUTER.find(method, path.encode())
    return (lookup.route.name, dict(lookup.values)) if isinstance(lookup, Found) else None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ("home", {})),
        ("/accounts/7", ("one", {"id": "7"})),
        ("/accounts/7/", ("one", {"id": "7"})),
        ("/accounts/007", None),
        ("/accounts/x", None),
        ("/accounts/" + "9" * 16, None),
        ("/accounts/", None),
        ("//accounts/7", None),
        ("/accounts//7", None),
        ("/accounts/7//", None),
        ("/oauth/v1/tokens/a%2Fb%C3%A5", ("info", {"token": "a/bå"})),
        ("/oauth/v1/tokens/%ff", None),
        ("/oauth/v1/tokens/%00", None),
        ("/oauth/v1/tokens/a%0d%0aset-cookie", None),
        ("/crm/v3/objects/contacts", ("object", {"kind": "contacts"})),
        ("/crm/objects/2026-03/contacts", ("object", {"month": "2026-03", "kind": "contacts"})),
        ("/crm/objects/2026-13/contacts", None),
        ("/crm/v3/objects/search", ("search", {})),
        ("/static/a/b.css", ("static", {"path": "a/b.css"})),
        ("/static", None),
        ("/%61ccounts/7", None),
        ("accounts/7", None),
        ("", None),
    ],
)
def test_a_path_leads_to_its_route(path: str, expected: object) -> None:
    """Placeholders take what their kind allows, a literal segment wins over one, one trailing slash is tolerated; the
    second time as the first."""
    assert found(path) == expected
    assert found(path) == expected


@pytest.mark.parametrize("version", ["v1", "v3", "2026-03", "1999-12"])
def test_versions_are_aliases(version: str) -> None:
    """v1, v3 and any YYYY-MM lead to the same handler."""
    assert found(f"/oauth/{version}/token", "POST") == ("token", {"version": version})


@pytest.mark.parametrize("version", ["v2", "v", "2026-00", "2026-3", "26-03", "v1%20"])
def test_other_versions_are_not_there(version: str) -> None:
    """Nothing else is a version."""
    assert found(f"/oauth/{version}/token", "POST") is None


def test_what_is_found_again_is_kept_within_bounds() -> None:
    """Addresses without a record are remembered, whoever makes up how many of them; each method for itself."""
    for year in range(1000, 4000):
        assert found(f"/oauth/{year}-01/token", "POST") == ("token", {"version": f"{year}-01"})
    assert isinstance(ROUTER.find("GET", b"/oauth/3999-01/token"), WrongMethod)
    assert len(ROUTER._kept) <= 1024


def test_a_wrong_method_names_the_right_ones() -> None:
    """An address that is there for other methods says which, over all routes of that address."""
    lookup = ROUTER.find("PUT", b"/oauth/v1/tokens/x")
    assert isinstance(lookup, WrongMethod)
    assert lookup.allow == ("GET", "DELETE")
    assert lookup.template == "/oauth/v1/tokens/{token}"


def test_head_is_answered_only_where_it_is_listed() -> None:
    """HEAD is no alias of GET: a GET that stores something must not be reached by it."""
    assert isinstance(ROUTER.find("HEAD", b"/"), WrongMethod)


def test_an_unknown_address_is_told_by_its_edge() -> None:
    """The longest prefix decides in which shape "not there" is said; the prefix itself counts."""
    for path, shape in (
        (b"/oauth/x", oauth_shape),
        (b"/oauth", oauth_shape),
        (b"/oauthx", api_shape),
        (b"/x", api_shape),
    ):
        lookup = ROUTER.find("GET", path)
        assert isinstance(lookup, NoRoute)
        assert lookup.shape is shape


def test_a_table_without_a_last_resort_is_refused() -> None:
    """Some edge must answer for every address."""
    with pytest.raises(ValueError, match="prefix /"):
        Router([Edge(name="api", prefixes=("/api/",), shape=api_shape, routes=())])


@pytest.mark.parametrize("path", ["oauth", "/oauth/", "/oauth/{token:odd}"])
def test_a_template_that_makes_no_sense_is_refused(path: str) -> None:
    """Templates start with a slash, end without one and use known kinds."""
    edge = Edge(name="all", prefixes=("/",), shape=api_shape, routes=(route("bad", path),))
    with pytest.raises(ValueError, match=r"oauth|odd"):
        Router([edge])
