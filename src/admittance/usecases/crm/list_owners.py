"""Owners: the people of an account whom records can be assigned to."""

from msgspec import Struct

from admittance.usecases.ports import Transaction
from admittance.usecases.records import Member


class OwnerPage(Struct, frozen=True):
    """Owners by id; `more`: there are others after these. An owner's id is the user's id."""

    owners: tuple[Member, ...]
    more: bool


def list_owners(
    tx: Transaction, account_id: int, *, after: int, limit: int, email: str | None = None, archived: bool = False
) -> OwnerPage:
    """Members of the account with ids above `after`; `archived` ones are those who are no longer active in it."""
    if email is not None:
        user = tx.people.by_email(email.strip())
        owner = None if user is None or user.id <= after else find_owner(tx, account_id, user.id, archived=archived)
        return OwnerPage(() if owner is None else (owner,), more=False)
    members = tx.people.members_after(account_id, after, limit + 1, active=not archived)
    return OwnerPage(tuple(members[:limit]), len(members) > limit)


def find_owner(tx: Transaction, account_id: int, user_id: int, *, archived: bool = False) -> Member | None:
    """The member as an owner of records, active or, with `archived`, deactivated; None for anybody else."""
    membership, user = tx.people.membership(account_id, user_id), tx.people.user(user_id)
    if membership is None or user is None:
        return None
    member = Member(membership, user)
    return member if _active(member) != archived else None


def _active(member: Member) -> bool:
    return member.membership.active and member.user.active
