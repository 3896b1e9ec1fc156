"""What connections need from storage: app × account × user."""

from collections.abc import Sequence
from typing import Protocol

from admittance.core.reasons import Dropped
from admittance.usecases.proposal import Proposal
from admittance.usecases.records import Authority, Connection, ConnectionEnd


class Connections(Protocol):
    """What consent made: app × account × user, at most one of each live."""

    def get(self, account_id: int, connection_id: int) -> Connection | None: ...
    def live(self, account_id: int, app_id: int, user_id: int) -> Connection | None: ...
    def in_account(
        self, account_id: int, *, live_only: bool = True, user_id: int | None = None
    ) -> Sequence[Connection]:
        """By id; `user_id` narrows it to one person's."""

    def page(self, account_id: int, *, after: int, limit: int) -> Sequence[Connection]:
        """At most `limit` live ones with ids above `after`, by id."""

    def look_on(self, account_id: int, after: int | None) -> None:
        """Note that those above `after` are still to be looked at for drift; None: all have been."""

    def to_look_at(self) -> tuple[int, int] | None:
        """An account and an id of `look_on`, if there is any."""

    def of_app(self, account_id: int, app_id: int) -> Sequence[Connection]:
        """The app's live connections, by id."""

    def open(
        self,
        account_id: int,
        *,
        app_id: int,
        user_id: int,
        granted: frozenset[str],
        dropped: tuple[Dropped, ...],
        declined: frozenset[str],
        authority: Authority,
        manifest_version: int,
        now: int,
    ) -> Connection:
        """Open a connection, or renew the live one of the same three (same id, new grant and authority)."""

    def end(self, account_id: int, connection_id: int, why: ConnectionEnd, now: int) -> bool:
        """End the connection, and with it every token: they are read together. False when it was over already."""

    def end_of_app(self, account_id: int, app_id: int, why: ConnectionEnd, now: int) -> Sequence[int]:
        """End all that the app has in the account; their ids."""

    def touch(self, account_id: int, connection_id: int, now: int) -> None:
        """Note `now` as the connection's last use."""

    def propose(self, proposal: Proposal) -> None:
        """In place of an earlier one for the same connection."""

    def proposals(self, account_id: int) -> Sequence[Proposal]:
        """Those of live connections, the oldest connection first."""

    def withdraw(self, account_id: int, connection_id: int) -> bool:
        """False when there was none."""

    def re_anchor(self, account_id: int, connection_id: int, user_id: int, authority: Authority) -> bool:
        """Give the connection, its tokens and its proposal's place to `user_id`; False where it is over, or where the
        person has a live one of the app already. What is granted stays.
        """
