"""Ask for access: a refused person sends their case to somebody who can help."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.policy import Policy
from admittance.explain import letters
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_records import MOST_ASKS_A_DAY, Case, CaseState
from admittance.usecases.case_text import TextTooLong, clean_text
from admittance.usecases.fixers import fixers
from admittance.usecases.own_refusal import NoRefusal, OwnRefusal, own_refusal
from admittance.usecases.ports import Transaction
from admittance.usecases.tell import tell
from admittance.usecases.wish import Wish, wish_text


class AccessAsked(Struct, frozen=True):
    """Sent to `told`, who did not have it yet."""

    case: Case
    told: tuple[int, ...]


class AlreadyAsked(Struct, frozen=True):
    """Everyone chosen has the case already; nothing was sent again."""

    case: Case


class NobodyChosen(Struct, frozen=True):
    """No fixer was named."""


class CannotHelp(Struct, frozen=True):
    """These people can apply no step (any more). Nobody was asked."""

    user_ids: tuple[int, ...]


class TooManyAsks(Struct, frozen=True):
    """The person may ask `most` times within a day, over all cases. Nobody was asked."""

    most: int = MOST_ASKS_A_DAY


AskedForAccess: TypeAlias = (
    AccessAsked | AlreadyAsked | NobodyChosen | CannotHelp | TooManyAsks | TextTooLong | NoRefusal
)


def ask_for_access(
    tx: Transaction,
    policy: Policy,
    *,
    account_id: int,
    case_id: int,
    user_id: int,
    fixer_ids: Sequence[int],
    message: str,
    now: int,
    wish: Wish | None = None,
) -> AskedForAccess:
    """Send the person's own case to each of `fixer_ids`, with a letter, an event and one audit row. All or nobody.

    `wish` marks one of several ways for whoever answers; None is the smallest.
    """
    own = own_refusal(tx, policy, account_id, case_id, user_id, now)
    if not isinstance(own, OwnRefusal):
        return own
    text = clean_text(message)
    if isinstance(text, TextTooLong):
        return text
    able = fixers(tx, policy, account_id, own.asked.app, user_id, own.refused.reasons).user_ids
    return _send(tx, own.case, tuple(dict.fromkeys(fixer_ids)), able, _Words(text, wish), now)


class _Words(Struct, frozen=True):
    """What goes along."""

    message: str
    wish: Wish | None


def _send(
    tx: Transaction, case: Case, chosen: tuple[int, ...], able: frozenset[int], words: _Words, now: int
) -> AccessAsked | AlreadyAsked | NobodyChosen | CannotHelp | TooManyAsks:
    if not chosen:
        return NobodyChosen()
    if unable := tuple(user for user in chosen if user not in able):
        return CannotHelp(unable)
    have = () if case.state is CaseState.DECLINED else case.asked_of
    new = tuple(user for user in chosen if user not in have)
    if not new:
        return AlreadyAsked(case)
    if tx.cases.asks_since(case.account_id, case.user_id, now - lifetimes.DAY) + len(new) > MOST_ASKS_A_DAY:
        return TooManyAsks()
    text, wish = words.message, wish_text(words.wish) if words.wish else ""
    for fixer in new:
        tx.cases.ask(case.account_id, case.id, fixer, text, now, wish=wish)
        tell(tx, case, fixer, lambda about, t: letters.asked(about, text, t), now)
    _audit(tx, case, new, text)
    return AccessAsked(tx.cases.get(case.account_id, case.id) or case, new)


def _audit(tx: Transaction, case: Case, fixer_ids: tuple[int, ...], text: str) -> None:
    entry = AuditEntry(
        act=Act.CASE_ASKED,
        actor=case.user_id,
        app_id=case.app_id,
        data={"case": case.id, "asked": list(fixer_ids)},
        personal={"message": text} if text else {},
    )
    tx.audit.append(case.account_id, entry)
