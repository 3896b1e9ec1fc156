"""A demo world that is stopped, killed and started again: always the same data and the same address."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from admittance.demo.describe import demo_json
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.opening import open_reader
from admittance.storage.sqlite.transaction import SqliteTransaction
from admittance.usecases.audit_chain import Verified
from admittance.usecases.audit_entry import Act
from admittance.wiring.keeping import checkpoint_text, verified
from tests.command import admittance
from tests.e2e.server import Serving, free_port, serving
from tests.faults.parties import AppServer, Person

ALL_ROUNDS = os.environ.get("ADMITTANCE_FAULTS") == "full"
"""`make faults` plays all rounds; `make test` fewer of the same."""


class Site:
    """One data directory with its address, whether or not a server runs there right now."""

    def __init__(self, data: Path, clients: ExitStack) -> None:
        self.data = data
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._starts = count(1)
        self._checkpoint = data.parent / "checkpoint.json"
        self._clients = clients
        told = json.loads(demo_json(self.address))
        self._apps: dict[str, dict[str, Any]] = {app["client_id"]: app for app in told["apps"]}
        self.links: dict[str, dict[str, Any]] = {link["outcome"]: link for link in told["links"]}

    def app(self, outcome: str) -> AppServer:
        """The app that the link of that outcome connects."""
        app = AppServer(self.address, self.told_app(outcome))
        self._clients.callback(app.http.close)
        return app

    def told_app(self, outcome: str) -> dict[str, Any]:
        """What the demo says about that app."""
        return self._apps[self.links[outcome]["client_id"]]

    def person(self, email: str = "") -> Person:
        """Somebody with a browser of their own; nobody in particular without an address."""
        person = Person(self.address, email)
        self._clients.callback(person.http.close)
        return person

    def signed_in(self, outcome: str) -> Person:
        """Who opens the link of that outcome, signed in."""
        person = self.person(self.links[outcome]["sign_in_as"])
        person.sign_in()
        return person

    @contextmanager
    def serving(self, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Serving]:
        """A server on the data as the last one left them. What each start said is kept beside the data."""
        said = self.data.parent / f"start-{next(self._starts)}"
        everywhere = ("--demo", "--captcha", "off", *options)
        with serving(self.data, *everywhere, env=env, port=self.port, said=said) as server:
            yield server

    def take_checkpoint(self) -> None:
        """Write down where the audit chains stand, as `admittance audit checkpoint` does."""
        text = checkpoint_text(self.data)
        assert isinstance(text, str), text
        self._checkpoint.write_text(text, encoding="utf-8")

    def check_audit(self) -> None:
        """The chains verify, and hold every row that the last checkpoint has seen."""
        found = verified(self.data, self._checkpoint if self._checkpoint.exists() else None)
        assert isinstance(found, Verified), found
        assert found.findings == ()

    def exchanges(self) -> list[tuple[int, int]]:
        """The codes that gave tokens, as the audit has them: account and number, one for each time."""
        reader = open_reader(database_in(self.data))
        assert not isinstance(reader, CannotOpen), reader
        with closing(reader):
            tx = SqliteTransaction(reader, None)
            rows = [row for account in tx.accounts.all() for row in tx.audit.rows(account.id, limit=1_000_000)]
        exchanged = [row for row in rows if row.entry.act is Act.CODE_EXCHANGED and "code" in row.entry.data]
        return [(row.account_id, row.entry.data["code"]) for row in exchanged]

    def run(self, *command: str) -> str:
        """`admittance COMMAND --data …`, which has to succeed: what it printed."""
        done = admittance(*command, "--data", str(self.data))
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def copied(world: Path, folder: Path) -> Iterator[Site]:
    """A site in `folder` on a copy of that data directory; its browsers and apps are closed at the end."""
    shutil.copytree(world, folder / "data")
    with ExitStack() as clients:
        yield Site(folder / "data", clients)
