"""Who is measured: how each server is filled, started, and where its endpoints are."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.installing import GUNICORN, HERE, NODE_PEER, PYTHON
from benchmarks.serving import Serving, free_port
from benchmarks.wire import Paths, Pools, Workload


class Contestant(Struct, frozen=True, kw_only=True):
    """A server with the configuration it runs in.

    `fill` and `serve` build a command from the port and the sizes of the pools; an empty `fill` means that the server
    fills itself when it starts. `expected` is a rough rate, used only to decide how many codes to make beforehand.
    """

    key: str
    name: str
    how: str
    paths: Paths
    cwd: Path
    env: Mapping[str, str] = {}
    fill: Callable[[int, int], Sequence[str]] = lambda codes, tokens: ()
    serve: Callable[[int, int, int], Sequence[str]]
    expected: Mapping[Workload, int]
    tokens: int = 1_000


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
    fill = contestant.fill(codes, contestant.tokens)
    if fill:
        subprocess.run(fill, cwd=contestant.cwd, env={**os.environ, **env}, check=True, stdout=sys.stderr)
    command = contestant.serve(port, codes, contestant.tokens)
    server = Serving(command, port, log=directory / "server.log", cwd=contestant.cwd, env=env)
    server.__enter__()
    return Running(contestant, server, msgspec.convert(json.loads((directory / "pools.json").read_text()), Pools))


def _gunicorn(application: str) -> Callable[[int, int, int], Sequence[str]]:
    # Two processes of four threads: both cores, and a thread free while another waits for the database.
    def command(port: int, _codes: int, _tokens: int) -> Sequence[str]:
        bind = f"127.0.0.1:{port}"
        workers = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--keep-alive", "600"]
        return [str(GUNICORN), application, "--bind", bind, *workers, "--log-level", "warning", "--no-control-socket"]

    return command


def _seed(codes: int, tokens: int) -> Sequence[str]:
    return [str(PYTHON), "seed.py", str(codes), str(tokens)]


DJANGO_TOOLKIT = Contestant(
    key="django_toolkit",
    name="django-oauth-toolkit",
    how=(
        "gunicorn, 2 processes × 4 threads, SQLite in WAL mode without a sync at each commit, no middleware, "
        "client secret stored unhashed (its default is PBKDF2), refresh token not rotated"
    ),
    paths=Paths("/o/token/", "/o/introspect/"),
    cwd=HERE / "peers" / "django_toolkit",
    fill=_seed,
    serve=_gunicorn("wsgi:application"),
    expected={Workload.CODE_EXCHANGE: 250, Workload.REFRESH: 250, Workload.INTROSPECTION: 500},
)
AUTHLIB_FLASK = Contestant(
    key="authlib_flask",
    name="Authlib on Flask",
    how=(
        "gunicorn, 2 processes × 4 threads, SQLAlchemy on SQLite in WAL mode without a sync at each commit, "
        "client secret unhashed and refresh token not rotated (both its defaults)"
    ),
    paths=Paths("/oauth/token", "/oauth/introspect"),
    cwd=HERE / "peers" / "authlib_flask",
    env={"AUTHLIB_INSECURE_TRANSPORT": "1"},
    fill=_seed,
    serve=_gunicorn("app:app"),
    expected={Workload.CODE_EXCHANGE: 400, Workload.REFRESH: 400, Workload.INTROSPECTION: 900},
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
    serve=lambda port, codes, tokens: ["node", "server.mjs", str(port), str(codes), str(tokens)],
    expected={Workload.CODE_EXCHANGE: 4_500, Workload.REFRESH: 4_500, Workload.INTROSPECTION: 4_500},
)
RIVALS = (DJANGO_TOOLKIT, AUTHLIB_FLASK, OIDC_PROVIDER)
