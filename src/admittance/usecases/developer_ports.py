"""What the app's developer needs from storage. Apps belong to no account, so no account leads these signatures."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from admittance.usecases.case_records import Case


class CasePlace(Struct, frozen=True):
    """Where a case is kept, and which app it is about."""

    account_id: int
    app_id: int


class Developers(Protocol):
    """Who develops which app, and the refused attempts at it.

    INVARIANT: a `Case` read here is another account's: it leaves the use cases only as `DeveloperCase`, which knows
    neither account nor person.
    """

    def of_app(self, app_id: int) -> Sequence[int]:
        """User ids, the longest named first."""

    def apps_of(self, user_id: int) -> Sequence[int]:
        """App ids, rising."""

    def add(self, app_id: int, user_id: int, now: int) -> bool:
        """False when the person was one already."""

    def remove(self, app_id: int, user_id: int) -> bool:
        """False when the person was none."""

    def cases(self, app_id: int, *, limit: int, before: int | None = None) -> Sequence[Case]:
        """Refused attempts at the app in all accounts, the newest first; `before` is the last case id of a page."""

    def place(self, case_id: int) -> CasePlace | None:
        """Where the case of this id is: whoever is handed its name knows no account."""


class OutsideLetter(Struct, frozen=True, kw_only=True):
    """A mail to an address that is no user's. INVARIANT: it names no account and no person."""

    id: int
    key: str
    address: str
    subject: str
    body: str
    written_at: int
    sent_at: int | None = None


class OutsideMail(Protocol):
    """Mail to apps' support contacts, written in the transaction that it tells of."""

    def write(self, key: str, address: str, subject: str, body: str, now: int) -> bool:
        """False where a letter of that key was written before."""

    def waiting(self, limit: int, *, since: int = 0, after: int = 0) -> Sequence[OutsideLetter]:
        """Not sent yet, written at `since` or later and with ids above `after`, the oldest first."""

    def sent(self, letter_id: int, now: int) -> None: ...
