"""Many contacts at once: the demo world, and later imports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from admittance.usecases.crm.checking import check_properties
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.problems import AlreadyExists, BadProperties
from admittance.usecases.crm.record_audit import batch_entry
from admittance.usecases.crm.records import Taken, Writer
from admittance.usecases.ports import Transaction

Seeded: TypeAlias = Sequence[int] | BadProperties | AlreadyExists

OPERATOR = Writer(by="operator")


def seed_contacts(
    tx: Transaction, account_id: int, rows: Iterable[Mapping[str, str]], now: int, writer: Writer = OPERATOR
) -> Seeded:
    """Create a contact for each row (property -> value) and give the ids in that order; one audit row for all.

    The first mistake ends it: the caller rolls back, so that nothing half done stays.
    """
    checked: list[Mapping[str, str]] = []
    for row in rows:
        values = check_properties(tx, account_id, CONTACTS, row, creating=True)
        if isinstance(values, BadProperties):
            return values
        checked.append({name: value for name, value in values.items() if value is not None})
    ids = tx.crm.records.add_many(account_id, CONTACTS, checked, now)
    if isinstance(ids, Taken):
        return AlreadyExists(CONTACTS, ids.property, ids.id)
    tx.audit.append(account_id, batch_entry(writer, CONTACTS, len(ids)))
    return ids
