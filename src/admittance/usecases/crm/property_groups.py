"""The groups that properties stand in: one that every account has for each type, and the account's own."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.asked_properties import LONGEST_LABEL, name_problem
from admittance.usecases.crm.definitions import PropertyGroup
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadProperties, BadRequest, NameTaken, NotThere
from admittance.usecases.crm.record_audit import property_entry
from admittance.usecases.crm.records import Writer
from admittance.usecases.ports import Transaction

MOST_GROUPS = 200

GroupProblem: TypeAlias = NotThere | NameTaken | BadProperties | BadRequest


class AskedGroup(Struct, frozen=True, kw_only=True):
    """A group in the client's words; None for what it left out."""

    name: str | None = None
    label: str | None = None
    order: int | None = None


def usual_group(kind: ObjectType) -> PropertyGroup:
    """The group that every account has."""
    return PropertyGroup(name=kind.group, label=f"{kind.label} information", order=0)


def all_groups(tx: Transaction, account_id: int, kind: ObjectType) -> Sequence[PropertyGroup]:
    """Every group of a type, the usual one first."""
    return [usual_group(kind), *tx.crm.definitions.groups(account_id, kind)]


def find_group(tx: Transaction, account_id: int, kind: ObjectType, name: str) -> PropertyGroup | NotThere:
    """The usual group or one of the account's own."""
    return next((one for one in all_groups(tx, account_id, kind) if one.name == name), NotThere(name))


def has_group(tx: Transaction, account_id: int, kind: ObjectType, name: str) -> bool:
    """Whether properties can stand there."""
    return isinstance(find_group(tx, account_id, kind, name), PropertyGroup)


def create_group(
    tx: Transaction, account_id: int, kind: ObjectType, asked: AskedGroup, writer: Writer
) -> PropertyGroup | GroupProblem:
    """A group of the account's own. Names are unique, the usual group's among them; `MOST_GROUPS` at most."""
    name = asked.name or ""
    if (problem := name_problem(name)) is not None:
        return BadProperties((problem,))
    if (wrong := _problem(asked)) is not None:
        return wrong
    groups = all_groups(tx, account_id, kind)
    if any(one.name == name for one in groups):
        return NameTaken(f"A property group named '{name}' already exists.")
    if len(groups) > MOST_GROUPS:
        return BadRequest(f"{kind.label} properties have at most {MOST_GROUPS} groups")
    made = PropertyGroup(name=name, label=asked.label or name, order=-1 if asked.order is None else asked.order)
    return _store(tx, account_id, kind, made, writer)


def update_group(
    tx: Transaction, account_id: int, kind: ObjectType, name: str, asked: AskedGroup, writer: Writer
) -> PropertyGroup | GroupProblem:
    """Change a group of the account's own."""
    found = find_group(tx, account_id, kind, name)
    if isinstance(found, NotThere):
        return found
    if name == kind.group:
        return _read_only(name)
    if (wrong := _problem(asked)) is not None:
        return wrong
    order = found.order if asked.order is None else asked.order
    return _store(tx, account_id, kind, PropertyGroup(name=name, label=asked.label or found.label, order=order), writer)


def archive_group(
    tx: Transaction, account_id: int, kind: ObjectType, name: str, writer: Writer
) -> NotThere | BadRequest | None:
    """Remove an empty group of the account's own; None when it is gone."""
    if name == kind.group:
        return _read_only(name)
    if any(one.group == name and one.archived_at is None for one in tx.crm.definitions.own(account_id, kind)):
        return BadRequest(f"The group '{name[:100]}' still holds properties", "GROUP_NOT_EMPTY", ("groupName",))
    if not tx.crm.definitions.end_group(account_id, kind, name):
        return NotThere(name)
    tx.audit.append(account_id, property_entry(Act.PROPERTY_CHANGED, writer, kind, name, "group removed"))
    return None


def _problem(asked: AskedGroup) -> BadRequest | None:
    if asked.label is not None and (not asked.label.strip() or len(asked.label) > LONGEST_LABEL):
        return BadRequest(f"label has 1 to {LONGEST_LABEL} characters", fields=("label",))
    if asked.label is not None and "\x00" in asked.label:
        return BadRequest("label can't hold the character U+0000", fields=("label",))
    if asked.order is not None and not -1 <= asked.order < 2**31:
        return BadRequest("displayOrder is -1 or a place from 0 on", fields=("displayOrder",))
    return None


def _read_only(name: str) -> BadRequest:
    return BadRequest(f'The group "{name}" belongs to every account: it is read only.', "READ_ONLY", ("groupName",))


def _store(tx: Transaction, account_id: int, kind: ObjectType, made: PropertyGroup, writer: Writer) -> PropertyGroup:
    tx.crm.definitions.put_group(account_id, kind, made)
    tx.audit.append(account_id, property_entry(Act.PROPERTY_CHANGED, writer, kind, made.name, "group written"))
    return made
