"""Whether the properties of a write can be stored; every mistake is told, not the first."""

from collections.abc import Mapping

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadProperties
from admittance.usecases.crm.properties import BadValue, Format, read_value
from admittance.usecases.crm.read_pipelines import placed
from admittance.usecases.ports import Transaction


def check_properties(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    raw: Mapping[str, object],
    *,
    creating: bool,
    before: Mapping[str, str] = {},
) -> Mapping[str, str | None] | BadProperties:
    """`raw` (name -> JSON value) as values to store; None clears a property. `before` is what the record has."""
    kind = tx.crm.definitions.kind(account_id, kind)
    bad: list[BadValue] = []
    values: dict[str, str | None] = {}
    for name, given in raw.items():
        read = _read(tx, account_id, kind, name, given)
        if isinstance(read, BadValue):
            bad.append(read)
        else:
            values[name] = read
    bad += _missing(kind, values, raw, creating=creating)
    if bad:
        return BadProperties(tuple(bad))
    in_place = placed(tx, account_id, kind, values, before)
    return BadProperties((in_place,)) if isinstance(in_place, BadValue) else in_place


def _read(tx: Transaction, account_id: int, kind: ObjectType, name: str, given: object) -> str | BadValue | None:
    prop = kind.properties.get(name)
    if prop is None:
        shown = name[:100]
        return BadValue(shown, "PROPERTY_DOESNT_EXIST", f'Property "{shown}" does not exist')
    if prop.system:
        return BadValue(name, "READ_ONLY_VALUE", f'"{name}" is a read only property; its value cannot be set.')
    value = read_value(prop, given)
    if prop.format is Format.OWNER and isinstance(value, str) and not _is_owner(tx, account_id, value):
        return BadValue(name, "INVALID_OWNER_ID", f"Owner {value} does not exist")
    return value


def _is_owner(tx: Transaction, account_id: int, value: str) -> bool:
    return tx.people.membership(account_id, int(value)) is not None


def _missing(
    kind: ObjectType, values: Mapping[str, str | None], raw: Mapping[str, object], *, creating: bool
) -> list[BadValue]:
    """Required properties that a create leaves out, or that an update clears."""
    return [
        BadValue(prop.name, "REQUIRED_FIELD", f'"{prop.name}" is required and has no value')
        for prop in kind.properties.values()
        if prop.required
        and ((creating and prop.name not in raw) or (prop.name in values and values[prop.name] is None))
    ]
