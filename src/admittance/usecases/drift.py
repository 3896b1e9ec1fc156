"""What of a connection could no longer be granted today, and what the account does about it (product section 2)."""

from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.sufficing import permitted
from admittance.usecases.ports import Transaction
from admittance.usecases.question import rights_of
from admittance.usecases.records import Authority, Connection, DriftPolicy, Membership


def drift_of(policy: Policy, connection: Connection, membership: Membership | None) -> frozenset[str]:
    """The granted scopes that the person could give then and not now, by permission. The plan is another matter.

    Only the person's own rights count: what an elevation lent is gone with it, and shows here.
    """
    now = rights_of(policy, membership) if membership is not None else 0
    then = _rights_under(policy, connection.authority)
    return permitted(policy, connection.granted, then) - permitted(policy, connection.granted, now)


def _rights_under(policy: Policy, authority: Authority) -> int:
    # A grant under an elevation was decided with what it lent, which is all that the granted scopes needed.
    whole = authority.super_admin or authority.elevation is not None
    return EVERY_RIGHT if whole else policy.rights(authority.rights)


def is_suspended(tx: Transaction, policy: Policy, connection: Connection) -> bool:
    """Whether the account's choice is to suspend and the connection has drifted. Nothing is stored: rights that come
    back, a new consent or another person's authority end it with the next look.
    """
    account = tx.accounts.get(connection.account_id)
    if account is None or account.drift_policy is not DriftPolicy.SUSPEND:
        return False
    membership = tx.people.membership(connection.account_id, connection.user_id)
    return bool(drift_of(policy, connection, membership))
