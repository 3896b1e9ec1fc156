"""What a connection means for the person's cases and elevation."""

from msgspec.structs import replace

from admittance.core.decide import Question, decide
from admittance.core.policy import Policy
from admittance.usecases.case_records import Case, CaseEventKind, CaseState, Elevation
from admittance.usecases.elevate import redeem_elevation
from admittance.usecases.ports import Transaction
from admittance.usecases.question import rights_of
from admittance.usecases.records import Membership
from admittance.usecases.solve_cases import NOT_OVER, solve_cases
from admittance.usecases.tell_of_connection import warn_of_drift


def needed_elevation(
    tx: Transaction, policy: Policy, membership: Membership, app_id: int, question: Question, now: int
) -> Elevation | None:
    """The elevation that counts at `now`, where the decision would be another without it."""
    elevation = tx.elevations.live(membership.account_id, membership.user_id, app_id, now)
    if elevation is None:
        return None
    own = replace(question, rights=rights_of(policy, membership))
    return elevation if decide(policy, own) != decide(policy, question) else None


def after_connecting(tx: Transaction, policy: Policy, account_id: int, user_id: int, app_id: int, now: int) -> None:
    """The person's cases about the app are over, and so is an elevation, needed or not (product section 5)."""
    # One look first: most people who connect never had a case.
    cases = tx.cases.in_account(account_id, states=_NOT_OVER_OR_ENDED_WELL, user_id=user_id)
    if cases:
        solve_cases(tx, policy, account_id, now, user_id=user_id, app_id=app_id, quiet=True)
    elevation = tx.elevations.live(account_id, user_id, app_id, now)
    if elevation is not None:
        redeem_elevation(tx, elevation, now)
        warn_of_drift(tx, policy, account_id, now, user_id=user_id)
    for case in tx.cases.in_account(account_id, states=_ENDED_WELL, user_id=user_id) if cases else ():
        if case.app_id == app_id and not _connected(tx, case):
            tx.cases.note(account_id, case.id, CaseEventKind.CONNECTED, user_id, "", now)


_ENDED_WELL = frozenset({CaseState.APPROVED, CaseState.SOLVED})
_NOT_OVER_OR_ENDED_WELL = NOT_OVER | _ENDED_WELL


def _connected(tx: Transaction, case: Case) -> bool:
    return any(event.kind is CaseEventKind.CONNECTED for event in tx.cases.events(case.account_id, case.id))
