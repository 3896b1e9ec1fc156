"""What a disk holds when the power goes: the log up to some byte, and nothing after it."""

import os
import random
from pathlib import Path

import pytest
from msgspec import Struct

from admittance.storage.places import database_in
from tests.command import PATIENCE_S
from tests.faults.parties import Tokens, refused, tokens_of
from tests.faults.site import ALL_ROUNDS, Site, copied

pytestmark = pytest.mark.faults

ROUNDS = 50 if ALL_ROUNDS else 3
CONNECTIONS = 5
OUTCOME = "granted_strict"


class Acknowledged(Struct, frozen=True):
    """A connection, and how long the log was when its code and then its tokens were answered."""

    code: str
    code_at: int
    tokens: Tokens
    tokens_at: int


@pytest.mark.parametrize("number", range(ROUNDS))
def test_from_any_byte_of_the_log_the_server_starts_with_all_that_was_acknowledged_by_then(
    demo_data: Path, tmp_path: Path, number: int
) -> None:
    """The log is cut at a random byte, and the torn end is junk: the server starts, holds every code and token that was
    answered before the log reached that byte, nothing of an act by halves, gives no id twice, and its chains verify.
    """
    with copied(demo_data, tmp_path) as site:
        log = database_in(site.data).with_name(f"{database_in(site.data).name}-wal")
        connections = _connect_until_the_power_goes(site, log)
        cut = random.randrange(connections[0].code_at, connections[-1].tokens_at)
        _cut(log, cut)
        with site.serving():
            site.check_audit()
            _check(site, connections, cut)
        site.check_audit()


def _connect_until_the_power_goes(site: Site, log: Path) -> list[Acknowledged]:
    connections = []
    with site.serving() as server:
        person, app = site.signed_in(OUTCOME), site.app(OUTCOME)
        for _ in range(CONNECTIONS):
            code = person.grant(site.links[OUTCOME])
            code_at = log.stat().st_size
            tokens = tokens_of(app.redeem(code))
            connections.append(Acknowledged(code, code_at, tokens, log.stat().st_size))
        server.process.kill()
        server.process.wait(PATIENCE_S)
    return connections


def _cut(log: Path, size: int) -> None:
    """What was written after that byte never reached the disk, or not as it was meant."""
    kept = log.read_bytes()[:size]
    log.write_bytes(kept + os.urandom(random.randrange(10_000)))
    log.with_name(log.name.replace("-wal", "-shm")).unlink()


def _check(site: Site, connections: list[Acknowledged], cut: int) -> None:
    app = site.app(OUTCOME)
    for one in connections:
        alive = app.active(one.tokens.access)
        assert alive or cut < one.tokens_at, "an acknowledged token is lost"
        assert app.active(one.tokens.refresh) == alive, "an exchange happened by halves"
        again = app.redeem(one.code)
        assert refused(again) or not alive, "a code was spent twice"
        assert again.status_code == 200 or alive or cut < one.code_at, "an acknowledged code is lost"
    newest = tokens_of(app.redeem(site.signed_in(OUTCOME).grant(site.links[OUTCOME])))
    assert app.active(newest.access)
