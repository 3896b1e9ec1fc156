"""Starting a server to be measured, and ending that very process again."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_START_S = 120.0
_STOP_S = 15.0


class DidNotStartError(Exception):
    """A server that should be measured ended or never listened; the message holds the end of its log."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Serving:
    """A server in a process group of its own, from `start` to `stop`."""

    def __init__(self, command: Sequence[str], port: int, *, log: Path, cwd: Path, env: Mapping[str, str]) -> None:
        self._command, self.port, self._log, self._cwd = command, port, log, cwd
        self._env = {**os.environ, **env}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the process that was started; workers are its children."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Return when it listens. Raises DidNotStartError."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._cwd, env=self._env, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait_until_it_listens(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """SIGTERM, then SIGKILL after a while, to the group that was started here and to nothing else."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log_end(self) -> str:
        """The last lines the server wrote."""
        return self._log.read_text(errors="replace")[-3000:]

    def _wait_until_it_listens(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + _START_S
        while time.monotonic() < end:
            if process.poll() is not None:
                raise DidNotStartError(f"{self._command[0]} ended with {process.returncode}:\n{self.log_end()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise DidNotStartError(f"{self._command[0]} did not listen within {_START_S:.0f} s:\n{self.log_end()}")


def resident_mb(pid: int) -> float | None:
    """Resident memory of a process with its children, in MB; None where /proc is missing."""
    try:
        pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in _family(pid))
    except (OSError, ValueError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_s(pid: int) -> float | None:
    """Processor time that a process and its children have used, in seconds; None where /proc is missing."""
    try:
        fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid)]
    except OSError:
        return None
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    return [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
