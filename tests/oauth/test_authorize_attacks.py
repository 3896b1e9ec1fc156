"""Attack cases B: the authorization request, PKCE and mix-up (RFC 9700, 9207). They test authorize and its checks."""

import asyncio
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from msgspec.structs import replace

from admittance.usecases.ports import Transaction
from tests.oauth.test_redirect_uri_attacks import assert_page
from tests.oauth.world import (
    A1,
    AUTOMATION,
    BASE,
    CALLBACK,
    CHALLENGE,
    CLIENT_IDS,
    READ,
    SA1,
    World,
    X,
    Z,
    good,
    query_of,
)

pytestmark = pytest.mark.anyio


def assert_redirected(response: httpx.Response, error: str, state: str | None = "st-4711") -> None:
    """REDIR(e): 302 or 303 to the registered URI with error, state and iss; nothing in a fragment."""
    assert response.status_code in (302, 303), response.text
    where = urlsplit(response.headers["location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == CALLBACK
    assert where.fragment == ""
    sent = query_of(response)
    assert (sent["error"], sent.get("state"), sent["iss"]) == (error, state, BASE)
    assert "code" not in sent
    assert sent["error_description"].isascii()
    assert not set('"\\') & set(sent["error_description"])


async def told_the_app(world: World, error: str, **changes: str) -> None:
    """A bad request goes to the app as `error`, whoever is at the browser; one audit row, nothing else stored."""
    for user in (None, SA1):
        browser = await world.browser(user)
        rows, audit = world.rows(), world.audit_count()
        assert_redirected(await browser.authorize(good(**changes)), error)
        assert world.rows() == rows
        assert world.audit_count() == audit + 1


async def test_16_a_strict_app_must_send_a_challenge(world: World) -> None:
    """Case 16: no code_challenge is invalid_request, for a confidential app too."""
    await told_the_app(world, "invalid_request", code_challenge="", code_challenge_method="")


async def test_16_a_compatible_app_may_do_without(world: World) -> None:
    """Case 16 does not apply to the compatible profile: PKCE is optional there."""
    browser = await world.browser(SA1)
    assert (await browser.authorize(good(Z), A1)).status_code == 200


@pytest.mark.parametrize("method", ["plain", "", "S512", "s256"])
async def test_17_only_s256_counts(world: World, method: str) -> None:
    """Case 17: plain, an absent method, S512 and lower-case s256 are invalid_request."""
    await told_the_app(world, "invalid_request", code_challenge_method=method)


async def test_17_a_compatible_app_that_sends_a_challenge_is_held_to_it(world: World) -> None:
    """A compatible app may leave PKCE out, but not weaken it: plain is refused there too."""
    browser = await world.browser()
    page = await browser.authorize(good(Z, code_challenge=CHALLENGE, code_challenge_method="plain"))
    assert_redirected(page, "invalid_request")


@pytest.mark.parametrize(
    "challenge",
    [CHALLENGE[:-1], CHALLENGE + "A", "A" * 129, CHALLENGE[:-1] + "=", CHALLENGE[:-1] + "+", CHALLENGE[:-1] + "å"],
)
async def test_18_a_challenge_is_43_characters_of_base64url(world: World, challenge: str) -> None:
    """Case 18: 42, 44 or 129 characters, padding and other characters are invalid_request."""
    await told_the_app(world, "invalid_request", code_challenge=challenge)


@pytest.mark.parametrize("response_type", ["token", "id_token", "code token", "CODE"])
async def test_20_other_response_types_are_unsupported(world: World, response_type: str) -> None:
    """Case 20: nothing but `code` is answered, and no token ever stands in a fragment."""
    await told_the_app(world, "unsupported_response_type", response_type=response_type)


async def test_20_a_missing_or_empty_response_type_is_invalid(world: World) -> None:
    """Case 20: a strict app names its response_type; an empty one counts as left out."""
    await told_the_app(world, "invalid_request", response_type="")
    browser = await world.browser()
    pairs = [(name, value) for name, value in good().items() if name != "response_type"]
    assert_redirected(await browser.authorize([*pairs, ("response_type", "")]), "invalid_request")


async def test_20_a_compatible_app_may_leave_it_out(world: World) -> None:
    """Case 20 does not apply to the compatible profile: official clients omit response_type."""
    browser = await world.browser(SA1)
    assert (await browser.authorize(good(Z, response_type=""), A1)).status_code == 200


@pytest.mark.parametrize("mode", ["fragment", "form_post", "web_message", "junk"])
async def test_21_only_the_query_carries_the_answer(world: World, mode: str) -> None:
    """Case 21: any response_mode but query is refused."""
    await told_the_app(world, "invalid_request", response_mode=mode)


async def test_21_no_script_of_ours_posts_messages_to_everyone(world: World) -> None:
    """Case 21: no page of the flow holds an inline script, so none can postMessage a code."""
    browser = await world.browser(SA1)
    page = await browser.authorize(good(), A1)
    assert "postMessage" not in page.text


async def test_22_unknown_disabled_and_deleted_apps_look_the_same(world: World) -> None:
    """Case 22: the same page and status for an unknown and for a disabled app, whatever the client id looks like."""

    def disable(tx: Transaction) -> None:
        app = tx.apps.get(X)
        assert app is not None
        tx.apps.replace(replace(app, enabled=False))

    await world.change(disable)
    browser = await world.browser()
    seen = set()
    for client_id in (CLIENT_IDS[X], "nobody", "x" * 10_240, "client-x\0", "client-x%00"):
        page = await browser.authorize(good(client_id=client_id))
        assert_page(page, "x" * 100, "nobody")
        seen.add((page.status_code, _without_reference(page)))
    assert len(seen) == 1


async def test_22_two_client_ids_are_refused(world: World) -> None:
    """Case 22: client_id twice ends on our page, even when both are the same."""
    browser = await world.browser()
    for other in (CLIENT_IDS[X], CLIENT_IDS[Z]):
        assert_page(await browser.authorize([*good().items(), ("client_id", other)]))


@pytest.mark.parametrize(
    "name", ["scope", "optional_scope", "code_challenge", "response_type", "code_challenge_method"]
)
async def test_23_a_repeated_parameter_is_told_to_the_app(world: World, name: str) -> None:
    """Case 23: any parameter of ours sent twice is invalid_request."""
    request = good(optional_scope="crm.objects.custom.read")
    browser = await world.browser()
    assert_redirected(await browser.authorize([*request.items(), (name, request[name])]), "invalid_request")


async def test_23_of_two_states_none_is_echoed(world: World) -> None:
    """Case 23: with state sent twice nobody can say which one to echo, so none is."""
    browser = await world.browser()
    page = await browser.authorize([*good().items(), ("state", "other")])
    assert_redirected(page, "invalid_request", state=None)


async def test_24_success_and_error_carry_the_issuer(world: World) -> None:
    """Case 24: iss on success and on error equals the metadata's issuer (RFC 9207)."""
    issuer = (await world.call("GET", "/.well-known/oauth-authorization-server")).json()["issuer"]
    browser = await world.browser(SA1)
    assert (await browser.grant(good(), account=A1))["iss"] == issuer
    await browser.authorize(good(), A1)
    assert query_of(await browser.answer("cancel"))["iss"] == issuer


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
    ],
)
async def test_26_nothing_is_fetched_for_a_request(world: World, name: str, error: str) -> None:
    """Case 26: request, request_uri and registration are refused and no connection is opened for them."""
    called: list[Any] = []

    async def visited(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.append(writer)
        writer.close()

    listener = await asyncio.start_server(visited, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    async with listener:
        await told_the_app(world, error, **{name: f"http://127.0.0.1:{port}/latest/meta-data/"})
        await asyncio.sleep(0.05)
    assert called == []


@pytest.mark.parametrize(
    "state", ['"><script>alert(1)</script>', "s" * 8192, "sträng ✓ 中", "a&code=evil", "a#fragment", "a+b c%20d", "\0"]
)
async def test_27_state_is_echoed_byte_for_byte(world: World, state: str) -> None:
    """Case 27: state comes back as it was sent, percent-encoded, and adds no parameter of its own."""
    browser = await world.browser(SA1)
    granted = await browser.grant(good(state=state), account=A1)
    assert granted["state"] == state
    assert set(granted) == {"code", "state", "iss"}
    page = await browser.authorize(good(state=state, response_type="token"))
    assert query_of(page)["state"] == state


async def test_27_markup_in_state_never_reaches_a_page(world: World) -> None:
    """Case 27: what a page carries on of the request is escaped."""
    browser = await world.browser()
    page = await browser.authorize(good(state='"><script>alert(1)</script>'))
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=b", b"--b--"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"client_id=client-x"),
    ],
)
async def test_29_only_forms_are_posted_to_authorize(world: World, content_type: str, body: bytes) -> None:
    """Case 29: POST with JSON, multipart or another charset is 415 on our page."""
    page = await world.call("POST", "/oauth/authorize", content=body, headers={"content-type": content_type})
    assert page.status_code == 415
    assert_page(page)


async def test_29_a_posted_form_works_like_a_query(world: World) -> None:
    """POST /oauth/authorize with a form does what GET does (RFC 6749 section 3.1)."""
    browser = await world.browser(SA1)
    page = await browser.post("/oauth/authorize", good())
    assert page.status_code == 200
    assert "code" in query_of(await browser.answer())


async def test_29_unknown_parameters_are_ignored(world: World) -> None:
    """Case 29: a parameter that means nothing here changes nothing, also when it comes twice."""
    browser = await world.browser(SA1)
    page = await browser.authorize([*good().items(), ("utm_source", "a"), ("utm_source", "b")], A1)
    assert page.status_code == 200


async def test_more_scopes_than_any_app_has_are_refused(world: World) -> None:
    """A request that asks for thousands of scopes costs one comparison, not a decision over each."""
    many = " ".join(f"{READ}.{number}" for number in range(5_000))
    browser = await world.browser(SA1)
    page = await browser.post("/oauth/authorize", good(scope=many))
    assert_redirected(page, "invalid_scope")


@pytest.mark.parametrize("query", ["client_id=%ff", "&".join(f"p{n}=1" for n in range(100))])
async def test_unreadable_parameters_end_on_our_page(world: World, query: str) -> None:
    """Bytes that are not UTF-8, and more parameters than the limit, are unreadable: a page, and nothing decoded."""
    browser = await world.browser()
    assert_page(await browser.get(f"/oauth/authorize?{query}"))


@pytest.mark.parametrize(
    ("name", "error"), [("state", "invalid_request"), ("scope", "invalid_scope"), ("optional_scope", "invalid_scope")]
)
async def test_what_is_kept_with_a_page_is_short(world: World, name: str, error: str) -> None:
    """Case 27: a state of 8 KB is echoed; one that a form brings and no address could carry back is refused without an
    echo, and so are scopes of that length: they would be kept with each page and case."""
    browser = await world.browser(SA1)
    page = await browser.post("/oauth/authorize", good(state="s" * 8_192))
    assert page.status_code == 200
    page = await browser.post("/oauth/authorize", good() | {name: "s" * 40_000})
    assert len(page.headers["location"]) < 1_000
    assert query_of(page)["error"] == error
    assert ("state" in query_of(page)) is (name != "state")


async def test_only_get_and_post_are_answered(world: World) -> None:
    """HEAD and other methods are 405 on our page, naming those that are answered."""
    for method in ("HEAD", "PUT", "DELETE", "OPTIONS"):
        page = await world.call(method, "/oauth/authorize")
        assert (page.status_code, page.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize("account", ["9999999", "A1", "01001", "-1", "1" * 30, "1002", quote("1001 ")])
async def test_an_account_that_is_not_ones_own_is_not_there(world: World, account: str) -> None:
    """Product section 2: for an account one is no member of, existing or not, the page for "not there"."""
    browser = await world.browser(SA1)
    page = await browser.authorize(good(), account)
    assert page.status_code == 404
    assert "Account One" in page.text
    assert "Account Two" not in page.text


async def test_a_scope_order_or_plus_makes_no_difference(world: World) -> None:
    """Scopes are separated by spaces written + or %20, in any order (wire.md)."""
    browser = await world.browser(SA1)
    for scope in (f"{AUTOMATION}+{READ}", f"{READ}%20{AUTOMATION}", f"{READ}++{AUTOMATION}"):
        rest = "&".join(f"{name}={quote(value, safe='')}" for name, value in good(scope="").items())
        page = await browser.get(f"/oauth/{A1}/authorize?{rest}&scope={scope}")
        assert page.status_code == 200


def _without_reference(page: httpx.Response) -> str:
    return page.text.replace(page.headers["x-hubspot-correlation-id"], "REFERENCE").replace(_token_of(page), "TOKEN")


def _token_of(page: httpx.Response) -> str:
    marker = 'name="csrf" value="'
    start = page.text.find(marker)
    return page.text[start + len(marker) :].split('"', 1)[0] if start >= 0 else "no token here"
