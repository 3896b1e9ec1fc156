"""Attack cases F: the token endpoint and codes (RFC 6749 section 4.1.3). They test token, client_auth, token_fields."""

import asyncio
import gzip
import json
from base64 import b64encode
from typing import Any

import httpx
import pytest

from admittance.usecases.audit_entry import Act
from tests.oauth.world import (
    A1,
    CALLBACK,
    CLIENT_IDS,
    LOOPBACK,
    SA1,
    SECRETS,
    VERIFIER,
    P,
    World,
    X,
    Y,
    Z,
    credentials,
    good,
    query_of,
)

pytestmark = pytest.mark.anyio
TOKEN = "/oauth/v1/token"


def assert_json(response: httpx.Response, status: int, error: str) -> dict[str, Any]:
    """JSON(s,e): the status and error in both shapes, never stored, nothing of the credentials in it."""
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    assert body["error"] == error
    assert body["message"] == body["error_description"]
    assert body["correlationId"] == response.headers["x-hubspot-correlation-id"]
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"].startswith("application/json")
    assert not any(secret in response.text for secret in (*SECRETS.values(), VERIFIER))
    return body


def basic(client_id: str, secret: str) -> dict[str, str]:
    """An HTTP Basic header."""
    return {"authorization": "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()}


async def test_64_a_second_use_ends_what_the_first_gave(world: World) -> None:
    """Case 64: a code used twice is invalid_grant, and both tokens of the first answer are dead at once."""
    code = await world.code()
    tokens = (await world.redeem(code)).json()
    assert await world.works(tokens["access_token"])
    assert assert_json(await world.redeem(code), 400, "invalid_grant")["status"] == "BAD_AUTH_CODE"
    assert not await world.works(tokens["access_token"])
    assert_json(await world.refresh(tokens["refresh_token"]), 400, "invalid_grant")
    assert world.audit(A1)[-1].entry.act in (Act.CODE_REPLAYED, Act.REFRESH_REFUSED)


async def test_65_of_64_redemptions_exactly_one_wins(world: World) -> None:
    """Case 65: of 64 simultaneous redemptions of one code exactly one is answered with tokens; the others are replays,
    so that afterwards those tokens are dead."""
    code = await world.code()
    answers = await asyncio.gather(*(world.redeem(code) for _ in range(64)))
    won = [answer for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    assert {answer.json()["status"] for answer in answers if answer.status_code != 200} == {"BAD_AUTH_CODE"}
    assert not await world.works(won[0].json()["access_token"])
    assert world.rows()["connections"] == 1


async def test_67_another_apps_code_is_burnt(world: World) -> None:
    """Case 67: a code of X redeemed by Y is invalid_grant, and X can't use it any more either."""
    code = await world.code()
    assert_json(await world.redeem(code, Y), 400, "invalid_grant")
    assert_json(await world.redeem(code), 400, "invalid_grant")
    assert world.rows()["access_tokens"] == 0


@pytest.mark.parametrize("verifier", ["w" * 43, "", "v" * 42, "v" * 129, "v" * 42 + "å"])
async def test_69_the_verifier_must_fit(world: World, verifier: str) -> None:
    """Case 69: a wrong, missing, short or long verifier is invalid_grant; the code stays good for the right one."""
    code = await world.code()
    said = assert_json(await world.redeem(code, code_verifier=verifier), 400, "invalid_grant")
    assert said["status"] == "BAD_CODE_VERIFIER"
    assert (await world.redeem(code)).status_code == 200


async def test_69_a_verifier_for_another_code_does_not_fit(world: World) -> None:
    """Case 69: verifiers of two codes can't be swapped."""
    code = await world.code(code_challenge="A" * 43)
    assert_json(await world.redeem(code), 400, "invalid_grant")


async def test_19_a_verifier_without_a_challenge_is_refused(world: World) -> None:
    """Case 19: a verifier where no challenge was sent says that somebody took the challenge out: invalid_grant."""
    code = await world.code(app=Z)
    said = assert_json(await world.redeem(code, Z, code_verifier=VERIFIER), 400, "invalid_grant")
    assert said["status"] == "BAD_CODE_VERIFIER"


@pytest.mark.parametrize("uri", [LOOPBACK, "", "https://x.test/cb/", "https://evil.test/cb"])
async def test_70_the_redirect_uri_must_be_the_same(world: World, uri: str) -> None:
    """Case 70: another redirect_uri, or none, at redemption is invalid_grant."""
    code = await world.code()
    said = assert_json(await world.redeem(code, redirect_uri=uri), 400, "invalid_grant")
    assert said["status"] == "MISMATCH_REDIRECT_URI_AUTH_CODE"


async def test_71_a_code_lives_a_minute(world: World) -> None:
    """Case 71: after 60 s a code is invalid_grant, and setting the clock back does not revive it."""
    code = await world.code()
    world.pass_time(60)
    said = assert_json(await world.redeem(code), 400, "invalid_grant")
    assert said["status"] == "EXPIRED_AUTH_CODE"
    world.pass_time(-7200)
    assert_json(await world.redeem(code), 400, "invalid_grant")


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 43, "å\0"])
async def test_72_a_strict_app_without_its_secret_is_401(world: World, secret: str) -> None:
    """Case 72: X without its secret or with a wrong one is 401 invalid_client with a challenge; the code stays good."""
    code = await world.code()
    said = await world.redeem(code, client_secret=secret)
    assert assert_json(said, 401, "invalid_client")["status"] == "BAD_CLIENT_SECRET"
    assert said.headers["www-authenticate"].startswith("Basic ")
    assert (await world.redeem(code)).status_code == 200


async def test_72_a_compatible_app_gets_400(world: World) -> None:
    """wire.md: a compatible app that sends a wrong secret in the body gets 400; in HTTP Basic 401 as everybody."""
    form = {"grant_type": "refresh_token", "refresh_token": "rt-1-1-x"}
    said = await world.token(Z, **form, client_secret="wrong")
    assert assert_json(said, 400, "invalid_client")["status"] == "BAD_CLIENT_SECRET"
    assert "www-authenticate" not in said.headers
    said = await world.call("POST", TOKEN, data=form, headers=basic(CLIENT_IDS[Z], "wrong"))
    assert_json(said, 401, "invalid_client")
    assert "www-authenticate" in said.headers


async def test_72_http_basic_works(world: World) -> None:
    """Client credentials may come in HTTP Basic, form-encoded inside (RFC 6749 section 2.3.1)."""
    form = _redemption(await world.code())
    assert (await world.call("POST", TOKEN, data=form, headers=basic("client%2Dx", SECRETS[X]))).status_code == 200


async def test_72_credentials_in_two_places_are_refused(world: World) -> None:
    """Case 72: Basic and body at once, a differing client_id beside Basic, and two headers are invalid_request."""
    form, right = _redemption(await world.code()), basic(CLIENT_IDS[X], SECRETS[X])
    said = await world.call("POST", TOKEN, data=form | {"client_secret": SECRETS[X]}, headers=right)
    assert_json(said, 400, "invalid_request")
    said = await world.call("POST", TOKEN, data=form | {"client_id": CLIENT_IDS[Y]}, headers=right)
    assert_json(said, 400, "invalid_request")
    two = [("authorization", right["authorization"]), ("authorization", right["authorization"])]
    assert_json(await world.call("POST", TOKEN, data=form, headers=two), 400, "invalid_request")
    empty = {"client_id": CLIENT_IDS[X], "client_secret": ""}  # sent without a value is left out (RFC 6749 section 3.2)
    named = await world.call("POST", TOKEN, data=form | empty, headers=right)
    assert named.status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic", "Basic ", "Basic !!!", "Basic OnNlY3JldA==", "Basic bm9jb2xvbg==", "basic /w=="]
)
async def test_72_an_unreadable_basic_header_is_401(world: World, header: str) -> None:
    """A Basic header that can't be read proves nothing: 401 with a challenge, or as if no client was named."""
    said = await world.call("POST", TOKEN, data={"grant_type": "refresh_token"}, headers={"authorization": header})
    assert_json(said, 401 if " " in header else 400, "invalid_client")


async def test_72_a_secret_in_the_query_is_refused(world: World) -> None:
    """Case 72: credentials in the query are refused, right or wrong, and not repeated."""
    form = _redemption(await world.code())
    said = await world.call("POST", TOKEN, params=credentials(X), data=form)
    assert_json(said, 400, "invalid_request")


async def test_an_unknown_client_is_told_before_the_grant_type(world: World) -> None:
    """wire.md: BAD_CLIENT_ID is checked before the grant type; a missing client id is the same."""
    for form in ({"client_id": "nobody", "grant_type": "junk"}, {"grant_type": "junk"}):
        said = assert_json(await world.call("POST", TOKEN, data=form), 400, "invalid_client")
        assert said["status"] == "BAD_CLIENT_ID"


@pytest.mark.parametrize(
    "grant_type",
    [
        "password",
        "implicit",
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "Authorization_Code",
    ],
)
async def test_73_consent_free_grants_do_not_exist(world: World, grant_type: str) -> None:
    """Case 73: no grant type gives a token without consent."""
    said = await world.token(X, grant_type=grant_type, username="sa1@a1.test", password="x", code="x")
    assert assert_json(said, 400, "unsupported_grant_type")["status"] == "BAD_GRANT_TYPE"


async def test_73_an_empty_or_repeated_grant_type_is_invalid(world: World) -> None:
    """Case 73: an empty, missing or repeated grant_type is invalid_request."""
    assert_json(await world.token(X, grant_type=""), 400, "invalid_request")
    assert_json(await world.token(X), 400, "invalid_request")
    form = [*credentials(X).items(), ("grant_type", "refresh_token"), ("grant_type", "authorization_code")]
    said = await world.call("POST", TOKEN, content=str(httpx.QueryParams(form)), headers=FORM)
    assert_json(said, 400, "invalid_request")


FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_74_only_post_is_answered(world: World, method: str) -> None:
    """Case 74: GET on the token endpoint is 405, in JSON."""
    said = await world.call(method, TOKEN)
    assert (said.status_code, said.headers["allow"]) == (405, "POST")
    if method != "HEAD":
        assert_json(said, 405, "invalid_request")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "multipart/form-data; boundary=b",
        "application/x-www-form-urlencoded; charset=utf-7",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/xml",
        "",
    ],
)
async def test_74_other_content_types_are_415(world: World, content_type: str) -> None:
    """Case 74: a body that is neither a UTF-8 form nor JSON is 415."""
    said = await world.call("POST", TOKEN, content=b"grant_type=x", headers={"content-type": content_type})
    assert_json(said, 415, "invalid_request")


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json"])
async def test_74_a_compressed_body_is_415(world: World, content_type: str) -> None:
    """Case 74: nothing is taken apart, so that a little can't become much; the answer says what is wrong with it."""
    headers = {"content-type": content_type, "content-encoding": "gzip"}
    said = await world.call("POST", TOKEN, content=gzip.compress(b"grant_type=x"), headers=headers)
    assert "coding" in assert_json(said, 415, "invalid_request")["message"]


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1", "us-ascii"])
async def test_74_a_form_is_ascii_whatever_it_is_called(world: World, charset: str) -> None:
    """What is percent-encoded is ASCII: Apache's client calls a form ISO-8859-1. It is read as UTF-8 all the same."""
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    headers = {"content-type": content_type, "content-encoding": "identity"}
    sent = httpx.QueryParams(_redemption(await world.code()) | credentials(X))
    assert (await world.call("POST", TOKEN, content=str(sent).encode(), headers=headers)).status_code == 200
    assert_json(await world.call("POST", TOKEN, content=b"grant_type=%E5", headers=headers), 400, "invalid_request")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"grant_type": {"a": "b"}}',
        b'{"grant_type": ["refresh_token"]}',
        b'{"grant_type": 1}',
        b'{"grant_type": null}',
        b'{"grant_type": "refresh_token", "grant_type": "refresh_token"}',
        b'{"client_id": "\\ud800"}',
        b'{"client_id": "\xff"}',
        b"\xef\xbb\xbf{}x",
        b"{}{}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"NaN",
        b'{"a": 1' + b"0" * 10_000 + b"}",
    ],
)
async def test_74_json_is_an_object_of_strings(world: World, body: bytes) -> None:
    """Case 74: malformed JSON, nested values, repeated keys and lone surrogates are 400, never 500."""
    said = await world.call("POST", TOKEN, content=body, headers={"content-type": "application/json"})
    assert_json(said, 400, "invalid_request")


async def test_74_a_json_object_of_strings_is_taken(world: World) -> None:
    """Case 74: the newest SDK sends JSON; it is answered like a form, whatever the case of the content type."""
    for content_type in ("application/json", "Application/JSON; charset=UTF-8"):
        body = json.dumps(_redemption(await world.code()) | credentials(X))
        said = await world.call("POST", TOKEN, content=body, headers={"content-type": content_type})
        assert said.status_code == 200


@pytest.mark.parametrize("body", [b"client_id=%ff", b"a=1&" * 100, b"client_id=\xff"])
async def test_74_an_unreadable_form_is_400(world: World, body: bytes) -> None:
    """Bytes that are no UTF-8, and more fields than the limit, are invalid_request."""
    said = await world.call("POST", TOKEN, content=body, headers=FORM)
    assert_json(said, 400, "invalid_request")


async def test_an_empty_request_is_an_oauth_error(world: World) -> None:
    """A POST with nothing in it says that the client is missing."""
    assert_json(await world.call("POST", TOKEN), 400, "invalid_client")


@pytest.mark.parametrize(
    "path", [TOKEN, "/oauth/v3/token", "/oauth/2026-03/token", "/oauth/1999-12/token/", f"{TOKEN}/"]
)
async def test_every_version_is_the_same_address(world: World, path: str) -> None:
    """wire.md: v1, v3 and any YYYY-MM are one handler, and a trailing slash is tolerated."""
    said = await world.call("POST", path, data=_redemption(await world.code()) | credentials(X))
    assert said.status_code == 200


@pytest.mark.parametrize("path", ["/oauth/v2/token", "/oauth/2026-13/token", "/oauth/token", "/oauth/v1/tokens"])
async def test_other_addresses_are_404_in_json(world: World, path: str) -> None:
    """An address under /oauth that is not there answers in the protocol's shape."""
    assert_json(await world.call("POST", path, data={"a": "b"}), 404, "invalid_request")


async def test_76_nothing_is_shared_across_origins(world: World) -> None:
    """Case 76: no answer of the token addresses carries an Access-Control header, preflights included."""
    tokens = await world.connect()
    evil = {"origin": "https://evil.test"}
    preflight = evil | {"access-control-request-method": "POST"}
    answers = [
        await world.call("POST", TOKEN, data=credentials(X), headers=evil),
        await world.call("OPTIONS", TOKEN, headers=preflight),
        await world.call("GET", f"/oauth/v1/access-tokens/{tokens['access_token']}", headers=evil),
        await world.call("GET", "/.well-known/oauth-authorization-server", headers=evil),
    ]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_60_wrong_secrets_slow_an_address_down(world: World) -> None:
    """Case 60 on the token endpoint: after ten failures the address waits for that app, with Retry-After; another app
    doesn't, and after the wait the right secret works."""
    form = {"grant_type": "refresh_token", "refresh_token": "rt-1-1-x"}
    for _ in range(10):
        assert_json(await world.token(X, **form, client_secret="wrong"), 401, "invalid_client")
    slowed = await world.token(X, **form)
    assert_json(slowed, 429, "temporarily_unavailable")
    assert 1 <= int(slowed.headers["retry-after"]) <= 2
    assert_json(await world.token(Y, **form), 400, "invalid_grant")
    world.pass_time(2)
    assert_json(await world.token(X, **form), 400, "invalid_grant")


async def test_the_answer_is_what_clients_read(world: World) -> None:
    """wire.md: every field of the token answer."""
    tokens = await world.connect()
    assert tokens | {"access_token": "", "refresh_token": ""} == {
        "token_type": "bearer",
        "access_token": "",
        "refresh_token": "",
        "expires_in": 1800,
        "hub_id": A1,
        "user_id": 11,
        "scopes": ["automation", "crm.objects.contacts.read", "oauth"],
        "scope": "automation crm.objects.contacts.read oauth",
        "token_use": "access_token",
        "dropped_scopes": [],
    }


async def test_a_code_that_never_was_is_refused(world: World) -> None:
    """Codes that are made up, of another kind or of another account are BAD_AUTH_CODE; none leaves a trace."""
    code = await world.code()
    secret = code.rsplit("-", 1)[1]
    for made_up in ("x", f"rt-{A1}-1-{secret}", f"ac-1-1-{secret}", f"ac-{A1}-1-{'a' * 43}", f"ac-{2**40}-1-{secret}"):
        said = assert_json(await world.redeem(made_up), 400, "invalid_grant")
        assert said["status"] == "BAD_AUTH_CODE"
    said = assert_json(await world.redeem(""), 400, "invalid_request")
    assert said["status"] == "BAD_AUTH_CODE"


async def test_without_redirect_uri_in_the_request_none_is_needed(world: World) -> None:
    """RFC 6749 section 4.1.3: a request that left redirect_uri out is redeemed without one, or with the only one."""
    for uri in ("", "http://127.0.0.1/cb"):
        browser = await world.browser(SA1)
        page = await browser.authorize({name: v for name, v in good(P).items() if name != "redirect_uri"}, A1)
        assert page.status_code == 200
        code = query_of(await browser.answer())["code"]
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER, "redirect_uri": uri}
        said = await world.token(P, **form)
        assert said.status_code == 200, said.text


def _redemption(code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
