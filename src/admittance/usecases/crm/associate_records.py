"""Records are associated, and separated: one pair or many, each on its own."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.crm.association_types import AssociationType, association_type, types_between
from admittance.usecases.crm.linking import end_link, end_links, make_link
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadAssociations, NotThere
from admittance.usecases.crm.record_audit import links_entry
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import association_changed


class AskedType(Struct, frozen=True):
    """A type of association as a client writes it."""

    category: str
    id: int


class AskedLink(Struct, frozen=True):
    """Two records by id. Without `types`: linked in the plain way, or separated altogether."""

    origin: str
    target: str
    types: tuple[AskedType, ...] = ()


class LinkChanged(Struct, frozen=True):
    """Done: the link was made, or is gone (also where it was not there before). `types` are those that were asked for,
    or those that ended.
    """

    origin_id: int
    target_id: int
    types: tuple[AssociationType, ...]


Linking: TypeAlias = LinkChanged | NotThere | BadAssociations


def associate(
    tx: Transaction,
    account_id: int,
    origin: ObjectType,
    target: ObjectType,
    asked: Sequence[AskedLink],
    writer: Writer,
    now: int,
) -> list[Linking]:
    """Link each pair both ways; one answer for each of `asked`, in that order, and one audit row."""
    outcomes = [_associate(tx, account_id, origin, target, one) for one in asked]
    if links := _changed(outcomes):
        tx.audit.append(account_id, links_entry(writer, origin, target, "associated", links))
        _tell(tx, account_id, outcomes, writer, now)
    return outcomes


def separate(
    tx: Transaction,
    account_id: int,
    origin: ObjectType,
    target: ObjectType,
    asked: Sequence[AskedLink],
    writer: Writer,
    now: int,
) -> list[Linking]:
    """Unlink each pair both ways; one answer for each of `asked`, in that order, and one audit row. Records that are
    not linked stay so.
    """
    outcomes = [_separate(tx, account_id, origin, target, one) for one in asked]
    if links := _changed(outcomes):
        tx.audit.append(account_id, links_entry(writer, origin, target, "separated", links))
        _tell(tx, account_id, outcomes, writer, now, removed=True)
    return outcomes


def _tell(
    tx: Transaction, account_id: int, outcomes: Sequence[Linking], writer: Writer, now: int, *, removed: bool = False
) -> None:
    for one in outcomes:
        if isinstance(one, LinkChanged):
            for kind in one.types:
                association_changed(tx, account_id, kind, one.origin_id, one.target_id, writer, now, removed=removed)


def _associate(tx: Transaction, account_id: int, origin: ObjectType, target: ObjectType, asked: AskedLink) -> Linking:
    pair = _pair(tx, account_id, origin, target, asked)
    if not isinstance(pair, LinkChanged):
        return pair
    if pair.origin_id == pair.target_id:
        return BadAssociations((f"{origin.label} {pair.origin_id} can't be associated with itself",))
    for kind in pair.types:
        make_link(tx, account_id, kind, pair.origin_id, pair.target_id)
    return pair


def _separate(tx: Transaction, account_id: int, origin: ObjectType, target: ObjectType, asked: AskedLink) -> Linking:
    pair = _pair(tx, account_id, origin, target, asked)
    if not isinstance(pair, LinkChanged):
        return pair
    near, far = pair.origin_id, pair.target_id
    if not asked.types:
        return LinkChanged(near, far, end_links(tx, account_id, origin, target, near, far))
    return LinkChanged(near, far, tuple(kind for kind in pair.types if end_link(tx, account_id, kind, near, far)))


def _pair(tx: Transaction, account_id: int, origin: ObjectType, target: ObjectType, asked: AskedLink) -> Linking:
    """Both records by id with the types that are meant, or what is wrong with them."""
    types = _types(origin, target, asked.types)
    if isinstance(types, BadAssociations):
        return types
    near = locate(tx, account_id, origin, RecordRef(asked.origin))
    if not isinstance(near, Record):
        return NotThere(asked.origin)
    far = locate(tx, account_id, target, RecordRef(asked.target))
    return LinkChanged(near.id, far.id, types) if isinstance(far, Record) else NotThere(asked.target)


def _types(
    origin: ObjectType, target: ObjectType, asked: Sequence[AskedType]
) -> tuple[AssociationType, ...] | BadAssociations:
    known = types_between(origin, target)
    if not known:
        return BadAssociations((f"{origin.name} and {target.name} can't be associated",))
    found = [association_type(one.category, one.id, origin) for one in asked]
    wrong = tuple(
        f"there is no association of type {one.id} in this category from {origin.name} to {target.name}"
        for one, kind in zip(asked, found, strict=True)
        if kind not in known
    )
    return BadAssociations(wrong) if wrong else tuple(kind for kind in found if kind is not None) or known[:1]


def _changed(outcomes: Sequence[Linking]) -> list[list[int]]:
    done = (one for one in outcomes if isinstance(one, LinkChanged))
    return [[kind.id, one.origin_id, one.target_id] for one in done for kind in one.types]
