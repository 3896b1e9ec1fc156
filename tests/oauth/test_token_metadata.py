"""Introspection, revocation and token metadata: RFC 7662, RFC 7009, and attack cases H."""

import httpx
import pytest

from admittance.core import lifetimes
from admittance.usecases.connected_apps import remove_access
from tests.oauth.test_code_attacks import assert_json, basic
from tests.oauth.world import A1, CLIENT_IDS, READ, SA1, SECRETS, P, World, X, Y, Z, credentials

pytestmark = pytest.mark.anyio

INTROSPECT, REVOKE = "/oauth/v3/token/introspect", "/oauth/v3/token/revoke"


async def test_access_token_metadata(world: World) -> None:
    """GET access-tokens/{token} needs no Authorization and says what the token is (wire.md)."""
    tokens = await world.connect()
    world.pass_time(100)
    said = await world.call("GET", f"/oauth/v1/access-tokens/{tokens['access_token']}")
    assert 1690 <= said.json().pop("expires_in") <= 1700
    assert said.json() | {"expires_in": 0} == {
        "token": tokens["access_token"],
        "user": "sa1@a1.test",
        "user_id": SA1,
        "hub_id": A1,
        "hub_domain": "1001.test",
        "app_id": X,
        "client_id": CLIENT_IDS[X],
        "scopes": ["automation", READ, "oauth"],
        "expires_in": 0,
        "token_type": "access",
    }


async def test_a_token_may_be_asked_about_in_the_body(world: World) -> None:
    """Clients of private apps send the token as tokenKey; one that is none, or over, is 404, and none at all 400."""
    tokens = await world.connect()

    async def ask(**sent: str) -> httpx.Response:
        return await world.call("POST", "/oauth/v2/private-apps/get/access-token-info", json=sent)

    said = (await ask(tokenKey=tokens["access_token"])).json()
    assert said == {"userId": SA1, "hubId": A1, "appId": X, "scopes": tokens["scopes"]}
    for other in (tokens["refresh_token"], "nonsense"):
        assert other not in assert_json(await ask(tokenKey=other), 404, "invalid_token")["message"]
    assert_json(await ask(), 400, "invalid_request")


async def test_refresh_token_metadata(world: World) -> None:
    """GET refresh-tokens/{token} says what the token is; each address knows its own kind only."""
    tokens = await world.connect()
    said = await world.call("GET", f"/oauth/v1/refresh-tokens/{tokens['refresh_token']}")
    assert said.json() == {
        "token": tokens["refresh_token"],
        "user": "sa1@a1.test",
        "user_id": SA1,
        "hub_id": A1,
        "hub_domain": "1001.test",
        "client_id": CLIENT_IDS[X],
        "scopes": ["automation", READ, "oauth"],
        "token_type": "refresh",
    }
    wrong = await world.call("GET", f"/oauth/v1/refresh-tokens/{tokens['access_token']}")
    assert assert_json(wrong, 400, "invalid_grant")["status"] == "BAD_REFRESH_TOKEN"
    wrong = await world.call("GET", f"/oauth/v1/access-tokens/{tokens['refresh_token']}")
    assert_json(wrong, 404, "invalid_token")


@pytest.mark.parametrize("token", ["x", "at-1-1-" + "a" * 43, "%ff", "%00", "a" * 9_000, "at-1001-1-%2e%2e"])
async def test_an_unknown_token_is_404(world: World, token: str) -> None:
    """A token that can't be one is not there; nothing of it comes back."""
    said = await world.call("GET", f"/oauth/v1/access-tokens/{token}")
    assert said.status_code == 404
    assert token not in said.text or len(token) == 1


async def test_deleting_a_refresh_token_ends_its_family(world: World) -> None:
    """DELETE refresh-tokens/{token} is 204, ends access too, and is 204 again (RFC 7009 section 2.2)."""
    tokens = await world.connect(app=Z)
    path = f"/oauth/v1/refresh-tokens/{tokens['refresh_token']}"
    for _ in range(2):
        said = await world.call("DELETE", path)
        assert (said.status_code, said.content) == (204, b"")
        assert "content-length" not in said.headers
    assert not await world.works(tokens["access_token"])
    assert_json(await world.refresh(tokens["refresh_token"], Z), 400, "invalid_grant")


async def test_introspection_tells_the_tokens_own_app(world: World) -> None:
    """RFC 7662 section 2.2: active, scope, client, user, times; the refresh token of a compatible app has no end."""
    tokens = await world.connect()
    said = await world.introspect(tokens["access_token"])
    assert (said["active"], said["token_type"], said["token_use"]) == (True, "bearer", "access_token")
    assert (said["client_id"], said["sub"], said["hub_id"]) == (CLIENT_IDS[X], str(SA1), A1)
    assert said["exp"] - said["iat"] == lifetimes.ACCESS_TOKEN // 1000
    assert said["scope"] == f"automation {READ} oauth"
    assert (await world.introspect(tokens["refresh_token"]))["exp"] > said["exp"]
    compatible = await world.connect(app=Z)
    said = await world.introspect(compatible["refresh_token"], Z)
    assert (said["token_use"], "exp" in said) == ("refresh_token", False)


async def test_88_introspection_tells_nobody_else(world: World) -> None:
    """Case 88: without client authentication 401; to another app, and for a token that is over, just active: false."""
    tokens = await world.connect()
    text = tokens["access_token"]
    assert await world.introspect(text, Y) == {"active": False}
    assert await world.introspect("nonsense") == {"active": False}
    form = {"client_id": CLIENT_IDS[X], "token": text}
    assert_json(await world.call("POST", INTROSPECT, data=form), 401, "invalid_client")
    unnamed = await world.call("POST", INTROSPECT, data={"token": text}, headers={"authorization": f"Bearer {text}"})
    assert_json(unnamed, 401, "invalid_client")
    assert unnamed.headers["www-authenticate"].startswith("Basic ")
    said = await world.call("POST", INTROSPECT, data={"token": text}, headers=basic(CLIENT_IDS[X], SECRETS[X]))
    assert said.json()["active"] is True
    world.pass_time(lifetimes.ACCESS_TOKEN / 1000)
    assert await world.introspect(text) == {"active": False}


async def test_88_a_public_app_cant_introspect(world: World) -> None:
    """A public app can't prove that it is the token's own: 401."""
    form = credentials(P) | {"token": "at-1-1-" + "a" * 43}
    assert_json(await world.call("POST", INTROSPECT, data=form), 401, "invalid_client")


async def test_85_revoking_anothers_token_does_nothing(world: World) -> None:
    """Case 85: an app that revokes another's token is told 200 like everybody, and the token lives."""
    tokens = await world.connect()
    for text in (tokens["access_token"], tokens["refresh_token"], "nonsense"):
        said = await world.token(Y, path=REVOKE, token=text)
        assert (said.status_code, said.json()) == (200, {})
    assert await world.works(tokens["access_token"])
    assert (await world.refresh(tokens["refresh_token"])).status_code == 200


async def test_86_revoking_a_refresh_token_ends_its_access_tokens(world: World) -> None:
    """Case 86: a revoked refresh token takes all access tokens of its code along; an access token only itself."""
    tokens = await world.connect(app=Z)
    more = (await world.refresh(tokens["refresh_token"], Z)).json()
    assert (await world.token(Z, path=REVOKE, token=more["access_token"])).status_code == 200
    assert [await world.works(one["access_token"]) for one in (tokens, more)] == [True, False]
    hint = {"token": tokens["refresh_token"], "token_type_hint": "access_token"}
    assert (await world.token(Z, path=REVOKE, **hint)).status_code == 200
    assert not await world.works(tokens["access_token"])


async def test_86_removing_access_in_the_page_ends_both(world: World) -> None:
    """Cases 86 and 87: after Remove access the next use of either token is refused."""
    tokens = await world.connect(app=Z)
    policy, now = world.services.catalogue.policy, world.services.clock.now()
    connection = world.services.store.read(lambda tx: tx.connections.live(A1, Z, SA1))
    assert connection is not None
    await world.change(lambda tx: remove_access(tx, policy, A1, connection.id, SA1, now))
    assert not await world.works(tokens["access_token"])
    assert_json(await world.refresh(tokens["refresh_token"], Z), 400, "invalid_grant")


@pytest.mark.parametrize("path", [INTROSPECT, REVOKE])
async def test_a_missing_token_is_invalid(world: World, path: str) -> None:
    """RFC 7662 and 7009: the token parameter is required."""
    assert_json(await world.token(X, path=path), 400, "invalid_request")


async def test_both_take_json(world: World) -> None:
    """wire.md: introspection and revocation take form or JSON."""
    tokens = await world.connect()
    form = credentials(X) | {"token": tokens["access_token"], "token_type_hint": "access_token"}
    assert (await world.call("POST", "/oauth/2026-03/token/introspect", json=form)).json()["active"] is True
    revoked = await world.call("POST", "/oauth/2026-03/token/revoke", json=form)
    assert (revoked.status_code, revoked.json()) == (200, {})
    assert not await world.works(tokens["access_token"])


async def test_server_metadata(world: World) -> None:
    """RFC 8414: every address it names is answered, and what it claims is so."""
    said = (await world.call("GET", "/.well-known/oauth-authorization-server")).json()
    assert said["issuer"] == "http://127.0.0.1:8400"
    for name in ("token_endpoint", "introspection_endpoint", "revocation_endpoint"):
        assert (await world.call("GET", said[name])).status_code == 405
    assert (await world.call("PUT", said["authorization_endpoint"])).status_code == 405
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["authorization_response_iss_parameter_supported"] is True
    assert READ in said["scopes_supported"]


async def test_links_never_come_from_host(world: World) -> None:
    """wire.md: clients behind a proxy send Host: api.hubapi.com; it is neither refused nor believed."""
    said = await world.call("GET", "/.well-known/oauth-authorization-server", headers={"host": "api.hubapi.com"})
    assert "hubapi" not in said.text
