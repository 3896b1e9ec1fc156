"""What a waiting case needs of its person's permissions, so that the editor can open with it filled in."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.core.decide import Refused, decide
from admittance.core.levels import Level
from admittance.core.policy import Policy
from admittance.core.reasons import MarketplaceMissing, PermissionMissing, Reason
from admittance.core.requirements import Right
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import Case
from admittance.usecases.ports import Transaction


class CaseNeeds(Struct, frozen=True):
    """The case, and the rights that the nearest way out of each of its reasons adds."""

    case: Case
    rights: tuple[Right, ...]


def case_needs(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, case_id: int, now: int
) -> CaseNeeds | None:
    """None where the case is another person's, is over, or lacks no permission now."""
    case = tx.cases.get(account_id, case_id)
    if case is None or case.user_id != user_id or case.over:
        return None
    asked = case_question(tx, policy, case, now)
    decision = decide(policy, asked.question) if isinstance(asked, OpenQuestion) else None
    if not isinstance(decision, Refused):
        return None
    rights = dict.fromkeys(right for reason in decision.reasons for right in _nearest(policy, reason))
    return CaseNeeds(case, tuple(rights)) if rights else None


def _nearest(policy: Policy, reason: Reason) -> tuple[Right, ...]:
    if isinstance(reason, PermissionMissing) and reason.ways:
        return tuple(Right(part.permission, part.needed) for part in reason.ways[0])
    if isinstance(reason, MarketplaceMissing) and policy.marketplace is not None:
        return (policy.marketplace,)
    return ()


def with_needs(policy: Policy, held: Mapping[str, Level], needs: CaseNeeds) -> dict[str, Level]:
    """`held` raised to what the case needs; nothing is lowered."""
    mask = policy.rights(held)
    for right in needs.rights:
        mask |= policy.rights({right.permission: right.level})
    return policy.held(mask)
