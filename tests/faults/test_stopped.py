"""A real server, told to stop (SIGTERM) while it is at work, or killed before it got there."""

import random
import socket
from collections.abc import Sequence

import pytest

from tests.command import PATIENCE_S
from tests.e2e.server import Serving
from tests.faults.crowd import Crowd, post
from tests.faults.site import ALL_ROUNDS, Site
from tests.faults.streams import Grants, Refreshes, Stream, flowing
from tests.http.serving import eventually

STOPS = 20 if ALL_ROUNDS else 3
MOST_ANSWERS = 60
UNDER_WAY = 8
STRICT = "granted_strict"


def _stop_in_the_middle(site: Site, streams: Sequence[Stream]) -> None:
    """Start the server, see that nothing from before is lost, and stop it after a random number of answers."""
    with site.serving() as server:
        site.check_audit()
        for stream in streams:
            stream.check()
            stream.begin()
        with flowing(streams) as flow:
            flow.wait_for(random.randrange(MOST_ANSWERS))
            site.take_checkpoint()
            server.stop()


@pytest.mark.faults
def test_a_stop_in_the_middle_keeps_every_answer(site: Site) -> None:
    """SIGTERM while people connect and apps refresh: the server ends in good order (exit code 0, no error in its log),
    and after the next start everything it had answered holds.
    """
    streams: list[Stream] = [Grants(site, STRICT), Grants(site, "granted"), Refreshes(site, STRICT, replayed=True)]
    for _ in range(STOPS):
        _stop_in_the_middle(site, streams)
    with site.serving():
        for stream in streams:
            stream.check()
    site.check_audit()


def test_requests_under_way_are_answered_before_the_server_ends(site: Site) -> None:
    """A request that had begun when SIGTERM came is still answered, though nobody new is let in, and what it was given
    is there after the next start.
    """
    app = site.app(STRICT)
    with site.serving() as server:
        person = site.signed_in(STRICT)
        codes = [person.grant(site.links[STRICT]) for _ in range(UNDER_WAY)]
        crowd = Crowd(site.port, [post("/oauth/v1/token", app.redemption(code)) for code in codes])
        server.wait_until_ready()  # by now it has read what the crowd sent
        server.process.terminate()
        eventually(lambda: not _lets_in(server))
        heard = crowd.let_go()
        assert server.process.wait(PATIENCE_S) == 0
    assert [answer.status for answer in heard] == [200] * UNDER_WAY
    with site.serving():
        assert [answer for answer in heard if not app.active(answer.json["access_token"])] == []


def _lets_in(server: Serving) -> bool:
    with socket.socket() as newcomer:
        return newcomer.connect_ex(("127.0.0.1", server.port)) == 0
