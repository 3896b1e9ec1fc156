"""The page of a refused attempt, for the person who was refused."""

from msgspec import Struct

from admittance.core.decide import Decision, decide
from admittance.core.policy import Policy
from admittance.usecases.case_records import Case
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for
from admittance.usecases.records import Account, App


class CaseShown(Struct, frozen=True):
    """The case, and the decision as it would be taken now (None where the install cannot be repeated)."""

    account: Account
    app: App
    case: Case
    now: Decision | None


def show_case(
    tx: Transaction, policy: Policy, account_id: int, case_id: int, user_id: int, now: int
) -> CaseShown | None:
    """The person's own case; None for anyone else's ("not there")."""
    case = tx.cases.get(account_id, case_id)
    found = active_member(tx, account_id, user_id)
    if case is None or found is None or case.user_id != user_id:
        return None
    app = tx.apps.get(case.app_id)
    if app is None:
        return None
    decision = None
    if case.asked is not None and app.enabled:
        decision = decide(policy, question_for(tx, policy, found[0], found[1], app, case.asked.url, now))
    return CaseShown(found[0], app, case, decision)
