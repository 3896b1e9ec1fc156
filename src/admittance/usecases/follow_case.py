"""Whether a case has changed since somebody looked at it."""

from hashlib import sha256

from msgspec import Struct

from admittance.core.decide import Granted, decide
from admittance.core.policy import Policy
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import Case
from admittance.usecases.case_roles import CaseNotThere, CaseRole, as_of, roles_in, see_case
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of


class Followed(Struct, frozen=True):
    """`mark` is another one whenever the case, or the decision behind it, is another one. `own`: the viewer's case."""

    mark: str
    own: bool
    granted: bool
    case: Case


def follow_case(
    tx: Transaction, policy: Policy, account_id: int, case_id: int, viewer_id: int, now: int
) -> Followed | None:
    """How the case stands; None where it is not there for the viewer (any more)."""
    seen = see_case(tx, policy, account_id, case_id, viewer_id, now)
    if isinstance(seen, CaseNotThere):
        return None
    asked = case_question(tx, policy, seen.case, now)
    granted = isinstance(asked, OpenQuestion) and isinstance(decide(policy, asked.question), Granted)
    events = len(tx.cases.events(account_id, case_id))
    mark = f"{seen.case.state}.{events}.{int(granted)}"
    return Followed(mark, CaseRole.PERSON in seen.roles, granted, seen.case)


def follow_cases(tx: Transaction, policy: Policy, account_id: int, viewer_id: int, now: int) -> str | None:
    """The mark of every case that the viewer sees; None for anybody who is no member."""
    found, user = active_member(tx, account_id, viewer_id), tx.people.user(viewer_id)
    if found is None or user is None or not user.active:
        return None
    rights = rights_of(policy, found.membership)
    digest = sha256()
    for case in tx.cases.in_account(account_id):
        if roles_in(policy, case, viewer_id, rights):
            stands = as_of(case, now)
            digest.update(f"{case.id}.{stands.state}.{case.asked_at}.{len(case.asked_of)};".encode())
    return digest.hexdigest()[:16]


class InboxFollower:
    """Looks at an inbox again and again while a page waits. The cases are read only where something has happened to one
    since the last look: an account has thousands, and many pages wait. Time that runs out is seen by the next one.
    """

    def __init__(self, policy: Policy, account_id: int, viewer_id: int) -> None:
        self._policy = policy
        self._account_id = account_id
        self._viewer_id = viewer_id
        self._seen: tuple[int, str | None] = (-1, None)

    def mark(self, tx: Transaction, now: int) -> str | None:
        """As `follow_cases`."""
        if active_member(tx, self._account_id, self._viewer_id) is None:
            return None
        happened = tx.cases.happened(self._account_id)
        if happened != self._seen[0]:
            mark = follow_cases(tx, self._policy, self._account_id, self._viewer_id, now)
            self._seen = happened, mark
        return self._seen[1]
