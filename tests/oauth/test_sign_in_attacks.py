"""Attack cases E over HTTP: signing in and out, passwords, one-time links (OWASP ASVS 5 chapters 6 and 7)."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.core.tokens import Token, TokenKind
from admittance.http.application import Application
from admittance.usecases.passwords import issue_reset
from admittance.usecases.ports import Transaction
from admittance.wiring.server import edges_of
from tests.oauth.world import A1, EMAILS, MP1, PASSWORD, SA1, U1, Browser, World, good

pytestmark = pytest.mark.anyio


async def tried(browser: Browser, email: str, password: str) -> httpx.Response:
    """One try at the sign-in form."""
    await browser.get("/sign-in")
    return await browser.post("/sign-in", browser.form("/sign-in").fields | {"email": email, "password": password})


async def signed_in(browser: Browser) -> bool:
    """Whether the browser's next request is a signed-in person's."""
    return "/sign-out" in (await browser.get("/profile")).text


async def test_56_the_session_id_changes_at_sign_in(world: World) -> None:
    """Case 56: signing in again gives another id, and the old one is nobody's; a planted id is never taken up."""
    browser = await world.browser(SA1)
    old = browser.http.cookies["admittance"]
    await browser.get("/profile")
    csrf = browser.form("/sign-out").fields["csrf"]
    again = {"csrf": csrf, "email": EMAILS[SA1], "password": PASSWORD}
    assert (await browser.post("/sign-in", again)).status_code == 303
    assert browser.http.cookies["admittance"] != old
    other = await world.browser()
    other.http.cookies.set("admittance", old)
    assert not await signed_in(other)
    planted = "ss-0-1-" + "a" * 43
    fixed = await world.browser()
    fixed.http.cookies.set("admittance", planted)
    await fixed.sign_in(MP1)
    assert planted not in fixed.page.headers["set-cookie"]


async def test_58_signing_out_ends_this_session_only(world: World) -> None:
    """Case 58: after signing out the cookie is nobody's, also when it is sent once more; other browsers stay."""
    browser, other = await world.browser(SA1), await world.browser(SA1)
    kept = browser.http.cookies["admittance"]
    await browser.get("/profile")
    await browser.post("/sign-out", browser.form("/sign-out").fields)
    browser.http.cookies.clear()
    browser.http.cookies.set("admittance", kept)
    assert not await signed_in(browser)
    assert await signed_in(other)


async def test_58_a_new_password_ends_the_other_sessions(world: World) -> None:
    """Case 58: changing the password ends every other session of the person."""
    browser, other = await world.browser(SA1), await world.browser(SA1)
    await browser.get("/profile")
    chosen = "another long password"
    fields = browser.form("/profile/password").fields | {"current": PASSWORD, "new": chosen}
    assert (await browser.post("/profile/password", fields)).status_code in (200, 303)
    assert await signed_in(browser)
    assert not await signed_in(other)
    world.secrets.add(chosen)
    assert (await tried(await world.browser(), EMAILS[SA1], PASSWORD)).status_code == 401
    assert (await tried(await world.browser(), EMAILS[SA1], chosen)).status_code == 303


class ChangedMeanwhile:
    """Real password checks. While one runs, another password is chosen by the one-time link `path`, once it is set."""

    def __init__(self, world: World) -> None:
        self._world, self._real, self.path = world, world.services.passwords, ""

    async def make(self, password: str) -> str:
        """As the real one."""
        made: str = await self._real.make(password)
        return made

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """As the real one; before it answers, the link is used."""
        right: bool = await self._real.verify(password_hash, password)
        path, self.path = self.path, ""
        if path:
            browser = await self._world.browser()
            await browser.get(path)
            chosen = browser.form(path).fields | {"new": "brand new password"}
            assert (await browser.post(path, chosen)).status_code == 303
        return right


async def test_58_a_sign_in_that_was_under_way_ends_too(world: World) -> None:
    """Case 58: a new password counts before a sign-in with the old one whose check is still running."""
    meanwhile = ChangedMeanwhile(world)
    use(world, meanwhile)
    browser = await world.browser()
    meanwhile.path = await link(world)
    world.secrets.add("brand new password")
    assert (await tried(browser, EMAILS[SA1], PASSWORD)).status_code == 401
    assert not await signed_in(browser)


async def test_58_a_change_that_was_under_way_is_not_made(world: World) -> None:
    """Case 58: who is signed out while their old password is checked does not choose the next one."""
    meanwhile = ChangedMeanwhile(world)
    use(world, meanwhile)
    browser = await world.browser(SA1)
    await browser.get("/profile")
    fields = browser.form("/profile/password").fields | {"current": PASSWORD, "new": "another long password"}
    meanwhile.path = await link(world)
    world.secrets.add("brand new password")
    assert (await browser.post("/profile/password", fields)).headers["location"] == "/sign-in"
    assert (await tried(await world.browser(), EMAILS[SA1], "brand new password")).status_code == 303


async def test_58_a_person_who_left_is_signed_out(world: World) -> None:
    """Case 58: a disabled person, and one who was removed from the account, is nobody at the next request."""

    def remove(tx: Transaction) -> None:
        membership = tx.people.membership(A1, MP1)
        assert membership is not None
        tx.people.put(replace(membership, active=False))

    disabled, removed = await world.browser(U1), await world.browser(MP1)
    await world.change(lambda tx: tx.people.set_active(U1, False))
    await world.change(remove)
    assert not await signed_in(disabled)
    assert not await signed_in(removed)
    assert (await removed.authorize(good(), A1)).status_code in (200, 404)
    assert "/oauth/consent" not in removed.page.text
    assert (await tried(await world.browser(), EMAILS[U1], PASSWORD)).status_code == 401


class Counted:
    """Real password checks, counted; `most` is how many ran at once."""

    def __init__(self, real: Any) -> None:
        self._real, self.hashes, self.running, self.most = real, list[bool](), 0, 0

    async def make(self, password: str) -> str:
        """As the real one."""
        made: str = await self._real.make(password)
        return made

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """As the real one; notes whether there was a hash."""
        self.hashes.append(password_hash is not None)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            right: bool = await self._real.verify(password_hash, password)
            return right
        finally:
            self.running -= 1


def counting(world: World) -> Counted:
    """Count the password checks of this world's server from now on."""
    counted = Counted(world.services.passwords)
    use(world, counted)
    return counted


def use(world: World, passwords: Any) -> None:
    """Have this world's server check passwords with these from now on."""
    world.services = replace(world.services, passwords=passwords)
    world.application = Application(world.services, edges_of(world.services))


async def test_60_unknown_and_wrong_look_and_cost_the_same(world: World) -> None:
    """Case 60: for an unknown address and for a wrong password the status, the page and the work are the same: exactly
    one password check."""
    counted, seen = counting(world), set()
    for email in (EMAILS[SA1], "nobody@a1.test"):
        before = len(counted.hashes)
        page = await tried(await world.browser(), email, "wrong wrong wrong")
        assert len(counted.hashes) == before + 1
        text = page.text.replace(email, "EMAIL").replace(page.headers["x-hubspot-correlation-id"], "REFERENCE")
        seen.add((page.status_code, re.sub(r'name="csrf" value="[^"]*"', "", text)))
    assert counted.hashes == [True, False]
    assert len(seen) == 1
    assert {status for status, _ in seen} == {401}


async def test_60_ten_failures_slow_one_address_down(world: World) -> None:
    """Case 60: after ten failures that person waits at that address; elsewhere, and a moment later, sa1 signs in."""
    for _ in range(10):
        assert (await tried(await world.browser(), EMAILS[SA1], "wrong wrong wrong")).status_code == 401
    assert (await tried(await world.browser(), EMAILS[SA1], PASSWORD)).status_code == 429
    assert (await tried(await world.browser(), EMAILS[SA1].upper(), PASSWORD)).status_code == 429
    assert (await tried(await world.browser(), EMAILS[MP1], PASSWORD)).status_code == 303
    elsewhere = await world.browser()
    transport = httpx.ASGITransport(app=world.application, client=("192.0.2.77", 1))  # type: ignore[arg-type]
    elsewhere.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8400")
    assert (await tried(elsewhere, EMAILS[SA1], PASSWORD)).status_code == 303
    world.pass_time(3)
    assert (await tried(await world.browser(), EMAILS[SA1], PASSWORD)).status_code == 303


async def test_60_guessing_the_password_of_an_open_session_is_slow(world: World) -> None:
    """Case 60 for whoever found a session open: ten tries at the current password, then waits; after one of them the
    right password works."""
    browser = await world.browser(SA1)
    await browser.get("/profile")
    fields = browser.form("/profile/password").fields
    wrong = fields | {"current": "wrong wrong wrong", "new": "another long password"}
    right = wrong | {"current": PASSWORD}
    for _ in range(10):
        assert (await browser.post("/profile/password", wrong)).status_code == 400
    assert (await browser.post("/profile/password", right)).status_code == 429
    world.pass_time(3)
    assert (await browser.post("/profile/password", right)).status_code == 303


async def test_61_many_sign_ins_at_once_are_taken_in_turn(world: World) -> None:
    """Case 61: 64 simultaneous sign-ins of many people: no 500, and no more checks use memory at once than are set."""
    password_hash = await world.services.passwords.make(PASSWORD)
    now = world.services.clock.now()

    def add(tx: Transaction) -> None:
        user = tx.people.user(SA1)
        assert user is not None
        for number in range(64):
            tx.people.add(replace(user, id=0, email=f"p{number}@a1.test", password_hash=password_hash, created_at=now))

    await world.change(add)
    running = _Threads(world.services.passwords)
    answers = await asyncio.gather(
        *[tried(await world.browser(), f"p{number}@a1.test", PASSWORD) for number in range(64)]
    )
    assert {answer.status_code for answer in answers} == {303}
    assert running.most <= world.services.settings.argon2_at_once


class _Threads:
    """Watches how many checks really run at once in the hasher's threads."""

    def __init__(self, passwords: Any) -> None:
        self.now, self.most = 0, 0
        check = passwords._verify

        def watched(*given: Any) -> bool:
            self.now += 1
            self.most = max(self.most, self.now)
            try:
                right: bool = check(*given)
                return right
            finally:
                self.now -= 1

        passwords._verify = watched


async def test_62_odd_passwords_are_handled(world: World) -> None:
    """Case 62: over 4 KB, with NUL or not Unicode: refused like any wrong password; NFC and NFD are one password."""
    browser = await world.browser()
    for odd in ("x" * 5_000, PASSWORD + "\0", "\0", PASSWORD + "x" * 72):
        world.pass_time(3_600)
        assert (await tried(browser, EMAILS[SA1], odd)).status_code == 401
    composed, decomposed = "l\u00f6senord p\u00e5 svenska", "lo\u0308senord pa\u030a svenska"
    password_hash = await world.services.passwords.make(composed)
    await world.change(lambda tx: tx.people.set_password(MP1, password_hash))
    assert (await tried(await world.browser(), EMAILS[MP1], decomposed)).status_code == 303


async def link(world: World, user: int = SA1) -> str:
    """The path of a one-time link."""
    secret, now = world.services.new_secret(), world.services.clock.now()

    def issue(tx: Transaction) -> int:
        person = tx.people.user(user)
        assert person is not None
        return issue_reset(tx, person, secret, now, by="operator").id

    return "/reset-password/" + Token(TokenKind.RESET, 0, await world.change(issue), secret).written()


async def test_63_a_one_time_link_works_once(world: World) -> None:
    """Case 63: a reset link chooses a password once; a second use is 410, and every session of the person is over."""
    path, other = await link(world), await world.browser(SA1)
    browser = await world.browser()
    page = await browser.get(path)
    assert page.headers["referrer-policy"] == "no-referrer"
    form = browser.form(path).fields | {"new": "brand new password"}
    world.secrets.add("brand new password")
    assert (await browser.post(path, form)).status_code == 303
    assert not await signed_in(other)
    assert (await browser.get(path)).status_code == 410
    assert (await browser.post(path, form | {"new": "one more password"})).status_code == 410
    assert (await tried(await world.browser(), EMAILS[SA1], "brand new password")).status_code == 303


async def test_63_a_new_password_ends_every_link(world: World) -> None:
    """Case 63: a link that somebody else may hold is over once a password was chosen, by another link or signed in."""
    first, second = await link(world), await link(world)
    browser = await world.browser()
    await browser.get(first)
    world.secrets.add("brand new password")
    assert (await browser.post(first, browser.form(first).fields | {"new": "brand new password"})).status_code == 303
    assert (await browser.get(second)).status_code == 410
    third, other = await link(world, MP1), await world.browser(MP1)
    await other.get("/profile")
    chosen = other.form("/profile/password").fields | {"current": PASSWORD, "new": "brand new password"}
    assert (await other.post("/profile/password", chosen)).status_code == 303
    assert (await browser.get(third)).status_code == 410


async def test_63_a_one_time_link_ends_after_an_hour(world: World) -> None:
    """Case 63: an old link, a made-up one and one of another kind are 410, all with the same words."""
    path, browser = await link(world), await world.browser()
    world.pass_time(lifetimes.PASSWORD_RESET / 1000)
    pages = {(await browser.get(one)).status_code for one in (path, "/reset-password/x", path.replace("pr-", "rt-"))}
    assert pages == {410}


async def test_the_sign_in_form_belongs_to_one_browser(world: World) -> None:
    """Login CSRF: a sign-in form posted without this browser's cookie, or from another site, signs nobody in."""
    one, two = await world.browser(), await world.browser()
    await one.get("/sign-in")
    await two.get("/sign-in")
    fields = one.form("/sign-in").fields | {"email": EMAILS[SA1], "password": PASSWORD}
    assert (await two.post("/sign-in", fields)).status_code == 403
    assert (await one.post("/sign-in", fields, headers={"origin": "https://evil.test"})).status_code == 403
    assert (await one.post("/sign-in", fields)).status_code == 303
