"""Times contacts: importing a million, and searching them over HTTP as people and apps do, one request at a time.

Run it alone with `make bench ARGS="--only crm"`.
"""

import http.client
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.crm_contacts import SEED, contacts, typed
from benchmarks.crm_worlds import CrmWorld, many_accounts, one_account, serving
from benchmarks.load import WrongAnswerError
from benchmarks.remedies_bench import percentile
from benchmarks.serving import Serving, resident_mb

CONTACTS = "/crm/v3/objects/contacts"
SEARCH = f"{CONTACTS}/search"
TYPED_GOAL_MS = 10.0
"""For the 99th percentile of search as you type."""
TYPED = "search as you type"

Body = dict[str, Any]


class Timed(Struct, frozen=True):
    """One way of asking: the delay of each request in ms."""

    what: str
    delays: Sequence[float]

    @property
    def p50(self) -> float:
        """The middle."""
        return percentile(self.delays, 0.5)

    @property
    def p99(self) -> float:
        """What one in a hundred exceeds."""
        return percentile(self.delays, 0.99)


class WorldTimes(Struct, frozen=True, kw_only=True):
    """What was measured in one world."""

    name: str
    contacts: int
    filled_s: float
    timed: Sequence[Timed]
    resident_mb: float | None

    @property
    def reached(self) -> bool:
        """Whether search as you type keeps its goal."""
        return next(one.p99 for one in self.timed if one.what == TYPED) <= TYPED_GOAL_MS


class CrmTimes(Struct, frozen=True):
    """Both worlds; the first one's contacts came from a file."""

    worlds: Sequence[WorldTimes]


def time_crm(directory: Path, *, quick: bool, tell: Callable[[str], None]) -> CrmTimes:
    """Fill and measure one world after the other."""
    many, accounts, each = (50_000, 50, 1_000) if quick else (1_000_000, 1_000, 1_000)
    tell(f"importing {many:,} contacts into one account")
    first = _measured(one_account(directory / "crm_one", many), tell)
    tell(f"storing {accounts:,} times {each:,} contacts")
    return CrmTimes([first, _measured(many_accounts(directory / "crm_many", accounts, each), tell)])


def _measured(world: CrmWorld, tell: Callable[[str], None]) -> WorldTimes:
    tell(f"searching {world.name}")
    server = serving(world)
    server.start()
    try:
        timed = [Timed(what, delays) for what, delays in _ways(_Caller(server, world))]
        size = resident_mb(server.pid)
    finally:
        server.stop()
    return WorldTimes(name=world.name, contacts=world.contacts, filled_s=world.filled_s, timed=timed, resident_mb=size)


class _Caller:
    """One connection that stays open, and the world's tokens in turn."""

    def __init__(self, server: Serving, world: CrmWorld) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._tokens = cycle(world.tokens)
        self._token = next(self._tokens)
        self.in_one = world.contacts // (len(world.tokens) if len(world.tokens) > 64 else 1)

    def go_on(self) -> None:
        """Ask for the next account from now on, where there are several."""
        self._token = next(self._tokens)

    def ask(self, method: str, path: str, body: Body | None = None) -> tuple[float, Body]:
        """Milliseconds until the answer was there, and the answer. Raises WrongAnswerError."""
        sent = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
        start = time.perf_counter()
        self._http.request(method, path, sent, headers)
        answer = self._http.getresponse()
        read = answer.read()
        elapsed = (time.perf_counter() - start) * 1000
        if answer.status != 200:
            raise WrongAnswerError(f"{method} {path}: status {answer.status}, {read[:200]!r}")
        found: Body = json.loads(read)
        return elapsed, found

    def searches(self, bodies: Iterator[Body]) -> list[float]:
        """The delay of each, every one in the next account."""
        delays = []
        for body in bodies:
            self.go_on()
            delays.append(self.ask("POST", SEARCH, body)[0])
        return delays


def _ways(caller: _Caller) -> Iterator[tuple[str, list[float]]]:
    queries = typed(2_000, caller.in_one)
    caller.searches({"query": query, "total": False} for query in queries[:200])  # the first ones fill caches
    yield TYPED, caller.searches({"query": query, "total": False} for query in queries)
    yield "the same with an exact total", caller.searches({"query": query} for query in queries[:500])
    deep = range(0, min(10_000, caller.in_one), 100)
    yield (
        "a page of 100, on to the 10,000th found",
        caller.searches({"query": "a", "total": False, "limit": 100, "after": str(after)} for after in deep),
    )
    yield "by e-mail address", caller.searches(_where("email", "EQ", one["email"]) for one in _some(caller, 300))
    yield (
        "by a word of the address",
        caller.searches(
            _where("email", "CONTAINS_TOKEN", f"*@{one['email'].split('@')[1]}") for one in _some(caller, 100)
        ),
    )
    yield "sorted by name", caller.searches({"sorts": ["lastname"], "after": str(after), "limit": 20} for after in deep)
    yield "changed last", caller.searches({"sorts": ["-lastmodifieddate"], "limit": 50} for _ in range(100))
    yield "a page of 100 of the list, one after another", list(_pages(caller, 300))


def _where(name: str, operator: str, value: str) -> Body:
    return {"filters": [{"propertyName": name, "operator": operator, "value": value}]}


def _some(caller: _Caller, many: int) -> Iterator[dict[str, str]]:
    """Contacts as they were imported, of all ages; in many accounts they are other accounts' as often as not."""
    draw = random.Random(SEED)
    among = list(islice(contacts(caller.in_one), 20_000))
    return (draw.choice(among) for _ in range(many))


def _pages(caller: _Caller, many: int) -> Iterator[float]:
    after = ""
    for _ in range(many):
        elapsed, page = caller.ask("GET", f"{CONTACTS}?limit=100{after}")
        yield elapsed
        following = page.get("paging", {}).get("next", {}).get("after")
        if following is None:
            caller.go_on()
        after = f"&after={following}" if following else ""
