"""Sending what waits to be told to apps, beside the server."""

import asyncio
import random
from collections.abc import Collection, Sequence
from time import perf_counter

from msgspec import Struct

from admittance.adapters.webhook_post import Answered, Posted, post
from admittance.core.lifetimes import DAY
from admittance.core.webhooks.addresses import Network
from admittance.core.webhooks.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, sealing_key, signature_v3
from admittance.core.webhooks.target import Target, read_target
from admittance.http.logs import frames_of, logger
from admittance.http.services import Services
from admittance.usecases.ports import StoreUnavailable, Transaction
from admittance.usecases.webhooks.records import Delivery, DeliveryProblem
from admittance.usecases.webhooks.sending import Batch, next_batch, settle

EVERY_S = 0.5
"""Between two looks into the queue while nothing is due."""
AFTER_FAILURE_S = 5.0
"""The pause where the database takes nothing."""
LANES_OF_APP = 4
"""Requests to one app at once, each about another account."""
LANES = 64
"""Requests to all apps at once."""
KEPT = 7 * DAY
"""How long what is over, and the log, can be looked at and sent again."""
SWEEP_EVERY_S = 600.0
SWEPT_AT_ONCE = 1_000


class Lane(Struct, frozen=True):
    """One app in one account. INVARIANT: one request at a time, which keeps the order of every record."""

    app_id: int
    account_id: int


async def deliver(services: Services, lane: Lane) -> Delivery | None:
    """Send the lane's next batch and note what came of it; None where nothing was to be sent.

    A crash between the answer and the note sends it once more rather than never.
    """
    policy, key, now = services.catalogue.policy, sealing_key(services.keys.forms), services.clock.now()
    found = services.store.read(lambda tx: next_batch(tx, policy, key, lane.account_id, lane.app_id, now))
    if found.dropped:
        await services.store.write(lambda tx: tx.webhooks.queue.drop(lane.account_id, lane.app_id, found.dropped))
    batch = found.batch
    if batch is None:
        return None
    started = perf_counter()
    answer = await _send(batch, services.settings.allowed_networks, now)
    delivery = _delivery(batch, answer, now, int((perf_counter() - started) * 1000))
    wait = answer.retry_after if isinstance(answer, Answered) else 0
    chance, then = random.random(), services.clock.now()
    noted = await services.store.write(lambda tx: settle(tx, batch, delivery, chance, wait, then))
    _log(noted)
    return noted


async def send_due(services: Services) -> Sequence[Delivery]:
    """All that is due now, lane after lane; the attempts that were made."""
    sent: list[Delivery] = []
    while lanes := _lanes(services, ()):
        for lane in lanes:
            if (delivery := await deliver(services, lane)) is not None:
                sent.append(delivery)
    return sent


async def sweep(services: Services) -> bool:
    """Forget some of what has been over for long; whether there may be more."""
    before = services.clock.now() - KEPT

    def forget(tx: Transaction) -> bool:
        events, log = tx.webhooks.queue.forget(before, SWEPT_AT_ONCE), tx.webhooks.log.forget(before, SWEPT_AT_ONCE)
        return SWEPT_AT_ONCE in (events, log)

    cleared = await services.store.write(lambda tx: tx.webhooks.queue.clear(SWEPT_AT_ONCE))
    return await services.store.write(forget) or cleared


async def webhooks(services: Services) -> None:
    """Send until cancelled. What is under way then stays in the queue, and goes out after the next start."""
    sender = _Sender(services)
    try:
        while True:
            await sender.look()
    finally:
        await sender.stop()


class _Sender:
    """The lanes that are busy."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._busy: dict[Lane, asyncio.Task[None]] = {}
        self._freed = asyncio.Event()
        self._next_sweep = 0.0

    async def look(self) -> None:
        """Begin what is due, and wait until there may be more."""
        self._freed.clear()
        pause = EVERY_S
        try:
            for lane in _lanes(self._services, self._busy):
                self._busy[lane] = asyncio.create_task(self._run(lane))
            await self._sweep()
        except StoreUnavailable as problem:
            logger("webhooks").warning("queue_not_read", why=str(problem))
            pause = AFTER_FAILURE_S
        try:
            async with asyncio.timeout(pause):
                await self._freed.wait()
        except TimeoutError:
            return

    async def _run(self, lane: Lane) -> None:
        try:
            await deliver(self._services, lane)
        except Exception as problem:  # why: one lane's trouble must not end the others
            logger("webhooks").error("delivery_failed", error=type(problem).__name__, frames=frames_of(problem))
            await asyncio.sleep(AFTER_FAILURE_S)
        finally:
            del self._busy[lane]
            self._freed.set()

    async def _sweep(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._next_sweep:
            self._next_sweep = now + (EVERY_S if await sweep(self._services) else SWEEP_EVERY_S)

    async def stop(self) -> None:
        """End what is under way."""
        under_way = list(self._busy.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _lanes(services: Services, busy: Collection[Lane]) -> Sequence[Lane]:
    """Lanes where something is due, as many as may be begun; no app goes always first."""
    now = services.clock.now()

    def look(tx: Transaction) -> list[Lane]:
        found = []
        for app_id in tx.webhooks.settings.apps():
            room = LANES_OF_APP - sum(lane.app_id == app_id for lane in busy)
            accounts = tx.webhooks.queue.lanes(app_id, now, LANES_OF_APP) if room else ()
            due = [lane for account_id in accounts if (lane := Lane(app_id, account_id)) not in busy]
            found += due[:room]
        return found

    lanes = services.store.read(look)
    random.shuffle(lanes)
    return lanes[: LANES - len(busy)]


async def _send(batch: Batch, allowed: tuple[Network, ...], now: int) -> Posted:
    target = read_target(batch.url, allowed)
    if not isinstance(target, Target):
        return DeliveryProblem.BAD_TARGET
    if batch.secret is None:
        return DeliveryProblem.NO_SECRET
    timestamp = str(now)
    signature = signature_v3(batch.secret, "POST", target.url, batch.body, timestamp)
    headers = ((SIGNATURE_HEADER, signature), (TIMESTAMP_HEADER, timestamp))
    return await post(target, headers, batch.body, allowed)


def _delivery(batch: Batch, answer: Posted, at: int, took: int) -> Delivery:
    answered = answer if isinstance(answer, Answered) else None
    return Delivery(
        account_id=batch.account_id,
        app_id=batch.app_id,
        id=0,
        at=at,
        took=took,
        url=batch.url,
        events=tuple(event.id for event in batch.events),
        attempt=max(event.attempts for event in batch.events) + 1,
        about_cases=batch.about_cases,
        status=answered.status if answered else None,
        problem=None if isinstance(answer, Answered) else answer,
        answer=answered.beginning if answered else "",
    )


def _log(delivery: Delivery) -> None:
    """A line without the address, which may hold a key in its path."""
    logger("webhooks").info(
        "delivery",
        app=delivery.app_id,
        events=len(delivery.events),
        attempt=delivery.attempt,
        status=delivery.status,
        problem=delivery.problem,
        ms=delivery.took,
    )
