"""Attack cases 44 and 45 over HTTP: what somebody who is Super Admin for a while can't do, and what stays of it."""

from typing import Any

import pytest

from admittance.core import lifetimes
from admittance.usecases.audit_entry import Act
from admittance.usecases.case_name import case_path
from admittance.usecases.case_records import USUAL_ELEVATION, CaseState
from admittance.usecases.records import DriftPolicy
from tests.oauth.test_code_attacks import assert_json
from tests.oauth.world import A1, MP1, SA1, U1, Browser, World, X, good, query_of

pytestmark = pytest.mark.anyio


async def refused(world: World, user: int) -> tuple[Browser, str]:
    """Somebody opens G and is refused: their browser, and where their case is."""
    browser = await world.browser(user)
    assert (await browser.authorize(good(), A1)).status_code == 403
    cases = world.services.store.read(lambda tx: tx.cases.in_account(A1, states=frozenset({CaseState.OPEN})))
    return browser, case_path(A1, next(case.id for case in cases if case.user_id == user))


async def post(browser: Browser, path: str, **fields: str) -> Any:
    """Post a form of one's own, whether or not any page shows it."""
    await browser.get("/profile")
    return await browser.post(path, browser.form("/sign-out").fields | fields)


async def elevated(world: World) -> tuple[Browser, str]:
    """U1 and their case, once sa1 has made them Super Admin for a quarter of an hour."""
    browser, case = await refused(world, U1)
    answer = await post(await world.browser(SA1), f"{case}/approve", way="lend_super_admin")
    assert answer.status_code == 303, answer.text
    return browser, case


async def test_44_super_admin_for_a_while_is_no_administrator(world: World) -> None:
    """Case 44: they neither lengthen it, nor make a Super Admin, nor give to others what was lent to them."""
    browser, own = await elevated(world)
    _, others = await refused(world, MP1)
    before = world.services.store.read(lambda tx: tx.elevations.in_account(A1, world.services.clock.now()))
    for path in (f"{own}/approve", f"{others}/approve"):
        answer = await post(browser, path, way="lend_super_admin", minutes="480")
        assert answer.status_code in (403, 404, 409)
    for user in (U1, MP1):
        answer = await post(browser, f"/accounts/{A1}/users/{user}/make-super-admin")
        assert answer.status_code in (403, 404)
    assert world.services.store.read(lambda tx: tx.elevations.in_account(A1, world.services.clock.now())) == before
    members = world.services.store.read(lambda tx: tx.people.members(A1))
    assert [one.user.id for one in members if one.membership.super_admin] == [SA1]


async def test_44_a_second_after_its_end_it_counts_for_nothing(world: World) -> None:
    """Case 44: an install, an open consent page and a code of an elevation are refused a second after its end, also
    with the clock set back two hours."""
    browser, _ = await elevated(world)
    page = await browser.authorize(good(), A1)
    code = query_of(await browser.answer())["code"]
    assert (await browser.authorize(good(), A1)).status_code == page.status_code == 200
    world.pass_time(USUAL_ELEVATION / 1000 - lifetimes.CODE / 2000)
    late = query_of(await browser.answer())["code"]
    await browser.authorize(good(), A1)
    form = [*browser.form("/oauth/consent").pairs, ("answer", "grant")]
    world.pass_time(lifetimes.CODE / 2000 + 1)
    for _ in range(2):
        assert (await browser.post("/oauth/consent", form)).status_code == 403
        assert (await browser.authorize(good(), A1)).status_code == 403
        world.pass_time(-7200)
    assert_json(await world.redeem(code), 400, "invalid_grant")
    assert assert_json(await world.redeem(late), 400, "invalid_grant")["status"] == "BAD_SCOPES"
    assert world.rows()["access_tokens"] == 0


async def test_45_what_was_connected_stays_as_the_account_has_it(world: World) -> None:
    """Case 45: the app keeps the connection once the elevation is over, unless the account suspends on drift; the row
    of the connection names the elevation, whose own row says who gave it."""
    browser, _ = await elevated(world)
    await browser.authorize(good(), A1)
    tokens = (await world.redeem(query_of(await browser.answer())["code"])).json()
    rows = {row.entry.act: row.entry for row in world.audit()}
    assert rows[Act.CODE_EXCHANGED].data["elevation"] == rows[Act.ELEVATED].data["elevation"]
    assert (rows[Act.ELEVATED].actor, rows[Act.ELEVATED].data["user"]) == (SA1, U1)
    assert (await browser.authorize(good(), A1)).status_code == 403
    assert await world.works(tokens["access_token"])
    await world.change(lambda tx: tx.accounts.set_drift_policy(A1, DriftPolicy.SUSPEND))
    assert not await world.works(tokens["access_token"])
    assert_json(await world.refresh(tokens["refresh_token"], X), 400, "invalid_grant")
    await world.change(lambda tx: tx.accounts.set_drift_policy(A1, DriftPolicy.KEEP))
    assert (await world.refresh(tokens["refresh_token"], X)).status_code == 200
