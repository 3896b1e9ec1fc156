"""Attack cases C over HTTP: scope kinds, permissions and tools. They test authorize and answer_consent together."""

from typing import Any

import httpx
import pytest

from admittance.core.levels import Level
from admittance.usecases.audit_entry import Act
from admittance.usecases.ports import Transaction
from tests.oauth.test_redirect_uri_attacks import assert_page
from tests.oauth.world import (
    A1,
    A2,
    AUTOMATION,
    BASE,
    BOTH,
    CALLBACK,
    CUSTOM,
    MP1,
    READ,
    SA1,
    SA2,
    U1,
    Browser,
    World,
    good,
)

pytestmark = pytest.mark.anyio

NOTHING_CONFIGURED = "forms"


async def refused(world: World, user: int, account: int, **changes: str) -> tuple[httpx.Response, dict[str, Any]]:
    """Open G, changed: the refusal page, and the data of its one audit row. Nothing else is stored."""
    browser = await world.browser(user)
    rows, audit = world.rows(), world.audit_count()
    page = await browser.authorize(good(**changes), account)
    assert_page(page)
    assert world.rows() == rows
    assert world.audit_count() == audit + 1
    row = world.audit(account)[-1]
    assert row.entry.act is Act.INSTALL_REFUSED
    return page, dict(row.entry.data)


def causes(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Cause and scope of every reason in an audit row."""
    return [(reason["cause"], reason.get("scope", "")) for reason in data["reasons"]]


async def test_30_a_missing_required_scope_is_refused(world: World) -> None:
    """Case 30: G without a required scope is "insufficient scopes", and the audit row says which."""
    page, data = await refused(world, SA1, A1, scope=AUTOMATION)
    assert page.status_code == 400
    assert "the provided scopes are insufficient" in page.text.replace("\n", " ")
    assert causes(data) == [("required_missing", READ)]


@pytest.mark.parametrize("scope", [AUTOMATION, f"{READ} {AUTOMATION}"])
async def test_31_a_required_scope_in_optional_scope_is_refused(world: World, scope: str) -> None:
    """Case 31: a required scope in optional_scope is the same refusal, also when it stands in both."""
    _, data = await refused(world, SA1, A1, scope=scope, optional_scope=READ)
    assert ("required_in_optional", READ) in causes(data)


@pytest.mark.parametrize("place", ["scope", "optional_scope"])
async def test_32_a_scope_that_is_not_configured_is_refused(world: World, place: str) -> None:
    """Case 32: a URL scope that the app's manifest lacks is a scope mismatch."""
    asked = {"scope": READ, "optional_scope": ""}
    asked[place] = f"{asked[place]} {NOTHING_CONFIGURED}".strip()
    page, data = await refused(world, SA1, A1, **asked)
    assert page.status_code == 400
    assert "mismatch" in page.text
    assert causes(data) == [("not_configured", NOTHING_CONFIGURED)]


async def test_32_an_unknown_scope_gets_a_suggestion(world: World) -> None:
    """Rule 2: a scope that no catalogue knows is a mismatch with a "did you mean"."""
    _, data = await refused(world, SA1, A1, scope=f"{READ} crm.objects.custom.raed")
    assert data["reasons"][0]["did_you_mean"][0] == CUSTOM


async def test_33_a_conditional_scope_in_optional_scope_is_refused(world: World) -> None:
    """Case 33: a conditionally required scope belongs in scope or nowhere."""
    _, data = await refused(world, SA1, A1, scope=READ, optional_scope=AUTOMATION)
    assert causes(data) == [("conditional_in_optional", AUTOMATION)]


async def test_34_an_optional_scope_in_scope_is_refused(world: World) -> None:
    """Case 34: an optional scope belongs in optional_scope or nowhere."""
    _, data = await refused(world, SA1, A1, scope=f"{READ} {CUSTOM}")
    assert causes(data) == [("optional_in_scope", CUSTOM)]


async def test_36_without_permission_there_is_no_form_to_post(world: World) -> None:
    """Case 36: u1 opens G and is refused; posting consent directly, with whatever id, is 403 and gives no code."""
    page, data = await refused(world, U1, A1)
    assert page.status_code == 403
    assert [cause for cause, _ in causes(data)] == ["marketplace_missing", "permission_missing", "permission_missing"]
    browser = await world.browser(U1)
    token = await _someones_consent(world)
    await browser.get("/profile")
    csrf = browser.form("/sign-out").fields["csrf"]
    rows = world.rows()
    for consent in (token, "", "cf-1001-1-" + "a" * 43):
        posted = await browser.post("/oauth/consent", {"csrf": csrf, "consent": consent, "answer": "grant"})
        assert posted.status_code == 403
    assert world.rows() == rows


async def test_37_the_permission_behind_a_conditional_scope_is_needed(world: World) -> None:
    """Case 37: mp1 has marketplace access and contacts, but not what stands behind `automation`."""
    page, data = await refused(world, MP1, A1)
    assert page.status_code == 403
    assert causes(data) == [("permission_missing", AUTOMATION)]


async def test_37_without_the_conditional_scope_the_same_person_may(world: World) -> None:
    """Rule 3: a conditional scope that the URL leaves out asks for no permission."""
    browser = await world.browser(MP1)
    assert (await browser.authorize(good(scope=READ), A1)).status_code == 200


async def test_38_an_account_without_the_tool_is_refused(world: World) -> None:
    """Case 38: A2 lacks the tool behind `automation`; being Super Admin doesn't help."""
    page, data = await refused(world, SA2, A2)
    assert page.status_code == 403
    assert causes(data) == [("tool_missing", AUTOMATION)]


async def test_the_way_back_carries_the_error_and_the_case(world: World) -> None:
    """A refusal's way back is an OAuth error: invalid_scope for the developer's mistakes, access_denied otherwise, with
    error_uri = the case, ASCII, state and iss."""
    page, _ = await refused(world, SA2, A2)
    assert f"{CALLBACK}?error=access_denied" in page.text
    page, _ = await refused(world, SA1, A1, scope=AUTOMATION)
    assert f"{CALLBACK}?error=invalid_scope" in page.text
    assert "error_uri=" + BASE.replace(":", "%3A").replace("/", "%2F") + "%2Fcases%2FC-" in page.text
    assert "state=st-4711" in page.text


async def test_41_only_the_stored_request_counts(world: World) -> None:
    """Case 41: scopes added to the consent form, and edits of its hidden fields, change nothing in the grant."""
    browser = await world.browser(SA1)
    await browser.authorize(good(), A1)
    granted = await browser.answer(
        scope=f"{READ} {CUSTOM}", optional_scope=CUSTOM, optional=CUSTOM, **{"granted[]": CUSTOM}, required=""
    )
    tokens = (await world.redeem(_code(granted))).json()
    assert tokens["scopes"] == [AUTOMATION, READ, "oauth"]


async def test_41_an_unticked_optional_scope_is_not_in_the_token(world: World) -> None:
    """Case 41: optional scopes start ticked; one that is unticked is absent from the token."""
    browser = await world.browser(SA1)
    for ticks, expected in (((CUSTOM,), True), ((), False)):
        await browser.authorize(good(optional_scope=CUSTOM), A1)
        assert CUSTOM in browser.form("/oauth/consent").fields["optional"]
        tokens = (await world.redeem(_code(await browser.answer(optional=list(ticks))))).json()
        assert (CUSTOM in tokens["scopes"]) is expected
        assert tokens["dropped_scopes"] == []


async def test_42_an_optional_scope_out_of_reach_is_dropped(world: World) -> None:
    """Case 42: without its tool an optional scope is left out; the token, introspection and the answer all say so."""
    browser = await world.browser(BOTH)
    asked = good(scope=READ, optional_scope=CUSTOM)
    tokens = (await world.redeem((await browser.grant(asked, account=A2))["code"])).json()
    assert tokens["scope"] == f"{READ} oauth"
    assert [(drop["scope"], drop["why"][0]["cause"]) for drop in tokens["dropped_scopes"]] == [(CUSTOM, "tool_missing")]
    assert (await world.introspect(tokens["access_token"]))["scope"] == f"{READ} oauth"


async def test_rule_9_the_decision_is_taken_again_at_consent(world: World) -> None:
    """Rule 9: rights lost while the consent page was open count; the answer is the refusal, and there is no code."""
    browser = await world.browser(BOTH)
    await browser.authorize(good(), A1)
    await world.change(lambda tx: _take_rights(tx, BOTH))
    rows = world.rows()
    page = await browser.answer()
    assert page.status_code == 403
    assert "location" not in page.headers
    assert world.rows() == rows


async def test_rule_9_the_decision_is_taken_again_at_redemption(world: World) -> None:
    """Rule 9: a plan that lost its tool between consent and exchange is invalid_grant, BAD_SCOPES, with a case."""
    code = await world.code()
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "starter"))
    said = await world.redeem(code)
    assert said.status_code == 400
    body = said.json()
    assert (body["error"], body["status"]) == ("invalid_grant", "BAD_SCOPES")
    assert body["error_uri"].startswith(f"{BASE}/cases/C-")


async def test_several_accounts_are_chosen_from(world: World) -> None:
    """Product section 2: who belongs to several accounts chooses; who belongs to one is not asked."""
    browser = await world.browser(BOTH)
    page = await browser.authorize(good(scope=READ))
    assert f"/oauth/{A1}/authorize?" in page.text
    assert f"/oauth/{A2}/authorize?" in page.text
    assert "/oauth/consent" not in page.text
    alone = await world.browser(SA1)
    await alone.authorize(good(scope=READ))
    assert alone.form("/oauth/consent")


def _code(granted: httpx.Response) -> str:
    assert granted.status_code == 303, granted.text
    return str(httpx.URL(granted.headers["location"]).params["code"])


async def _someones_consent(world: World) -> str:
    other: Browser = await world.browser(SA1)
    await other.authorize(good(), A1)
    return other.form("/oauth/consent").fields["consent"]


def _take_rights(tx: Transaction, user: int) -> None:
    rights: dict[str, Level] = {}
    tx.people.set_rights(A1, user, super_admin=False, permission_set=None, rights=rights)
