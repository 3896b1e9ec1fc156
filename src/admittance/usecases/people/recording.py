"""What every change of a person leaves: the row itself, one audit row, cases whose cause is gone, warnings of drift."""

from typing import Any

from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry, through
from admittance.usecases.people.answers import Changed
from admittance.usecases.people.rules import Standing
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Membership
from admittance.usecases.solve_cases import solve_cases
from admittance.usecases.tell_of_connection import warn_of_drift


def record_change(
    tx: Transaction, policy: Policy, standing: Standing, after: Membership, now: int, *, app_id: int | None = None
) -> Changed:
    """Store `after`, say old and new in one audit row (ids only), and close the cases this mends. With `app_id` it
    was that app, with the actor's authority.
    """
    before, user = standing.member.membership, standing.member.user
    tx.people.put(after)
    data = {"user": user.id} | differences(before, after)
    entry = AuditEntry(act=Act.MEMBERSHIP_CHANGED, actor=standing.actor.user_id, data=data)
    tx.audit.append(after.account_id, through(app_id, entry))
    own = standing.actor.user_id == user.id
    solve_cases(tx, policy, after.account_id, now, user_id=user.id, quiet=own)
    warn_of_drift(tx, policy, after.account_id, now, user_id=user.id)
    return Changed(user, before, after)


def differences(before: Membership, after: Membership) -> dict[str, Any]:
    """Old and new values of what differs, as plain JSON data; of the rights only those that differ."""
    names = ("super_admin", "permission_set", "team", "active")
    old = {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}
    new = {name: getattr(after, name) for name in old}
    changed = sorted(before.rights.items() ^ after.rights.items())
    if permissions := list(dict.fromkeys(permission for permission, _ in changed)):
        old["rights"] = {permission: before.rights.get(permission) for permission in permissions}
        new["rights"] = {permission: after.rights.get(permission) for permission in permissions}
    return {"from": old, "to": new}
