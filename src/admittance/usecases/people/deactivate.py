"""Deactivate and Reactivate. Sessions, codes, tokens and connections end with the first (product rule 11)."""

from typing import TypeAlias

from msgspec.structs import replace

from admittance.core.policy import Policy
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, MayNot, NotHeld, Unchanged
from admittance.usecases.people.recording import record_change
from admittance.usecases.people.rules import PersonAct, not_held, stand
from admittance.usecases.ports import Transaction

Deactivated: TypeAlias = Changed | Unchanged | MayNot | NotThere
Reactivated: TypeAlias = Changed | Unchanged | NotHeld | MayNot | NotThere


def deactivate(
    tx: Transaction, policy: Policy, account_id: int, actor_id: int, user_id: int, *, now: int
) -> Deactivated:
    """The person can do nothing in this account any more; what they were is kept for reactivation."""
    standing = stand(tx, policy, PersonAct.DEACTIVATE, account_id, actor_id, user_id)
    if isinstance(standing, NotThere | MayNot):
        return standing
    membership = standing.member.membership
    if not membership.active:
        return Unchanged(standing.member.user)
    return record_change(tx, policy, standing, replace(membership, active=False), now)


def reactivate(
    tx: Transaction, policy: Policy, account_id: int, actor_id: int, user_id: int, *, now: int
) -> Reactivated:
    """The person is back with the rights they had. That grants them, so whoever does it has to hold them."""
    standing = stand(tx, policy, PersonAct.REACTIVATE, account_id, actor_id, user_id)
    if isinstance(standing, NotThere | MayNot):
        return standing
    membership, user = standing.member.membership, standing.member.user
    if membership.active:
        return Unchanged(user)
    lacking = not_held(policy, standing.rights, 0, policy.held(policy.rights(membership.rights)))
    if lacking:
        return NotHeld(user, lacking)
    return record_change(tx, policy, standing, replace(membership, active=True), now)
