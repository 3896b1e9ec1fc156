"""An app's client secret in its developer's console."""

import asyncio
import re
from collections.abc import Callable
from typing import TypeVar

import pytest

from admittance.core.tokens import TokenKind, matches
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from tests.oauth.world import CLIENT_IDS, MP1, SA1, SA2, U1, Browser, P, World, X, Y

pytestmark = pytest.mark.anyio
T = TypeVar("T")
PAGE = f"/console/apps/{CLIENT_IDS[X]}/secret"
END = f"{PAGE}/end-old"
SHOWN = re.compile(r'id="new-secret"[^>]*>([A-Za-z0-9_-]{43})<')


async def developer(world: World, app: int = X, user: int = SA2) -> Browser:
    """A browser of the app's developer, who belongs to another account than the app's users."""
    await world.change(lambda tx: tx.developers.add(app, user, 1))
    return await world.browser(user)


async def replaced(browser: Browser, **chosen: str) -> str:
    """Open the page, fill the form in and send it: the secret that the answer shows."""
    await browser.get(PAGE)
    answer = await browser.post(PAGE, browser.form(PAGE).fields | chosen)
    assert answer.status_code == 200, answer.text
    shown = SHOWN.search(answer.text)
    assert shown is not None, answer.text
    return shown[1]


def app_of(world: World, app: int = X) -> App:
    """The app as it is committed."""
    found = world.services.store.read(lambda tx: tx.apps.get(app))
    assert found is not None
    return found


async def test_the_new_secret_is_shown_once(world: World) -> None:
    """In the answer to the form and on no page after it, nor in the log, the audit or the letters."""
    browser = await developer(world)
    before = (await browser.get(PAGE)).text
    assert "<dd>Never</dd>" in before
    secret = await replaced(browser)
    assert "The old one works until" in browser.page.text
    assert browser.page.headers["cache-control"] == "no-store"
    digest = app_of(world).secret_digest
    assert digest is not None
    assert matches(digest, TokenKind.CLIENT_SECRET, secret)
    after = (await browser.get(PAGE)).text
    assert "Two secrets work now" in after
    assert "Works until" in after
    assert secret not in after
    assert world.leaks() == set()


async def test_a_form_that_is_sent_twice_replaces_once(world: World) -> None:
    """The second answer says so, shows no secret, and tells the way on without an outage."""
    browser = await developer(world)
    await browser.get(PAGE)
    form = browser.form(PAGE).fields
    first = await browser.post(PAGE, form)
    second = await browser.post(PAGE, form)
    assert (first.status_code, second.status_code) == (200, 409)
    assert "Perhaps the form was sent twice." in second.text
    assert "new-secret" not in second.text
    assert app_of(world).secret_version == 1
    # The page that says so has the form as things stand now, and the choice that keeps the servers' secret.
    again = await browser.post(PAGE, browser.form(PAGE).fields | {"keep": "older"})
    assert SHOWN.search(again.text)
    assert (await world.token(X, grant_type="refresh_token", refresh_token="x")).status_code == 400


async def test_of_two_at_the_same_time_one_wins(world: World) -> None:
    """Two developers press at once: one has a secret, the other is told, and one row says who it was."""
    one, other = await developer(world), await developer(world, user=SA1)
    for browser in (one, other):
        await browser.get(PAGE)
    answers = await asyncio.gather(*(each.post(PAGE, each.form(PAGE).fields) for each in (one, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert sum(row.entry.act is Act.SECRET_REPLACED for row in world.audit(SERVER_CHAIN)) == 1


async def test_the_old_one_is_ended_on_the_page(world: World) -> None:
    """Its form stands there only while an old one works; sent again it is taken for what it is."""
    browser = await developer(world)
    await replaced(browser, old_lasts="7d")
    await browser.get(PAGE)
    form = browser.form(END).fields
    for _ in range(2):
        assert (await browser.post(END, form)).headers["location"] == f"{PAGE}?done=ended"
    page = (await browser.get(f"{PAGE}?done=ended")).text
    assert "Only the newest secret works now." in page
    assert END not in page
    assert "Doesn't work since" in page
    assert sum(row.entry.act is Act.OLD_SECRET_ENDED for row in world.audit(SERVER_CHAIN)) == 1


async def test_a_page_of_before_ends_nothing(world: World) -> None:
    """A colleague replaced it meanwhile: what is old now is not what the page meant."""
    browser = await developer(world)
    await replaced(browser)
    await browser.get(PAGE)
    stale = browser.form(END).fields
    await replaced(browser)
    said = await browser.post(END, stale)
    assert (said.status_code, "Nothing was changed now" in said.text) == (409, True)


@pytest.mark.parametrize("wrong", [{"old_lasts": "1y"}, {"old_lasts": ""}, {"keep": "all"}])
async def test_an_answer_that_is_none_is_asked_for_again(world: World, wrong: dict[str, str]) -> None:
    """A time that can't be chosen changes nothing, and the page says what to choose."""
    browser = await developer(world)
    await browser.get(PAGE)
    said = await browser.post(PAGE, browser.form(PAGE).fields | wrong)
    assert (said.status_code, "Choose how long" in said.text) == (400, True)
    assert app_of(world).secret_version == 0


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30, "1"])
async def test_a_form_that_names_another_version_changes_nothing(world: World, seen: str) -> None:
    """What somebody made up is no page that was shown."""
    browser = await developer(world)
    await browser.get(PAGE)
    assert (await browser.post(PAGE, browser.form(PAGE).fields | {"seen": seen})).status_code == 409
    assert app_of(world).secret_version == 0


async def test_a_public_app_has_none(world: World) -> None:
    """The page says so and offers nothing; a form that is sent all the same makes none."""
    browser = await developer(world, P)
    path = f"/console/apps/{CLIENT_IDS[P]}/secret"
    page = await browser.get(path)
    assert "This app is public" in page.text
    assert f'action="{path}"' not in page.text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf is not None
    said = await browser.post(path, {"csrf": csrf[1], "old_lasts": "24h", "seen": "0"})
    assert (said.status_code, "new-secret" in said.text) == (409, False)
    assert app_of(world, P).public


async def test_only_its_developers_find_it(world: World) -> None:
    """Members of the account, its Super Admin and another app's developer find nothing and change nothing."""
    browser = await developer(world)
    await browser.get(PAGE)
    form = browser.form(PAGE).fields
    await world.change(lambda tx: tx.developers.add(Y, U1, 1))
    for user in (SA1, U1, MP1):
        other = await world.browser(user)
        assert (await other.get(PAGE)).status_code == 404
        own = await other.get("/profile")
        token = re.search(r'name="csrf" value="([^"]+)"', own.text)
        assert token is not None
        for action in (PAGE, END):
            assert (await other.post(action, form | {"csrf": token[1]})).status_code == 404
    nobody = await world.browser()
    assert 'action="/sign-in"' in (await nobody.get(PAGE)).text
    assert app_of(world).secret_version == 0


async def test_a_form_of_somebody_else_is_not_taken(world: World) -> None:
    """Both forms take the page's own token only, and none from another site."""
    browser = await developer(world)
    await browser.get(PAGE)
    form = browser.form(PAGE).fields
    for action in (PAGE, END):
        assert (await browser.post(action, form | {"csrf": "x"})).status_code == 403
        elsewhere = await browser.post(action, form, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403
    assert app_of(world).secret_version == 0


async def test_a_developer_who_is_dismissed_meanwhile_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dismissed after the page was looked up and before the act is committed, they find nothing there any more."""
    browser = await developer(world)
    await replaced(browser)
    await browser.get(PAGE)
    forms, store = {path: browser.form(path).fields for path in (PAGE, END)}, world.services.store
    write = store.write

    async def dismissed_first(act: Callable[[Transaction], T]) -> T:
        await write(lambda tx: tx.developers.remove(X, SA2))
        return await write(act)

    monkeypatch.setattr(store, "write", dismissed_first)
    for path, form in forms.items():
        await write(lambda tx: tx.developers.add(X, SA2, 1))
        assert (await browser.post(path, form)).status_code == 404, path
    assert app_of(world).secret_version == 1
