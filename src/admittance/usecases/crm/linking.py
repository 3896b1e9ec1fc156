"""Links between records are made and ended; primary ones with their plain one (see `association_types`)."""

from admittance.usecases.crm.association_types import ASSOCIATION_TYPES, AssociationType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.ports import Transaction


def make_link(tx: Transaction, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
    """Link two live records both ways, with the plain type that belongs to it. Again changes nothing."""
    if kind.plain is not None:
        tx.crm.associations.add(account_id, ASSOCIATION_TYPES[kind.plain], origin_id, target_id)
        _make_room(tx, account_id, kind, origin_id, target_id)
    tx.crm.associations.add(account_id, kind, origin_id, target_id)


def end_link(tx: Transaction, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> bool:
    """Unlink both ways; without the plain type nothing that rests on it stays. False when there was no such link."""
    ended = tx.crm.associations.remove(account_id, kind, origin_id, target_id)
    for other in ASSOCIATION_TYPES.values():
        if other.plain == kind.id:
            tx.crm.associations.remove(account_id, other, origin_id, target_id)
    return ended


def end_links(
    tx: Transaction, account_id: int, origin: ObjectType, target: ObjectType, origin_id: int, target_id: int
) -> tuple[AssociationType, ...]:
    """Unlink two records altogether; the types that they were linked by."""
    types = tuple(tx.crm.associations.between(account_id, origin, target, origin_id, target_id))
    for kind in types:
        tx.crm.associations.remove(account_id, kind, origin_id, target_id)
    return types


def _make_room(tx: Transaction, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
    """INVARIANT: a record has one link of a single type at most, from whichever end it was made."""
    if not kind.single:
        kind, origin_id, target_id = ASSOCIATION_TYPES[kind.inverse], target_id, origin_id
    if not kind.single:
        return
    for other in tx.crm.associations.targets(account_id, kind, origin_id):
        if other != target_id:
            tx.crm.associations.remove(account_id, kind, origin_id, other)
