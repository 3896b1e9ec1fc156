"""Properties of records: their types, and what a written value becomes."""

import math
import re
from enum import StrEnum
from typing import TypeAlias, assert_never

from msgspec import Struct

from admittance.core.mail_address import is_mail_address
from admittance.usecases.crm.times import iso_day, iso_time, read_day, read_time

LONGEST_VALUE = 65_536
"""Characters."""
LONGEST_COMPARED = 1_000
"""Characters of a text that filters look at."""


class PropertyType(StrEnum):
    """The wire's `type`."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    DATE = "date"
    ENUMERATION = "enumeration"
    BOOL = "bool"
    PHONE_NUMBER = "phone_number"


class Format(StrEnum):
    """What else a text has to be."""

    ANY = "any"
    EMAIL = "email"
    GUID = "guid"
    OWNER = "owner"


class Property(Struct, frozen=True, kw_only=True):
    """One property of an object type.

    `options` are the values an enumeration knows, each with its label; with `several`, a value is any of them between
    semicolons. `searched`: a search's `query` looks at it. `system`: written by the server only. `more` names the
    property that holds further values of this unique one, between semicolons: they are taken too. `field` is how forms
    show it (the wire's `fieldType`), `group` under which heading; empty ones are the usual.
    """

    name: str
    label: str
    type: PropertyType = PropertyType.STRING
    format: Format = Format.ANY
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    unique: bool = False
    searched: bool = False
    system: bool = False
    more: str = ""
    several: bool = False
    field: str = ""
    group: str = ""
    description: str = ""


class BadValue(Struct, frozen=True):
    """A value that a property does not take. `code` is the wire's."""

    property: str
    code: str
    message: str


ReadValue: TypeAlias = str | BadValue | None
"""The value to store; None clears the property."""

Comparable: TypeAlias = str | int | float

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?\Z")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_ID = re.compile(r"[0-9]{1,16}\Z")
_WHOLE = 1e15


def read_value(prop: Property, raw: object) -> ReadValue:
    """What `raw`, a JSON value, becomes in `prop`. Null and the empty text clear it."""
    text = _text_of(raw)
    if text is None:
        return _bad(prop, "INVALID_TYPE", f"{prop.label} takes text, a number, true, false or null")
    if "\x00" in text:
        return _bad(prop, "INVALID_TEXT", f"{prop.label} can't hold the character U+0000")
    if len(text) > LONGEST_VALUE:
        return _bad(prop, "VALUE_TOO_LONG", f"{prop.label} holds at most {LONGEST_VALUE} characters")
    if not text.strip():
        return None
    return _typed(prop, text)


def comparable(prop: Property, value: str) -> Comparable | None:
    """What a filter compares: numbers and times by size, text without case. None for text that is no such value."""
    return _comparable(prop.type, value)


def compared_text(value: str | None, type: str) -> Comparable | None:
    """`comparable` of a property of that type; None where there is no value."""
    return None if value is None else _comparable(PropertyType(type), value)


def _comparable(type: PropertyType, value: str) -> Comparable | None:
    match type:
        case PropertyType.NUMBER:
            return _finite(value)
        case PropertyType.DATETIME:
            return read_time(value.strip())
        case PropertyType.DATE:
            return read_day(value.strip())
        case PropertyType.STRING | PropertyType.ENUMERATION | PropertyType.BOOL | PropertyType.PHONE_NUMBER:
            return value.casefold().strip()[:LONGEST_COMPARED]
        case _:
            assert_never(type)


def _text_of(raw: object) -> str | None:
    match raw:
        case None:
            return ""
        case bool():
            return "true" if raw else "false"
        case str():
            return raw
        case int():
            # Python refuses to write out numbers of thousands of digits; nobody means one.
            return str(raw) if abs(raw) < 10**40 else None
        case float():
            return str(int(raw)) if raw.is_integer() and abs(raw) < _WHOLE else repr(raw)
        case _:
            return None


def _typed(prop: Property, text: str) -> ReadValue:
    match prop.type:
        case PropertyType.STRING:
            return _formatted(prop, text)
        case PropertyType.PHONE_NUMBER:
            return text
        case PropertyType.NUMBER:
            if _finite(text) is None:
                return _bad(prop, "INVALID_INTEGER", f"{text[:100]} was not a valid number.")
            return _formatted(prop, text.strip())
        case PropertyType.DATETIME:
            at = read_time(text.strip())
            return iso_time(at) if at is not None else _bad(prop, "INVALID_DATE", f"{text[:100]} was not a valid time.")
        case PropertyType.DATE:
            at = read_day(text.strip())
            return iso_day(at) if at is not None else _bad(prop, "INVALID_DATE", f"{text[:100]} was not a valid date.")
        case PropertyType.ENUMERATION:
            return _some_of(prop, text) if prop.several else _option(prop, text)
        case PropertyType.BOOL:
            return _one_of(prop, text.strip(), ("true", "false"))
        case _:
            assert_never(prop.type)


def _option(prop: Property, text: str) -> str | BadValue:
    return _one_of(prop, text.strip(), tuple(value for value, _ in prop.options))


def _some_of(prop: Property, text: str) -> ReadValue:
    """Each named option once, in the order given; None where none is named."""
    chosen: dict[str, None] = {}
    for one in text.split(";"):
        option = _option(prop, one) if one.strip() else ""
        if isinstance(option, BadValue):
            return option
        chosen[option] = None
    return ";".join(name for name in chosen if name) or None


def _formatted(prop: Property, text: str) -> ReadValue:
    match prop.format:
        case Format.ANY:
            return text
        case Format.EMAIL:
            # Kept in lower case, as clients of this protocol expect; uniqueness compares the same.
            email = text.strip().lower()
            return (
                email
                if is_mail_address(email)
                else _bad(prop, "INVALID_EMAIL", f"Email address {text[:100]} is invalid")
            )
        case Format.GUID:
            guid = text.strip().lower()
            return guid if _GUID.match(guid) else _bad(prop, "INVALID_OPTION", f"{text[:100]} was not a valid id.")
        case Format.OWNER:
            owner = text.strip()
            return owner if _ID.match(owner) else _bad(prop, "INVALID_OWNER_ID", f"{text[:100]} is not an owner's id.")
        case _:
            assert_never(prop.format)


def _one_of(prop: Property, text: str, values: tuple[str, ...]) -> str | BadValue:
    for value in values:
        if text.casefold() == value.casefold():
            return value
    allowed = ", ".join(values)
    return _bad(prop, "INVALID_OPTION", f"{text[:100]} was not one of the allowed options: [{allowed}]")


def _finite(text: str) -> float | None:
    text = text.strip()
    number = float(text) if _NUMBER.match(text) else math.nan
    return number if math.isfinite(number) else None


def _bad(prop: Property, code: str, message: str) -> BadValue:
    return BadValue(prop.name, code, message)
