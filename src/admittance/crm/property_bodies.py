"""Definitions of properties as clients send them."""

from msgspec import Struct

from admittance.usecases.crm.asked_properties import AskedProperty
from admittance.usecases.crm.definitions import Option
from admittance.usecases.crm.property_groups import AskedGroup


class OptionBody(Struct, kw_only=True, rename="camel"):
    """One value of an enumeration."""

    value: str
    label: str | None = None
    description: str | None = None
    display_order: int | None = None
    hidden: bool | None = None


class PropertyBody(Struct, kw_only=True, rename="camel"):
    """A property to be defined, or what changes of one."""

    name: str | None = None
    label: str | None = None
    type: str | None = None
    field_type: str | None = None
    group_name: str | None = None
    description: str | None = None
    options: list[OptionBody] | None = None
    has_unique_value: bool | None = None
    hidden: bool | None = None
    display_order: int | None = None
    form_field: bool | None = None


class PropertyNameBody(Struct):
    """A property by name."""

    name: str


class BatchPropertiesBody(Struct):
    """Properties to be defined."""

    inputs: list[PropertyBody]


class BatchNamesBody(Struct):
    """Properties to be read or archived."""

    inputs: list[PropertyNameBody]
    archived: bool | None = None


class PropertyGroupBody(Struct, kw_only=True, rename="camel"):
    """A group to be added, or what changes of one."""

    name: str | None = None
    label: str | None = None
    display_order: int | None = None


def asked_property(body: PropertyBody) -> AskedProperty:
    """What a body asks for."""
    return AskedProperty(
        name=body.name,
        label=body.label,
        type=body.type,
        field=body.field_type,
        group=body.group_name,
        description=body.description,
        options=None if body.options is None else tuple(_option(one) for one in body.options),
        unique=body.has_unique_value,
        hidden=body.hidden,
        order=body.display_order,
        form_field=body.form_field,
    )


def asked_group(body: PropertyGroupBody) -> AskedGroup:
    """What a body asks for."""
    return AskedGroup(name=body.name, label=body.label, order=body.display_order)


def _option(body: OptionBody) -> Option:
    return Option(
        value=body.value,
        label=body.value if body.label is None else body.label,
        description=body.description or "",
        order=-1 if body.display_order is None else body.display_order,
        hidden=bool(body.hidden),
    )
