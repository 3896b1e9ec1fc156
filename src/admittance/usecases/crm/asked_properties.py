"""Whether a property can be defined as asked; every mistake is told, not the first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from admittance.usecases.crm.definitions import CHECKBOXES, Option
from admittance.usecases.crm.problems import BadProperties
from admittance.usecases.crm.properties import BadValue, PropertyType

LONGEST_NAME = 100
LONGEST_LABEL = 250
LONGEST_TEXT = 3_000
MOST_OPTIONS = 5_000
RESERVED = frozenset({"groups", "batch"})
"""Names that stand for something else in an address."""

FIELDS = {
    PropertyType.STRING: ("text", "textarea", "html", "phonenumber", "file"),
    PropertyType.NUMBER: ("number",),
    PropertyType.DATE: ("date",),
    PropertyType.DATETIME: ("date",),
    PropertyType.ENUMERATION: ("select", "radio", CHECKBOXES, "booleancheckbox"),
    PropertyType.BOOL: ("booleancheckbox", "select", "radio"),
    PropertyType.PHONE_NUMBER: ("phonenumber", "text"),
}
"""How a form may show a type, the usual way first."""
TRUTHS = (Option(value="true", label="Yes", order=0), Option(value="false", label="No", order=1))
"""The options of a bool that names none."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_ORDERS = 2**31


class AskedProperty(Struct, frozen=True, kw_only=True):
    """A definition in the client's words; None for what it left out."""

    name: str | None = None
    label: str | None = None
    type: str | None = None
    field: str | None = None
    group: str | None = None
    description: str | None = None
    options: tuple[Option, ...] | None = None
    unique: bool | None = None
    hidden: bool | None = None
    order: int | None = None
    form_field: bool | None = None


def name_problem(name: str) -> BadValue | None:
    """Names of properties and groups: what every client can write in a query, a filter and a column."""
    if not _NAME.match(name) or len(name) > LONGEST_NAME or name in RESERVED:
        rule = f"a lower-case letter, then lower-case letters, digits and _, at most {LONGEST_NAME} in all"
        return BadValue(name[:LONGEST_NAME], "INVALID_NAME", f"A name is {rule}; it is not one of {sorted(RESERVED)}")
    return None


def check_asked(asked: AskedProperty, type: PropertyType | None) -> BadProperties | None:
    """All that is wrong with what was given. `type` is what the property has or will have, None where it is no type."""
    problems = tuple(_problems(asked, type))
    return BadProperties(problems) if problems else None


def _problems(asked: AskedProperty, type: PropertyType | None) -> Iterator[BadValue]:
    if asked.name is not None and (problem := name_problem(asked.name)) is not None:
        yield problem
    if type is None:
        yield _bad("type", "INVALID_TYPE", f"type is one of {', '.join(PropertyType)}")
    elif asked.field is not None and asked.field not in FIELDS[type]:
        yield _bad("fieldType", "INVALID_FIELD_TYPE", f"fieldType of {type} is one of {', '.join(FIELDS[type])}")
    for name, text, most in (
        ("label", asked.label, LONGEST_LABEL),
        ("description", asked.description, LONGEST_TEXT),
    ):
        if text is not None and (len(text) > most or "\x00" in text):
            yield _bad(name, "INVALID_TEXT", f"{name} has at most {most} characters, and none is U+0000")
    if asked.label is not None and not asked.label.strip():
        yield _bad("label", "REQUIRED_FIELD", "label has at least one character")
    if asked.order is not None and not -1 <= asked.order < _ORDERS:
        yield _bad("displayOrder", "INVALID_ORDER", "displayOrder is -1 or a place from 0 on")
    if asked.unique and type not in (PropertyType.STRING, PropertyType.NUMBER):
        yield _bad("hasUniqueValue", "INVALID_TYPE", "hasUniqueValue goes with the types string and number")
    if asked.options:
        yield from _options(asked.options, type)


def _options(options: Sequence[Option], type: PropertyType | None) -> Iterator[BadValue]:
    if type not in (PropertyType.ENUMERATION, PropertyType.BOOL):
        yield _bad("options", "INVALID_OPTION", "options go with the types enumeration and bool")
    if type is PropertyType.BOOL and {option.value for option in options} != {"true", "false"}:
        yield _bad("options", "INVALID_OPTION", "the options of a bool have the values true and false")
    if len(options) > MOST_OPTIONS:
        yield _bad("options", "INVALID_OPTION", f"a property has at most {MOST_OPTIONS} options")
    values = [option.value for option in options]
    texts = [text for option in options for text in (option.value, option.label, option.description)]
    if any(len(text) > LONGEST_TEXT or "\x00" in text for text in texts):
        yield _bad("options", "INVALID_OPTION", f"a text of an option has at most {LONGEST_TEXT} characters, no U+0000")
    if any(not value.strip() or value != value.strip() or ";" in value for value in values):
        yield _bad(
            "options", "INVALID_OPTION", "an option's value is not empty, has no space around it and no semicolon"
        )
    if any(not option.label.strip() for option in options):
        yield _bad("options", "INVALID_OPTION", "an option has a label")
    if any(not -1 <= option.order < _ORDERS for option in options):
        yield _bad("options", "INVALID_OPTION", "an option's displayOrder is -1 or a place from 0 on")
    if twice := _twice(value.casefold() for value in values):
        yield _bad("options", "INVALID_OPTION", f"two options have one value: {', '.join(twice)[:LONGEST_LABEL]}")


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, many in Counter(values).items() if many > 1]


def _bad(name: str, code: str, message: str) -> BadValue:
    return BadValue(name, code, message)
