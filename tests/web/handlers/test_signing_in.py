"""Signing in and out, as people see it."""

import pytest

from tests.oauth.world import A1, EMAILS, SA1, World

pytestmark = pytest.mark.anyio


async def test_signing_out_says_so(world: World) -> None:
    """Who signs out reads that it is done, and that the apps stay connected; who only comes to sign in does not."""
    browser = await world.browser(SA1)
    await browser.get("/profile")
    gone = await browser.post("/sign-out", {"csrf": browser.form("/sign-out").fields["csrf"]})
    assert "You are signed out. Apps stay connected." in (await browser.get(gone.headers["location"])).text
    assert "You are signed out" not in (await browser.get("/sign-in")).text


async def test_a_page_that_is_not_there_says_who_looks(world: World) -> None:
    """On the page for "not there" one reads as whom one is signed in: perhaps it is somebody else's."""
    browser = await world.browser(SA1)
    page = (await browser.get(f"/accounts/{A1}/cases/C-AAAA")).text
    assert "This page isn't here" in page
    assert f"Signed in as {EMAILS[SA1]}." in page
    assert "Signed in as" not in (await (await world.browser()).get("/nowhere")).text
