"""Invitations: of people who are on the server already, and of newcomers; and what they need from storage."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from admittance.core import lifetimes

ACCEPTED_WITHIN = 30 * lifetimes.DAY


class StandingInvitation(Struct, frozen=True, kw_only=True):
    """Somebody asks a person into an account, with what they would get there. It counts for nothing by itself.
    `app_id`: the app that asked, with the authority of `invited_by`.
    """

    account_id: int
    user_id: int
    permission_set: str | None
    team: str | None
    invited_by: int
    invited_at: int
    app_id: int | None = None

    def stands(self, now: int) -> bool:
        """Whether it can be accepted at `now`."""
        return now < self.invited_at + ACCEPTED_WITHIN


class Newcomer(Struct, frozen=True, kw_only=True):
    """Who added a person that was new to the server to an account, through which app, and when their newest link to a
    password ends. What the person is there stands in their membership.
    """

    account_id: int
    user_id: int
    invited_by: int
    invited_at: int
    link_until: int
    app_id: int | None = None


class Invitations(Protocol):
    """At most one for a person and an account."""

    def put(self, invitation: StandingInvitation) -> None:
        """In place of an earlier one."""

    def get(self, account_id: int, user_id: int) -> StandingInvitation | None: ...
    def of_user(self, user_id: int) -> Sequence[StandingInvitation]:
        """In every account, the newest first."""

    def in_account(self, account_id: int) -> Sequence[StandingInvitation]:
        """All that nobody has answered, by user id; those whose time is up too."""

    def remove(self, account_id: int, user_id: int) -> bool:
        """False when there was none."""

    def note_newcomer(self, newcomer: Newcomer) -> None:
        """In place of an earlier one."""

    def newcomers(self, account_id: int) -> Sequence[Newcomer]:
        """By user id; those who have chosen a password since too."""

    def forget_newcomer(self, account_id: int, user_id: int) -> None: ...
    def count(self, account_id: int, day: int) -> None:
        """The account invited one more person on `day`, in days since the epoch. Earlier days are forgotten."""

    def counted(self, account_id: int, day: int) -> int:
        """How many it was on `day`."""
