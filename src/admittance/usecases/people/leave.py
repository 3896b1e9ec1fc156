"""Removing a person from an account, and leaving it oneself. The person stays a user of the server."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry, through
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance, MayNot
from admittance.usecases.people.newcomers import forget_newcomer
from admittance.usecases.people.rules import PersonAct, is_last_super_admin, stand
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member
from admittance.usecases.records import Account, Member, User


class Gone(Struct, frozen=True):
    """The person is no member any more; their sessions, codes, tokens and connections ended with it (rule 11)."""

    account: Account
    user: User


Removed: TypeAlias = Gone | MayNot | NotThere


def remove_from_account(
    tx: Transaction, policy: Policy, account_id: int, actor_id: int, user_id: int, *, app_id: int | None = None
) -> Removed:
    """Take somebody else out of the account, with everything they were in it. With `app_id` that app acts, with the
    actor's authority.
    """
    standing = stand(tx, policy, PersonAct.REMOVE, account_id, actor_id, user_id)
    if isinstance(standing, NotThere | MayNot):
        return standing
    return _gone(tx, standing.account, standing.member, actor_id, app_id)


def leave_account(tx: Transaction, account_id: int, user_id: int) -> Removed:
    """Everybody may leave an account, but for its last permanent Super Admin."""
    found, user = active_member(tx, account_id, user_id), tx.people.user(user_id)
    if found is None or user is None:
        return NotThere()
    member = Member(found.membership, user)
    if is_last_super_admin(tx, member):
        return MayNot(user, Hindrance.LAST_SUPER_ADMIN)
    return _gone(tx, found.account, member, user_id)


def _gone(tx: Transaction, account: Account, member: Member, actor_id: int, app_id: int | None = None) -> Gone:
    was, user = member.membership, member.user
    tx.people.remove(account.id, user.id)
    forget_newcomer(tx, account.id, user)
    old = {"super_admin": was.super_admin, "permission_set": was.permission_set, "rights": dict(was.rights)}
    data = {"user": user.id, "from": old | {"team": was.team, "active": was.active}, "to": None}
    tx.audit.append(account.id, through(app_id, AuditEntry(act=Act.MEMBERSHIP_CHANGED, actor=actor_id, data=data)))
    return Gone(account, user)
