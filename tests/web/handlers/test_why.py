"""Why? as a page and as data."""

from typing import Any

import pytest

from tests.oauth.world import A1, A2, CLIENT_IDS, EMAILS, MP1, READ, SA1, SA2, U1, P, World, X

pytestmark = pytest.mark.anyio


async def _data(world: World, user: int, account: int = A1, **asked: str) -> tuple[int, dict[str, Any]]:
    browser = await world.browser(user)
    answer = await browser.get(f"/accounts/{account}/why.json", params=asked)
    return answer.status_code, answer.json()


async def test_the_form_comes_first(world: World) -> None:
    """Without a question the page is the form, with oneself as the person."""
    browser = await world.browser(U1)
    page = (await browser.get(f"/accounts/{A1}/why")).text
    assert f'value="{EMAILS[U1]}"' in page
    assert "Every scope and what becomes of it" not in page


async def test_the_decision_in_the_one_shape(world: World) -> None:
    """The data is what `admittance decide` answers, with account, person and app."""
    status, body = await _data(world, SA1, person=EMAILS[U1], app=CLIENT_IDS[P])
    assert status == 200
    assert (body["account"], body["user"], body["app"]) == (A1, U1, CLIENT_IDS[P])
    assert (body["verdict"], body["headline"]) == ("refused", "user_not_permitted")
    assert [reason["cause"] for reason in body["reasons"]] == ["marketplace_missing", "permission_missing"]


async def test_the_remedies_come_with_the_answer(world: World) -> None:
    """A refusal comes with what would mend it and who may take each step, as page and as data; a grant without."""
    _, body = await _data(world, SA1, person=EMAILS[U1], app=CLIENT_IDS[P])
    first = body["remedies"][0]
    assert first["permission"]["part"] == "grant_rights"
    steps = [(step["audience"], [one["user"] for one in step["people"]]) for step in first["steps"]]
    assert steps == [("admin", [SA1])]
    assert (body["more_remedies"], body["search_cut"], body["out_of_reach"]) == (False, False, [])
    page = (await (await world.browser(SA1)).get(f"/accounts/{A1}/why?person={EMAILS[U1]}&app={CLIENT_IDS[P]}")).text
    assert "Least added privilege first" in page
    assert "Elevate for 15 minutes" in page
    _, granted = await _data(world, SA1, person=EMAILS[SA1], app=CLIENT_IDS[P])
    assert (granted["verdict"], granted["remedies"]) == ("granted", [])


async def test_nothing_is_stored_by_looking(world: World) -> None:
    """Why? opens no case and writes no audit row: it is a look, not an attempt."""
    browser = await world.browser(SA1)
    before = world.audit_count()
    await browser.get(f"/accounts/{A1}/why", params={"person": EMAILS[U1], "app": CLIENT_IDS[P]})
    await browser.get(f"/accounts/{A1}/why.json", params={"person": EMAILS[U1], "app": CLIENT_IDS[P]})
    assert world.audit_count() == before
    assert world.services.store.read(lambda tx: list(tx.cases.in_account(A1))) == []


async def test_an_install_link_is_answered_as_it_stands(world: World) -> None:
    """With a link the decision is about that link; the app is read from it."""
    link = f"https://any.example/oauth/authorize?client_id={CLIENT_IDS[P]}&scope=oauth"
    _, body = await _data(world, SA1, person=EMAILS[SA1], url=link)
    assert [(reason["cause"], reason["scope"]) for reason in body["reasons"]] == [("required_missing", READ)]


async def test_about_colleagues_only_for_who_may_see_people(world: World) -> None:
    """Everybody asks about themselves; about a colleague who may not see people gets "not there"."""
    assert (await _data(world, MP1, person=EMAILS[MP1], app=CLIENT_IDS[P]))[0] == 200
    assert (await _data(world, MP1, person=EMAILS[U1], app=CLIENT_IDS[P]))[0] == 404
    assert (await _data(world, MP1, person="nobody@a1.test", app=CLIENT_IDS[P]))[0] == 404


async def test_another_accounts_people_are_not_there(world: World) -> None:
    """A person of another account, or another account altogether, is 404 in the API's shape."""
    for user, account, person in ((SA1, A1, SA2), (SA1, A2, SA2), (SA1, A2, SA1)):
        status, body = await _data(world, user, account, person=EMAILS[person], app=CLIENT_IDS[P])
        assert (status, body["category"]) == (404, "OBJECT_NOT_FOUND")


async def test_signed_out_is_401_for_scripts_and_a_form_for_people(world: World) -> None:
    """Scripts get a 401 in the API's shape; people sign in and come back to the question."""
    browser = await world.browser()
    data = await browser.get(f"/accounts/{A1}/why.json", params={"person": "a@b.test", "app": "x"})
    assert (data.status_code, data.json()["category"]) == (401, "INVALID_AUTHENTICATION")
    await browser.get(f"/accounts/{A1}/why", params={"person": "a@b.test"})
    assert browser.form("/sign-in").fields["next"].startswith(f"/accounts/{A1}/why?person=")


@pytest.mark.parametrize("asked", [{}, {"person": "sa1@a1.test"}, {"app": "client-p"}, {"url": "nonsense"}])
async def test_half_a_question_is_said_to_be_one(world: World, asked: dict[str, str]) -> None:
    """A person and an app are needed: 400 for scripts, a sentence for people where anything was asked."""
    status, body = await _data(world, SA1, **asked)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    browser = await world.browser(SA1)
    page = (await browser.get(f"/accounts/{A1}/why", params=asked)).text
    assert ("Choose a person and an app." in page) == bool(asked)


async def test_a_link_of_another_app_is_noticed(world: World) -> None:
    """An app that was chosen and a link of another one: the page says so instead of answering either."""
    browser = await world.browser(SA1)
    asked = {"person": EMAILS[SA1], "app": CLIENT_IDS[P], "url": f"/oauth/authorize?client_id={CLIENT_IDS[X]}"}
    page = (await browser.get(f"/accounts/{A1}/why", params=asked)).text
    assert "That install link belongs to another app." in page
