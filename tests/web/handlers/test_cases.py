"""Cases over HTTP: asked, answered by form and by script; and answers that come too late or from the wrong one."""

import asyncio
import html
import re
from typing import Any

import pytest
from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.usecases.approval import read_approval
from admittance.usecases.case_name import case_name, case_path
from admittance.usecases.case_records import Case, CaseState, ElevationEnd
from admittance.usecases.records import Membership
from admittance.usecases.wish import read_wish
from admittance.web.handlers import case_news
from tests.oauth.world import A1, A2, AUTOMATION, BOTH, MP1, READ, SA1, SA2, U1, Browser, World, X, good

pytestmark = pytest.mark.anyio
CASES = f"/accounts/{A1}/cases"
MISSING = {
    "account.marketplace_access": Level.ON,
    "crm.contacts.unassigned": Level.ON,
    "crm.contacts.view": Level.OWNED,
}
"""What U1, who holds nothing, needs for the required scopes of app X."""


@pytest.fixture
async def person(world: World) -> Browser:
    """U1, just refused."""
    browser = await world.browser(U1)
    refused = await browser.authorize(good(X, scope=READ), account=A1)
    assert refused.status_code == 403
    return browser


def case_of(world: World, user: int = U1, account: int = A1) -> Case:
    """The person's newest case."""
    return world.services.store.read(lambda tx: tx.cases.in_account(account, user_id=user))[0]


def path_of(world: World, user: int = U1, account: int = A1) -> str:
    """The address of that case."""
    return case_path(account, case_of(world, user, account).id)


def rights_of(world: World, user: int = U1) -> dict[str, Level]:
    """A person's own rights."""
    held = world.services.store.read(lambda tx: tx.people.membership(A1, user))
    assert held is not None
    return dict(held.rights)


async def ask(world: World, person: Browser, fixer: int = SA1, message: str = "") -> Any:
    """Send the case with the form of the page that is open, for the smallest fix."""
    action = f"{path_of(world)}/ask"
    csrf = {"csrf": person.form(action).fields["csrf"]}
    return await person.post(action, csrf | {"fixer": str(fixer), "message": message})


async def second_admin(world: World, user: int = BOTH, **rights: Any) -> None:
    """Make somebody else of the first account an admin."""
    membership = Membership(account_id=A1, user_id=user, created_at=0, **({"super_admin": True} | rights))
    await world.change(lambda tx: tx.people.put(membership))


async def answer(admin: Browser, path: str, kind: str, **fields: str) -> Any:
    """Open the case and send its form."""
    page = await admin.get(path)
    assert page.status_code == 200, page.text
    return await admin.post(f"{path}/{kind}", admin.form(f"{path}/{kind}").fields | fields)


async def test_a_refused_person_asks_from_the_refusal(world: World, person: Browser) -> None:
    """The refusal names who can help; asking needs no script, and the case then says who has it and why."""
    said = await ask(world, person, message="The shift starts tomorrow.")
    assert said.status_code == 303
    page = (await person.get(said.headers["location"])).text
    assert "sa1 has your case" in page
    assert "The shift starts tomorrow." in page
    assert case_of(world).state is CaseState.ASKED
    inbox = (await (await world.browser(SA1)).get(CASES)).text
    assert "Waiting for you" in inbox
    assert "(1 waiting)" in inbox


async def test_only_those_who_can_help_are_asked(world: World, person: Browser) -> None:
    """Whoever can apply no step is not asked, and a form that names nobody says so."""
    assert "said=cannot" in (await ask(world, person, fixer=MP1)).headers["location"]
    await person.get(path_of(world))
    action = f"{path_of(world)}/ask"
    csrf = {"csrf": person.form(action).fields["csrf"]}
    assert "said=nobody" in (await person.post(action, csrf)).headers["location"]
    assert "said=nobody" in (await person.post(action, csrf | {"fixer": "1; drop"})).headers["location"]
    assert case_of(world).state is CaseState.OPEN


async def test_the_smallest_way_gives_what_is_missing_and_nothing_else(world: World, person: Browser) -> None:
    """Approve as the page opens: the person has exactly the missing permissions, and the install goes on."""
    await ask(world, person)
    said = await answer(await world.browser(SA1), path_of(world), "approve", message="Done.")
    assert said.status_code == 303, said.text
    assert rights_of(world) == MISSING
    page = (await person.get(path_of(world))).text
    assert "You can connect now" in page
    assert "“Done.”" in page
    (onwards,) = re.findall(r'href="(/oauth/[^"]+)">Continue connecting', page)
    assert "Request for Integration Permissions" in (await person.get(onwards.replace("&amp;", "&"))).text


async def test_of_two_answers_one_counts(world: World, person: Browser) -> None:
    """Two admins answer at once: one gives, the other reads who was first and that nothing more was changed."""
    await ask(world, person)
    await second_admin(world)
    path, admins = path_of(world), [await world.browser(user) for user in (SA1, BOTH)]
    for admin in admins:
        await admin.get(path)
    forms = [admin.form(f"{path}/approve").fields for admin in admins]
    answers = await asyncio.gather(
        *(admin.post(f"{path}/approve", form) for admin, form in zip(admins, forms, strict=True))
    )
    assert sorted(one.status_code for one in answers) == [303, 409]
    late = next(one for one in answers if one.status_code == 409)
    assert "answered first" in late.text
    assert "Your answer changed nothing." in late.text
    assert rights_of(world) == MISSING


async def test_a_form_that_is_stale_says_how_things_stand(world: World, person: Browser) -> None:
    """What was missing is there meanwhile: nothing more is given, and the page says so."""
    admin, path = await world.browser(SA1), path_of(world)
    await admin.get(path)
    form = admin.form(f"{path}/approve").fields
    await second_admin(world, U1, super_admin=False, rights=MISSING)
    said = await admin.post(f"{path}/approve", form)
    assert said.status_code == 409
    assert "Nothing is in the way any more" in said.text
    assert rights_of(world) == MISSING
    assert case_of(world).state is CaseState.SOLVED


async def test_too_little_is_not_given_at_all(world: World, person: Browser) -> None:
    """A way that no longer suffices gives nothing: nobody is left with rights that lead nowhere."""
    way = '{"gives":"give_rights","rights":[{"permission":"crm.contacts.view","level":"all"}]}'
    said = await answer(await world.browser(SA1), path_of(world), "approve", way=way)
    assert said.status_code == 409
    assert "App Marketplace access would still be missing" in said.text
    assert rights_of(world) == {}


async def test_nobody_answers_their_own(world: World) -> None:
    """A Super Admin who is refused for the plan can't approve or decline that; a colleague can."""
    browser = await world.browser(SA2)
    await browser.authorize(good(X, scope=f"{READ} {AUTOMATION}"), account=A2)
    path = path_of(world, SA2, A2)
    csrf = re.findall(r'name="csrf" value="([^"]+)"', (await browser.get(path)).text)[0]
    for kind in ("approve", "decline"):
        said = await browser.post(f"{path}/{kind}", {"csrf": csrf, "message": "Because."})
        assert said.status_code == 403
        assert "Nobody answers their own case" in said.text


async def test_an_admin_gives_only_what_they_hold(world: World, person: Browser) -> None:
    """Somebody who may edit people but lacks the rights sees who can; what they send anyway is refused."""
    edits = {"account.users.view": Level.ON, "account.users.edit": Level.ON}
    await second_admin(world, MP1, super_admin=False, rights=edits)
    admin, path = await world.browser(MP1), path_of(world)
    page = (await admin.get(path)).text
    assert "sa1 Test can." in page
    assert "Approve the chosen way" not in page
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    way = '{"gives":"give_rights","rights":[{"permission":"crm.contacts.view","level":"all"}]}'
    for sent, words in ((way, "You don&#39;t hold"), ('{"gives":"give_super_admin"}', "Only a Super Admin")):
        said = await admin.post(f"{path}/approve", {"csrf": csrf, "way": sent})
        assert said.status_code == 403
        assert words in said.text
    assert rights_of(world) == {}


async def test_another_way_can_be_asked_for(world: World, person: Browser) -> None:
    """Each way beside the smallest can be asked for; whoever answers finds it chosen and marked."""
    page = (await person.get(path_of(world))).text
    assert "Other ways to connect" in page
    assert "A colleague who can connect now" in page
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    wishes = [html.unescape(wish) for wish in re.findall(r'name="wish" value="([^"]+)"', page)]
    wish = next(wish for wish in wishes if '"lend_rights"' in wish)
    said = await person.post(f"{path_of(world)}/ask", {"csrf": csrf, "fixer": str(SA1), "wish": wish})
    assert "said=asked" in said.headers["location"]
    admin = await world.browser(SA1)
    assert "Asked for" in (await admin.get(path_of(world))).text
    asked = read_wish(wish)
    assert asked is not None
    assert read_approval(admin.form(f"{path_of(world)}/approve").fields["way"]) == asked.approval
    assert "Ask for this" not in (await person.get(path_of(world))).text


async def test_whoever_may_change_the_plan_is_told_so(world: World) -> None:
    """A Super Admin who is refused for the plan reads that they can change it themselves, with the way there and the
    plans compared; a colleague without that duty is told whom to ask, and no link.
    """
    browser = await world.browser(SA2)
    page = (await browser.authorize(good(X, scope=f"{READ} {AUTOMATION}"), account=A2)).text
    assert "You can change the plan" in page
    assert f'href="/accounts/{A2}/plan"' in page
    assert "compared for this app" in page
    assert "Smallest that works" in page
    assert "Ask about the plan" not in page
    other = (await (await world.browser(U1)).authorize(good(X, scope=f"{READ} {AUTOMATION}"), account=A1)).text
    assert "You can change the plan" not in other
    assert f'href="/accounts/{A1}/plan"' not in other


async def test_an_elevation_is_never_longer_than_eight_hours(world: World, person: Browser) -> None:
    """Longer is refused and nothing is given; no time at all too."""
    admin, path = await world.browser(SA1), path_of(world)
    for lasts in (8 * 3_600_000 + 1, 0, -1):
        said = await answer(admin, path, "approve", way=f'{{"gives":"lend_super_admin","lasts":{lasts}}}')
        assert said.status_code == 400
        assert "8 hours at most" in said.text
    assert world.services.store.read(lambda tx: tx.elevations.in_account(A1, world.services.clock.now())) == []


async def test_the_approver_says_how_long(world: World, person: Browser) -> None:
    """15 minutes unless said otherwise, on the page and by script; a way that stays takes no notice of it."""
    admin, path = await world.browser(SA1), path_of(world)
    page = (await admin.get(path)).text
    assert re.search(r'name="minutes" type="number"[^>]*max="480" value="15"', page)
    await answer(admin, path, "approve", way="lend_rights", minutes="90")
    (lent,) = world.services.store.read(lambda tx: tx.elevations.in_account(A1, world.services.clock.now()))
    assert (lent.ends_at - lent.starts_at, lent.case_id) == (90 * 60_000, case_of(world).id)
    assert "90 minutes left" in (await admin.get(path)).text


@pytest.mark.parametrize("minutes", ["481", "0", "-5", "soon", "1.5", "9" * 40])
async def test_minutes_beyond_the_limit_give_nothing(world: World, person: Browser, minutes: str) -> None:
    """Each is 400 with the limit in words; the case stays as it was."""
    said = await answer(await world.browser(SA1), path_of(world), "approve", way="lend_rights", minutes=minutes)
    assert said.status_code == 400
    assert "a minute at least and 8 hours at most" in said.text
    assert case_of(world).state is CaseState.OPEN
    assert world.services.store.read(lambda tx: tx.elevations.in_account(A1, world.services.clock.now())) == []


async def test_an_elevation_is_over_though_the_clock_is_set_back(world: World, person: Browser) -> None:
    """Ended by its time, it stays ended when the clock is set back two hours: what was committed since holds."""
    admin, path = await world.browser(SA1), path_of(world)
    await answer(admin, path, "approve", way="lend_rights", minutes="1")
    assert (await person.authorize(good(X, scope=READ), account=A1)).status_code == 200
    world.pass_time(61)
    assert (await person.authorize(good(X, scope=READ), account=A1)).status_code == 403
    world.pass_time(-7200)
    assert (await person.authorize(good(X, scope=READ), account=A1)).status_code == 403


async def test_the_case_leads_to_the_persons_permissions(world: World, person: Browser) -> None:
    """An admin opens the editor with what the case needs; whoever may only see nothing of it finds no such link."""
    page = (await (await world.browser(SA1)).get(path_of(world))).text
    (link,) = re.findall(r'href="(/accounts/\d+/users/\d+/edit\?case=[^"]+)"', page)
    editor = await (await world.browser(SA1)).get(link)
    assert editor.status_code == 200
    assert link not in (await person.get(path_of(world))).text


async def test_what_is_solved_folds_to_a_line(world: World) -> None:
    """Of several reasons the one that is gone stands in one line with a tick; the others stay as they are."""
    person = await world.browser(U1)
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "starter"))
    await person.authorize(good(X, scope=f"{READ} {AUTOMATION}"), account=A1)
    assert "What is solved" not in (await person.get(path_of(world))).text
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "enterprise"))
    page = (await person.get(path_of(world))).text
    solved = page[page.index("What is solved") : page.index('class="reasons')]
    assert solved.count("<li>") == 1
    assert "permission to connect this integration" in page


async def test_a_plan_that_falls_while_an_install_waits(world: World) -> None:
    """Downgraded before the answer: the admin's part is given and the page says that something is left; the person
    reads that the plan is missing now, and nobody is sent to the admin again.
    """
    person = await world.browser(U1)
    await person.authorize(good(X, scope=f"{READ} {AUTOMATION}"), account=A1)
    await ask(world, person)
    admin, path = await world.browser(SA1), path_of(world)
    await admin.get(path)
    form = admin.form(f"{path}/approve").fields
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "starter"))
    said = await admin.post(f"{path}/approve", form)
    assert said.status_code == 303, said.text
    assert "done=partly" in said.headers["location"]
    assert "Something else is still in the way" in (await admin.get(said.headers["location"])).text
    page = (await person.get(path)).text
    assert "Ask for access" not in page
    assert "Marketing Hub" in page
    assert "Professional" in page


async def test_a_case_whose_app_or_person_is_gone(world: World, person: Browser) -> None:
    """Each page says that, and an answer is 410 and changes nothing."""
    admin, path = await world.browser(SA1), path_of(world)
    await admin.get(path)
    form = admin.form(f"{path}/approve").fields
    app = world.services.store.read(lambda tx: tx.apps.get(X))
    assert app is not None
    await world.change(lambda tx: tx.apps.replace(replace(app, enabled=False)))
    gone = await admin.post(f"{path}/approve", form)
    assert gone.status_code == 410
    assert "The app isn&#39;t here any more" in gone.text
    assert "There is nothing to answer." in (await admin.get(path)).text
    assert "The app isn&#39;t here any more" in (await person.get(path)).text
    await world.change(lambda tx: tx.apps.replace(app))
    await second_admin(world, U1, super_admin=False, active=False)
    gone = await admin.post(f"{path}/approve", form)
    assert gone.status_code == 410
    assert "The person isn&#39;t here any more" in gone.text
    assert "isn&#39;t active in this account any more" in (await admin.get(path)).text


async def test_declining_takes_a_reason_and_ends_nothing(world: World, person: Browser) -> None:
    """The person reads why not, and can ask again; without a reason nothing happens."""
    await ask(world, person)
    admin, path = await world.browser(SA1), path_of(world)
    silent = await answer(admin, path, "decline", message="  ")
    assert silent.status_code == 400
    assert "Say why not" in silent.text
    said = await answer(admin, path, "decline", message="After the training.")
    assert said.status_code == 303
    page = (await person.get(path)).text
    assert "sa1 said not now" in page
    assert "“After the training.”" in page
    assert "said=asked" in (await ask(world, person)).headers["location"]
    assert case_of(world).state is CaseState.ASKED


async def test_a_case_counts_in_words(world: World, person: Browser) -> None:
    """The sentence under the heading counts small numbers in words, as on the refusal."""
    page = (await (await world.browser(SA1)).get(path_of(world))).text
    assert re.search(r"(One|Two|Three|Four) permissions? (is|are) missing", page)


async def test_a_case_waits_for_whom_was_asked(world: World, person: Browser) -> None:
    """Only who was asked reads that it waits for their answer, in the inbox and on its page alike."""
    await second_admin(world, MP1)
    await ask(world, person, SA1)
    assert "Waiting for your answer" in (await (await world.browser(SA1)).get(path_of(world))).text
    assert "Waiting for your answer" not in (await (await world.browser(MP1)).get(path_of(world))).text


async def test_whoever_answers_is_spoken_to_as_you(world: World, person: Browser) -> None:
    """An answered case tells its answerer "You", and everybody else their name."""
    await second_admin(world, MP1)
    admin, other, path = await world.browser(SA1), await world.browser(MP1), path_of(world)
    await answer(admin, path, "decline", message="Not before Monday.")
    page = (await admin.get(path)).text
    assert "You or mp1 Test can give" in page
    assert re.search(r"You, <time[^>]*>just now</time>: “Not before Monday.”", page)
    page = (await other.get(path)).text
    assert "You or sa1 Test can give" in page
    assert re.search(r"sa1 Test, <time[^>]*>just now</time>: “Not before Monday.”", page)


async def test_extra_rights_are_shown_with_their_time_and_end_when_revoked(world: World, person: Browser) -> None:
    """15 minutes for this connection; Revoke ends them at once, and the person is refused again."""
    admin, path = await world.browser(SA1), path_of(world)
    await answer(admin, path, "approve", way="lend_rights")
    page = (await admin.get(path)).text
    assert "15 minutes left" in page
    assert rights_of(world) == {}
    assert "You can connect now" in (await person.get(path)).text
    await admin.get(path)
    revoked = await admin.post(f"{path}/revoke", admin.form(f"{path}/revoke").fields)
    assert "done=revoked" in revoked.headers["location"]
    closed = (await person.get(path)).text
    assert "Something is missing once more" in closed
    progress = closed.partition('id="progress"')[2].partition("</section>")[0]
    assert re.findall(r'class="badge [^"]+"><span>([^<]+)<', progress) == ["Closed"]
    assert re.search(r'class="button button-primary[^"]*" href="/oauth/[^"]+authorize', progress)
    assert "Who can give this" not in closed
    (elevation,) = [world.services.store.read(lambda tx: tx.elevations.get(A1, 1))]
    assert elevation is not None
    assert elevation.ended_why is ElevationEnd.REVOKED


async def test_one_approval_for_everybody_who_waits_for_the_same(world: World, person: Browser) -> None:
    """The inbox says how many wait for the same; ticked ones get it with one approval, each in their own case."""
    await second_admin(world, MP1, super_admin=False)
    other = await world.browser(MP1)
    await other.authorize(good(X, scope=READ), account=A1)
    admin, path = await world.browser(SA1), path_of(world)
    assert "2 people wait for the same in Xylo" in (await admin.get(CASES)).text
    await admin.get(f"{path}?together=1")
    form = admin.form(f"{path}/approve").fields
    assert form["also"]
    said = await admin.post(f"{path}/approve", form)
    assert "with=2&of=2" in said.headers["location"]
    assert "Approved for 2 people" in (await admin.get(said.headers["location"])).text
    assert rights_of(world) == rights_of(world, MP1) == MISSING
    assert {case_of(world, user).state for user in (U1, MP1)} == {CaseState.APPROVED}


async def test_a_script_approves_several_at_once(world: World, person: Browser) -> None:
    """`also` names further cases, parted by blanks; the answer counts the people who got it."""
    await second_admin(world, MP1, super_admin=False)
    other = await world.browser(MP1)
    await other.authorize(good(X, scope=READ), account=A1)
    admin, path = await world.browser(SA1), path_of(world)
    token = {"x-csrf-token": (await admin.get(f"{path}/state")).json()["csrf"]}
    also = f"{case_name(case_of(world, MP1).id)} C-NOPE"
    said = await admin.http.post(f"{path}/approve", json={"also": also}, headers=token)
    assert (said.status_code, said.json()["people"]) == (200, 2)
    assert rights_of(world) == rights_of(world, MP1) == MISSING


async def test_a_script_answers_as_its_person(world: World, person: Browser) -> None:
    """The state as JSON brings the ways and a token; approve and decline take JSON with it, and nothing without."""
    admin, path = await world.browser(SA1), path_of(world)
    state = (await admin.get(f"{path}/state")).json()
    assert (state["state"], state["may_answer"]) == ("open", True)
    first = state["ways"][0]
    assert {one["permission"]: one["to"] for one in first["adds"]} == MISSING
    bare = await admin.http.post(f"{path}/approve", json={"way": first["way"]})
    assert (bare.status_code, bare.json()["category"]) == (403, "BANNED")
    nobody = await world.client().post(f"{path}/approve", json={"way": first["way"]})
    assert (nobody.status_code, nobody.json()["category"]) == (401, "INVALID_AUTHENTICATION")
    token = {"x-csrf-token": state["csrf"]}
    said = await admin.http.post(f"{path}/approve", json={"way": first["way"]}, headers=token)
    assert said.json() == {"case": state["case"], "state": "approved", "outcome": "approved", "people": 1}
    again = await admin.http.post(f"{path}/decline", json={"message": "No.", "csrf": state["csrf"]})
    assert (again.status_code, again.json()["category"], again.json()["outcome"]) == (
        409,
        "CONFLICT",
        "already_answered",
    )
    assert again.json()["state"] == "approved"
    nested = await admin.http.post(f"{path}/approve", json={"way": {"gives": "x"}}, headers=token)
    assert nested.status_code == 400


@pytest.mark.parametrize("viewer", [SA2, MP1])
async def test_a_case_is_not_there_for_anybody_else(world: World, person: Browser, viewer: int) -> None:
    """A colleague without a duty and another account's Super Admin: the same 404 on every address of the case."""
    browser, path = await world.browser(viewer), path_of(world)
    csrf = re.findall(r'name="csrf" value="([^"]+)"', (await browser.get("/profile")).text)[0]
    assert (await browser.get(path)).status_code == 404
    assert (await browser.get(f"{path}/state")).status_code == 404
    assert (await browser.get(f"{path}/events?after=x")).status_code == 204
    for kind in ("ask", "approve", "decline", "revoke"):
        said = await browser.post(f"{path}/{kind}", {"csrf": csrf, "fixer": str(SA1), "message": "x"})
        assert said.status_code == 404, kind
        assert "u1 Test" not in said.text
        assert "u1@" not in said.text
    assert case_of(world).state is CaseState.OPEN


async def test_a_page_hears_of_a_change(world: World, person: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event comes once the case is another than the page shows, and says where the person's install goes on."""
    monkeypatch.setattr(case_news, "HELD_S", case_news.LOOK_S)
    address = re.findall(r'data-live="([^"]+)"', (await person.get(path_of(world))).text)[0]
    still = await person.get(address)
    assert still.headers["content-type"].startswith("text/event-stream")
    assert "data:" not in still.text
    await answer(await world.browser(SA1), path_of(world), "approve")
    news = (await person.get(address)).text
    assert f'"continue":"/oauth/{A1}/authorize?' in news
    stranger = await (await world.browser()).get(address)
    assert stranger.status_code == 204


async def test_the_inbox_shows_people_their_own_and_admins_everybodys(world: World, person: Browser) -> None:
    """One's own cases without a duty, all with it, none of another account; filters keep to what there is."""
    assert "u1 Test" in (await person.get(CASES)).text
    assert "Nobody is waiting" in (await (await world.browser(MP1)).get(CASES)).text
    admin = await world.browser(SA1)
    assert "u1 Test" in (await admin.get(f"{CASES}?show=open&app=client-x")).text
    assert "u1 Test" not in (await admin.get(f"{CASES}?show=closed")).text
    assert (await admin.get(f"{CASES}?show=nonsense&app=nonsense")).status_code == 200
    assert (await (await world.browser(SA2)).get(CASES)).status_code == 404
    assert 'action="/sign-in"' in (await (await world.browser()).get(CASES)).text
