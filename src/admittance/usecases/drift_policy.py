"""What an account does about connections whose person lost the rights they were granted under (product section 2)."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import DriftPolicy
from admittance.usecases.tell_of_connection import begin_warning


class DriftPolicySet(Struct, frozen=True):
    """In force from the next call on."""

    before: DriftPolicy
    after: DriftPolicy


class MayNotSet(Struct, frozen=True):
    """The person sees the setting, and changing it is somebody else's."""


SetDriftPolicy: TypeAlias = DriftPolicySet | NotThere | MayNotSet


def set_drift_policy(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, wanted: DriftPolicy, now: int
) -> SetDriftPolicy:
    """Whoever may end anybody's connection may choose what drift does to all of them. *Warn* tells of what has drifted
    already.
    """
    found = active_member(tx, account_id, user_id)
    if found is None:
        return NotThere()
    account, member = found
    if not policy.may(rights_of(policy, member), Duty.UNINSTALL_APPS):
        return MayNotSet()
    if wanted is not account.drift_policy:
        tx.accounts.set_drift_policy(account_id, wanted)
        data = {"setting": "drift_policy", "from": account.drift_policy.value, "to": wanted.value}
        tx.audit.append(account_id, AuditEntry(act=Act.SETTING_CHANGED, actor=user_id, data=data))
        begin_warning(tx, policy, account_id, now)
    return DriftPolicySet(account.drift_policy, wanted)
