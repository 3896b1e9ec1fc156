"""Associations that a new record is born with."""

from collections.abc import Sequence

from msgspec import Struct

from admittance.usecases.crm.association_types import AssociationType, association_type
from admittance.usecases.crm.locating import find_record
from admittance.usecases.crm.object_types import ObjectType, object_type
from admittance.usecases.crm.problems import BadAssociations
from admittance.usecases.ports import Transaction


class AskedAssociation(Struct, frozen=True):
    """One link as asked: to the record `target_id`, of the type `type_id` in `category`."""

    target_id: int
    category: str
    type_id: int


class Link(Struct, frozen=True):
    """A link that can be made."""

    type: AssociationType
    target_id: int


def check_associations(
    tx: Transaction, account_id: int, origin: ObjectType, asked: Sequence[AskedAssociation]
) -> tuple[Link, ...] | BadAssociations:
    """The links, if every type fits and every target is a live record of this account; otherwise all that is wrong."""
    links: list[Link] = []
    wrong: list[str] = []
    for one in asked:
        kind = association_type(one.category, one.type_id, origin)
        target = object_type(kind.target) if kind is not None else None
        if kind is None or target is None:
            wrong.append(f"{origin.label} records have no association of type {one.type_id} in this category")
        elif (there := find_record(tx, account_id, target, one.target_id)) is None:
            wrong.append(f"there is no {target.singular} with id {one.target_id}")
        else:
            links.append(Link(kind, there.id))
    return BadAssociations(tuple(wrong)) if wrong else tuple(links)
