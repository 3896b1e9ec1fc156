"""What every handler is given: the composition root builds one, handlers take what they need from it."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec
from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.clock import Clock
from admittance.config import Settings
from admittance.http.call_rates import CallRates
from admittance.http.long_reads import LongReads
from admittance.usecases.ports import Store


class Keys(Struct, frozen=True):
    """Random keys of 32 bytes each, kept in the data directory beside the database and never inside it."""

    audit: bytes
    captcha: bytes
    forms: bytes

    def __repr__(self) -> str:
        return "Keys(…)"


class Passwords(Protocol):
    """Slow password hashes; at most a few run at once (attack case 61)."""

    async def make(self, password: str) -> str:
        """The argon2id hash to store."""

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether they match. With None the same work is done and the answer is False (attack case 60)."""


class Mail(Protocol):
    """Outgoing mail."""

    @property
    def configured(self) -> bool:
        """Whether a mail server is set."""

    async def send(self, to: str, subject: str, body: str) -> bool:
        """Whether the server took it. Never raises: the caller's answer doesn't depend on it."""


class Services(Struct, frozen=True, kw_only=True):
    """The running server's parts."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    clock: Clock
    keys: Keys
    passwords: Passwords
    mail: Mail
    new_secret: Callable[[], str]
    new_reference: Callable[[], str]
    """A new correlation id: sortable, 26 characters, no secret."""
    call_rates: CallRates = msgspec.field(default_factory=CallRates)
    long_reads: LongReads = msgspec.field(default_factory=LongReads)
    in_background: tuple[Callable[["Services"], Awaitable[None]], ...] = ()
    """Run beside the server, from its start until it is cancelled at its end."""
    on_close: tuple[Callable[[], Awaitable[None]], ...] = ()
