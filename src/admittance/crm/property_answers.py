"""Properties and their groups as answers."""

from msgspec import UNSET, Struct, UnsetType

from admittance.usecases.crm.asked_properties import FIELDS, TRUTHS
from admittance.usecases.crm.definitions import CHECKBOXES, Definition, Option, PropertyGroup
from admittance.usecases.crm.properties import Format, Property, PropertyType
from admittance.usecases.crm.times import iso_time


class OptionAnswer(Struct, kw_only=True, rename="camel"):
    """One value of an enumeration."""

    label: str
    value: str
    description: str
    display_order: int
    hidden: bool


class ModificationAnswer(Struct, kw_only=True, rename="camel"):
    """What an app may change of a property."""

    archivable: bool
    read_only_definition: bool
    read_only_options: bool
    read_only_value: bool


class PropertyAnswer(Struct, kw_only=True, rename="camel"):
    """One property."""

    name: str
    label: str
    type: str
    field_type: str
    description: str
    group_name: str
    options: list[OptionAnswer]
    display_order: int
    calculated: bool
    external_options: bool
    has_unique_value: bool
    hidden: bool
    hubspot_defined: bool
    form_field: bool
    data_sensitivity: str
    modification_metadata: ModificationAnswer
    archived: bool
    archived_at: str | UnsetType = UNSET
    created_at: str | UnsetType = UNSET
    updated_at: str | UnsetType = UNSET
    created_user_id: str | UnsetType = UNSET
    updated_user_id: str | UnsetType = UNSET
    referenced_object_type: str | UnsetType = UNSET


class PropertiesAnswer(Struct):
    """All properties of a type."""

    results: list[PropertyAnswer]


class GroupAnswer(Struct, kw_only=True, rename="camel"):
    """A group of properties."""

    name: str
    label: str
    display_order: int
    archived: bool = False


class GroupsAnswer(Struct):
    """All groups of a type."""

    results: list[GroupAnswer]


def usual_property(prop: Property, group: str) -> PropertyAnswer:
    """A property that every account has; `group` is where it stands if it names no other."""
    owner = prop.format is Format.OWNER
    type = PropertyType.ENUMERATION if owner or prop.options else prop.type
    truths = TRUTHS if prop.type is PropertyType.BOOL else ()
    options = truths or tuple(Option(value=value, label=label) for value, label in prop.options)
    return PropertyAnswer(
        name=prop.name,
        label=prop.label,
        type=type.value,
        field_type=prop.field or (CHECKBOXES if prop.several else FIELDS[type][0]),
        description=prop.description,
        group_name=prop.group or group,
        options=_options(options),
        display_order=-1,
        calculated=False,
        external_options=owner,
        has_unique_value=prop.unique,
        hidden=False,
        hubspot_defined=True,
        form_field=not prop.system,
        data_sensitivity="non_sensitive",
        modification_metadata=ModificationAnswer(
            archivable=False, read_only_definition=True, read_only_options=True, read_only_value=prop.system
        ),
        archived=False,
        referenced_object_type="OWNER" if owner else UNSET,
    )


def own_property(definition: Definition) -> PropertyAnswer:
    """A property of the account's own."""
    return PropertyAnswer(
        name=definition.name,
        label=definition.label,
        type=definition.type.value,
        field_type=definition.field,
        description=definition.description,
        group_name=definition.group,
        options=_options(definition.options),
        display_order=definition.order,
        calculated=False,
        external_options=False,
        has_unique_value=definition.unique,
        hidden=definition.hidden,
        hubspot_defined=False,
        form_field=definition.form_field,
        data_sensitivity="non_sensitive",
        modification_metadata=ModificationAnswer(
            archivable=True, read_only_definition=False, read_only_options=False, read_only_value=False
        ),
        archived=definition.archived_at is not None,
        archived_at=UNSET if definition.archived_at is None else iso_time(definition.archived_at),
        created_at=iso_time(definition.created_at),
        updated_at=iso_time(definition.updated_at),
        created_user_id=UNSET if definition.created_by is None else str(definition.created_by),
        updated_user_id=UNSET if definition.updated_by is None else str(definition.updated_by),
    )


def group_answer(group: PropertyGroup) -> GroupAnswer:
    """A group."""
    return GroupAnswer(name=group.name, label=group.label, display_order=group.order)


def _options(options: tuple[Option, ...]) -> list[OptionAnswer]:
    """In the order they are shown in: by place, those without one after the others."""
    return [
        OptionAnswer(
            label=option.label,
            value=option.value,
            description=option.description,
            display_order=place if option.order < 0 else option.order,
            hidden=option.hidden,
        )
        for place, option in enumerate(sorted(options, key=lambda option: (option.order < 0, option.order)))
    ]
