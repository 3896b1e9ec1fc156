"""One contact as its page."""

from collections.abc import Mapping
from gettext import NullTranslations

from admittance.usecases.contacts.show_contact import TIMELINE_SIZE, ContactShown, Entry
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.properties import Property, PropertyType
from admittance.usecases.crm.records import Record, value_of
from admittance.usecases.crm.times import read_time
from admittance.web.pages.contacts import ContactPage, Group, Shown, TimelineEntry
from admittance.web.pages.parts import avatar
from admittance.web.present.contact_ways import with_list
from admittance.web.present.contact_words import PHONE_FIELD, option_label, phone_of, property_label
from admittance.web.present.contacts import base_of, contact_name
from admittance.web.present.markup import plain_lines
from admittance.web.present.reader import Reader

REACH = ("email", "phone", "mobilephone", "fax", "website", "address", "zip", "city", "state", "country")
ABOUT = ("firstname", "lastname", "salutation", "jobtitle", "company", "industry", "date_of_birth", "hs_language")
SALES = ("hubspot_owner_id", "lifecyclestage", "hs_lead_status", "annualrevenue", "numemployees", "message")
RECORD = ("createdate", "lastmodifieddate", "hs_object_id")


def groups_of(kind: ObjectType, t: NullTranslations) -> tuple[tuple[str, tuple[Property, ...]], ...]:
    """The account's properties under their headings: those of every account, and then what it defined itself."""
    common = frozenset((*REACH, *ABOUT, *SALES, *RECORD))
    own = tuple(prop for name, prop in kind.properties.items() if name not in common and not prop.system)
    named = (
        (t.pgettext("contact", "About"), ABOUT),
        (t.gettext("How to reach them"), REACH),
        (t.gettext("Sales"), SALES),
    )
    known = tuple((title, tuple(kind.properties[name] for name in names if name in kind.properties))
                  for title, names in named)  # fmt: skip
    return (*known, (t.gettext("More"), own)) if own else known


def contact_page(
    reader: Reader,
    shown: ContactShown,
    kind: ObjectType,
    skip: int,
    *,
    back: str = "",
    typed: str = "",
    problem: str = "",
) -> ContactPage:
    """The page with the part of the timeline after the `skip` newest entries. `back` is the query of the list that it
    was opened from.
    """
    t, contact, base = reader.words, shown.contact, base_of(shown.standing.account.id)
    url = f"{base}/{contact.id}"
    has = contact.properties
    about = tuple(value for name in ("jobtitle", "company") if (value := has.get(name)))
    return ContactPage(
        name=contact_name(contact, t),
        avatar=avatar(contact.id, contact_name(contact, t)),
        about=about,
        phones=tuple(phone_of(has[name]) for name in ("phone", "mobilephone") if name in has),
        email=has.get("email", ""),
        groups=tuple(_groups(t, shown, kind)),
        companies=tuple(
            company.properties.get("name") or t.gettext("Company without a name") for company in shown.companies
        ),
        entries=tuple(_entry(t, entry, shown.people) for entry in shown.entries),
        edit_url=with_list(f"{url}/edit", back) if shown.may_edit else "",
        delete_url=with_list(f"{url}/delete", back) if shown.may_delete else "",
        list_url=f"{base}?{back}" if back else base,
        note_action=with_list(f"{url}/notes", back) if shown.may_note else "",
        newer_url=with_list(_part_url(url, skip - TIMELINE_SIZE), back) if skip else "",
        older_url=with_list(_part_url(url, skip + TIMELINE_SIZE), back) if shown.more else "",
        typed=typed,
        note_problem=problem,
    )


def _part_url(url: str, skip: int) -> str:
    return f"{url}?skip={skip}" if skip > 0 else url


def _groups(t: NullTranslations, shown: ContactShown, kind: ObjectType) -> list[Group]:
    """Only what is filled in: a page of dashes says nothing."""
    groups = [*groups_of(kind, t), (t.pgettext("contact", "Record"), tuple(kind.properties[name] for name in RECORD))]
    filled = (
        Group(title, tuple(one for prop in properties if (one := _shown(t, shown, prop)) is not None))
        for title, properties in groups
    )
    return [group for group in filled if group.shown]


def _shown(t: NullTranslations, shown: ContactShown, prop: Property) -> Shown | None:
    value = value_of(shown.contact, prop.name)
    if not value:
        return None
    label = property_label(prop, t)
    if prop.type is PropertyType.PHONE_NUMBER or prop.field == PHONE_FIELD:
        return Shown(label=label, phone=phone_of(value))
    if prop.name == "email":
        return Shown(label=label, email=value)
    if prop.name == "website":
        # Whoever wrote it may have been any app: a link leads to a web page and runs nothing.
        return Shown(label=label, text=value, website=value if value.startswith(("https://", "http://")) else "")
    if prop.type is PropertyType.DATETIME:
        return Shown(label=label, text=value, at=read_time(value))
    return Shown(label=label, text=value_words(t, prop, value, shown.people))


def value_words(t: NullTranslations, prop: Property, value: str, people: dict[int, str]) -> str:
    """A value as people read it."""
    if prop.name == "hubspot_owner_id":
        return people.get(int(value), value) if value.isdecimal() else value
    if not prop.options:
        return value
    labels = dict(prop.options)
    values = value.split(";") if prop.several else [value]
    return ", ".join(option_label(prop.name, one, labels.get(one, one), t) for one in values)


def _entry(t: NullTranslations, entry: Entry, people: dict[int, str]) -> TimelineEntry:
    record = entry.record
    return _call(t, record, entry.at) if record.kind.name == "calls" else _note(t, record, entry.at, people)


def _note(t: NullTranslations, record: Record, at: int, people: dict[int, str]) -> TimelineEntry:
    owner = record.properties.get("hubspot_owner_id", "")
    who = people.get(int(owner), "") if owner.isdecimal() else ""
    title = t.gettext("Note by %(person)s") % {"person": who} if who else t.gettext("Note")
    lines = plain_lines(record.properties.get("hs_note_body", ""))
    return TimelineEntry(kind="note", title=title, facts=(), lines=lines, at=at)


def _call(t: NullTranslations, record: Record, at: int) -> TimelineEntry:
    has = record.properties
    direction = has.get("hs_call_direction", "")
    outcome = has.get("hs_call_disposition", "")
    facts = (
        option_label("hs_call_disposition", outcome, "", t),
        _duration(t, has.get("hs_call_duration", "")),
    )
    number = _other_end(has)
    title = option_label("hs_call_direction", direction, t.gettext("Call"), t)
    named = has.get("hs_call_title", "")
    lines = (*((named,) if named else ()), *plain_lines(has.get("hs_call_body", "")))
    return TimelineEntry(
        kind="call",
        title=title,
        facts=tuple(one for one in facts if one),
        lines=lines,
        at=at,
        number=phone_of(number) if number else None,
    )


def _other_end(has: Mapping[str, str]) -> str:
    """The number that is not ours."""
    ours_called = has.get("hs_call_direction") != "INBOUND"
    return has.get("hs_call_to_number" if ours_called else "hs_call_from_number", "")


def _duration(t: NullTranslations, written: str) -> str:
    """Minutes and seconds of a number of milliseconds."""
    try:
        seconds = int(float(written)) // 1000
    except (ValueError, OverflowError):
        return ""
    if seconds < 60:
        return t.ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": seconds}
    return t.gettext("%(minutes)s min %(seconds)s s") % {"minutes": seconds // 60, "seconds": seconds % 60}
