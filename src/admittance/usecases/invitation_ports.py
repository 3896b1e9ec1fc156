"""Invitations of people who are on the server already, and what they need from storage."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from admittance.core import lifetimes

ACCEPTED_WITHIN = 30 * lifetimes.DAY


class StandingInvitation(Struct, frozen=True, kw_only=True):
    """Somebody asks a person into an account, with what they would get there. It counts for nothing by itself."""

    account_id: int
    user_id: int
    permission_set: str | None
    team: str | None
    invited_by: int
    invited_at: int

    def stands(self, now: int) -> bool:
        """Whether it can be accepted at `now`."""
        return now < self.invited_at + ACCEPTED_WITHIN


class Invitations(Protocol):
    """At most one for a person and an account."""

    def put(self, invitation: StandingInvitation) -> None:
        """In place of an earlier one."""

    def get(self, account_id: int, user_id: int) -> StandingInvitation | None: ...
    def of_user(self, user_id: int) -> Sequence[StandingInvitation]:
        """In every account, the newest first."""

    def remove(self, account_id: int, user_id: int) -> bool:
        """False when there was none."""

    def count(self, account_id: int, day: int) -> None:
        """The account invited one more person on `day`, in days since the epoch. Earlier days are forgotten."""

    def counted(self, account_id: int, day: int) -> int:
        """How many it was on `day`."""
