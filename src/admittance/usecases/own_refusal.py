"""A person's own case while something is in the way: what asking a colleague and telling the developer begin with."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.decide import Granted, Refused, decide
from admittance.core.policy import Policy
from admittance.usecases.case_question import AppGone, OpenQuestion, PersonGone, case_question
from admittance.usecases.case_records import Case
from admittance.usecases.case_roles import CaseNotThere, CaseRole, see_case
from admittance.usecases.ports import Transaction
from admittance.usecases.solve_cases import solve_cases


class OwnRefusal(Struct, frozen=True):
    """The case waits. `refused` is what is decided about it now."""

    case: Case
    asked: OpenQuestion
    refused: Refused


class CaseOver(Struct, frozen=True):
    """Nobody waits for the case any more; `case.state` says how it ended."""

    case: Case


class CauseGone(Struct, frozen=True):
    """Nothing is in the way any more: the install goes on. The case was closed."""

    case: Case


NoRefusal: TypeAlias = CaseNotThere | CaseOver | CauseGone | AppGone | PersonGone


def own_refusal(
    tx: Transaction, policy: Policy, account_id: int, case_id: int, user_id: int, now: int
) -> OwnRefusal | NoRefusal:
    """The person's own case with its live decision; another's is not there. One whose cause is gone closes here."""
    seen = see_case(tx, policy, account_id, case_id, user_id, now)
    if isinstance(seen, CaseNotThere) or CaseRole.PERSON not in seen.roles:
        return CaseNotThere()
    case = seen.case
    if case.over:
        return CaseOver(case)
    asked = case_question(tx, policy, case, now)
    if not isinstance(asked, OpenQuestion):
        return asked
    decision = decide(policy, asked.question)
    if isinstance(decision, Granted):
        solve_cases(tx, policy, account_id, now, user_id=user_id, quiet=True)
        return CauseGone(tx.cases.get(account_id, case_id) or case)
    return OwnRefusal(case, asked, decision)
