"""Where Admittance's server spends its time: cProfile around the real server, one workload at a time."""

import io
import os
import pstats
import shutil
import signal
import tempfile
from pathlib import Path

from msgspec.structs import replace

from benchmarks.contestants import MANY_ACCOUNTS, start
from benchmarks.installing import PEERS
from benchmarks.load import Load
from benchmarks.wire import Workload, requests_of

_SECONDS = 4.0
_CODES = 30_000
_LINES = 45


def profile() -> str:
    """The costliest functions of the event loop's thread for each workload, by their own time.

    cProfile makes calls dear, so shares mislead where there are many small ones; the order is what to go by.
    """
    return "\n".join(_profile(workload) for workload in Workload)


def _profile(workload: Workload) -> str:
    PEERS.mkdir(exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="profile-", dir=PEERS))
    stats = directory / "stats"
    python, _, _, *arguments = MANY_ACCOUNTS.serve
    watched = replace(MANY_ACCOUNTS, serve=(python, "-m", "benchmarks.watched_server", str(stats), *arguments))
    try:
        running = start(watched, directory / "server", _CODES)
        try:
            load = Load(workload, running.server.port, requests_of(workload, watched.paths, running.pools))
            load.round(1.0)
            os.kill(running.server.pid, signal.SIGUSR1)
            answers = load.round(_SECONDS).answers
        finally:
            running.server.stop()
        return f"== {workload}: {answers} answers\n{_shown(stats)}"
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _shown(stats: Path) -> str:
    text = io.StringIO()
    read = pstats.Stats(str(stats), stream=text)
    read.strip_dirs().sort_stats("tottime").print_stats(_LINES)
    return text.getvalue()
