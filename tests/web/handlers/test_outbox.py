"""Letters about connections, and the page on which an account's administrators read all letters."""

from collections.abc import Sequence

import msgspec
import pytest

from admittance.core.manifest import Manifest
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases import read_outbox, tell_of_connection
from admittance.usecases.audit_entry import Act
from admittance.usecases.case_records import Letter
from admittance.web.present.outbox import TRIED_FOR
from admittance.wiring import post
from tests.oauth.world import (
    A1,
    A2,
    AUTOMATION,
    BOTH,
    CONTACTS,
    CUSTOM,
    MARKETPLACE,
    MP1,
    READ,
    SA1,
    SA2,
    U1,
    WORKFLOWS,
    Browser,
    World,
    X,
    good,
)
from tests.web.handlers.test_cases import ask, path_of
from tests.web.handlers.test_drift import APPS, choose, connected, give
from tests.web.handlers.test_re_anchor import path, proposed, the_connection

pytestmark = pytest.mark.anyio
MAIL = f"/accounts/{A1}/mail"


def letters(world: World, account: int = A1) -> Sequence[Letter]:
    """All letters of the account, newest first."""
    found: Sequence[Letter] = world.services.store.read(lambda tx: tx.outbox.in_account(account, 99))
    return found


async def press(browser: Browser, page: str, action: str) -> str:
    """Open a page and press the button that posts to `action`: where it leads."""
    await browser.get(page)
    said = await browser.post(action, browser.form(action).fields)
    assert said.status_code == 303, said.text
    return said.headers["location"]


async def test_a_warned_account_is_told_of_drift_once(world: World) -> None:
    """Under *warn* whoever manages apps gets one letter about a connection that drifted, at once when the choice is
    made or the rights go; not a second one, and none while the account keeps quiet.
    """
    await connected(world)
    assert letters(world) == []
    await choose(world, "warn")
    (letter,) = letters(world)
    assert (letter.user_id, letter.subject) == (SA1, "both Test's rights have changed since Xylo was connected")
    assert letter.body.splitlines()[-1] == APPS
    await choose(world, "keep")
    await choose(world, "warn")
    assert len(letters(world)) == 1


async def test_many_connections_are_looked_at_a_few_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice looks at the first ones, acts of their own at the others: each letter is written, and once."""
    monkeypatch.setattr(tell_of_connection, "AT_ONCE", 1)
    await world.connect(SA1)
    await connected(world)
    await choose(world, "warn")
    assert letters(world) == []
    store, policy = world.services.store, world.services.catalogue.policy
    rounds = 0
    while await store.write(lambda tx: tell_of_connection.go_on_warning(tx, policy, world.services.clock.now())):
        rounds += 1
    assert (rounds, [letter.user_id for letter in letters(world)]) == (2, [SA1])
    await choose(world, "keep")
    await choose(world, "warn")
    await choose(world, "keep")
    while await store.write(lambda tx: tell_of_connection.go_on_warning(tx, policy, world.services.clock.now())):
        assert len(letters(world)) == 1


async def test_rights_that_go_on_the_page_warn(world: World) -> None:
    """Demoted under Users & Teams: the letter is written in the same transaction."""
    await choose(world, "warn")
    await give(world, {}, super_admin=True)
    await world.connect(BOTH)
    base = f"/accounts/{A1}/users"
    await press(await world.browser(SA1), base, f"{base}/{BOTH}/remove-super-admin")
    assert [letter.user_id for letter in letters(world)] == [SA1]


async def test_what_an_elevation_lent_warns_once_it_is_redeemed(world: World) -> None:
    """A connection made with lent rights drifts from its first moment, and a warned account hears of it."""
    await choose(world, "warn")
    person = await world.browser(U1)
    await person.authorize(good(X, scope=READ), account=A1)
    admin, case = await world.browser(SA1), path_of(world)
    await admin.get(case)
    await admin.post(f"{case}/approve", admin.form(f"{case}/approve").fields | {"way": "lend_rights"})
    where = await person.grant(good(X, scope=READ), account=A1)
    assert (await world.redeem(where["code"])).status_code == 200
    assert [letter.user_id for letter in letters(world) if letter.key.startswith("drift")] == [SA1]


async def test_who_is_asked_to_take_over_gets_a_letter(world: World) -> None:
    """The letter leads to the page on which they answer; asking the same person again writes no second one."""
    await connected(world)
    await give_mp1(world)
    for _ in range(2):
        await proposed(world, MP1)
    (letter,) = letters(world)
    assert (letter.user_id, letter.subject) == (MP1, "Will you take Xylo over from both Test?")
    assert letter.body.splitlines()[-1] == path(world, "take-over")


async def give_mp1(world: World) -> None:
    """What taking the connection over needs."""
    rights = {**CONTACTS, **WORKFLOWS, **MARKETPLACE}
    await world.change(lambda tx: tx.people.set_rights(A1, MP1, super_admin=False, permission_set=None, rights=rights))


async def test_a_person_is_asked_to_consent_again(world: World) -> None:
    """Where the app has come to require more, an admin asks its person; once for each version, and nothing else
    changes.
    """
    await world.connect(BOTH)
    before = the_connection(world)
    action = path(world, "ask-consent")
    admin = await world.browser(SA1)
    assert "consent again" not in (await admin.get(APPS)).text
    await publish(world, READ, CUSTOM)
    assert "done=asked_again" in await press(admin, APPS, action)
    assert "done=asked_before" in await press(admin, APPS, action)
    (letter,) = letters(world)
    assert (letter.user_id, letter.subject) == (BOTH, "Xylo asks for something new")
    assert the_connection(world) == before
    assert [row.entry.data["user"] for row in world.audit() if row.entry.act is Act.CONSENT_ASKED] == [BOTH]
    await publish(world, READ, AUTOMATION)
    await admin.get("/profile")
    token = {"csrf": admin.form("/sign-out").fields["csrf"]}
    assert "done=nothing_new" in (await admin.post(action, token)).headers["location"]


async def publish(world: World, *required: str) -> None:
    """App X requires these from now on."""
    app = world.services.store.read(lambda tx: tx.apps.get(X))
    assert app is not None
    manifest = Manifest(required=frozenset({"oauth", *required}))
    changed = msgspec.structs.replace(app, manifest=manifest, manifest_version=app.manifest_version + 1)
    await world.change(lambda tx: tx.apps.replace(changed))


@pytest.mark.parametrize(("user", "status"), [(BOTH, 403), (MP1, 404), (SA2, 404)])
async def test_only_whoever_manages_apps_asks_for_a_new_consent(world: World, user: int, status: int) -> None:
    """The person themselves reads 403, everybody else finds no such connection."""
    await world.connect(BOTH)
    action = path(world, "ask-consent")
    browser = await world.browser(user)
    await browser.get("/profile")
    said = await browser.post(action, {"csrf": browser.form("/sign-out").fields["csrf"]})
    assert said.status_code == status
    assert letters(world) == []


async def test_administrators_read_what_was_written(world: World) -> None:
    """Without a mail server the page says that nothing goes out, and shows each letter: to whom, what, and where it
    leads; no letter holds anything that signs somebody in.
    """
    person = await world.browser(U1)
    await person.authorize(good(X, scope=READ), account=A1)
    await ask(world, person, message="The shift starts tomorrow.")
    page = (await (await world.browser(SA1)).get(MAIL)).text
    assert "No mail server is set, so nothing goes out." in page
    assert "sa1@a1.test" in page
    assert "&gt; The shift starts tomorrow." in page
    assert f"http://127.0.0.1:8400{path_of(world)}" in page
    assert "reset-password" not in page
    assert not [secret for secret in world.secrets if secret in page]


@pytest.mark.parametrize(("user", "status"), [(MP1, 403), (U1, 403), (SA2, 404)])
async def test_letters_are_for_whoever_edits_people(world: World, user: int, status: int) -> None:
    """A member without that right reads 403; for another account's people there is nothing."""
    assert (await (await world.browser(user)).get(MAIL)).status_code == status


async def test_another_accounts_letters_are_not_shown(world: World) -> None:
    """One account's page holds none of the other's letters, nor the name of somebody who is no member."""
    for account, subject in ((A1, "One of ours"), (A2, "One of theirs")):
        await world.change(lambda tx, a=account, s=subject: tx.outbox.write(a, s, SA2, s, "Text\n/here", 1))
    page = (await (await world.browser(SA1)).get(MAIL)).text
    assert "One of ours" in page
    assert "One of theirs" not in page
    assert "Somebody who is not in this account" in page
    assert "sa2 Test" not in page
    assert "sa2@" not in page


async def test_older_letters_are_a_page_further(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many letters a page, then a link; the newest first."""
    monkeypatch.setattr(read_outbox, "PAGE", 2)
    assert isinstance(world.services.store, SqliteStore)
    for number in range(3):
        await world.change(lambda tx, n=number: tx.outbox.write(A1, str(n), SA1, f"Letter {n}", "T\n/", 1))
    browser = await world.browser(SA1)
    first = (await browser.get(MAIL)).text
    assert "Letter 2" in first
    assert "Letter 0" not in first
    assert "Letter 0" in (await browser.get(f"{MAIL}?before={letters(world)[1].id}")).text


def test_the_page_and_the_post_agree_on_how_long_is_tried() -> None:
    """What is too old to be sent is shown as not taken."""
    assert TRIED_FOR == post.TRIED_FOR
