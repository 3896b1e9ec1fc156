"""Telling apps what happens, to a real receiver on loopback."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from admittance.core import lifetimes
from admittance.core.webhooks.schedule import MOST_ATTEMPTS
from admittance.core.webhooks.signing import sealing_key
from admittance.http.application import Application
from admittance.usecases.client_secret import Replacement, SecretReplaced, replace_secret
from admittance.usecases.connected_apps import uninstall
from admittance.usecases.ports import Transaction
from admittance.usecases.records import ConnectionEnd
from admittance.usecases.webhooks.following import SentAgain, send_again
from admittance.usecases.webhooks.records import DeliveryProblem, EventEnd
from admittance.usecases.webhooks.subscribing import AskedWebhook, Sealing, WebhookSet, set_webhook
from admittance.usecases.webhooks.telling import app_installed
from admittance.wiring.server import edges_of
from admittance.wiring.webhooks import KEPT, LANES_OF_APP, send_due, sweep, webhooks
from tests.crm.world import (
    A1,
    A2,
    APP,
    ASA,
    BASE,
    CONTACTS,
    EVA,
    EVERYTHING,
    OTHER_APP,
    READ,
    World,
    make_world,
)
from tests.receiver import Answer, Received, Receiver, receiving

pytestmark = pytest.mark.anyio
SECRET = "s"
"""The client secret of the world's apps."""
ALL = ("contact.creation", "contact.propertyChange:email", "contact.deletion")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that runs."""
    with receiving() as running:
        yield running


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """A server that may reach loopback, with one app installed in the first account."""
    made = await make_world(tmp_path, webhook_networks="127.0.0.1")
    await made.services.store.write(lambda tx: tx.installs.record(A1, APP, ASA, EVERYTHING, 1))
    yield made
    for close in made.services.on_close:
        await close()
    await made.services.store.close()


async def _listen(world: World, url: str, *wanted: str, app: int = APP) -> None:
    """Give the app a webhook, as its developer would."""
    services = world.services
    sealing = Sealing(sealing_key(services.keys.forms), bytes(range(32)))

    def act(tx: Transaction) -> object:
        found = tx.apps.get(app)
        assert found is not None
        asked = AskedWebhook(url=url, wanted=wanted, secret=SECRET)
        return set_webhook(tx, found, asked, sealing, services.settings.allowed_networks, 1)

    done = await services.store.write(act)
    assert isinstance(done, WebhookSet), done


def _told(receiver: Receiver, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(event.get(name) for name in names) for event in receiver.events]


async def test_an_app_is_told_of_a_contact(world: World, receiver: Receiver) -> None:
    """Created, changed, archived: the events come in that order, in the shape that clients of the protocol expect."""
    await _listen(world, receiver.url, *ALL)
    client = await world.client()
    made = await client.contact(email="a@x.example", firstname="A")
    path = f"{CONTACTS}/{made['id']}"
    await client.patch(path, {"properties": {"email": "b@x.example", "firstname": "A"}})
    await client.call("DELETE", path)
    await send_due(world.services)

    assert _told(receiver, "subscriptionType", "propertyName", "propertyValue") == [
        ("contact.creation", None, None),
        ("contact.propertyChange", "email", "a@x.example"),
        ("contact.propertyChange", "email", "b@x.example"),
        ("contact.deletion", None, None),
    ]
    created = receiver.events[0]
    subscription = created.pop("subscriptionId")
    assert created == {
        "eventId": 1,
        "portalId": A1,
        "appId": APP,
        "occurredAt": created["occurredAt"],
        "subscriptionType": "contact.creation",
        "attemptNumber": 0,
        "objectId": int(made["id"]),
        "objectTypeId": "0-1",
        "changeSource": "INTEGRATION",
        "sourceId": str(APP),
        "changeFlag": "NEW",
    }
    assert isinstance(subscription, int)
    assert abs(created["occurredAt"] - world.services.clock.now()) < lifetimes.MINUTE
    assert [event["eventId"] for event in receiver.events] == [1, 2, 3, 4]


async def test_a_client_library_takes_the_signature(world: World, receiver: Receiver) -> None:
    """Signature v3 is checked with the app's client secret, by code that is not ours; another secret fails."""
    await _listen(world, receiver.url, "contact.creation")
    await (await world.client()).contact(email="å@x.example")
    await send_due(world.services)

    [received] = receiver.received
    assert received.is_signed_with(SECRET)
    assert not received.is_signed_with("another")
    assert not received._replace(body=received.body + b" ").is_signed_with(SECRET)
    assert received.headers["content-type"] == "application/json"


async def test_a_replaced_secret_signs_from_the_next_request_on(world: World, receiver: Receiver) -> None:
    """While both secrets work requests are signed with the new one, what waited already too; nobody enters it."""
    await _listen(world, receiver.url, "contact.creation")
    await (await world.client()).contact(email="a@x.example")
    sealing, now = Sealing(sealing_key(world.services.keys.forms), bytes(32)), world.services.clock.now()

    def act(tx: Transaction) -> object:
        app = tx.apps.get(APP)
        assert app is not None
        return replace_secret(tx, app, Replacement(), "new", sealing, now)

    assert isinstance(await world.services.store.write(act), SecretReplaced)
    await send_due(world.services)

    [received] = receiver.received
    assert received.is_signed_with("new")
    assert not received.is_signed_with(SECRET)


async def test_what_is_refused_is_tried_again_later(world: World, receiver: Receiver) -> None:
    """Ten attempts over about a day, each later than the one before; then the event is given up."""
    await _listen(world, receiver.url, "contact.creation")
    receiver.answer = lambda _: Answer(500, body=b"no \x1b[31m")
    await (await world.client()).contact(email="a@x.example")
    seconds, times = 0, []
    while len(receiver.received) < MOST_ATTEMPTS:
        before = len(receiver.received)
        while not await send_due(world.services):
            seconds += 600
            world.pass_time(seconds)
        times.append(seconds)
        assert len(receiver.received) == before + 1
    world.pass_time(seconds + 30 * 86_400)

    assert await send_due(world.services) == []
    assert [event["attemptNumber"] for event in receiver.events] == list(range(MOST_ATTEMPTS))
    assert 0.75 * 86_400 < times[-1] < 1.3 * 86_400
    log = world.services.store.read(lambda tx: tx.webhooks.log.of_app(APP, limit=50))
    [event] = world.services.store.read(lambda tx: tx.webhooks.queue.get(A1, APP, log[0].events))
    assert (event.ended_why, event.due_at, event.attempts) == (EventEnd.GIVEN_UP, None, MOST_ATTEMPTS - 1)
    assert [one.attempt for one in log] == list(range(MOST_ATTEMPTS, 0, -1))
    assert {(one.status, one.answer) for one in log} == {(500, "no \N{REPLACEMENT CHARACTER}[31m")}


async def test_retry_after_is_honoured(world: World, receiver: Receiver) -> None:
    """A receiver that asks for an hour is left alone for an hour."""
    await _listen(world, receiver.url, "contact.creation")
    receiver.answer = lambda _: Answer(429, (("Retry-After", "3600"),))
    await (await world.client()).contact(email="a@x.example")
    await send_due(world.services)
    world.pass_time(3590)
    assert await send_due(world.services) == []
    world.pass_time(3610)
    receiver.answer = lambda _: Answer()

    [taken] = await send_due(world.services)
    assert (taken.taken, taken.attempt) == (True, 2)


async def test_each_record_keeps_its_order(world: World, receiver: Receiver) -> None:
    """While what was told of one record is not taken, what comes later about it waits; other records don't."""
    await _listen(world, receiver.url, *ALL)
    client = await world.client()
    slow, quick = await client.contact(email="slow@x.example"), await client.contact(email="quick@x.example")
    await send_due(world.services)
    receiver.received.clear()
    stuck = int(slow["id"])
    receiver.answer = lambda one: Answer(503 if any(event["objectId"] == stuck for event in one.events) else 200)

    await client.patch(f"{CONTACTS}/{slow['id']}", {"properties": {"email": "1@x.example"}})
    await send_due(world.services)
    for step in ("2", "3"):
        await client.patch(f"{CONTACTS}/{slow['id']}", {"properties": {"email": f"{step}@x.example"}})
        await client.patch(f"{CONTACTS}/{quick['id']}", {"properties": {"email": f"q{step}@x.example"}})
        await send_due(world.services)
    assert _told(receiver, "propertyValue") == [("1@x.example",), ("q2@x.example",), ("q3@x.example",)]

    receiver.answer = lambda _: Answer()
    world.pass_time(60)
    await send_due(world.services)
    assert _told(receiver, "propertyValue")[3:] == [("1@x.example",), ("2@x.example",), ("3@x.example",)]


async def test_a_bad_event_soon_fails_alone(world: World, receiver: Receiver) -> None:
    """Of a batch that is refused for one event, the others come through long before that one is given up."""
    await _listen(world, receiver.url, "contact.creation")
    client = await world.client()
    made = [await client.contact(email=f"{number}@x.example") for number in range(8)]
    bad = int(made[3]["id"])
    receiver.answer = lambda one: Answer(500 if any(event["objectId"] == bad for event in one.events) else 200)
    for hours in range(4):
        world.pass_time(hours * 3600)
        await send_due(world.services)

    good = {event["objectId"] for one in receiver.received if bad not in _ids(one) for event in one.events}
    assert good == {int(one["id"]) for one in made} - {bad}


def _ids(received: Received) -> list[int]:
    return [event["objectId"] for event in received.events]


async def test_only_who_may_read_is_told(world: World, receiver: Receiver) -> None:
    """Not an app that is not installed, nor one without a scope that reads contacts, nor of another account."""
    await _listen(world, receiver.url, "contact.creation")
    await _listen(world, receiver.url, "contact.creation", app=OTHER_APP)
    await world.services.store.write(lambda tx: tx.installs.record(A2, OTHER_APP, EVA, frozenset({READ}), 1))
    narrow = await world.token({"oauth"}, account=A2, user=EVA, app=OTHER_APP)
    assert narrow
    await (await world.client(account=A2, user=EVA)).contact(email="a@x.example")
    await send_due(world.services)

    assert receiver.events == []


async def test_each_account_has_its_own_requests(world: World, receiver: Receiver) -> None:
    """Two accounts never share a request: what is told of one can't give the other away."""
    await _listen(world, receiver.url, "contact.creation")
    await world.services.store.write(lambda tx: tx.installs.record(A2, APP, EVA, EVERYTHING, 1))
    for account, user in ((A1, ASA), (A2, EVA)):
        await (await world.client(account=account, user=user)).contact(email="a@x.example")
    await send_due(world.services)

    assert sorted([event["portalId"] for event in one.events] for one in receiver.received) == [[A1], [A2]]


async def test_rights_count_when_an_event_is_sent(world: World, receiver: Receiver) -> None:
    """A connection that ended since the change happened takes what was waiting with it."""
    await _listen(world, receiver.url, "contact.creation")
    await (await world.client()).contact(email="a@x.example")

    def end(tx: Transaction) -> None:
        for connection in tx.connections.of_app(A1, APP):
            tx.connections.end(A1, connection.id, ConnectionEnd.REMOVED, 2)

    await world.services.store.write(end)
    assert await send_due(world.services) == []
    assert world.services.store.read(lambda tx: tx.webhooks.queue.waiting(APP)) == 0


async def test_uninstalling_ends_it(world: World, receiver: Receiver) -> None:
    """The app hears that it was uninstalled, and nothing else of what was waiting."""
    await _listen(world, receiver.url, "contact.creation", "app.uninstalled")
    await (await world.client()).contact(email="a@x.example")
    now = world.services.clock.now()
    await world.services.store.write(lambda tx: uninstall(tx, A1, APP, now, actor=ASA))
    await send_due(world.services)

    assert _told(receiver, "subscriptionType", "portalId") == [("app.uninstalled", A1)]


async def test_a_redirect_is_not_followed(world: World, receiver: Receiver) -> None:
    """A receiver that points elsewhere has not taken the event, and elsewhere hears nothing."""
    await _listen(world, receiver.url, "contact.creation")
    with receiving() as elsewhere:
        receiver.answer = lambda _: Answer(307, (("Location", elsewhere.url),))
        await (await world.client()).contact(email="a@x.example")
        [sent] = await send_due(world.services)

        assert (sent.taken, sent.status, elsewhere.received) == (False, 307, [])


async def test_a_private_address_is_not_reached(world: World, receiver: Receiver, tmp_path: Path) -> None:
    """Where the operator allows no network, not even an address that was set before is sent anything."""
    await _listen(world, receiver.url, "contact.creation")
    await (await world.client()).contact(email="a@x.example")
    await world.services.store.close()
    strict = await make_strict(tmp_path)
    [sent] = await send_due(strict.services)
    await strict.services.store.close()

    assert (sent.problem, sent.status, receiver.received) == (DeliveryProblem.BAD_TARGET, None, [])


async def make_strict(data_dir: Path) -> World:
    """The same data under a server that allows no network."""
    from admittance.config import CaptchaKind, Settings
    from admittance.wiring.cannot_start import CannotStart
    from admittance.wiring.parts import build_services

    settings = Settings(base_url=BASE, data_dir=str(data_dir / "data"), captcha=CaptchaKind.OFF)
    services = build_services(settings, data_dir / "clock")
    assert not isinstance(services, CannotStart)
    return World(services, data_dir / "clock")


async def test_another_client_secret_stops_it(world: World, receiver: Receiver) -> None:
    """What would be signed with a secret that is the app's no more is not sent; the log says so."""
    from msgspec.structs import replace

    await _listen(world, receiver.url, "contact.creation")
    await (await world.client()).contact(email="a@x.example")

    def rotate(tx: Transaction) -> None:
        app = tx.apps.get(APP)
        assert app is not None
        tx.apps.replace(replace(app, secret_digest=b"x" * 32))

    await world.services.store.write(rotate)
    [sent] = await send_due(world.services)
    assert (sent.problem, receiver.received) == (DeliveryProblem.NO_SECRET, [])


async def test_what_was_taken_can_be_sent_again(world: World, receiver: Receiver) -> None:
    """Send again: the same event id comes once more; after a week it is forgotten."""
    await _listen(world, receiver.url, "contact.creation")
    await (await world.client()).contact(email="a@x.example")
    [first] = await send_due(world.services)
    assert await send_due(world.services) == []
    app = world.services.store.read(lambda tx: tx.apps.get(APP))
    assert app is not None

    done = await world.services.store.write(
        lambda tx: send_again(tx, app, first.id, world.services.clock.now(), actor=ASA)
    )
    await send_due(world.services)
    assert done == SentAgain(1)
    assert _told(receiver, "eventId") == [(1,), (1,)]

    world.pass_time(KEPT / 1000 + 60)
    assert await sweep(world.services) is False
    assert world.services.store.read(lambda tx: tx.webhooks.log.of_app(APP, limit=9)) == []
    assert world.services.store.read(lambda tx: tx.webhooks.queue.get(A1, APP, (1,))) == []


async def test_an_app_gets_a_few_requests_at_once(world: World, receiver: Receiver) -> None:
    """However many accounts have news for it, no more than four requests to one app are under way."""
    await _listen(world, receiver.url, "app.installed")
    now = world.services.clock.now()

    def install(tx: Transaction) -> None:
        for account in range(1, 8):
            app_installed(tx, account, APP, EVERYTHING, now)

    await world.services.store.write(install)
    receiver.open.clear()
    sending = asyncio.create_task(webhooks(world.services))
    await asyncio.to_thread(receiver.wait_for, LANES_OF_APP)
    receiver.open.set()
    await asyncio.to_thread(receiver.wait_for, 7)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert receiver.most == LANES_OF_APP
    assert sorted(event["portalId"] for event in receiver.events) == list(range(1, 8))


async def test_the_server_sends_beside_its_answers(world: World, receiver: Receiver) -> None:
    """From its start the server sends by itself; when it stops, what is under way stays and is sent after a start."""
    await _listen(world, receiver.url, "contact.creation")
    receiver.open.clear()
    to_app: Any = anyio.create_memory_object_stream[dict[str, str]](4)
    said: list[str] = []

    async def send(message: dict[str, str]) -> None:
        said.append(message["type"])

    await (await world.client()).contact(email="a@x.example")
    application = Application(world.services, edges_of(world.services))
    with anyio.fail_after(20):
        async with anyio.create_task_group() as group:
            group.start_soon(application, {"type": "lifespan"}, to_app[1].receive, send)
            await to_app[0].send({"type": "lifespan.startup"})
            await anyio.to_thread.run_sync(receiver.wait_for, 1)
            await to_app[0].send({"type": "lifespan.shutdown"})
    to_app[0].close()
    to_app[1].close()

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert json.loads(receiver.received[0].body)[0]["eventId"] == 1
