"""The app developer's pages, and the link that leads everybody to their part of a case."""

import pytest

from admittance.usecases.app_developers import name_developer
from admittance.usecases.case_name import case_link_path, case_name
from tests.oauth.world import A1, CLIENT_IDS, READ, SA1, SA2, U1, World, X, Y, good

pytestmark = pytest.mark.anyio
APP = f"/console/apps/{CLIENT_IDS[X]}"
DEVELOPER = SA2
"""Somebody of another account; a developer needs none."""


@pytest.fixture
async def case(world: World) -> int:
    """U1 is refused for a link without the required scope, and for what they may not; SA2 develops the app."""
    await world.change(lambda tx: name_developer(tx, X, DEVELOPER, 0, by="test"))
    person = await world.browser(U1)
    assert (await person.authorize(good(X, scope="automation"), account=A1)).status_code == 400
    return world.services.store.read(lambda tx: tx.cases.in_account(A1)[0].id)


async def test_a_developer_sees_what_is_theirs_to_correct(world: World, case: int) -> None:
    """My apps, the app's refusals, and one of them: the heading, the defect and the corrected link; neither the person
    nor the account, nor the `state` of their attempt.
    """
    browser = await world.browser(DEVELOPER)
    assert APP in (await browser.get("/console")).text
    listed = (await browser.get(APP)).text
    assert f"{APP}/refusals/{case_name(case)}" in listed
    page = (await browser.get(f"{APP}/refusals/{case_name(case)}")).text
    assert "the provided scopes are insufficient" in page
    corrected = page.partition('id="corrected-link"')[2].partition(">")[0]
    assert f"&amp;scope=automation%20oauth%20{READ}" in corrected
    assert "The person lacks a permission behind one of the scopes." in page
    for private in ("u1@a1.test", "Account One", "st-4711", f"/accounts/{A1}"):
        assert private not in listed + page


async def test_the_console_is_not_there_for_anybody_else(world: World, case: int) -> None:
    """Not even a Super Admin of the account finds it; nor does a developer find another's app."""
    admin = await world.browser(SA1)
    for path in ("/console", APP, f"{APP}/refusals/{case_name(case)}"):
        assert (await admin.get(path)).status_code == 404
    developer = await world.browser(DEVELOPER)
    assert (await developer.get(f"/console/apps/{CLIENT_IDS[Y]}")).status_code == 404
    assert (await developer.get(f"/console/apps/{CLIENT_IDS[Y]}/refusals/{case_name(case)}")).status_code == 404
    assert (await developer.get(f"{APP}/refusals/C-0000")).status_code == 404


async def test_a_case_link_leads_each_to_their_own_part(world: World, case: int) -> None:
    """The link to hand on names no account: the person and an admin come to the case, the developer to theirs."""
    where = {}
    for user in (U1, SA1, DEVELOPER):
        where[user] = (await (await world.browser(user)).get(case_link_path(case))).headers["location"]
    assert where[U1] == where[SA1] == f"/accounts/{A1}/cases/{case_name(case)}"
    assert where[DEVELOPER] == f"{APP}/refusals/{case_name(case)}"
    await world.change(lambda tx: tx.developers.remove(X, DEVELOPER))
    assert (await (await world.browser(DEVELOPER)).get(case_link_path(case))).status_code == 404
    assert (await (await world.browser()).get(case_link_path(case))).text.count('action="/sign-in"') == 1


async def test_telling_the_developer_takes_one_press(world: World, case: int) -> None:
    """The refusal has the button; afterwards it says since when the developer has the case, and so does the console."""
    person = await world.browser(U1)
    path = f"/accounts/{A1}/cases/{case_name(case)}"
    page = await person.get(path)
    assert "Tell A developer" in page.text
    said = await person.post(f"{path}/tell", person.form(f"{path}/tell").fields)
    assert said.headers["location"] == f"{path}?said=asked"
    page = await person.get(said.headers["location"])
    assert "A developer has this case." in page.text
    assert "Sent to you" in (await (await world.browser(DEVELOPER)).get(APP)).text


async def test_a_case_from_the_list_leads_back_to_the_app(world: World, case: int) -> None:
    """Opened later, the refusal still has the way back, with the OAuth error and the state of the attempt."""
    page = (await (await world.browser(U1)).get(f"/accounts/{A1}/cases/{case_name(case)}")).text
    assert "https://x.test/cb?error=invalid_scope" in page
    assert "state=st-4711" in page
