"""Clients whose hosts are built in, unmodified: behind a proxy that leads HubSpot's hosts to this server."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.clients.apps import COMPATIBLE, prepare
from tests.clients.person import JONAS, Person
from tests.clients.programs import NODE, running
from tests.clients.proxy import Proxy, proxying
from tests.e2e.server import Serving, free_port, serving

APP = "https://app.hubspot.com"
API = "https://api.hubapi.com"
ALLAUTH = Path(__file__).parent / "sites" / "allauth_site.py"
FJORD = 4821907


@pytest.fixture(scope="module")
def port() -> int:
    """Where the sites listen, one after the other."""
    return free_port()


@pytest.fixture(scope="module")
def server(folder: Path, port: int) -> Iterator[Serving]:
    """A server that people and clients know under HubSpot's own names."""
    callbacks = [
        f"http://127.0.0.1:{port}{path}" for path in ("/accounts/hubspot/login/callback/", "/auth/hubspot/callback")
    ]
    prepare(folder / "data", APP, *callbacks)
    with serving(folder / "data", "--demo", "--captcha", "off", "--base-url", APP) as running_server:
        yield running_server


@pytest.fixture(scope="module")
def proxy(server: Serving, folder: Path) -> Iterator[Proxy]:
    """What the clients' HTTPS_PROXY names."""
    with proxying(server.address, folder) as made:
        yield made


@pytest.fixture
def visitor(proxy: Proxy) -> Iterator[Person]:
    """Somebody whose browser goes through the same proxy."""
    with Person(proxy=proxy.address, trusting=proxy.trusting) as somebody:
        yield somebody


@contextmanager
def listening(command: Sequence[str | Path], folder: Path, proxy: Proxy, **configured: str) -> Iterator[None]:
    """A site that runs and takes visitors, told nothing but its app's credentials."""
    env = {**proxy.environment, "NODE_OPTIONS": f"--import {(NODE / 'through_proxy.mjs').as_uri()}"}
    with running([str(part) for part in command], folder, env) as site:
        site.tell(configured)
        assert "listening" in site.hear()
        yield


def test_a_visitor_signs_in_with_django_allauth(folder: Path, proxy: Proxy, visitor: Person, port: int) -> None:
    """The first visit makes the user with the person's e-mail and keeps both tokens; the second finds the same user."""
    app = {"client_id": COMPATIBLE.client_id, "secret": COMPATIBLE.client_secret}
    with listening([sys.executable, ALLAUTH, str(port)], folder, proxy, **app):
        for _ in range(2):
            page = visitor.open(f"http://127.0.0.1:{port}/accounts/hubspot/login/")
            assert page.status_code == 200, page.text
            assert page.json() == {"email": JONAS, "accounts": [["hubspot", "101", FJORD]], "tokens": [True]}
            visitor.forget("sessionid")


def test_a_visitor_signs_in_with_passport(folder: Path, proxy: Proxy, visitor: Person, port: int) -> None:
    """State, code exchange and profile by the strategy's own built-in addresses."""
    app = {"clientID": COMPATIBLE.client_id, "clientSecret": COMPATIBLE.client_secret}
    with listening(["node", NODE / "passport_site.mjs", str(port)], folder, proxy, **app):
        page = visitor.open(f"http://127.0.0.1:{port}/auth/hubspot")
    assert page.status_code == 200, page.text
    assert page.json() == {"provider": "hubspot", "email": JONAS, "hub": FJORD, "refreshes": True}


def test_links_come_from_the_configured_address(proxy: Proxy, server: Serving) -> None:
    """Under whatever Host a request arrives it is answered, and no link in the answer repeats that Host."""
    with httpx.Client(proxy=proxy.address, verify=proxy.trusting, trust_env=False) as client:
        said = client.get(f"{API}/.well-known/oauth-authorization-server")
    assert said.status_code == 200
    assert said.json()["issuer"] == APP
    assert "hubapi" not in said.text
    assert (
        httpx.get(f"{server.address}/health", headers={"host": "anything.example"}, trust_env=False).status_code == 200
    )


def test_nobody_else_is_called(proxy: Proxy) -> None:
    """Not one of the clients asked the proxy for a host that isn't HubSpot's."""
    assert proxy.refused == []
