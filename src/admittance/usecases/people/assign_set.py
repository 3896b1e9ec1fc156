"""Assign a permission set: it replaces the person's own rights."""

from typing import TypeAlias

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.edit_rights import Edited, Wanted, edit_rights
from admittance.usecases.ports import Transaction


class NoSuchSet(Struct, frozen=True):
    """The catalogue has no permission set of that id. Nothing was changed."""


Assigned: TypeAlias = Edited | NoSuchSet


def assign_set(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    actor_id: int,
    user_id: int,
    permission_set: str,
    *,
    now: int,
) -> Assigned:
    """Give the person the set's rights in place of their own; the team stays."""
    chosen = catalogue.sets.get(permission_set)
    if chosen is None:
        return NoSuchSet()
    membership = tx.people.membership(account_id, user_id)
    if membership is None:
        return NotThere()
    wanted = Wanted(rights=chosen.grants, permission_set=chosen.id, team=membership.team)
    return edit_rights(tx, catalogue, account_id, actor_id, user_id, wanted, version=None, now=now)
