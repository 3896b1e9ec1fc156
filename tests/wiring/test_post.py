"""Sending what waits in the outbox, to a real mail server on loopback."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest

from admittance.config import Settings
from admittance.http.application import Application
from admittance.http.services import Services
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.wiring.parts import build_services
from admittance.wiring.post import AT_ONCE, TRIED_FOR, Round, send_what_waits
from admittance.wiring.server import edges_of
from tests.inbox import Inbox, listening

pytestmark = pytest.mark.anyio
BASE = "https://admittance.example"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A running SMTP server."""
    with listening() as running:
        yield running


@asynccontextmanager
async def _services(data: Path, smtp_url: str, *, age: int = 0) -> AsyncGenerator[Services]:
    """A server's parts with one letter to Elin, written `age` milliseconds ago."""
    settings = Settings(data_dir=str(data), base_url=BASE, smtp_url=smtp_url, mail_from="admittance@demo.example")
    services = build_services(settings)
    assert isinstance(services, Services), services
    now = services.clock.now()
    user = User(id=1, email="elin@a.example", first_name="Elin", last_name="S", password_hash=None, created_at=now)
    await services.store.write(lambda tx: tx.people.add(user))
    body = "Nån frågar.\n\n/accounts/1/cases/C-7Q4M"
    await services.store.write(lambda tx: tx.outbox.write(1, "case/1/1/1", 1, "Ämne", body, now - age))
    try:
        yield services
    finally:
        await services.store.close()


async def test_a_letter_is_sent_once(tmp_path: Path, inbox: Inbox) -> None:
    """What waits goes to its reader's address, with a link that works from anywhere; then nothing waits."""
    async with _services(tmp_path, f"smtp://127.0.0.1:{inbox.port}") as services:
        assert await send_what_waits(services) == Round(1, 1)
        assert await send_what_waits(services) == Round(0, 0)

    _, to, subject, text = inbox.last()
    assert (len(inbox), to, subject) == (1, ["elin@a.example"], "Ämne")
    assert text.splitlines()[-1] == f"{BASE}/accounts/1/cases/C-7Q4M"


async def test_a_letter_waits_for_the_mail_server(tmp_path: Path) -> None:
    """While no mail server answers the letter stays, and is tried again."""
    async with _services(tmp_path, "smtp://127.0.0.1:9") as services:
        assert await send_what_waits(services) == Round(1, 0)
        assert len(services.store.read(lambda tx: tx.outbox.waiting(9))) == 1


async def test_an_old_letter_is_not_sent(tmp_path: Path, inbox: Inbox) -> None:
    """After three days a letter is no news: it stays in the outbox and bothers nobody."""
    async with _services(tmp_path, f"smtp://127.0.0.1:{inbox.port}", age=TRIED_FOR + 60_000) as services:
        assert await send_what_waits(services) == Round(0, 0)


async def test_a_reader_who_left_gets_nothing(tmp_path: Path, inbox: Inbox) -> None:
    """A deactivated person is not written to."""
    async with _services(tmp_path, f"smtp://127.0.0.1:{inbox.port}") as services:
        await services.store.write(lambda tx: tx.people.set_active(1, False))
        assert await send_what_waits(services) == Round(1, 0)
    assert len(inbox) == 0


async def test_the_server_sends_beside_its_answers(tmp_path: Path, inbox: Inbox) -> None:
    """From its start the server looks into the outbox by itself; it stops with the server."""
    async with _services(tmp_path, f"smtp://127.0.0.1:{inbox.port}") as services:
        to_app, to_server = anyio.create_memory_object_stream[dict[str, str]](4), []

        async def send(message: dict[str, str]) -> None:
            to_server.append(message["type"])

        application = Application(services, edges_of(services))
        async with anyio.create_task_group() as group:
            group.start_soon(application, {"type": "lifespan"}, to_app[1].receive, send)
            await to_app[0].send({"type": "lifespan.startup"})
            with anyio.fail_after(10):
                while not len(inbox):  # noqa: ASYNC110 - the mail server runs in another thread
                    await anyio.sleep(0.01)
            await to_app[0].send({"type": "lifespan.shutdown"})
        to_app[0].close()
        to_app[1].close()

    assert to_server == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_letters_that_nobody_takes_hold_nothing_back(tmp_path: Path, inbox: Inbox) -> None:
    """A look goes on behind what was refused, also by an error of ours; behind the last letter it begins anew."""
    async with _services(tmp_path, f"smtp://127.0.0.1:{inbox.port}") as services:

        def many(tx: Transaction) -> None:
            tx.outbox.sent(1, 1, 1)
            now = services.clock.now()
            for number in range(AT_ONCE):
                tx.outbox.write(1, f"bad/{number}", 1, "two\nlines", "No header can hold them.", now)
            tx.outbox.write(1, "good", 1, "Ämne", "Nån frågar.", now)

        await services.store.write(many)
        first = await send_what_waits(services)
        assert (first.waited, first.taken, len(inbox)) == (AT_ONCE, 0, 0)
        assert await send_what_waits(services, first.then) == Round(1, 1)
        assert inbox.last()[2] == "Ämne"
        assert (await send_what_waits(services)).waited == AT_ONCE
