"""A fixer answers a case: approve, with a remedy, or decline, with a reason (product section 4)."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Decision, Granted, Refused, decide
from admittance.core.policy import Policy
from admittance.core.reasons import Audience, mended_by
from admittance.explain import letters
from admittance.usecases.approval import Approval, LendRights, LendSuperAdmin, approval_text
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_question import AppGone, OpenQuestion, PersonGone, case_question
from admittance.usecases.case_records import Case, CaseEventKind, CaseState, Elevation
from admittance.usecases.case_roles import CaseNotThere, CaseRole, SeenCase, see_case
from admittance.usecases.case_text import TextTooLong, clean_text
from admittance.usecases.decision_audit import decision_data
from admittance.usecases.elevate import elevate
from admittance.usecases.giving import Gift, WhyNotGiven, gift
from admittance.usecases.own_refusal import CaseOver, CauseGone
from admittance.usecases.people.recording import differences
from admittance.usecases.ports import Transaction
from admittance.usecases.remedies_now import is_one_of, remedies_now
from admittance.usecases.solve_cases import solve_cases
from admittance.usecases.tell import name_of, tell
from admittance.usecases.tell_of_connection import warn_of_drift
from admittance.usecases.webhooks.telling import case_closed


class Approved(Struct, frozen=True):
    """Given, and nothing is in the way any more. `elevation` is set where it is for a while."""

    case: Case
    decision: Granted
    elevation: Elevation | None = None


class PartlyMended(Struct, frozen=True):
    """Given for good, and the case stays open: `remaining` is for others to mend."""

    case: Case
    remaining: Refused


class NotEnough(Struct, frozen=True):
    """With this the person would still be refused, for `remaining`. Nothing was given."""

    case: Case
    remaining: Refused


class NotOneOfTheWays(Struct, frozen=True):
    """It would do, but adds more than any remedy of the refusal as things stand now. Nothing was given."""

    case: Case


class Declined(Struct, frozen=True):
    """The person hears why; the case can be asked again."""

    case: Case


class AlreadyAnswered(Struct, frozen=True):
    """Somebody else was first: `case` says who, when and what. Nothing was changed."""

    case: Case


class OwnCase(Struct, frozen=True):
    """Nobody answers their own case. Nothing was changed."""


class NotYoursToAnswer(Struct, frozen=True):
    """The viewer sees the case and may not give permissions. Nothing was changed."""


class ReasonMissing(Struct, frozen=True):
    """A decline says why. Nothing was changed."""


Unanswerable: TypeAlias = CaseNotThere | OwnCase | NotYoursToAnswer | CaseOver | AlreadyAnswered | TextTooLong
_Gone: TypeAlias = CauseGone | AppGone | PersonGone
Approving: TypeAlias = Approved | PartlyMended | NotEnough | NotOneOfTheWays | _Gone | WhyNotGiven | Unanswerable
Declining: TypeAlias = Declined | ReasonMissing | Unanswerable


def approve_case(
    tx: Transaction,
    catalogue: Catalogue,
    *,
    account_id: int,
    case_id: int,
    by: int,
    approval: Approval,
    text: str = "",
    now: int,
) -> Approving:
    """Apply `approval` to the case's person, if that mends what permissions can mend; decided on the live question.

    It has to be the permission part of one of the remedies as they are now: nobody is given rights that lead nowhere,
    nor any that are not needed.
    """
    seen = _answerable(tx, catalogue.policy, account_id, case_id, by, now)
    if not isinstance(seen, SeenCase):
        return seen
    if CaseRole.ADMIN not in seen.roles:
        return NotYoursToAnswer()
    said = clean_text(text)
    if isinstance(said, TextTooLong):
        return said
    asked = case_question(tx, catalogue.policy, seen.case, now)
    if not isinstance(asked, OpenQuestion):
        return asked
    if isinstance(decide(catalogue.policy, asked.question), Granted):
        solve_cases(tx, catalogue.policy, account_id, now, user_id=seen.case.user_id)
        return CauseGone(_stored(tx, seen.case))
    given = gift(catalogue, asked.membership, seen.viewer, approval)
    if not isinstance(given, Gift):
        return given
    return _give(tx, catalogue, seen.case, asked, given, _Answer(by, approval, said), now)


def approve_cases(
    tx: Transaction,
    catalogue: Catalogue,
    *,
    account_id: int,
    case_ids: Sequence[int],
    by: int,
    approval: Approval,
    text: str = "",
    now: int,
) -> dict[int, Approving]:
    """The same approval for everyone who waits for the same: each case by itself, with its own answer by case id."""
    return {
        case_id: approve_case(
            tx, catalogue, account_id=account_id, case_id=case_id, by=by, approval=approval, text=text, now=now
        )
        for case_id in dict.fromkeys(case_ids)
    }


def decline_case(
    tx: Transaction, policy: Policy, *, account_id: int, case_id: int, by: int, reason: str, now: int
) -> Declining:
    """Say no, with a reason. Whoever can mend a part may decline: an admin, or whoever manages the plan."""
    seen = _answerable(tx, policy, account_id, case_id, by, now)
    if not isinstance(seen, SeenCase):
        return seen
    said = clean_text(reason)
    if isinstance(said, TextTooLong):
        return said
    if not said:
        return ReasonMissing()
    case = seen.case
    if not tx.cases.answer(account_id, case_id, CaseState.DECLINED, by, said, "", now):
        return AlreadyAnswered(_stored(tx, case))
    _audit(tx, Act.CASE_DECLINED, case, by, {}, said)
    name = name_of(tx, by)
    tell(tx, case, case.user_id, lambda about, t: letters.declined(about, name, said, t), now)
    return Declined(_stored(tx, case))


class _Answer(Struct, frozen=True):
    by: int
    approval: Approval
    text: str


def _answerable(
    tx: Transaction, policy: Policy, account_id: int, case_id: int, by: int, now: int
) -> SeenCase | CaseNotThere | OwnCase | CaseOver | AlreadyAnswered:
    seen = see_case(tx, policy, account_id, case_id, by, now)
    if isinstance(seen, CaseNotThere):
        return seen
    if seen.case.user_id == by:  # INVARIANT: separation of duties, also for a Super Admin
        return OwnCase()
    if seen.case.state in (CaseState.APPROVED, CaseState.DECLINED):
        return AlreadyAnswered(seen.case)
    return CaseOver(seen.case) if seen.case.over else seen


def _give(
    tx: Transaction, catalogue: Catalogue, case: Case, asked: OpenQuestion, given: Gift, answer: _Answer, now: int
) -> Approved | PartlyMended | NotEnough | NotOneOfTheWays | AlreadyAnswered:
    policy = catalogue.policy
    decision = decide(policy, replace(asked.question, rights=given.after))
    if isinstance(decision, Refused) and not _helps(policy, asked, answer.approval, decision):
        return NotEnough(case, decision)
    ways = remedies_now(tx, catalogue, asked.membership, asked.question).ways
    if not is_one_of(catalogue, ways, asked.membership, answer.approval, given.after):
        return NotOneOfTheWays(case)
    if isinstance(decision, Refused):
        return _partly(tx, policy, case, given, answer, decision, now)
    # INVARIANT: of any number of answers one is taken, in the transaction that gives.
    remedy = approval_text(answer.approval)
    if not tx.cases.answer(case.account_id, case.id, CaseState.APPROVED, answer.by, answer.text, remedy, now):
        return AlreadyAnswered(_stored(tx, case))
    case_closed(tx, case, now)
    elevation = _apply(tx, case, given, answer, now)
    _audit_gift(tx, Act.CASE_APPROVED, case, answer, decision, elevation)
    name = name_of(tx, answer.by)
    tell(tx, case, case.user_id, lambda about, t: letters.approved(about, name, answer.text, t), now)
    solve_cases(tx, policy, case.account_id, now, user_id=case.user_id)
    warn_of_drift(tx, policy, case.account_id, now, user_id=case.user_id)
    return Approved(_stored(tx, case), decision, elevation)


def _helps(policy: Policy, asked: OpenQuestion, approval: Approval, remaining: Refused) -> bool:
    """Whether it is given for good and mends all that an admin can: what remains is for others.

    A plan problem alone is no reason to be given rights.
    """
    before = decide(policy, asked.question)
    if isinstance(approval, LendRights | LendSuperAdmin) or isinstance(before, Granted):
        return False
    mends = any(mended_by(reason) is Audience.ADMIN for reason in before.reasons)
    return mends and all(mended_by(reason) is not Audience.ADMIN for reason in remaining.reasons)


def _partly(
    tx: Transaction, policy: Policy, case: Case, given: Gift, answer: _Answer, remaining: Refused, now: int
) -> PartlyMended:
    _apply(tx, case, given, answer, now)
    tx.cases.note(case.account_id, case.id, CaseEventKind.PARTLY_MENDED, answer.by, answer.text, now)
    _audit_gift(tx, Act.CASE_PARTLY_MENDED, case, answer, remaining, None)
    solve_cases(tx, policy, case.account_id, now, user_id=case.user_id)
    warn_of_drift(tx, policy, case.account_id, now, user_id=case.user_id)
    return PartlyMended(_stored(tx, case), remaining)


def _apply(tx: Transaction, case: Case, given: Gift, answer: _Answer, now: int) -> Elevation | None:
    after = given.membership
    if after is None:
        return elevate(tx, case, answer.approval, given.lent, answer.by, now)
    before = tx.people.membership(case.account_id, case.user_id)
    tx.people.put(after)
    changes = differences(before, after) if before else {}
    data = {"user": case.user_id, "case": case.id} | changes
    tx.audit.append(case.account_id, AuditEntry(act=Act.MEMBERSHIP_CHANGED, actor=answer.by, data=data))
    return None


def _audit_gift(
    tx: Transaction, act: Act, case: Case, answer: _Answer, decision: Decision, elevation: Elevation | None
) -> None:
    given: dict[str, Any] = {"given": msgspec.to_builtins(answer.approval), "decision": decision_data(decision)}
    if elevation is not None:
        given["elevation"] = elevation.id
    _audit(tx, act, case, answer.by, given, answer.text)


def _audit(tx: Transaction, act: Act, case: Case, by: int, data: dict[str, Any], text: str) -> None:
    entry = AuditEntry(
        act=act,
        actor=by,
        app_id=case.app_id,
        data={"case": case.id, "user": case.user_id} | data,
        personal={"message": text} if text else {},
    )
    tx.audit.append(case.account_id, entry)


def _stored(tx: Transaction, case: Case) -> Case:
    return tx.cases.get(case.account_id, case.id) or case
