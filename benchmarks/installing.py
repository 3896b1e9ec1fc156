"""The peers, each from its hashed lock file, into `benchmarks/.peers`: never beside the product."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".peers"
PYTHON = PEERS / "venv" / "bin" / "python"
GUNICORN = PEERS / "venv" / "bin" / "gunicorn"
NODE_PEER = PEERS / "oidc_provider"
_LOCK = HERE / "requirements-bench.lock"


def install_python_peers() -> None:
    """A virtual environment with what `requirements-bench.lock` names, digests checked."""

    def build() -> None:
        shutil.rmtree(PEERS / "venv", ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(PEERS / "venv")])
        _run([str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(_LOCK)])

    _unless_done("venv", [_LOCK], build)


def install_node_peer() -> None:
    """`oidc-provider` from its package lock, without running any package's scripts."""
    source = HERE / "peers" / "oidc_provider"
    names = (".npmrc", "package.json", "package-lock.json")

    def build() -> None:
        for name in names:
            shutil.copy(source / name, NODE_PEER / name)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], NODE_PEER)

    NODE_PEER.mkdir(parents=True, exist_ok=True)
    _unless_done("oidc_provider", [source / name for name in names], build)
    shutil.copy(source / "server.mjs", NODE_PEER / "server.mjs")


def _unless_done(name: str, inputs: Sequence[Path], build: Callable[[], None]) -> None:
    """Build once for each content of `inputs`."""
    wanted = hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()
    stamp = PEERS / f"{name}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    PEERS.mkdir(exist_ok=True)
    stamp.unlink(missing_ok=True)
    build()
    stamp.write_text(wanted)


def _run(command: Sequence[str], cwd: Path = HERE) -> None:
    # npm and pip talk on standard output; what the benchmarks print there is their result.
    subprocess.run(command, cwd=cwd, check=True, stdout=sys.stderr)
