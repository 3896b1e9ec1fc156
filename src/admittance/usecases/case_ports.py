"""What cases, elevations, mail and help feedback need from storage."""

from collections.abc import Sequence
from typing import Protocol

from admittance.core.reasons import Reason
from admittance.usecases.case_records import (
    Case,
    CaseEvent,
    CaseEventKind,
    CaseState,
    Elevation,
    ElevationEnd,
    HelpFeedback,
    Letter,
)
from admittance.usecases.records import AskedInstall


class Cases(Protocol):
    """Refused attempts with what happened to them."""

    def open(
        self,
        account_id: int,
        *,
        app_id: int,
        user_id: int,
        reasons: tuple[Reason, ...],
        asked: AskedInstall | None,
        now: int,
    ) -> Case:
        """A new case with its first event, or the same one when person, app and reasons are the same and it is not over
        (then `seen_at` and `asked` move). INVARIANT: at most one that is not over for the same three."""

    def get(self, account_id: int, case_id: int) -> Case | None: ...
    def in_account(
        self, account_id: int, *, states: frozenset[CaseState] | None = None, user_id: int | None = None
    ) -> Sequence[Case]:
        """Newest first; None filters nothing."""

    def not_over(self, account_id: int, *, before: int | None, limit: int) -> Sequence[Case]:
        """At most `limit` of those that are open, asked or declined, newest first, with ids below `before`."""

    def happened(self, account_id: int) -> int:
        """How many events the account's cases have: another number after every change of any of them."""

    def look_on(self, account_id: int, before: int | None) -> None:
        """Note that those below `before` are still to be looked at; None: all have been."""

    def to_look_at(self) -> tuple[int, int] | None:
        """An account and an id of `look_on`, if there is any."""

    def ask(self, account_id: int, case_id: int, fixer: int, message: str, now: int, *, wish: str = "") -> bool:
        """Add `fixer` to those asked (OPEN, ASKED and DECLINED become ASKED), with an event; False when it is over or
        that fixer has it already."""

    def answer(
        self, account_id: int, case_id: int, state: CaseState, by: int, text: str, remedy: str, now: int
    ) -> bool:
        """APPROVED or DECLINED, with an event. INVARIANT: of any number of answers to one case exactly one is True
        until it is asked again; False when it is over."""

    def close(self, account_id: int, case_id: int, state: CaseState, now: int) -> bool:
        """SOLVED or EXPIRED, with an event; False when it is over already. An approved case stays approved."""

    def note(self, account_id: int, case_id: int, kind: CaseEventKind, actor: int | None, text: str, now: int) -> None:
        """Add an event that changes no state."""

    def events(self, account_id: int, case_id: int) -> Sequence[CaseEvent]:
        """The case's timeline, the newest event first."""

    def asks_since(self, account_id: int, user_id: int, since: int) -> int:
        """How often the person has asked, over all cases."""


class Elevations(Protocol):
    """Extra rights for a while, each for one user, app and case (product section 5)."""

    def add(self, elevation: Elevation) -> Elevation:
        """Store under the next id; a live one of the same user and app ends as REVOKED."""

    def get(self, account_id: int, elevation_id: int) -> Elevation | None: ...
    def live(self, account_id: int, user_id: int, app_id: int, now: int) -> Elevation | None:
        """The one that counts at `now`."""

    def in_account(self, account_id: int, now: int) -> Sequence[Elevation]:
        """Those that count at `now`."""

    def end(self, account_id: int, elevation_id: int, why: ElevationEnd, now: int) -> bool:
        """False when it was over already."""


class Outbox(Protocol):
    """Mail, written in the transaction that it tells of."""

    def write(self, account_id: int, key: str, user_id: int, subject: str, body: str, now: int) -> bool:
        """False where a letter of that key was written before. `account_id` is whose affairs it tells of."""

    def waiting(self, limit: int, *, since: int = 0, after: int = 0) -> Sequence[Letter]:
        """Not sent yet, written at `since` or later and with ids above `after`, the oldest first."""

    def sent(self, account_id: int, letter_id: int, now: int) -> None: ...
    def in_account(self, account_id: int, limit: int, *, before: int | None = None) -> Sequence[Letter]:
        """Newest first, of any state; with `before` only those of a smaller id."""

    def of_user(self, user_id: int, limit: int) -> Sequence[Letter]:
        """The user's letters of any state, the newest first."""


class Feedback(Protocol):
    """What readers said of the help articles."""

    def add(self, feedback: HelpFeedback) -> None: ...
    def counts(self) -> Sequence[tuple[str, str, int, int]]:
        """(article, language, yes, no), by article."""

    def comments(self, article: str, limit: int) -> Sequence[HelpFeedback]: ...
