"""Listening and serving: one process, one port."""

import errno
import signal
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

from msgspec import Struct
from uvicorn import Config, Server

from admittance.config import Settings
from admittance.http.application import Application
from admittance.http.guard import GuardedProtocol, Limits

BACKLOG = 512
KEEP_ALIVE_S = 65
"""Seconds that an idle connection is kept: longer than most clients keep theirs, so that they rarely race with us.
Where connections run short, the longest idle ones go first (`guard`)."""
GRACE_S = 10
"""Seconds that requests under way may take to finish once the server was told to stop."""


class CannotListen(Struct, frozen=True):
    """The address cannot be listened on. `message` says why and what to do, for the operator (exit code 1)."""

    message: str


def listen(settings: Settings) -> socket.socket | CannotListen:
    """A listening socket on the configured address: a port in use is found out before anything else is started.

    With port 0 the system chooses one; `getsockname()[1]` tells which.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as problem:
        listener.close()
        return CannotListen(_in_words(settings, problem))
    return listener


def _in_words(settings: Settings, problem: OSError | OverflowError) -> str:
    where = f"{settings.host} port {settings.port}"
    number = problem.errno if isinstance(problem, OSError) else None
    if number == errno.EADDRINUSE:
        return f"{where} is in use by another program. Stop that one, or choose another port with --port."
    if number in (errno.EACCES, errno.EPERM):
        return f"{where} needs more rights than this user has. Choose a port above 1023 with --port."
    if isinstance(problem, OverflowError):
        return f"{settings.port} is not a port. Ports go from 1 to 65535."
    return f"{where} can't be listened on: {problem.strerror or problem}."


class StoppingServer(Server):
    """uvicorn's server, except that a signal which stopped it in good order is not raised once more at the end."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Stop on SIGTERM and SIGINT; elsewhere than in the main thread nothing is caught."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def make_server(application: Application, settings: Settings) -> StoppingServer:
    """A server with our limits. `run(sockets=[listener])` serves; setting `should_exit` stops it."""
    limits = Limits(
        head_bytes=settings.max_header_bytes, connections=settings.max_connections, slow_s=settings.slow_client_s
    )
    config = Config(
        application,
        http=type("LimitedProtocol", (GuardedProtocol,), {"limits": limits}),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
        backlog=BACKLOG,
    )
    return StoppingServer(config)


def serve(application: Application, settings: Settings, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT: then accept nothing more, let requests under way finish, and close the store,
    which commits what it holds. Returns normally.
    """
    make_server(application, settings).run(sockets=[listener])
