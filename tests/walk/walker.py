"""The server with both accounts, and everybody who walks: people with sessions, apps with tokens, and nobody."""

import asyncio
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from admittance.config import CaptchaKind, Settings
from admittance.core.tokens import Token, TokenKind, digest
from admittance.http.application import Application
from admittance.http.body import BodyType
from admittance.http.cookies import SESSION, VISIT, cookie_name
from admittance.http.csrf import form_token
from admittance.http.logs import configure_logs
from admittance.http.routes import Audience
from admittance.http.services import Services
from admittance.usecases.ports import Store, Transaction
from admittance.usecases.records import Session
from admittance.usecases.sign_in import SignedIn
from admittance.wiring.parts import build_services
from admittance.wiring.server import edges_of
from tests.walk.accounts import (
    CLIENT_Y,
    DEVELOPER,
    MARK,
    PARTY_A,
    PARTY_B,
    SECRETS,
    A,
    B,
    Filled,
    Party,
    Y,
    fill,
    newcomer_mail,
)
from tests.walk.addresses import Address
from tests.walk.asking import Answered, ask

T = TypeVar("T")
BASE = "http://127.0.0.1:8400"
VISITING = (b"cookie", f"{VISIT}={'v' * 43}".encode())
"""The cookie of a browser that was here before: without it every page would set another one."""


class Walker(Struct, frozen=True):
    """Somebody with what their browser or their server sends along. `csrf` goes into their forms."""

    name: str
    headers: tuple[tuple[bytes, bytes], ...] = ()
    csrf: str = ""
    account: int | None = None


class Undone(Exception):
    """Carries what an act would have answered out of its transaction, which rolls back."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer


class Rehearsal:
    """A store whose writes answer as they would and are undone: nobody's walk changes what the next one meets."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        """Everything but writing is the store's own."""
        return getattr(self._store, name)

    async def write(self, act: Callable[[Transaction], T]) -> T:
        """The answer of `act`, and nothing else of it."""

        def undone(tx: Transaction) -> T:
            raise Undone(act(tx))

        try:
            return await self._store.write(undone)
        except Undone as carried:
            answer: Any = carried.answer
            return answer


class Walk:
    """One server. `rehearsed` answers as it does and keeps nothing."""

    def __init__(self, data: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self._answers: dict[tuple[object, str, str], Answered] = {}
        configure_logs("error")
        settings = Settings(
            base_url=BASE, data_dir=str(data), captcha=CaptchaKind.OFF, calls_per_10_s=0, searches_per_s=0
        )
        services = build_services(settings)
        assert isinstance(services, Services), services
        self.services = services
        self.edges = edges_of(services, demo=True)
        self.application = Application(services, self.edges)
        rehearsing = msgspec.structs.replace(services, store=Rehearsal(services.store))
        self.rehearsed = Application(rehearsing, edges_of(rehearsing, demo=True))
        policy, now = services.catalogue.policy, services.clock.now()
        self.filled: dict[int, Filled] = self.run(services.store.write(lambda tx: fill(tx, policy, "no hash", now)))
        self.anonymous = Walker("nobody", (VISITING,))
        self.people = {
            one.account: {
                role: self._signed_in(f"{role} of {one.word}", user, one) for role, user in one.people.items()
            }
            for one in (PARTY_A, PARTY_B)
        }
        self.developer = self._signed_in("the app's developer", DEVELOPER, None)
        self.apps = {account: _bearer(f"the app in {account}", one.token) for account, one in self.filled.items()}
        self.wrong_app = _bearer("a wrong token", self.filled[A].wrong_token)
        self.other_app = Walker("another app", (VISITING,))

    def run(self, awaitable: Any) -> Any:
        """Run a coroutine to its end."""
        return self.loop.run_until_complete(awaitable)

    def close(self) -> None:
        """Stop everything."""
        for close in self.services.on_close:
            self.run(close())
        self.run(self.services.store.close())
        self.loop.close()

    @property
    def outsiders(self) -> Sequence[Walker]:
        """Everybody to whom the first account is somebody else's."""
        apps = (self.apps[B], self.wrong_app, self.other_app)
        return (self.anonymous, *self.people[B].values(), self.developer, *apps)

    def ask(self, walker: Walker, address: Address, *, really: bool = False) -> Answered:
        """One request as `walker` sends it. Without `really` whatever it writes is undone, so that once is enough."""
        key = (walker.headers, address.method, address.path)
        if not really and key in self._answers:
            return self._answers[key]
        self._answers[key] = answered = self._ask(walker, address, really)
        return answered

    def _ask(self, walker: Walker, address: Address, really: bool) -> Answered:
        kind, body = self._body(walker, address)
        parted = "; boundary=PART" if kind is BodyType.MULTIPART else ""
        told = (
            ((b"content-type", f"{kind.value}{parted}".encode()), (b"content-length", b"%d" % len(body)))
            if kind
            else ()
        )
        headers = (*walker.headers, *told)
        return self.run(
            ask(self.application if really else self.rehearsed, address.method, address.path, headers, body)
        )

    def dump(self, account: int) -> list[tuple[str, list[tuple[Any, ...]]]]:
        """Every row that names the account, of every table."""

        def look(tx: Transaction) -> list[tuple[str, list[tuple[Any, ...]]]]:
            db: Any = tx.cases._db  # type: ignore[attr-defined]
            tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
            holding = [
                table
                for table in tables
                if any(column[1] == "account_id" for column in db.execute(f"PRAGMA table_info({table})"))
            ]
            return [
                (table, db.execute(f"SELECT * FROM {table} WHERE account_id = ?", (account,)).fetchall())
                for table in holding
            ]

        return self.services.store.read(look)

    def _signed_in(self, name: str, user_id: int, one: Party | None) -> Walker:
        services, secret, now = self.services, f"s{user_id}".ljust(43, "s"), self.services.clock.now()
        session: Session = self.run(
            services.store.write(
                lambda tx: tx.sessions.add(
                    Session(
                        id=0,
                        digest=digest(TokenKind.SESSION, secret),
                        user_id=user_id,
                        csrf=secret[:32].encode(),
                        created_at=now,
                        seen_at=now,
                    )
                )
            )
        )
        user = services.store.read(lambda tx: tx.people.user(user_id))
        assert user is not None
        written = Token(TokenKind.SESSION, 0, session.id, secret).written()
        cookie = f"{cookie_name(services.settings, SESSION)}={written}"
        csrf = form_token(services, SignedIn(session, user))
        return Walker(name, ((b"cookie", cookie.encode()),), csrf, one.account if one else None)

    def _body(self, walker: Walker, address: Address) -> tuple[BodyType | None, bytes]:
        if address.method in ("GET", "HEAD", "DELETE") or not address.route.bodies:
            return None, b""
        if BodyType.MULTIPART in address.route.bodies:
            return BodyType.MULTIPART, _multipart(walker.csrf)
        if BodyType.FORM in address.route.bodies:
            return BodyType.FORM, urlencode(self._form(walker, address), doseq=True).encode()
        return BodyType.JSON, msgspec.json.encode(_json(address))

    def _form(self, walker: Walker, address: Address) -> dict[str, object]:
        """What any form takes, all of it, naming people and things of the first account."""
        if address.route.audience is Audience.APPS:
            return {
                "client_id": CLIENT_Y,
                "client_secret": SECRETS[Y],
                "token": self.filled[A].token,
                "grant_type": "refresh_token",
                "refresh_token": f"rt-{A}-57700001-{'w' * 43}",
            }
        return {
            "csrf": walker.csrf,
            "fixer": str(PARTY_A.admin),
            "user": str(PARTY_A.other),
            "person": f"{MARK}mail{PARTY_A.other}@{MARK}mail{PARTY_A.other}.example",
            "way": "rights",
            "answer": "accept",
            "policy": "suspend",
            "product": "marketing_hub",
            "tier": "professional",
            "helpful": "yes",
            "seen": "0",
            "old_lasts": "24h",
            **({"email": newcomer_mail(PARTY_A)} if "/invitations/" in address.path else {}),
        }


def _multipart(csrf: str) -> bytes:
    """A form with a file of one contact."""
    parts = (
        f'Content-Disposition: form-data; name="csrf"\r\n\r\n{csrf}',
        'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nemail\r\na@b.test',
    )
    return b"".join(f"--PART\r\n{part}\r\n".encode() for part in parts) + b"--PART--\r\n"


def _json(address: Address) -> object:
    """A body that the CRM takes, about the record of the address."""
    record = next((part for part in reversed(address.path.split("/")) if part.isdigit()), "60000008")
    tail = address.path.partition("/batch/")[2]
    if address.path.endswith("/search"):
        return {"query": "", "limit": 100}
    if tail:
        linked = {"from": {"id": record}, "to": {"id": record}, "type": "contact_to_contact"}
        return {"inputs": [{"id": record, "properties": {}, **linked}], "properties": ["firstname"]}
    return {"properties": {"firstname": "new"}}


def _bearer(name: str, token: str) -> Walker:
    return Walker(name, ((b"authorization", f"Bearer {token}".encode()), VISITING))


def unechoed(answered: Answered, address: Address) -> bytes:
    """The answer without what it repeats of the address that was asked: in forms that come back to it, and in the JSON
    that says which id is not there.
    """
    said = answered.everything
    for written in {address.path, quote(address.path, safe=""), quote(address.path)}:
        said = said.replace(written.encode(), b"ADDRESS")
    if answered.header(b"content-type").startswith(b"application/json"):
        for part in set(address.path.split("/")) - {""}:
            said = said.replace(f'"{part}"'.encode(), b'"ID"')
    return said


def marks(case_names: Sequence[str]) -> re.Pattern[bytes]:
    """Everything that only the first account holds: its words, its numbers, the names of its cases."""
    words = (MARK, r"(?<![0-9])(?:7310[0-9]{3}|577[0-9]{5})(?![0-9])", *(re.escape(name) for name in case_names))
    return re.compile("|".join(words).encode(), re.IGNORECASE)
