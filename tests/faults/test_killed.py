"""A real server, really killed (SIGKILL), at random moments of what it is there for."""

import random
import time
from collections.abc import Sequence

import pytest

from tests.command import PATIENCE_S
from tests.faults.site import ALL_ROUNDS, Site
from tests.faults.streams import Grants, Refreshes, Stream, flowing

pytestmark = pytest.mark.faults

GRANT_ROUNDS = 200 if ALL_ROUNDS else 20
REFRESH_ROUNDS = 50 if ALL_ROUNDS else 10
MOST_ANSWERS = 100 if ALL_ROUNDS else 24
LONGEST_PAUSE_S = 0.01


def _kill_in_the_middle(site: Site, streams: Sequence[Stream]) -> None:
    """Start the server, see that nothing from before is lost, and kill it after a random number of answers."""
    with site.serving() as server:
        site.check_audit()
        for stream in streams:
            stream.check()
            stream.begin()
        with flowing(streams) as flow:
            flow.wait_for(random.randrange(MOST_ANSWERS))
            site.take_checkpoint()
            time.sleep(random.uniform(0, LONGEST_PAUSE_S))
            assert server.process.poll() is None, server.errors
            server.process.kill()
            server.process.wait(PATIENCE_S)


def test_kills_during_grants_lose_nothing_and_spend_no_code_twice(site: Site) -> None:
    """Consent, code, exchange: however often the server is killed, every acknowledged session, code and token is good
    after the next start, each code gives tokens at most once over all starts, and the audit chains verify.
    """
    streams = [
        Grants(site, "granted_strict"),
        Grants(site, "granted"),
        Grants(site, "granted_choose_account"),
    ]
    for _ in range(GRANT_ROUNDS):
        _kill_in_the_middle(site, streams)
    with site.serving():
        for stream in streams:
            stream.check()
            stream.check_kept()
    site.check_audit()
    spent = site.exchanges()
    assert len(spent) == len(set(spent)) > 0
    assert "chains verify" in site.run("audit", "verify")


def test_kills_during_refreshes_lose_nothing_and_bring_no_token_back(site: Site) -> None:
    """Refreshes of strict and compatible apps: after every kill all acknowledged access tokens work, every rotation
    holds (the old token is spent, and presenting it ends the family), a compatible app's token works for ever, and the
    audit chains verify.
    """
    streams: list[Stream] = [
        Refreshes(site, "granted_strict", replayed=True),
        Refreshes(site, "granted_strict"),
        Refreshes(site, "granted"),
        Refreshes(site, "granted_choose_account"),
    ]
    for _ in range(REFRESH_ROUNDS):
        _kill_in_the_middle(site, streams)
    with site.serving():
        for stream in streams:
            stream.check()
    site.check_audit()
    assert "chains verify" in site.run("audit", "verify")
