"""A case's live question with its remedies, and its reasons told the way in which the first remedy mends them."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Question
from admittance.core.policy import Policy
from admittance.core.reasons import PermissionMissing, Reason, ToolMissing
from admittance.core.remedies.applying import applied
from admittance.core.requirements import Right
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import Case
from admittance.usecases.ports import Transaction
from admittance.usecases.remedies_now import RemediesNow, remedies_now
from admittance.usecases.remedy_terms import remedy_terms

_T = TypeVar("_T")


class Mending(Struct, frozen=True):
    """`after`: the question once the first remedy is carried out; None where there is no remedy."""

    asked: OpenQuestion
    now: RemediesNow
    after: Question | None


def mending_of(tx: Transaction, catalogue: Catalogue, case: Case, now: int) -> Mending | None:
    """None where the app or the person is gone."""
    asked = case_question(tx, catalogue.policy, case, now)
    if not isinstance(asked, OpenQuestion):
        return None
    found = remedies_now(tx, catalogue, asked.membership, asked.question)
    return Mending(asked, found, after_the_first(tx, catalogue, asked.question, found, case.account_id))


def after_the_first(
    tx: Transaction, catalogue: Catalogue, question: Question, found: RemediesNow, account_id: int
) -> Question | None:
    """The question once the first of the remedies is carried out."""
    if not found.ways:
        return None
    return applied(remedy_terms(catalogue), question, tx.accounts.subscriptions(account_id), found.ways[0].remedy)


def nearest_first(policy: Policy, reasons: Sequence[Reason], after: Question | None) -> tuple[Reason, ...]:
    """The same reasons; where any of several sets would do, the one that the first remedy takes stands first.

    So the card of a reason, the sentence above it and the smallest fix all speak of the same permissions.
    """
    return tuple(reasons) if after is None else tuple(_told(policy, reason, after) for reason in reasons)


def _told(policy: Policy, reason: Reason, after: Question) -> Reason:
    match reason:
        case PermissionMissing():
            held = after.rights
            masks = [[policy.right_mask(Right(one.permission, one.needed)) for one in way] for way in reason.ways]
            taken = [all(held & mask == mask for mask in way) for way in masks]
            return replace(reason, ways=_first(reason.ways, taken))
        case ToolMissing():
            on = [all(policy.tool_bits[tool] & after.tools for tool in way) for way in reason.ways]
            return replace(reason, ways=_first(reason.ways, on))
        case _:
            return reason


def _first(ways: tuple[tuple[_T, ...], ...], taken: list[bool]) -> tuple[tuple[_T, ...], ...]:
    return tuple(way for way, _ in sorted(zip(ways, taken, strict=True), key=lambda one: not one[1]))
