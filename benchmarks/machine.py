"""Where and with what the numbers were made."""

import json
import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.installing import HERE, NODE_PEER, PYTHON

_QUIET = 0.7
_PACKAGES = ("cedarpy", "casbin", "django-oauth-toolkit", "django", "authlib", "flask", "sqlalchemy", "gunicorn")


def load_now() -> str:
    """How busy the machine is before anything is started."""
    load = os.getloadavg()[0]
    if load < _QUIET:
        return f"load average {load:.2f} before the run"
    return f"load average {load:.2f} before the run: **others were using it, so these numbers mean little**"


def describe(load: str) -> dict[str, str]:
    """What stands at the top of the results, in order. `load` is what `load_now` said."""
    return {
        "Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Commit": commit(),
        "Machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.release()}",
        "Busy": load,
        "Python": f"{platform.python_version()} with SQLite {sqlite3.sqlite_version}",
        "Node": _says("node", "--version").removeprefix("v"),
        "Peers": ", ".join(f"{name} {version}" for name, version in versions().items()),
    }


def commit() -> str:
    """The commit, marked where the product's source differs from it."""
    found = _says("git", "rev-parse", "--short=12", "HEAD") or "unknown"
    changed = _says("git", "status", "--porcelain", "--", "src", "benchmarks/*.py", "benchmarks/peers")
    return f"{found} with changes" if changed else found


def versions() -> dict[str, str]:
    """Of the peers, as installed."""
    code = "import importlib.metadata as m, sys; print(*(m.version(n) for n in sys.argv[1:]))"
    found = dict(zip(_PACKAGES, _says(str(PYTHON), "-c", code, *_PACKAGES).split(), strict=False))
    package = NODE_PEER / "node_modules" / "oidc-provider" / "package.json"
    if package.exists():
        found["oidc-provider"] = json.loads(package.read_text())["version"]
    return found


def _says(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return ""
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (OSError, ValueError):
        return "memory unknown"
