"""An answer to a case that was not taken: why, and how things stand now."""

from typing import TypeAlias, assert_never

from msgspec import Struct

from admittance.core.levels import Level
from admittance.core.reasons import Audience, Shortfall, mended_by
from admittance.core.requirements import Right
from admittance.explain.levels import needed_words
from admittance.explain.people import all_of
from admittance.usecases.answer_case import (
    AlreadyAnswered,
    Approved,
    Declined,
    NotEnough,
    NotOneOfTheWays,
    NotYoursToAnswer,
    OwnCase,
    PartlyMended,
    ReasonMissing,
)
from admittance.usecases.case_question import AppGone, PersonGone
from admittance.usecases.case_records import CaseState
from admittance.usecases.case_text import TextTooLong
from admittance.usecases.giving import LastsTooLong, MayNotGive, NoSuchRights, OnlySuperAdmins
from admittance.usecases.own_refusal import CaseOver, CauseGone
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.web.present.cases import missing_words
from admittance.web.present.reader import Reader

_Refusing: TypeAlias = (
    AlreadyAnswered
    | NotEnough
    | NotOneOfTheWays
    | NotYoursToAnswer
    | OwnCase
    | ReasonMissing
    | CaseOver
    | CauseGone
    | AppGone
    | PersonGone
    | TextTooLong
    | MayNotGive
    | OnlySuperAdmins
    | NoSuchRights
    | LastsTooLong
    | Approved
    | PartlyMended
    | Declined
)
HOUR = 3_600_000


class NotTaken(Struct, frozen=True):
    """`status` is HTTP's; `kind` a word for logs and scripts; `state` the case's state now."""

    status: int
    kind: str
    heading: str
    words: str
    state: str


def not_taken(tx: Transaction, reader: Reader, outcome: _Refusing, account_id: int, case_id: int) -> NotTaken:
    """In the reader's words. Nothing was changed by the answer, and it says so."""
    case = tx.cases.get(account_id, case_id)
    by = tx.people.user(case.answered_by) if case and case.answered_by else None
    status, kind, heading, words = _told(reader, outcome, by)
    return NotTaken(status, kind, heading, words, case.state.value if case else "")


_Told: TypeAlias = tuple[int, str, str, str]


def _told(reader: Reader, outcome: _Refusing, by: User | None) -> _Told:
    match outcome:
        case MayNotGive() | OnlySuperAdmins() | NoSuchRights() | LastsTooLong() | NotEnough() | NotOneOfTheWays():
            return _cannot_be_given(reader, outcome)
        case OwnCase() | NotYoursToAnswer() | ReasonMissing() | TextTooLong():
            return _cannot_be_answered(reader, outcome)
        case Approved() | PartlyMended() | Declined():
            raise ValueError("this answer was taken")
        case _:
            return _has_changed(reader, outcome, by)


def _has_changed(
    reader: Reader, outcome: AlreadyAnswered | CaseOver | CauseGone | AppGone | PersonGone, by: User | None
) -> _Told:
    t = reader.words
    unchanged = t.gettext("Your answer changed nothing.")
    match outcome:
        case AlreadyAnswered(case):
            name = {"person": by.name if by else t.gettext("Somebody")}
            said = t.gettext("It was declined.") if case.state is CaseState.DECLINED else t.gettext("It was approved.")
            return 409, "already_answered", t.gettext("%(person)s answered first") % name, f"{said} {unchanged}"
        case CaseOver():
            return 409, "case_over", t.gettext("This case is closed"), unchanged
        case CauseGone():
            words = t.gettext("What was missing is there now, so the connection goes on.")
            return 409, "cause_gone", t.gettext("Nothing is in the way any more"), f"{words} {unchanged}"
        case AppGone():
            words = t.gettext("It was removed or switched off, so there is nothing to connect.")
            return 410, "app_gone", t.gettext("The app isn't here any more"), f"{words} {unchanged}"
        case PersonGone():
            words = t.gettext("They left the account, or were deactivated.")
            return 410, "person_gone", t.gettext("The person isn't here any more"), f"{words} {unchanged}"
        case _:
            assert_never(outcome)


def _cannot_be_answered(reader: Reader, outcome: OwnCase | NotYoursToAnswer | ReasonMissing | TextTooLong) -> _Told:
    t = reader.words
    match outcome:
        case OwnCase():
            words = t.gettext("A colleague has to answer it. Nothing was changed.")
            return 403, "own_case", t.gettext("Nobody answers their own case"), words
        case NotYoursToAnswer():
            words = t.gettext("Giving permissions takes the right to edit users. Nothing was changed.")
            return 403, "not_yours", t.gettext("This isn't yours to answer"), words
        case ReasonMissing():
            words = t.gettext("The person reads why not. Nothing was changed.")
            return 400, "reason_missing", t.gettext("Say why not"), words
        case TextTooLong(most):
            words = t.gettext("Use at most %(most)s characters. Nothing was changed.") % {"most": most}
            return 400, "text_too_long", t.gettext("The message is too long"), words
        case _:
            assert_never(outcome)


def _cannot_be_given(
    reader: Reader, outcome: MayNotGive | OnlySuperAdmins | NoSuchRights | LastsTooLong | NotEnough | NotOneOfTheWays
) -> _Told:
    t = reader.words
    match outcome:
        case MayNotGive(rights):
            names = {"permissions": _names(reader, rights)}
            words = t.gettext("You don't hold %(permissions)s yourself. Nothing was changed.") % names
            return 403, "may_not_give", t.gettext("You can't give that"), words
        case OnlySuperAdmins():
            words = t.gettext("Only a Super Admin makes one, for good or for a while. Nothing was changed.")
            return 403, "only_super_admins", t.gettext("You can't give that"), words
        case NoSuchRights():
            words = t.gettext("The catalogue has changed since you opened the page. Look again. Nothing was changed.")
            return 409, "no_such_rights", t.gettext("That can't be given any more"), words
        case LastsTooLong(most):
            words = t.gettext("Extra rights last a minute at least and %(hours)s hours at most. Nothing was changed.")
            heading = t.gettext("Extra rights can't last that long")
            return 400, "lasts_too_long", heading, words % {"hours": most // HOUR}
        case NotEnough(_, remaining):
            reasons = tuple(one for one in remaining.reasons if mended_by(one) is Audience.ADMIN) or remaining.reasons
            names = {"missing": missing_words(reader, reasons)}
            words = t.gettext("%(missing)s would still be missing. Look again. Nothing was changed.") % names
            return 409, "not_enough", t.gettext("That isn't enough"), words
        case NotOneOfTheWays():
            words = t.gettext("Less would do as things stand now. Look again. Nothing was changed.")
            return 409, "not_one_of_the_ways", t.gettext("That isn't one of the ways any more"), words
        case _:
            assert_never(outcome)


def _names(reader: Reader, rights: tuple[Right, ...]) -> str:
    lacking = [Shortfall(right.permission, right.level, Level.NONE) for right in rights]
    return all_of([needed_words(one, reader.labels, reader.words) for one in lacking], reader.words)
