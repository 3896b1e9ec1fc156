"""The moment its cause is gone, however it went, a case closes (product section 4)."""

from collections.abc import Iterable

from msgspec import Struct

from admittance.core.decide import Granted, decide
from admittance.core.policy import Policy
from admittance.explain import letters
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import Case, CaseState
from admittance.usecases.ports import Transaction
from admittance.usecases.tell import tell
from admittance.usecases.webhooks.telling import case_closed

NOT_OVER = frozenset({CaseState.OPEN, CaseState.ASKED, CaseState.DECLINED})
AT_ONCE = 100
"""Cases of a whole account that are decided again in one act."""


class SomeSolved(Struct, frozen=True):
    """Those that closed; `more`: there are others to be looked at."""

    solved: tuple[Case, ...]
    more: bool


def solve_cases(
    tx: Transaction,
    policy: Policy,
    account_id: int,
    now: int,
    *,
    user_id: int | None = None,
    app_id: int | None = None,
    quiet: bool = False,
) -> tuple[Case, ...]:
    """Close the account's cases that a decision at `now` would grant, and those whose time is up; the solved ones.

    Call it in the transaction of every act that changes rights, a plan or a manifest. `user_id` and `app_id` narrow the
    look where only one person or app is touched. The person is told by letter, unless `quiet`: then they did it.
    """
    cases = tx.cases.in_account(account_id, states=NOT_OVER, user_id=user_id)
    return _solved_of(tx, policy, cases, now, app_id=app_id, quiet=quiet)


def begin_solving(tx: Transaction, policy: Policy, account_id: int, now: int) -> SomeSolved:
    """As `solve_cases` for a whole account, which may have thousands: the newest at once, the others by `go_on_solving`
    right after this act, so that nobody waits for all of them.
    """
    return _solve_below(tx, policy, account_id, None, now)


def go_on_solving(tx: Transaction, policy: Policy, now: int) -> bool:
    """Some more of what `begin_solving` left, in any account; False where nothing is left."""
    left = tx.cases.to_look_at()
    if left is not None:
        _solve_below(tx, policy, left[0], left[1], now)
    return left is not None


def _solve_below(tx: Transaction, policy: Policy, account_id: int, before: int | None, now: int) -> SomeSolved:
    cases = tx.cases.not_over(account_id, before=before, limit=AT_ONCE)
    more = len(cases) == AT_ONCE
    solved = _solved_of(tx, policy, cases, now)
    # INVARIANT: noted in the same act, so a killed server goes on with it. A new beginning comes past these too.
    tx.cases.look_on(account_id, cases[-1].id if more else None)
    return SomeSolved(solved, more)


def _solved_of(
    tx: Transaction,
    policy: Policy,
    cases: Iterable[Case],
    now: int,
    *,
    app_id: int | None = None,
    quiet: bool = False,
) -> tuple[Case, ...]:
    solved = []
    for case in cases:
        if case.expires_at <= now:
            expire(tx, case, now)
        elif (app_id is None or case.app_id == app_id) and is_solved(tx, policy, case, now):
            _solve(tx, case, now, quiet=quiet)
            solved.append(case)
    return tuple(solved)


def solve_cases_of_app(tx: Transaction, policy: Policy, app_id: int, now: int) -> int:
    """In every account, after `app_id` published a manifest; how many closed."""
    return sum(len(solve_cases(tx, policy, account.id, now, app_id=app_id)) for account in tx.accounts.all())


def expire_cases(tx: Transaction, account_id: int, user_id: int, now: int) -> None:
    """Close those of the person whose time is up; call it before a case is opened, so that a new one is."""
    for case in tx.cases.in_account(account_id, states=NOT_OVER, user_id=user_id):
        if case.expires_at <= now:
            expire(tx, case, now)


def is_solved(tx: Transaction, policy: Policy, case: Case, now: int) -> bool:
    """Whether the person could go on now."""
    asked = case_question(tx, policy, case, now)
    return isinstance(asked, OpenQuestion) and isinstance(decide(policy, asked.question), Granted)


def expire(tx: Transaction, case: Case, now: int) -> None:
    """Nobody did anything about it for its whole time."""
    if tx.cases.close(case.account_id, case.id, CaseState.EXPIRED, now):
        entry = AuditEntry(act=Act.CASE_EXPIRED, by="time", app_id=case.app_id, data={"case": case.id})
        tx.audit.append(case.account_id, entry)
        case_closed(tx, case, now)


def _solve(tx: Transaction, case: Case, now: int, *, quiet: bool) -> None:
    if not tx.cases.close(case.account_id, case.id, CaseState.SOLVED, now):
        return
    data = {"case": case.id, "user": case.user_id}
    tx.audit.append(case.account_id, AuditEntry(act=Act.CASE_SOLVED, app_id=case.app_id, data=data))
    case_closed(tx, case, now)
    if not quiet:
        tell(tx, case, case.user_id, letters.solved, now)
