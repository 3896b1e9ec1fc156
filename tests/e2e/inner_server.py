"""The same server inside the test's process, so that a test can change rights and plans while a page is open.

Nothing is replaced: settings, parts and edges are built as `admittance serve --demo` builds them, and changes go
through the storage ports. The pages to make such changes come with a later release.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from admittance.config import CaptchaKind, Settings
from admittance.http.application import Application
from admittance.http.server import CannotListen, listen, make_server
from admittance.http.services import Services
from admittance.usecases.ports import Transaction
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services
from admittance.wiring.server import edges_of, fill_demo_world
from tests.e2e.server import free_port

T = TypeVar("T")


class InnerServer:
    """A running server with its parts within reach."""

    def __init__(self, services: Services, loop: asyncio.AbstractEventLoop, clock: Path) -> None:
        self.services = services
        self.address = services.settings.base_url
        self._loop = loop
        self._clock = clock

    def write(self, act: Callable[[Transaction], T]) -> T:
        """Run `act` as the server runs its own acts, and return when it is durable."""
        return asyncio.run_coroutine_threadsafe(self.services.store.write(act), self._loop).result()

    def read(self, look: Callable[[Transaction], T]) -> T:
        """Look at what is committed."""
        return self.services.store.read(look)

    def let_pass(self, seconds: int) -> None:
        """Move the server's clock ahead, in all, by so many seconds."""
        self._clock.write_text(str(seconds))


@contextmanager
def serving_inside(folder: Path, captcha: CaptchaKind = CaptchaKind.OFF) -> Iterator[InnerServer]:
    """The demo world, with the captcha off unless asked for, served by a thread of this process."""
    port, clock = free_port(), folder / "clock"
    address = f"http://127.0.0.1:{port}"
    settings = Settings(
        base_url=address,
        data_dir=str(folder / "data"),
        port=port,
        captcha=captcha,
        product_name="Harbor",
        change_plans=True,
    )
    services = build_services(settings, clock)
    assert not isinstance(services, CannotStart), services
    loop = asyncio.new_event_loop()
    with _running(services, settings, loop):
        yield InnerServer(services, loop, clock)
    loop.close()


@contextmanager
def _running(services: Services, settings: Settings, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    listener = listen(settings)
    assert not isinstance(listener, CannotListen), listener
    server = make_server(Application(services, edges_of(services, demo=True)), settings)

    filled = threading.Event()

    async def fill_and_serve() -> None:
        try:
            await fill_demo_world(services)
        finally:
            filled.set()  # also after a failure, which the first request then shows: nobody waits for ever
        await server.serve(sockets=[listener])

    thread = threading.Thread(target=lambda: loop.run_until_complete(fill_and_serve()), name="inner server")
    thread.start()
    filled.wait()  # a test may change the world before it asks the server anything
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
