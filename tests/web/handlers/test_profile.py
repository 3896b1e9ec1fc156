"""Language and colours, kept with the person or with the browser."""

import pytest

from admittance.usecases.passwords import LONGEST_BYTES
from admittance.usecases.records import Theme
from tests.oauth.html import forms_in
from tests.oauth.world import A1, PASSWORD, SA1, Browser, World

pytestmark = pytest.mark.anyio


async def _choose(browser: Browser, path: str, page: str = "/sign-in", **fields: str) -> str:
    """Post a choice with the token of `page`; where it leads."""
    shown = await browser.get(page)
    token = forms_in(shown.text)[0].fields["csrf"]
    answer = await browser.post(path, {"csrf": token} | fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_before_signing_in_the_browser_remembers(world: World) -> None:
    """The choice goes into cookies of this browser, and the page one was on follows."""
    browser = await world.browser()
    assert await _choose(browser, "/preferences/language", language="sv", return_to="/forgot-password") == (
        "/forgot-password"
    )
    await _choose(browser, "/preferences/theme", theme="dark", return_to="/sign-in")
    page = (await browser.get("/sign-in")).text
    assert '<html lang="sv"' in page
    assert 'data-theme="dark"' in page


async def test_a_persons_choice_is_the_persons(world: World) -> None:
    """Signed in, the choice is stored with the person, and another browser of theirs has it too."""
    await _choose(await world.browser(SA1), "/preferences", page="/profile", language="sv", theme="dark")
    elsewhere = await world.browser(SA1)
    page = (await elsewhere.get("/profile")).text
    assert '<html lang="sv"' in page
    assert 'data-theme="dark"' in page
    await _choose(elsewhere, "/preferences", page="/profile", language="", theme="system")
    user = world.services.store.read(lambda tx: tx.people.user(SA1))
    assert user is not None
    assert (user.language, user.theme) == (None, Theme.SYSTEM)


async def test_unknown_values_change_nothing(world: World) -> None:
    """A language or theme there is none of is ignored, without a mistake for the person."""
    browser = await world.browser(SA1)
    await _choose(browser, "/preferences", page="/profile", language="xx", theme="pink")
    await _choose(browser, "/preferences/language", page="/profile", language="xx")
    user = world.services.store.read(lambda tx: tx.people.user(SA1))
    assert user is not None
    assert (user.language, user.theme) == (None, Theme.SYSTEM)


@pytest.mark.parametrize("evil", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"])
async def test_a_choice_stays_on_this_server(world: World, evil: str) -> None:
    """Where a choice leads back to is a path of ours, whatever the form says (attack case 54)."""
    where = await _choose(await world.browser(), "/preferences/language", language="sv", return_to=evil)
    assert where == "/"


async def test_the_profile_is_ones_own(world: World) -> None:
    """The page shows name and e-mail to the person, and asks anybody else to sign in."""
    browser = await world.browser(SA1)
    page = (await browser.get("/profile")).text
    assert "sa1@a1.test" in page
    nobody = await world.browser()
    assert (await nobody.get("/profile")).headers["location"] == "/sign-in"


async def test_saving_says_so(world: World) -> None:
    """After saving the page says that it saved; a sentence is never taken from the address."""
    browser = await world.browser(SA1)
    where = await _choose(browser, "/preferences", page="/profile", language="sv", theme="light")
    assert "Sparat." in (await browser.get(where)).text
    assert "evil words" not in (await browser.get("/profile?done=evil words")).text
    assert (await browser.get(f"/accounts/{A1}/apps?done=evil")).status_code == 200


async def test_the_persons_language_wins(world: World) -> None:
    """A person's own choice wins over the browser's cookie, that over Accept-Language, and that over the default."""
    browser = await world.browser()
    swedish = {"accept-language": "de, sv;q=0.8, en;q=0.5"}
    assert '<html lang="sv"' in (await browser.get("/sign-in", headers=swedish)).text
    assert '<html lang="en"' in (await browser.get("/sign-in", headers={"accept-language": "de"})).text
    await _choose(browser, "/preferences/language", language="en")
    assert '<html lang="en"' in (await browser.get("/sign-in", headers=swedish)).text
    await browser.sign_in(SA1)
    await _choose(browser, "/preferences", page="/profile", language="sv", theme="system")
    assert '<html lang="sv"' in (await browser.get("/profile", headers={"accept-language": "en"})).text


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("too short", "Use at least 10 characters."),
        ("å" * LONGEST_BYTES, "That is longer than we can take."),
        ("long enough\0but", "It holds a character that can't be typed."),
    ],
)
async def test_a_password_that_cannot_be_taken_says_why(world: World, new: str, words: str) -> None:
    """Each thing that can be wrong with a new password has its own sentence; the old one stays."""
    browser = await world.browser(SA1)
    token = forms_in((await browser.get("/profile")).text)[0].fields["csrf"]
    refused = await browser.post("/profile/password", {"csrf": token, "current": PASSWORD, "new": new})
    assert refused.status_code == 400
    assert words in refused.text
    assert (await (await world.browser(SA1)).get("/profile")).status_code == 200  # the old password still signs in
