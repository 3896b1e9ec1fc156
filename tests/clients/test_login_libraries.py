"""Authlib and requests-oauthlib, unmodified: the code flow, and the refresh they do by themselves once it is time."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from authlib.integrations.base_client.errors import OAuthError as AuthlibRefused
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from oauthlib.oauth2 import InvalidGrantError
from requests_oauthlib import OAuth2Session as RequestsSession

from tests.clients.apps import COMPATIBLE, ELSEWHERE, STRICT
from tests.clients.person import JONAS, Person
from tests.clients.serving import Site

SCOPE = "oauth crm.objects.contacts.read"
CONTACTS = "/crm/v3/objects/contacts?limit=1"
EXPIRED = 1801

LetPass = Callable[[float], None]


@pytest.fixture
def let_pass(site: Site, monkeypatch: pytest.MonkeyPatch) -> LetPass:
    """Time that passes for the server and for the client's machine alike."""
    here = time.time

    def both(seconds: float) -> None:
        site.let_pass(seconds)
        monkeypatch.setattr(time, "time", lambda: here() + site.ahead)

    both(0)
    return both


@pytest.fixture(autouse=True)
def plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """oauthlib's own switch for a server on the loopback."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def said_of(site: Site, token: str) -> Any:
    """What token info says."""
    said = requests.get(f"{site.address}/oauth/v1/access-tokens/{token}", timeout=30)
    assert said.status_code == 200, said.text
    return said.json()


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_connects_and_refreshes_by_itself(site: Site, person: Person, let_pass: LetPass, method: str) -> None:
    """Authorization URL, code exchange and an automatic refresh after expiry, with the secret in header or body."""
    kept: list[dict[str, Any]] = []
    client = AuthlibSession(
        COMPATIBLE.client_id,
        COMPATIBLE.client_secret,
        scope=SCOPE,
        redirect_uri=ELSEWHERE,
        token_endpoint=f"{site.address}/oauth/v1/token",
        token_endpoint_auth_method=method,
        update_token=lambda token, **_: kept.append(token),
    )
    link, state = client.create_authorization_url(f"{site.address}/oauth/authorize")
    first = client.fetch_token(authorization_response=person.grant(link), state=state)
    assert client.get(site.address + CONTACTS).json()["results"]
    assert said_of(site, first["access_token"])["user"] == JONAS

    let_pass(EXPIRED)

    assert client.get(site.address + CONTACTS).status_code == 200
    assert [one["access_token"] != first["access_token"] for one in kept] == [True]
    assert kept[0]["refresh_token"] == first["refresh_token"]


def test_authlib_speaks_to_a_strict_app(site: Site, person: Person, let_pass: LetPass) -> None:
    """With PKCE S256 and rotation: each refresh token works once, and the old one ends the family."""
    endpoint = f"{site.address}/oauth/v3/token"
    client = AuthlibSession(
        STRICT.client_id,
        STRICT.client_secret,
        scope=SCOPE,
        redirect_uri=ELSEWHERE,
        code_challenge_method="S256",
        token_endpoint=endpoint,
    )
    verifier = "a-verifier-of-enough-characters-0123456789-ABCDEF"
    link, state = client.create_authorization_url(f"{site.address}/oauth/authorize", code_verifier=verifier)
    first = client.fetch_token(authorization_response=person.grant(link), state=state, code_verifier=verifier)

    let_pass(EXPIRED)

    assert client.get(site.address + CONTACTS).status_code == 200
    assert client.token["refresh_token"] != first["refresh_token"]
    with pytest.raises(AuthlibRefused) as refused:
        client.refresh_token(endpoint, refresh_token=first["refresh_token"])
    assert refused.value.error == "invalid_grant"


def test_authlib_looks_at_a_token_and_gives_it_back(site: Site, person: Person) -> None:
    """Introspection (RFC 7662) and revocation (RFC 7009) by the client's own methods."""
    client = AuthlibSession(COMPATIBLE.client_id, COMPATIBLE.client_secret, scope=SCOPE, redirect_uri=ELSEWHERE)
    link, state = client.create_authorization_url(f"{site.address}/oauth/authorize")
    token = client.fetch_token(f"{site.address}/oauth/v1/token", authorization_response=person.grant(link), state=state)
    introspection, revocation = (f"{site.address}/oauth/v3/token/{act}" for act in ("introspect", "revoke"))

    said = client.introspect_token(introspection, token=token["access_token"]).json()
    assert (said["active"], said["username"]) == (True, JONAS)
    assert client.revoke_token(revocation, token=token["refresh_token"]).status_code == 200
    assert client.introspect_token(introspection, token=token["access_token"]).json() == {"active": False}


@pytest.mark.parametrize("in_the_body", [True, False])
def test_requests_oauthlib_connects_and_refreshes_by_itself(
    site: Site, person: Person, let_pass: LetPass, in_the_body: bool
) -> None:
    """The code flow from the whole redirect, and the library's own refresh when it sees the token is old."""
    kept: list[dict[str, Any]] = []
    endpoint, secret = f"{site.address}/oauth/v1/token", COMPATIBLE.client_secret
    client = RequestsSession(
        COMPATIBLE.client_id,
        redirect_uri=ELSEWHERE,
        scope=SCOPE.split(),
        auto_refresh_url=endpoint,
        auto_refresh_kwargs={"client_id": COMPATIBLE.client_id, "client_secret": secret},
        token_updater=kept.append,
    )
    link, _ = client.authorization_url(f"{site.address}/oauth/authorize")
    first = client.fetch_token(
        endpoint,
        authorization_response=person.grant(link),
        client_secret=secret,
        include_client_id=in_the_body or None,
    )
    assert client.get(site.address + CONTACTS).json()["results"]

    let_pass(EXPIRED)

    assert client.get(site.address + CONTACTS).status_code == 200
    assert [one["access_token"] != first["access_token"] for one in kept] == [True]


def test_requests_oauthlib_meets_its_own_error(site: Site, person: Person) -> None:
    """A code that was used before is the library's InvalidGrantError."""
    client = RequestsSession(COMPATIBLE.client_id, redirect_uri=ELSEWHERE, scope=SCOPE.split(), pkce="S256")
    link, _ = client.authorization_url(f"{site.address}/oauth/authorize")
    arrived = person.grant(link)
    spend = {"authorization_response": arrived, "client_secret": COMPATIBLE.client_secret, "include_client_id": True}
    client.fetch_token(f"{site.address}/oauth/v1/token", **spend)

    with pytest.raises(InvalidGrantError):
        client.fetch_token(f"{site.address}/oauth/v1/token", **spend)
