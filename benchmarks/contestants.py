"""Who is measured: how each server is filled, started, and where its endpoints are."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.installing import GUNICORN, HERE, NODE_PEER, PYTHON
from benchmarks.serving import Serving, free_port
from benchmarks.wire import Paths, Pools


class Contestant(Struct, frozen=True, kw_only=True):
    """A server with the configuration it runs in.

    `fill` and `serve` are commands in which {directory}, {port}, {codes} and {tokens} are filled in; without `fill` the
    server fills itself when it starts. `expected` is a rough rate of code exchanges, used only to decide how many codes
    to make beforehand.
    """

    key: str
    name: str
    how: str
    paths: Paths
    cwd: Path
    env: Mapping[str, str] = {}
    fill: Sequence[str] = ()
    serve: Sequence[str]
    expected: int


SYNCHRONOUS = os.environ.get("BENCH_SYNCHRONOUS", "FULL")
"""Of the peers on SQLite: its default, and Admittance's own; NORMAL gives up what was just answered."""

TOKENS = 1_000
"""Refresh tokens, and access tokens to introspect, on each server."""


class Running(Struct, frozen=True):
    """A contestant that listens, and what it was filled with."""

    contestant: Contestant
    server: Serving
    pools: Pools


def start(contestant: Contestant, directory: Path, codes: int) -> Running:
    """Fill and start one. The caller stops `server`."""
    directory.mkdir(parents=True)
    env = {**contestant.env, "BENCH_DIR": str(directory), "PYTHONDONTWRITEBYTECODE": "1"}
    port = free_port()

    def command(parts: Sequence[str]) -> list[str]:
        return [part.format(directory=directory, port=port, codes=codes, tokens=TOKENS) for part in parts]

    if contestant.fill:
        filling = command(contestant.fill)
        subprocess.run(filling, cwd=contestant.cwd, env={**os.environ, **env}, check=True, stdout=sys.stderr)
    log = directory / "server.log"
    server = Serving(command(contestant.serve), port, log=log, cwd=contestant.cwd, env=env)
    server.start()
    return Running(contestant, server, msgspec.json.decode((directory / "pools.json").read_bytes(), type=Pools))


def _gunicorn(application: str) -> tuple[str, ...]:
    # Two processes of four threads: both cores, and a thread free while another waits for the database.
    workers = ("--workers", "2", "--threads", "4", "--worker-class", "gthread", "--keep-alive", "600")
    bind = ("--bind", "127.0.0.1:{port}", "--log-level", "warning", "--no-control-socket")
    return (str(GUNICORN), application, *bind, *workers)


def _admittance(accounts: int, key: str, name: str) -> Contestant:
    data = "{directory}/data"
    return Contestant(
        key=key,
        name=name,
        how=(
            "`admittance serve` as it comes, one process: SQLite with synchronous=FULL, every change audited and "
            "durable before it is answered, refresh token not rotated (a compatible app)"
        ),
        paths=Paths("/oauth/v1/token", "/oauth/v1/token/introspect"),
        cwd=HERE.parent,
        fill=(sys.executable, "-m", "benchmarks.admittance_seed", "{directory}", "{codes}", "{tokens}", str(accounts)),
        serve=(sys.executable, "-m", "admittance", "serve", "--port", "{port}", "--data", data, "--captcha", "off"),
        expected=6_000,
    )


ONE_ACCOUNT = _admittance(1, "admittance_1", "Admittance, 1 account")
MANY_ACCOUNTS = _admittance(1_000, "admittance_1000", "Admittance, 1,000 accounts")
OURS = (ONE_ACCOUNT, MANY_ACCOUNTS)
DJANGO_TOOLKIT = Contestant(
    key="django_toolkit",
    name="django-oauth-toolkit",
    how=(
        f"gunicorn, 2 processes × 4 threads, SQLite in WAL mode with synchronous={SYNCHRONOUS}, no middleware, "
        "client secret stored unhashed (its default is PBKDF2), refresh token not rotated"
    ),
    paths=Paths("/o/token/", "/o/introspect/"),
    cwd=HERE / "peers" / "django_toolkit",
    fill=(str(PYTHON), "seed.py", "{codes}", "{tokens}"),
    serve=_gunicorn("wsgi:application"),
    expected=300,
)
AUTHLIB_FLASK = Contestant(
    key="authlib_flask",
    name="Authlib on Flask",
    how=(
        f"gunicorn, 2 processes × 4 threads, SQLAlchemy on SQLite in WAL mode with synchronous={SYNCHRONOUS}, "
        "client secret unhashed and refresh token not rotated (both its defaults)"
    ),
    paths=Paths("/oauth/token", "/oauth/introspect"),
    cwd=HERE / "peers" / "authlib_flask",
    env={"AUTHLIB_INSECURE_TRANSPORT": "1"},
    fill=(str(PYTHON), "seed.py", "{codes}", "{tokens}"),
    serve=_gunicorn("app:app"),
    expected=500,
)
OIDC_PROVIDER = Contestant(
    key="oidc_provider",
    name="oidc-provider in memory",
    how=(
        "one Node process, everything in a Map: nothing is written or audited; no ID token, opaque access tokens, "
        "refresh token not rotated"
    ),
    paths=Paths("/token", "/token/introspection"),
    cwd=NODE_PEER,
    env={"NODE_ENV": "production"},
    serve=("node", "server.mjs", "{port}", "{codes}", "{tokens}"),
    expected=5_000,
)
RIVALS = (DJANGO_TOOLKIT, AUTHLIB_FLASK, OIDC_PROVIDER)
