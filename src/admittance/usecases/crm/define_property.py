"""An account defines a property of its own, changes it, or archives it."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.asked_properties import FIELDS, TRUTHS, AskedProperty, check_asked
from admittance.usecases.crm.definitions import Definition, Option
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadProperties, BadRequest, NameTaken, NotThere
from admittance.usecases.crm.properties import PropertyType
from admittance.usecases.crm.property_groups import has_group
from admittance.usecases.crm.record_audit import property_entry
from admittance.usecases.crm.records import Writer
from admittance.usecases.ports import Transaction

MOST_PROPERTIES = 1_000
"""Of one type of an account, archived ones included: they are read together."""
MOST_UNIQUE = 10
MOST_TEXT = 2_000_000
"""Characters of all of them together, each option counted as `_OPTION` more: they are kept in memory."""
_OPTION = 100

DefinitionProblem: TypeAlias = NotThere | NameTaken | BadProperties | BadRequest


class Place(Struct, frozen=True):
    """Where a definition belongs, who writes it and when."""

    account_id: int
    kind: ObjectType
    writer: Writer
    now: int


def create_property(tx: Transaction, place: Place, asked: AskedProperty) -> Definition | DefinitionProblem:
    """Define it. One that was archived comes back with its values, if it is of the same type."""
    name, type = asked.name or "", _type(asked.type)
    wrong = check_asked(replace(asked, name=name, label=asked.label or name), type)
    if wrong is not None or type is None:
        return wrong or BadRequest("type is one that properties have", fields=("type",))
    own = {one.name: one for one in tx.crm.definitions.own(place.account_id, place.kind)}
    before = own.get(name)
    if name in place.kind.properties or (before is not None and before.archived_at is None):
        return NameTaken(f"A property named '{name}' already exists.")
    made = _new(place, asked, name, type)
    no_room = _room_problem(tx, place, made, list(own.values()), before)
    return no_room or _store(tx, place, made, "property defined")


def update_property(tx: Transaction, place: Place, name: str, asked: AskedProperty) -> Definition | DefinitionProblem:
    """Change what was named of an own property. Its type changes only while no record has a value."""
    before = _own(tx, place, name)
    if not isinstance(before, Definition):
        return before
    type = before.type if asked.type is None else _type(asked.type)
    problem = check_asked(replace(asked, name=None, unique=None), type)
    if problem is not None or type is None:
        return problem or BadRequest("type is one that properties have", fields=("type",))
    if type is not before.type and tx.crm.definitions.in_use(place.account_id, place.kind, name):
        return BadRequest("The type of a property that records have values of can't change", fields=("type",))
    if type is not before.type and before.unique and type not in (PropertyType.STRING, PropertyType.NUMBER):
        return BadRequest("A unique property is of type string or number", fields=("type",))
    if asked.group is not None and not has_group(tx, place.account_id, place.kind, asked.group):
        return _no_group(asked.group)
    after = _changed(place, before, asked, type)
    too_much = _too_much(after, tx.crm.definitions.own(place.account_id, place.kind)) if asked.options else None
    return too_much or _store(tx, place, after, "property changed")


def archive_property(tx: Transaction, place: Place, name: str) -> Definition | DefinitionProblem:
    """Archive it: records no longer show or take it, and keep what they have for when it comes back."""
    before = _own(tx, place, name)
    if not isinstance(before, Definition):
        return before
    return _store(tx, place, replace(before, archived_at=place.now), "property archived")


def _own(tx: Transaction, place: Place, name: str) -> Definition | NotThere | BadRequest:
    if name in place.kind.properties:
        return BadRequest(
            f'"{name[:100]}" belongs to every account: its definition is read only.', "READ_ONLY", (name,)
        )
    found = tx.crm.definitions.get(place.account_id, place.kind, name)
    return found if found is not None and found.archived_at is None else NotThere(name)


def _type(text: str | None) -> PropertyType | None:
    return PropertyType(text) if text in set(PropertyType) else None


def _new(place: Place, asked: AskedProperty, name: str, type: PropertyType) -> Definition:
    return Definition(
        name=name,
        label=asked.label or name,
        type=type,
        field=asked.field or FIELDS[type][0],
        group=asked.group or place.kind.group,
        description=asked.description or "",
        options=_options_of(asked, type),
        unique=bool(asked.unique),
        hidden=bool(asked.hidden),
        order=-1 if asked.order is None else asked.order,
        form_field=bool(asked.form_field),
        created_at=place.now,
        updated_at=place.now,
        created_by=place.writer.user_id,
        updated_by=place.writer.user_id,
    )


def _options_of(asked: AskedProperty, type: PropertyType) -> tuple[Option, ...]:
    return asked.options or (TRUTHS if type is PropertyType.BOOL else ())


def _changed(place: Place, before: Definition, asked: AskedProperty, type: PropertyType) -> Definition:
    field = asked.field or (before.field if before.field in FIELDS[type] else FIELDS[type][0])
    options = before.options if asked.options is None else asked.options
    if type not in (PropertyType.ENUMERATION, PropertyType.BOOL):
        options = ()
    given = {
        "label": asked.label,
        "group": asked.group,
        "description": asked.description,
        "hidden": asked.hidden,
        "order": asked.order,
        "form_field": asked.form_field,
    }
    return replace(
        before,
        type=type,
        field=field,
        options=options,
        updated_at=place.now,
        updated_by=place.writer.user_id,
        **{name: value for name, value in given.items() if value is not None},
    )


def _room_problem(
    tx: Transaction, place: Place, made: Definition, own: list[Definition], before: Definition | None
) -> DefinitionProblem | None:
    """Why a definition that makes sense by itself has no room among the others."""
    if not has_group(tx, place.account_id, place.kind, made.group):
        return _no_group(made.group)
    if before is not None and (before.type, before.unique) != (made.type, made.unique):
        was = f"{before.type}{', unique' if before.unique else ''}"
        return NameTaken(f"A property named '{made.name}' was archived. It comes back as what it was: {was}.")
    if before is None and len(own) >= MOST_PROPERTIES:
        return BadRequest(f"{place.kind.label} records have at most {MOST_PROPERTIES} properties of an account's own")
    if before is None and made.unique and sum(one.unique for one in own) >= MOST_UNIQUE:
        return BadRequest(
            f"At most {MOST_UNIQUE} properties of {place.kind.name} are unique", fields=("hasUniqueValue",)
        )
    return _too_much(made, own)


def _too_much(made: Definition, own: Sequence[Definition]) -> BadRequest | None:
    others = sum(_text(one) for one in own if one.name != made.name)
    if others + _text(made) <= MOST_TEXT:
        return None
    return BadRequest("The options of all these properties are too many, or too long, together", fields=("options",))


def _text(one: Definition) -> int:
    options = sum(len(option.value) + len(option.label) + len(option.description) + _OPTION for option in one.options)
    return len(one.label) + len(one.description) + options


def _no_group(name: str) -> BadRequest:
    return BadRequest(f"There is no property group named '{name[:100]}'", "INVALID_GROUP", ("groupName",))


def _store(tx: Transaction, place: Place, made: Definition, what: str) -> Definition:
    tx.crm.definitions.put(place.account_id, place.kind, made)
    tx.audit.append(place.account_id, property_entry(Act.PROPERTY_CHANGED, place.writer, place.kind, made.name, what))
    return made
