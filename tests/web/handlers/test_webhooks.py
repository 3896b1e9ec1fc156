"""An app's webhooks in its developer's console, and what an app hears of installs and refusals."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec
import pytest

from admittance.core.tokens import TokenKind, digest
from admittance.http.application import Application
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.event_types import EVENT_TYPES
from admittance.wiring.server import edges_of
from admittance.wiring.webhooks import send_due
from tests.oauth.world import A1, CLIENT_IDS, CUSTOM, MP1, SA1, SA2, SECRETS, U1, Browser, P, World, X, Y, good
from tests.receiver import Answer, Receiver, receiving

pytestmark = pytest.mark.anyio
HOOKS = f"/console/apps/{CLIENT_IDS[X]}/webhooks"
SETTINGS = f"{HOOKS}/settings"
T = TypeVar("T")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that runs."""
    with receiving() as running:
        yield running


async def developer(world: World, app: int = X) -> Browser:
    """A browser of the app's developer, on a server that may reach loopback. They belong to the second account."""
    settings = msgspec.structs.replace(world.services.settings, webhook_networks="127.0.0.1")
    world.services = msgspec.structs.replace(world.services, settings=settings)
    world.application = Application(world.services, edges_of(world.services))
    await world.change(lambda tx: tx.developers.add(app, SA2, 1))
    return await world.browser(SA2)


async def save(browser: Browser, url: str, *events: str, secret: str = SECRETS[X], **more: str) -> None:
    """Fill the form in and send it."""
    page = await browser.get(SETTINGS)
    assert page.status_code == 200, page.text
    fields = [(name, value) for name, value in browser.form(SETTINGS).pairs if name not in ("event", "address")]
    fields += [("address", url), *(("event", one) for one in events)]
    sent = [(name, value) for name, value in fields if name != "secret" and name not in more]
    await browser.post(SETTINGS, [*sent, ("secret", secret), *more.items()])


async def test_a_developer_sets_a_webhook(world: World, receiver: Receiver) -> None:
    """Address, secret and events are kept; the secret is never shown, and need not be entered a second time."""
    browser = await developer(world)
    await save(browser, receiver.url, "contact.creation", "app.installed", **{"properties.contact": "email, phone"})
    assert browser.page.headers["location"] == f"{HOOKS}?done=saved"
    await browser.get(SETTINGS)
    shown = browser.page.text

    assert 'value="email, phone"' in shown
    assert re.search(r'value="contact.creation" checked', shown)
    assert not re.search(r'value="deal.creation" checked', shown)
    assert SECRETS[X] not in shown
    assert "Kept, and never shown." in shown
    await save(browser, receiver.url, "deal.creation", secret="", **{"properties.contact": ""})
    assert browser.page.status_code == 303
    kept = world.services.store.read(lambda tx: [one.wanted.type for one in tx.webhooks.settings.subscriptions(X)])
    assert kept == ["deal.creation"]
    rows = [row.entry for row in world.audit(SERVER_CHAIN) if row.entry.act is Act.WEBHOOK_CHANGED]
    assert [(row.actor, row.app_id, row.data["host"]) for row in rows] == [(SA2, X, "127.0.0.1")] * 2


async def test_everything_wrong_is_told_at_once(world: World) -> None:
    """A form that can't be taken comes back whole, with a sentence for each place and a way to it; nothing is kept."""
    browser = await developer(world)
    wrong = {"properties.contact": "E-mail", "event": "contact.explosion"}
    await save(browser, "http://10.0.0.1/hooks", secret="wrong", **wrong)
    text = browser.page.text

    assert browser.page.status_code == 400
    for sentence in (
        "The address begins with https://.",
        "That isn&#39;t the app&#39;s client secret.",
        "contact.propertyChange:E-mail: names of properties have small letters",
        "There is no event called contact.explosion.",
    ):
        assert sentence in text
    for place in ("address", "secret", "records"):
        assert f'<li><a href="#{place}">' in text
        assert f'id="{place}"' in text
    assert 'value="http://10.0.0.1/hooks"' in text
    assert world.services.store.read(lambda tx: tx.webhooks.settings.get(X)) is None


async def test_a_private_address_needs_the_operator(world: World) -> None:
    """Without a network that the operator allows, no address of the inside can be set."""
    await world.change(lambda tx: tx.developers.add(X, SA2, 1))
    browser = await world.browser(SA2)
    for url in ("https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data"):
        await save(browser, url, "contact.creation")
        assert browser.page.status_code == 400
        assert "This is a private address." in browser.page.text


async def test_a_public_app_has_nothing_to_sign_with(world: World, receiver: Receiver) -> None:
    """Webhooks of an app without a client secret could be forged by anybody: there are none."""
    browser = await developer(world, P)
    path = f"/console/apps/{CLIENT_IDS[P]}/webhooks/settings"
    await browser.get(path)
    await browser.post(path, browser.form(path).fields | {"address": receiver.url, "secret": "x"})
    assert browser.page.status_code == 400
    assert "A public app has no client secret" in browser.page.text


async def test_only_its_developers_find_it(world: World, receiver: Receiver) -> None:
    """Members of the account where the app is installed, its Super Admin, and other apps' developers find nothing."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed")
    await world.connect(SA1, X)
    [sent] = await send_due(world.services)
    await world.change(lambda tx: tx.developers.add(Y, U1, 1))
    for user in (SA1, U1, MP1):
        other = await world.browser(user)
        for path in (HOOKS, SETTINGS, f"{HOOKS}/{sent.id}"):
            assert (await other.get(path)).status_code == 404
        mine = await browser.get(f"{HOOKS}/{sent.id}")
        again = browser.form(f"{HOOKS}/{sent.id}/again").fields
        assert mine.status_code == 200
        own = await other.get("/profile")
        token = re.search(r'name="csrf" value="([^"]+)"', own.text)
        assert token is not None
        for action in (f"{HOOKS}/{sent.id}/again", f"{HOOKS}/remove", SETTINGS):
            assert (await other.post(action, again | {"csrf": token[1]})).status_code == 404
    yonder = f"/console/apps/{CLIENT_IDS[Y]}/webhooks/{sent.id}"
    assert (await (await world.browser(U1)).get(yonder)).status_code == 404


async def test_a_form_of_somebody_else_is_not_taken(world: World) -> None:
    """Setting, removing and sending again take the page's own token only."""
    browser = await developer(world)
    for action in (SETTINGS, f"{HOOKS}/remove", f"{HOOKS}/1/again"):
        assert (await browser.post(action, {"csrf": "x", "address": "https://a.example"})).status_code == 403


async def test_an_app_hears_of_its_installs(world: World, receiver: Receiver) -> None:
    """The first exchange installs it; a later one with more scopes is told with what came; then the uninstall."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed", "app.scopesChanged", "app.uninstalled")
    await world.connect(SA1, X)
    await world.connect(SA1, X)
    await world.connect(SA1, X, optional_scope=CUSTOM)
    await send_due(world.services)

    first, second = receiver.events
    assert (first["subscriptionType"], first["portalId"]) == ("app.installed", A1)
    assert second["subscriptionType"] == "app.scopesChanged"
    assert second["addedScopes"] == [CUSTOM]
    assert set(second["scopes"]) == {*first["scopes"], CUSTOM}
    admin = await world.browser(SA1)
    action = f"/accounts/{A1}/apps/{X}/uninstall"
    await admin.get(action)
    await admin.post(action, admin.form(action).fields)
    await send_due(world.services)
    assert receiver.events[2]["subscriptionType"] == "app.uninstalled"


async def test_a_refusal_is_told_without_names(world: World, receiver: Receiver) -> None:
    """Opened once and closed once, for an app that is installed nowhere; nothing says which account or who."""
    browser = await developer(world)
    await save(browser, receiver.url, "case.opened", "case.closed")
    person = await world.browser(MP1)
    for _ in range(2):
        assert (await person.authorize(good(X), A1)).status_code == 403
    await send_due(world.services)
    [opened] = receiver.events

    assert opened["codes"] == ["user_not_permitted"]
    assert opened["scope"] == ["automation", "crm.objects.contacts.read", "oauth"]
    assert (opened["reasons"], opened["subscriptionType"], opened["appId"]) == ([], "case.opened", X)
    assert re.fullmatch(r"C-[0-9A-Z]{4}", opened["caseName"])
    said = receiver.received[0].body.decode()
    for secret in ("portalId", str(A1), "Account One", "mp1", "permission", "crm_tools"):
        assert secret not in said
    await world.change(lambda tx: make_super(tx, MP1))
    await world.connect(MP1, X, account=A1)
    await send_due(world.services)
    assert [event["subscriptionType"] for event in receiver.events] == ["case.opened", "case.closed"]
    assert receiver.events[1]["objectId"] == opened["objectId"]
    shown = (await browser.get(HOOKS)).text + (await browser.get(f"{HOOKS}/1")).text
    assert "Not shown" in shown
    assert str(A1) not in shown


def make_super(tx: Transaction, user: int) -> None:
    """As its administrators could."""
    tx.people.set_rights(A1, user, super_admin=True, permission_set=None, rights={})


async def test_the_log_shows_each_attempt_and_sends_again(world: World, receiver: Receiver) -> None:
    """Status, time, the beginning of the answer as text; the button sends the same event once more."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed")
    receiver.answer = lambda _: Answer(500, body=b"<script>alert(1)</script>")
    await world.connect(SA1, X)
    await send_due(world.services)
    text = (await browser.get(HOOKS)).text
    assert "Not taken" in text
    assert "500" in text
    assert str(A1) in text
    page = await browser.get(f"{HOOKS}/1")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>alert" not in page.text

    receiver.answer = lambda _: Answer()
    action = f"{HOOKS}/1/again"
    sent = await browser.post(action, browser.form(action).fields)
    assert sent.headers["location"] == f"{HOOKS}?done=again"
    await send_due(world.services)
    assert [event["eventId"] for event in receiver.events] == [1, 1]
    assert "Delivered" in (await browser.get(f"{HOOKS}/2")).text
    assert [row.entry.actor for row in world.audit(SERVER_CHAIN) if row.entry.act is Act.WEBHOOK_SENT_AGAIN] == [SA2]
    assert (await browser.get(f"{HOOKS}/77")).status_code == 404


async def test_after_an_uninstall_nothing_goes_again(world: World, receiver: Receiver) -> None:
    """What was sent about an account is forgotten with the uninstall, so that it can't be had again."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed")
    await world.connect(SA1, X)
    await send_due(world.services)
    receiver.received.clear()
    await browser.get(f"{HOOKS}/1")
    again = browser.form(f"{HOOKS}/1/again").fields
    admin = await world.browser(SA1)
    action = f"/accounts/{A1}/apps/{X}/uninstall"
    await admin.get(action)
    await admin.post(action, admin.form(action).fields)

    sent = await browser.post(f"{HOOKS}/1/again", again)
    assert sent.headers["location"] == f"{HOOKS}/1?done=nothing"
    assert await send_due(world.services) == []
    assert receiver.received == []


async def test_a_new_client_secret_is_asked_for(world: World, receiver: Receiver) -> None:
    """When the app's secret has changed the page says that nothing is sent, and the form takes the new one."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed")
    new = "another-secret".ljust(43, "y")
    world.secrets.add(new)

    def rotate(tx: Transaction) -> None:
        app = tx.apps.get(X)
        assert app is not None
        tx.apps.replace(msgspec.structs.replace(app, secret_digest=digest(TokenKind.CLIENT_SECRET, new)))

    await world.change(rotate)
    assert "Nothing is sent: the client secret has changed." in (await browser.get(HOOKS)).text
    await save(browser, receiver.url, "app.installed", secret="")
    assert "Enter the app&#39;s client secret" in browser.page.text
    await save(browser, receiver.url, "app.installed", secret=new)
    assert browser.page.status_code == 303


async def test_removing_it_forgets_what_waits(world: World, receiver: Receiver) -> None:
    """Nothing more is sent; the page is the one for setting it up again."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed")
    await world.connect(SA1, X)
    await browser.get(SETTINGS)
    await browser.post(f"{HOOKS}/remove", browser.form(f"{HOOKS}/remove").fields)

    assert browser.page.headers["location"] == f"{HOOKS}?done=removed"
    assert await send_due(world.services) == []
    assert "No webhook yet" in (await browser.get(HOOKS)).text


async def test_every_event_can_be_ticked(world: World, receiver: Receiver) -> None:
    """The form offers the whole vocabulary, and takes all of it at once."""
    browser = await developer(world)
    names = [name for name, kind in EVENT_TYPES.items() if not kind.takes_property]
    changes = {f"properties.{kind.record.singular}": "hs_x" for kind in EVENT_TYPES.values() if kind.record is not None}
    await save(browser, receiver.url, *names, **changes)
    assert browser.page.status_code == 303, browser.page.text
    kept = world.services.store.read(lambda tx: {one.wanted.type for one in tx.webhooks.settings.subscriptions(X)})
    assert kept == set(EVENT_TYPES)


async def test_a_developer_who_is_dismissed_meanwhile_changes_nothing(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dismissed after the page was looked up and before the act is committed, they find nothing there any more."""
    browser = await developer(world)
    await save(browser, receiver.url, "app.installed")
    await world.connect(SA1, X)
    [sent] = await send_due(world.services)
    await browser.get(SETTINGS)
    csrf, store = browser.form(SETTINGS).fields["csrf"], world.services.store
    write = store.write

    async def dismissed_first(act: Callable[[Transaction], T]) -> T:
        await write(lambda tx: tx.developers.remove(X, SA2))
        return await write(act)

    monkeypatch.setattr(store, "write", dismissed_first)
    for action in (f"{HOOKS}/{sent.id}/again", f"{HOOKS}/remove", SETTINGS):
        await write(lambda tx: tx.developers.add(X, SA2, 1))
        answer = await browser.post(action, {"csrf": csrf, "address": "https://other.test/", "secret": SECRETS[X]})
        assert answer.status_code == 404, action
    kept = store.read(lambda tx: tx.webhooks.settings.get(X))
    assert kept is not None
    assert kept.url == receiver.url
