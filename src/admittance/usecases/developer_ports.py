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
        """App ids, in order."""

    def add(self, app_id: int, user_id: int, now: int) -> bool:
        """False when the person was one already."""

    def remove(self, app_id: int, user_id: int) -> bool:
        """False when the person was none."""

    def cases(self, app_id: int, *, limit: int, before: int | None = None) -> Sequence[Case]:
        """Refused attempts at the app in all accounts, the newest first; `before` is the last case id of a page."""

    def place(self, case_id: int) -> CasePlace | None:
        """Where the case of this id is: whoever is handed its name knows no account."""
