"""The form of a contact: filled in, taken in, and shown again with what somebody else saved meanwhile."""

from collections.abc import Mapping, Sequence
from gettext import NullTranslations

from msgspec import Struct

from admittance.http.parameters import Parameters
from admittance.usecases.contacts.standing import OWNER
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.properties import BadValue, Format, Property, PropertyType
from admittance.usecases.crm.records import Record
from admittance.usecases.records import User
from admittance.web.pages.contacts import FormField, FormGroup, MeanwhileRow
from admittance.web.pages.users import Option
from admittance.web.present.contact import groups_of, value_words
from admittance.web.present.contact_words import PHONE_FIELD, option_label, property_label, value_problem

VALUE, WAS = "p.", "w."
"""What a property's field is called in the form, and the hidden one with the value that was shown first."""
FIELDS = 1_000
"""Most fields of a form: accounts define properties of their own."""


class Written(Struct, frozen=True):
    """What a person sent: property -> value now, and the value they were shown."""

    values: Mapping[str, str]
    was: Mapping[str, str]

    @property
    def changes(self) -> Mapping[str, str]:
        """What they changed; an empty text clears."""
        return {name: value for name, value in self.values.items() if value != self.was.get(name, "")}


class Sheet(Struct, frozen=True, kw_only=True):
    """What a form shows. `values` are in the fields, `was` beside them; `bad` says what can't be kept."""

    kind: ObjectType
    values: Mapping[str, str]
    was: Mapping[str, str]
    owners: Sequence[User]
    bad: Sequence[BadValue] = ()


def written(kind: ObjectType, sent: Parameters) -> Written:
    """Read off a form. Line ends come as the browser writes them (CRLF) and are kept as they were shown."""
    values, was = {}, {}
    for name, prop in kind.properties.items():
        if prop.system or sent.raw(WAS + name) is None:
            continue
        raw = ";".join(sent.all(VALUE + name)) if prop.several else sent.raw(VALUE + name) or ""
        values[name] = _unix(raw)
        was[name] = _unix(sent.raw(WAS + name) or "")
    return Written(values, was)


def form_groups(t: NullTranslations, sheet: Sheet) -> tuple[FormGroup, ...]:
    """Every property that can be written, under its heading."""
    problems = {bad.property: value_problem(bad.code, t) for bad in sheet.bad}
    return tuple(
        FormGroup(title, tuple(_field(t, sheet, prop, problems.get(prop.name, "")) for prop in properties))
        for title, properties in groups_of(sheet.kind, t)
    )


def meanwhile(t: NullTranslations, sheet: Sheet, sent: Written, now: Record) -> tuple[MeanwhileRow, ...]:
    """What somebody else changed since the form was shown, beside what the person wrote."""
    people = {user.id: user.name or user.email for user in sheet.owners}

    def words(prop: Property, value: str) -> str:
        return value_words(t, prop, value, people) if value else "–"

    rows = []
    for name, was in sent.was.items():
        prop, theirs = sheet.kind.properties[name], now.properties.get(name, "")
        if _unix(theirs) == was:
            continue
        yours = words(prop, sent.values[name]) if name in sent.changes else ""
        rows.append(
            MeanwhileRow(
                label=property_label(prop, t), before=words(prop, was), theirs=words(prop, theirs), yours=yours
            )
        )
    return tuple(rows)


def carried_over(sent: Written, now: Record) -> Mapping[str, str]:
    """The form's values after a conflict: what the person wrote, and elsewhere what is stored now."""
    return {**now.properties, **sent.changes}


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _field(t: NullTranslations, sheet: Sheet, prop: Property, problem: str) -> FormField:
    value = sheet.values.get(prop.name, "")
    return FormField(
        name=prop.name,
        label=property_label(prop, t),
        kind=_kind(prop),
        value=value,
        was=sheet.was.get(prop.name, ""),
        options=_options(t, sheet, prop, value),
        help=prop.description,
        problem=problem,
        required=prop.required,
    )


def _kind(prop: Property) -> str:
    if prop.several:
        return "choices"
    if prop.options or prop.format is Format.OWNER or prop.type in (PropertyType.BOOL, PropertyType.ENUMERATION):
        return "choice"
    if prop.type is PropertyType.PHONE_NUMBER or prop.field == PHONE_FIELD:
        return "tel"
    if prop.field in ("textarea", "html") or prop.name == "message":
        return "long"
    kinds = {PropertyType.NUMBER: "number", PropertyType.DATE: "date"}
    return "email" if prop.format is Format.EMAIL else kinds.get(prop.type, "text")


def _options(t: NullTranslations, sheet: Sheet, prop: Property, value: str) -> tuple[Option, ...]:
    if prop.name == OWNER or prop.format is Format.OWNER:
        known = [Option(str(user.id), user.name or user.email) for user in sheet.owners]
    elif prop.type is PropertyType.BOOL:
        known = [Option("true", t.gettext("Yes")), Option("false", t.gettext("No"))]
    else:
        known = [Option(one, option_label(prop.name, one, label, t)) for one, label in prop.options]
    if not known:
        return ()
    if prop.several:
        chosen = frozenset(value.split(";"))
        return tuple(Option(one.value, one.words, one.value in chosen) for one in known)
    # What is stored stays a choice, also where it is none any more.
    if value and value not in {one.value for one in known}:
        known.append(Option(value, value))
    every = (Option("", "–"), *known)
    return tuple(Option(one.value, one.words, one.value == value) for one in every)
