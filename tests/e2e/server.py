"""The real thing: `admittance serve` as a process of its own."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.command import ADMITTANCE, PATIENCE_S, admittance, environment, told


def free_port() -> int:
    """A port of the loopback that nobody listens on right now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


class Serving:
    """A server that runs: where it is, where its data are, and what it said."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, data: Path, said: Path) -> None:
        self.process = process
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.data = data
        self._said = said

    @cached_property
    def demo(self) -> dict[str, Any]:
        """What `admittance demo --json` says about this server."""
        world: dict[str, Any] = told(admittance("demo", "--json", "--base-url", self.address))
        return world

    def link(self, outcome: str) -> dict[str, Any]:
        """The demo's link of that outcome."""
        found: dict[str, Any] = next(link for link in self.demo["links"] if link["outcome"] == outcome)
        return found

    def app(self, name: str) -> dict[str, Any]:
        """The demo's app of that name."""
        found: dict[str, Any] = next(app for app in self.demo["apps"] if app["name"] == name)
        return found

    @property
    def errors(self) -> str:
        """What it wrote to standard error so far: its log, a JSON object a line."""
        return (self._said / "stderr").read_text(encoding="utf-8")

    @property
    def output(self) -> str:
        """What it wrote to standard output so far."""
        return (self._said / "stdout").read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        """Return once /ready answers; fail when the process ends first."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}: {self.errors}")
            if _ready(self.address):
                return
            time.sleep(0.05)
        raise AssertionError(f"the server did not become ready: {self.errors}")

    def stop(self) -> None:
        """End it as an operator does; it ends in good order and leaves no trace of a mistake in its log."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE_S)
        assert code == 0, f"the server ended with {code}: {self.errors}"
        assert "Traceback" not in self.errors, self.errors
        failed = [line for line in self.errors.splitlines() if '"level":"error"' in line]
        assert failed == [], failed


@contextmanager
def serving(
    data: Path, *options: str, env: Mapping[str, str] | None = None, port: int | None = None, said: Path | None = None
) -> Iterator[Serving]:
    """`admittance serve` on a free port with `data`, stopped at the end of the block."""
    chosen = port or free_port()
    folder = said or data.parent / f"{data.name}-said"
    folder.mkdir(parents=True, exist_ok=True)
    command = [*ADMITTANCE, "serve", "--port", str(chosen), "--data", str(data), *options]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment(env))
    server = Serving(process, chosen, data, folder)
    try:
        server.wait_until_ready()
        yield server
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.poll() is None:
        server.stop()


def _ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/ready", timeout=5) as answer:
            ready: bool = answer.status == 200
            return ready
    except (URLError, ConnectionError, TimeoutError):
        return False
