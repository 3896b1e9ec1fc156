"""A server that is killed at any request on the way from refusal over elevation to connection."""

import random
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from admittance.demo.people import FJORD
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.opening import open_reader
from admittance.storage.sqlite.transaction import SqliteTransaction
from admittance.usecases.case_name import case_path
from admittance.usecases.case_records import USUAL_ELEVATION, Case, CaseState, Elevation, ElevationEnd
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Connection, Membership
from tests.command import PATIENCE_S
from tests.faults.parties import Person, code_in
from tests.faults.site import ALL_ROUNDS, Site
from tests.oauth.html import Form, forms_in

pytestmark = pytest.mark.faults

LINK = "user_not_permitted"
LOVA, JONAS = 108, "jonas.berg@fjordfalk.example"
REFUSED, ASKED, APPROVED, SHOWN, GRANTED, REDEEMED = range(1, 7)
EVERY = [(step, moment) for step in range(REFUSED, REDEEMED + 1) for moment in ("during", "after")]
SAMPLE = [(APPROVED, "during"), (REDEEMED, "during"), (REDEEMED, "after")]
ROUNDS = 8 if ALL_ROUNDS else 1
LONGEST_PAUSE_S = 0.03


class Walk:
    """The way, one request a step. What was answered is kept; a request that was cut off may have counted or not."""

    def __init__(self, site: Site) -> None:
        self.lova, self.jonas = site.signed_in(LINK), site.person(JONAS)
        self.jonas.sign_in()
        self.app = site.app(LINK)
        link = site.links[LINK]
        self._install = link["url"].replace("/oauth/authorize", f"/oauth/{link['account_id']}/authorize")
        self._data = site.data
        self._consent: dict[str, str] = {}
        self._code = ""
        self.token = ""

    def step(self, number: int) -> None:
        """One request, with the pages that it takes to make it."""
        steps: tuple[Callable[[], None], ...] = (
            self._refused,
            self._ask,
            self._approve,
            self._show,
            self._grant,
            self._redeem,
        )
        steps[number - 1]()

    def _refused(self) -> None:
        assert self.opened() == 403

    def opened(self) -> int:
        """Lova opens the install link: 200 is the consent page, 403 the refusal."""
        page = self.lova.http.get(self._install)
        if page.status_code == 200:
            self._consent = _form(page.text, "/oauth/consent").fields
        return page.status_code

    def _ask(self) -> None:
        self._send(self.lova, "ask", {"fixer": "101"})

    def _approve(self) -> None:
        self._send(self.jonas, "approve", {"way": "lend_rights"})

    def _send(self, person: Person, kind: str, more: dict[str, str]) -> None:
        path = _case_path(self._data)
        form = _form(person.http.get(path).text, f"{path}/{kind}").fields
        said = person.http.post(f"{path}/{kind}", data=form | more)
        assert said.status_code == 303, said.text

    def _show(self) -> None:
        assert self.opened() == 200

    def _grant(self) -> None:
        said = self.lova.press_grant(self._consent | {"answer": "grant"})
        assert said.status_code == 303, said.text
        self._code = code_in(said.headers["location"])

    def _redeem(self) -> None:
        said = self.app.redeem(self._code)
        assert said.status_code == 200, said.text
        self.token = said.json()["access_token"]


def _form(html: str, action: str) -> Form:
    return next(form for form in forms_in(html) if form.action == action)


class Kept:
    """What the database holds of it."""

    def __init__(self, tx: Transaction) -> None:
        member = tx.people.membership(FJORD, LOVA)
        assert member is not None
        self.member: Membership = member
        cases = tx.cases.in_account(FJORD, user_id=LOVA)
        self.case: Case | None = cases[0] if cases else None
        self.elevation: Elevation | None = tx.elevations.get(FJORD, 1)
        app_id = self.case.app_id if self.case else 0
        self.connection: Connection | None = tx.connections.live(FJORD, app_id, LOVA)


def _kept(data: Path) -> Kept:
    reader = open_reader(database_in(data))
    assert not isinstance(reader, CannotOpen), reader
    with closing(reader):
        return Kept(SqliteTransaction(reader, None))


def _case_path(data: Path) -> str:
    case = _kept(data).case
    assert case is not None
    return case_path(case.account_id, case.id)


@pytest.mark.parametrize(("step", "moment"), EVERY if ALL_ROUNDS else SAMPLE)
@pytest.mark.parametrize("played", range(ROUNDS))
def test_an_elevation_survives_a_kill_or_never_was(site: Site, step: int, moment: str, played: int) -> None:
    """Killed at any request, and between any two: what was answered holds, approval and elevation are both there or
    neither, so are the connection and the elevation's end; the person's own rights are what they were. And once the
    time of the elevation is up, no decision is made with it, though the server was off when it ended.
    """
    before = _kept(site.data).member
    with site.serving() as server:
        walk = Walk(site)
        for number in range(1, step):
            walk.step(number)
        if moment == "after":
            walk.step(step)
            _kill(server.process)
        else:
            request = threading.Thread(target=_perhaps, args=(walk, step))
            request.start()
            time.sleep(random.uniform(0, LONGEST_PAUSE_S))
            _kill(server.process)
            request.join(PATIENCE_S)
    _check(site, walk, before, step if moment == "after" else step - 1)
    clock = site.data.parent / "clock"
    clock.write_text(str(USUAL_ELEVATION // 1000 + 1))
    connected = _kept(site.data).connection is not None
    with site.serving("--clock", str(clock)):
        if walk.token:
            assert walk.app.http.get(f"/oauth/v1/access-tokens/{walk.token}").status_code == 200
        assert walk.opened() == 403
    assert (_kept(site.data).connection is not None) is connected
    site.check_audit()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait(PATIENCE_S)


def _perhaps(walk: Walk, step: int) -> None:
    with suppress(httpx.HTTPError, AssertionError):
        walk.step(step)


def _check(site: Site, walk: Walk, before: Membership, done: int) -> None:
    """What has to be there when the steps up to `done` were answered."""
    kept = _kept(site.data)
    assert kept.member == before
    assert (kept.case is not None) or done < REFUSED
    approved = kept.case is not None and kept.case.state is CaseState.APPROVED
    assert approved is (kept.elevation is not None)
    assert approved or done < APPROVED
    connected = kept.connection is not None
    assert connected or done < REDEEMED
    if kept.elevation is not None:
        assert kept.elevation.ended_why is (ElevationEnd.REDEEMED if connected else None)
    if kept.connection is not None:
        assert kept.connection.authority.elevation == 1
