"""Sixty-four at the same moment, against a real server (attack cases 61, 65 and 78)."""

import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from admittance.storage.places import database_in
from tests.e2e.server import Serving
from tests.faults.crowd import at_once, post
from tests.faults.parties import AppServer, Person, refused, tokens_of
from tests.faults.site import Site, copied

CROWD = 64
TOKEN = "/oauth/v1/token"
STRICT = "granted_strict"
LARGEST = 150 * 1024 * 1024
"""What a server may hold (bytes). Sixty-four passwords checked at once would take 1.2 GB alone."""


@pytest.fixture(scope="module")
def site(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One demo world for all crowds."""
    with copied(demo_data, tmp_path_factory.mktemp("crowds")) as site:
        yield site


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[Serving]:
    """A server on it."""
    with site.serving() as running:
        yield running


@pytest.fixture(scope="module")
def person(site: Site, server: Serving) -> Person:
    """Who may connect the strict app, signed in."""
    return site.signed_in(STRICT)


@pytest.fixture(scope="module")
def app(site: Site) -> AppServer:
    """The strict app."""
    return site.app(STRICT)


def _count(site: Site, table: str) -> int:
    with sqlite3.connect(f"{database_in(site.data).as_uri()}?mode=ro", uri=True) as db:
        found: int = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_one_of_64_redemptions_wins_and_the_others_are_replays(
    site: Site, server: Serving, person: Person, app: AppServer
) -> None:
    """Case 65: of 64 simultaneous redemptions of one code exactly one is a 200; the other 63 are replays, so that
    afterwards the code's tokens are dead (case 64).
    """
    code = person.grant(site.links[STRICT])
    before = _count(site, "families")

    heard = at_once(server.port, [post(TOKEN, app.redemption(code))] * CROWD)

    assert Counter(answer.status for answer in heard) == {200: 1, 400: CROWD - 1}
    assert {answer.json["status"] for answer in heard if answer.status == 400} == {"BAD_AUTH_CODE"}
    won = next(answer.json for answer in heard if answer.status == 200)
    assert not app.active(won["access_token"])
    assert not app.active(won["refresh_token"])
    assert refused(app.refresh(won["refresh_token"]))
    assert _count(site, "families") == before + 1


def test_one_of_64_refreshes_wins_and_the_family_ends(
    site: Site, server: Serving, person: Person, app: AppServer
) -> None:
    """Case 78: of 64 simultaneous refreshes with one rotating token exactly one is a 200; the others are reuse, and so
    the family ends with every token it ever gave.
    """
    first = tokens_of(app.redeem(person.grant(site.links[STRICT])))

    heard = at_once(server.port, [post(TOKEN, app.refreshing(first.refresh))] * CROWD)

    assert Counter(answer.status for answer in heard) == {200: 1, 400: CROWD - 1}
    won = next(answer.json for answer in heard if answer.status == 200)
    given = (first.access, first.refresh, won["access_token"], won["refresh_token"])
    assert [token for token in given if app.active(token)] == []
    assert refused(app.refresh(won["refresh_token"]))


def test_64_refreshes_of_a_compatible_app_all_work(site: Site, server: Serving) -> None:
    """A compatible app's refresh token doesn't rotate: 64 refreshes at once give 64 access tokens, all alive."""
    person, app = site.signed_in("granted"), site.app("granted")
    first = tokens_of(app.redeem(person.grant(site.links["granted"])))

    heard = at_once(server.port, [post(TOKEN, app.refreshing(first.refresh))] * CROWD)

    given = {answer.json["access_token"] for answer in heard if answer.status == 200}
    assert len(given) == CROWD
    assert [token for token in (first.access, *given) if not app.active(token)] == []


def test_64_answers_to_one_consent_page_make_one_code(
    site: Site, server: Serving, person: Person, app: AppServer
) -> None:
    """Of 64 simultaneous answers to one page exactly one is sent to the app with a code; the rest hear that the page
    is over, and the one code works.
    """
    form = person.consent_form(site.links[STRICT])
    before = _count(site, "codes")

    heard = at_once(server.port, [post("/oauth/consent", form, person.cookie)] * CROWD)

    assert Counter(answer.status for answer in heard) == {303: 1, 410: CROWD - 1}
    assert _count(site, "codes") == before + 1
    won = next(answer.head for answer in heard if answer.status == 303)
    code = re.search(rb"[?&]code=([^&\r]+)", won)
    assert code is not None
    assert app.active(tokens_of(app.redeem(code[1].decode())).access)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's peak memory by its id")
def test_64_sign_ins_take_bounded_memory(site: Site, server: Serving) -> None:
    """Case 61: 64 people who sign in at once all get their answer, right or wrong, none of it a 500, and the server
    never holds more than 150 MB, because few passwords are checked at a time.
    """
    visitor = site.person()
    form = visitor.form("/sign-in", "/sign-in").fields
    emails = [user["email"] for user in server.demo["users"]]
    passwords = ["admittance-demo"] * 4 + ["wrong password"]
    tries = [{"email": email, "password": password} for password in passwords for email in emails][:CROWD]

    heard = at_once(server.port, [post("/sign-in", form | one, visitor.cookie) for one in tries])

    right = sum(one["password"] != "wrong password" for one in tries)
    assert Counter(answer.status for answer in heard) == {303: right, 401: CROWD - right}
    assert _peak_memory(server.process.pid) < LARGEST


def _peak_memory(pid: int) -> int:
    """The most that a process ever held, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024
