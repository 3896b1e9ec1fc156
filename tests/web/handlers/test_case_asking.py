"""Ask for access by a script, under the rules of the page; and what scripts read, as the documentation tells it."""

from typing import Any

import msgspec
import pytest

from admittance.usecases.case_records import LONGEST_TEXT, MOST_ASKS_A_DAY, CaseState
from admittance.usecases.records import Membership
from admittance.web import script_answers as told
from tests.oauth.world import A1, A2, AUTOMATION, BOTH, MP1, READ, SA1, SA2, U1, Browser, World, X, good
from tests.web.handlers.test_cases import MISSING, case_of, path_of, person, rights_of, second_admin

pytestmark = pytest.mark.anyio
__all__ = ["person"]


async def state_of(browser: Browser, path: str) -> dict[str, Any]:
    """The case as the browser's person reads it; nothing in it is undocumented."""
    said = await browser.http.get(f"{path}/state")
    assert said.status_code == 200, said.text
    return documented(said.json(), told.CaseAnswer)


def documented(answer: dict[str, Any], model: Any) -> dict[str, Any]:
    """The answer, which holds what the type of the documentation has and nothing else."""
    assert msgspec.to_builtins(msgspec.convert(answer, model)) == answer
    return answer


async def send(browser: Browser, path: str, act: str, token: str, **fields: str) -> Any:
    """A script's answer or question."""
    return await browser.http.post(f"{path}/{act}", json=fields, headers={"x-csrf-token": token})


async def test_a_script_asks_approves_and_is_through(world: World, person: Browser) -> None:
    """The person's script asks whom the state names, the fixer's approves: exactly what is missing is given."""
    path, admin = path_of(world), await world.browser(SA1)
    state = await state_of(person, path)
    assert (state["may_ask"], state["may_answer"], state["ways"]) == (True, False, [])
    assert state["fixers"] == [{"user": SA1, "name": "sa1 Test"}]
    said = await send(person, path, "ask", state["csrf"], fixer=str(SA1), message="The shift starts tomorrow.")
    assert said.status_code == 200
    assert documented(said.json(), told.Taken) == {
        "case": state["case"],
        "state": "asked",
        "outcome": "asked",
        "people": 1,
    }
    assert case_of(world).message == "The shift starts tomorrow."
    asked = await state_of(admin, path)
    assert (asked["asked_of"], asked["fixers"], asked["may_answer"]) == ([SA1], [], True)
    approved = await send(admin, path, "approve", asked["csrf"])
    assert documented(approved.json(), told.Taken)["outcome"] == "approved"
    assert rights_of(world) == MISSING


async def test_several_are_asked_at_once(world: World, person: Browser) -> None:
    """Ids parted by blanks; whoever has the case already is not asked again."""
    await second_admin(world)
    path = path_of(world)
    token = (await state_of(person, path))["csrf"]
    assert (await send(person, path, "ask", token, fixer=f"{SA1}")).json()["people"] == 1
    assert (await send(person, path, "ask", token, fixer=f"{SA1} {BOTH}")).json()["people"] == 1
    again = await send(person, path, "ask", token, fixer=f"{SA1} {BOTH}")
    assert (again.status_code, again.json()["outcome"], again.json()["people"]) == (200, "already_asked", 0)
    assert set(case_of(world).asked_of) == {SA1, BOTH}


async def test_a_script_asks_for_another_way(world: World, person: Browser) -> None:
    """Each way that somebody can give has a text to send; the case then says which was wished for."""
    path = path_of(world)
    state = await state_of(person, path)
    other = state["wishes"][1]
    assert state["remedies"][other["remedy"]]["steps"]
    said = await send(person, path, "ask", state["csrf"], fixer=str(other["fixers"][0]), wish=other["wish"])
    assert said.status_code == 200
    assert case_of(world).wish == other["wish"]


@pytest.mark.parametrize(
    ("fields", "status", "outcome"),
    [
        ({}, 400, "nobody_chosen"),
        ({"fixer": "1; drop"}, 400, "nobody_chosen"),
        ({"fixer": str(MP1)}, 409, "cannot_help"),
        ({"fixer": str(U1)}, 409, "cannot_help"),
        ({"fixer": f"{SA1} {MP1}"}, 409, "cannot_help"),
        ({"fixer": str(SA2)}, 409, "cannot_help"),
        ({"fixer": str(SA1), "message": "x" * (LONGEST_TEXT + 1)}, 400, "text_too_long"),
    ],
)
async def test_what_is_not_asked_says_why(
    world: World, person: Browser, fields: dict[str, str], status: int, outcome: str
) -> None:
    """All or nobody: a word for the script, a sentence for its reader, and the case's state as it is."""
    path = path_of(world)
    token = (await state_of(person, path))["csrf"]
    said = await send(person, path, "ask", token, **fields)
    problem = documented(said.json(), told.PersonalProblem)
    assert (said.status_code, problem["outcome"], problem["state"]) == (status, outcome, "open")
    assert problem["message"].endswith("Nobody was asked.")
    assert case_of(world).state is CaseState.OPEN


async def test_a_case_that_is_over_is_asked_of_nobody(world: World, person: Browser) -> None:
    """Nothing is missing any more, or the person is gone: the answer says what the state now is."""
    path = path_of(world)
    token = (await state_of(person, path))["csrf"]
    await second_admin(world, U1, super_admin=False, rights=MISSING)
    gone = await send(person, path, "ask", token, fixer=str(SA1))
    assert (gone.status_code, gone.json()["outcome"], gone.json()["state"]) == (409, "cause_gone", "solved")
    over = await send(person, path, "ask", token, fixer=str(SA1))
    assert (over.status_code, over.json()["outcome"]) == (409, "case_over")
    state = await state_of(person, path)
    assert (state["may_ask"], state["fixers"], state["wishes"]) == (False, [], [])


async def test_asks_are_counted_for_scripts_too(world: World, person: Browser) -> None:
    """One more than a day's is 429, and nobody hears of it."""
    path = path_of(world)
    token = (await state_of(person, path))["csrf"]
    case = case_of(world)
    now = world.services.clock.now()

    def ask_often(tx: Any) -> None:
        for turn in range(MOST_ASKS_A_DAY):
            tx.cases.ask(A1, case.id, 1000 + turn, "", now)

    await world.change(ask_often)
    said = await send(person, path, "ask", token, fixer=str(SA1))
    assert (said.status_code, said.json()["outcome"], said.json()["category"]) == (429, "too_many_asks", "RATE_LIMITS")
    assert SA1 not in case_of(world).asked_of


async def test_asking_is_the_persons_own(world: World, person: Browser) -> None:
    """Anybody else, of the account or not, gets the answer of a case that is not there: byte for byte but the
    correlation id.
    """
    path, absent = path_of(world), f"/accounts/{A1}/cases/C-ZZZZ"
    await world.change(lambda tx: tx.people.put(Membership(account_id=A2, user_id=MP1, created_at=0)))
    for user in (SA1, MP1, SA2):
        browser = await world.browser(user)
        await browser.get("/profile")
        token = browser.form("/sign-out").fields["csrf"]
        answers = [await send(browser, one, "ask", token, fixer=str(SA1)) for one in (path, absent)]
        assert [one.status_code for one in answers] == [404, 404]
        assert len({one.text.replace(one.json()["correlationId"], "") for one in answers}) == 1
    assert case_of(world).state is CaseState.OPEN


async def test_a_script_shows_who_it_is(world: World, person: Browser) -> None:
    """Without a session 401, without the session's token or with another one's 403, with a body of anything else 400;
    from another site never. Each is JSON.
    """
    path = path_of(world)
    state = await state_of(person, path)
    other = await world.browser(SA1)
    await other.get("/profile")
    foreign = other.form("/sign-out").fields["csrf"]
    sent = {"fixer": str(SA1)}
    nobody = await world.client().post(f"{path}/ask", json=sent)
    bare = await person.http.post(f"{path}/ask", json=sent)
    wrong = await send(person, path, "ask", foreign, **sent)
    headers = {"x-csrf-token": state["csrf"]}
    cross = await person.http.post(f"{path}/ask", json=sent, headers=headers | {"sec-fetch-site": "cross-site"})
    nested = await person.http.post(f"{path}/ask", json={"fixer": [SA1]}, headers=headers)
    answers = (nobody, bare, wrong, cross, nested)
    assert [one.status_code for one in answers] == [401, 403, 403, 403, 400]
    for one in answers:
        documented(one.json(), told.PersonalProblem)
    in_the_body = await person.http.post(f"{path}/ask", json=sent | {"csrf": state["csrf"]})
    assert in_the_body.status_code == 200


async def test_problems_at_a_scripts_address_are_json(world: World, person: Browser) -> None:
    """Another content type, another method, an address that is none: JSON for a script, a page for a browser."""
    path = path_of(world)
    for method, content_type in (("POST", "text/plain"), ("PUT", "application/json")):
        said = await person.http.request(
            method, f"{path}/ask", content=b"{}", headers={"content-type": content_type, "accept": "*/*"}
        )
        assert said.status_code == (415 if method == "POST" else 405)
        documented(said.json(), told.PersonalProblem)
        page = await person.http.request(
            method, f"{path}/ask", content=b"{}", headers={"content-type": content_type, "accept": "text/html"}
        )
        assert page.headers["content-type"].startswith("text/html")


async def test_what_scripts_read_is_documented(world: World) -> None:
    """Why? of a grant, of a refusal by permission, plan and link, and a case of each reader: nothing but documented."""
    admin = await world.browser(SA1)
    links = ("", f"?client_id=client-x&scope=oauth%20{READ}%20{AUTOMATION}", "?client_id=client-x&scope=nonsense")
    for email in ("u1@a1.test", "sa1@a1.test"):
        for link in links:
            url = {"url": f"http://127.0.0.1:8400/oauth/authorize{link}"} if link else {}
            asked = {"person": email, "app": "client-x"} | url
            said = await admin.http.get(f"/accounts/{A1}/why.json", params=asked)
            assert said.status_code == 200, said.text
            documented(said.json(), told.WhyAnswer)
    person = await world.browser(BOTH)
    await person.authorize(good(X), account=A2)
    path = path_of(world, BOTH, A2)
    assert (await state_of(person, path))["fixers"]
    assert (await state_of(await world.browser(SA2), path))["may_answer"]
