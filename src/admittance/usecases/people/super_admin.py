"""Make Super Admin and Remove Super Admin."""

from typing import TypeAlias

from msgspec.structs import replace

from admittance.core.policy import Policy
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, MayNot, Unchanged
from admittance.usecases.people.recording import record_change
from admittance.usecases.people.rules import PersonAct, stand
from admittance.usecases.ports import Transaction

Crowned: TypeAlias = Changed | Unchanged | MayNot | NotThere


def make_super_admin(
    tx: Transaction, policy: Policy, account_id: int, actor_id: int, user_id: int, *, now: int
) -> Crowned:
    """Only a Super Admin makes one. The person's own rights stay stored beneath, and come back when it is removed."""
    return _set(tx, policy, PersonAct.MAKE_SUPER_ADMIN, account_id, actor_id, user_id, now, wanted=True)


def remove_super_admin(
    tx: Transaction, policy: Policy, account_id: int, actor_id: int, user_id: int, *, now: int
) -> Crowned:
    """Back to the person's own rights; never for the last permanent Super Admin of the account."""
    return _set(tx, policy, PersonAct.REMOVE_SUPER_ADMIN, account_id, actor_id, user_id, now, wanted=False)


def _set(
    tx: Transaction,
    policy: Policy,
    act: PersonAct,
    account_id: int,
    actor_id: int,
    user_id: int,
    now: int,
    *,
    wanted: bool,
) -> Crowned:
    standing = stand(tx, policy, act, account_id, actor_id, user_id)
    if isinstance(standing, NotThere | MayNot):
        return standing
    membership = standing.member.membership
    if membership.super_admin is wanted:
        return Unchanged(standing.member.user)
    return record_change(tx, policy, standing, replace(membership, super_admin=wanted), now)
