"""The list of contacts as its page."""

from collections.abc import Iterable, Sequence
from gettext import NullTranslations
from urllib.parse import urlencode

from msgspec import Struct

from admittance.core.whole_number import whole_number
from admittance.http.parameters import Parameters
from admittance.usecases.contacts.list_contacts import (
    LONGEST_QUERY,
    AskedContacts,
    ContactList,
    Cursor,
    Order,
    Wanted,
)
from admittance.usecases.contacts.standing import Standing, owner_of
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.records import Record
from admittance.usecases.crm.times import iso_day, read_day
from admittance.usecases.records import User
from admittance.web.pages.contacts import Cell, ContactListPart, ContactRow, ContactsPage
from admittance.web.pages.users import Column, Option
from admittance.web.present.contact_ways import with_list
from admittance.web.present.contact_words import option_label, phone_of, property_label
from admittance.web.present.reader import Reader

COLUMNS = ("phone", "email", "company", "hubspot_owner_id", "jobtitle", "city", "lifecyclestage", "createdate")
USUAL = ("phone", "email", "company", "hubspot_owner_id")
_SORTED = {"name": Order.NAME, "email": Order.EMAIL, "company": Order.COMPANY, "createdate": Order.NEWEST}
MOST_OWNERS = 200
"""People whom the owner filter offers by name."""


class ListAddress(Struct, frozen=True, kw_only=True):
    """The address of the list as its parameters, so that links keep what they don't change."""

    base: str
    parts: tuple[tuple[str, str], ...]

    def url(self, **changes: str) -> str:
        """The same list, changed; other filters or another order start at the first page."""
        kept = [(name, value) for name, value in self.parts if name not in changes and name not in ("at", "skip")]
        new = [(name, value) for name, value in changes.items() if value]
        return f"{self.base}?{urlencode([*kept, *new])}" if kept or new else self.base

    def query(self, cursor: Cursor | None) -> str:
        """What stands behind the `?` of the page at `cursor`; empty for all contacts from the start."""
        place = {"at": cursor.at, "skip": str(cursor.skip or "")} if cursor is not None else {}
        return self.url(**place).partition("?")[2]


def base_of(account_id: int) -> str:
    """Where an account's contacts are."""
    return f"/accounts/{account_id}/contacts"


def asked_of(sent: Parameters, user_id: int) -> AskedContacts:
    """Read off a query; what is no sensible value is left out."""
    at, skip = sent.get("at"), sent.get("skip") or "0"
    company = (sent.get("company") or "").strip()[:LONGEST_QUERY]
    return AskedContacts(
        query=(sent.get("q") or "").replace("\x00", "").strip()[:LONGEST_QUERY],
        owner=_owner(sent.get("owner"), user_id),
        company=company.replace("\x00", ""),
        email=_wanted(sent.get("email")),
        phone=_wanted(sent.get("phone")),
        since=read_day(since) if (since := sent.get("since")) and len(since) == 10 else None,
        order=_SORTED.get(sent.get("sort") or "", Order.NEWEST),
        cursor=Cursor(at[:1_000], _number(skip)) if at is not None and "\x00" not in at else None,
    )


def columns_of(sent: Parameters) -> tuple[str, ...]:
    """The columns that were ticked; the usual ones where none was."""
    ticked = frozenset(sent.all("col"))
    return tuple(name for name in COLUMNS if name in ticked) or USUAL


def address_of(account_id: int, sent: Parameters, asked: AskedContacts, columns: Sequence[str]) -> ListAddress:
    """The list's own address, tidied."""
    parts: list[tuple[str, str]] = [
        ("q", asked.query),
        ("owner", sent.get("owner") or "" if asked.owner is not None else ""),
        ("company", asked.company),
        ("email", asked.email.value),
        ("phone", asked.phone.value),
        ("since", iso_day(asked.since) if asked.since is not None else ""),
        ("sort", sort if (sort := sent.get("sort") or "") in _SORTED and sort != "createdate" else ""),
    ]
    shown = [("col", name) for name in columns] if tuple(columns) != USUAL else []
    return ListAddress(base=base_of(account_id), parts=(*((n, v) for n, v in parts if v), *shown))


def contacts_page(
    reader: Reader,
    found: ContactList,
    asked: AskedContacts,
    address: ListAddress,
    columns: Sequence[str],
    owners: Sequence[User],
) -> ContactsPage:
    """The list with its filters, columns and what the person may do."""
    t, kept = reader.words, dict(address.parts)
    standing = found.standing
    return ContactsPage(
        action=address.base,
        live_url=f"{address.base}/found",
        found=list_part(reader, found, asked, address, columns),
        owner_options=_owner_options(t, standing, owners, kept.get("owner", "")),
        email_options=_wanted_options(t, asked.email),
        phone_options=_wanted_options(t, asked.phone),
        column_options=tuple(
            Option(name, property_label(CONTACTS.properties[name], t), name in columns) for name in COLUMNS
        ),
        company=asked.company,
        since=kept.get("since", ""),
        more_filters=bool(
            asked.owner is not None
            or asked.company
            or asked.email.value
            or asked.phone.value
            or asked.since is not None
        ),
        kept=(("sort", kept["sort"]),) if "sort" in kept else (),
        create_url=f"{address.base}/new" if standing.may_create else "",
        export_url=_export_url(address) if standing.may_export else "",
    )


def list_part(
    reader: Reader, found: ContactList, asked: AskedContacts, address: ListAddress, columns: Sequence[str]
) -> ContactListPart:
    """The table alone, as search as you type fetches it."""
    t, standing = reader.words, found.standing
    following, here = found.next, address.query(asked.cursor)
    return ContactListPart(
        columns=tuple(_columns(t, asked, address, columns)),
        rows=tuple(
            _row(reader, found, contact, with_list(f"{address.base}/{contact.id}", here), columns)
            for contact in found.contacts
        ),
        status=_status(t, found) if found.contacts else _none(t, found, asked),
        query=asked.query,
        filtered=asked.filtered,
        unfinished=found.unfinished,
        too_deep=found.too_deep,
        note=_too_deep(t) if found.too_deep else _left_out(t, asked),
        newest_url=address.url(sort=""),
        clear_url=address.base,
        create_url=f"{address.base}/new" if standing.may_create else "",
        import_url=f"{address.base}/import" if standing.may_import else "",
        first_url=address.url() if asked.cursor is not None else "",
        next_url="" if following is None else f"{address.base}?{address.query(following)}",
    )


def contact_name(record: Record, t: NullTranslations) -> str:
    """What people call a contact: the name, else the e-mail, else the number."""
    has = record.properties
    name = " ".join(part for part in (has.get("firstname", "").strip(), has.get("lastname", "").strip()) if part)
    return name or has.get("email") or has.get("phone") or t.gettext("Contact without a name")


def _status(t: NullTranslations, found: ContactList) -> str:
    count = len(found.contacts)
    if found.next is not None:
        return t.ngettext("%(num)s contact shown, there are more", "%(num)s contacts shown, there are more", count) % {
            "num": count
        }
    return t.ngettext("%(num)s contact", "%(num)s contacts", count) % {"num": count}


def _none(t: NullTranslations, found: ContactList, asked: AskedContacts) -> str:
    """What a page without contacts says: there may be others before it or behind it."""
    if found.too_deep:
        return t.gettext("Too far down the list")
    if found.unfinished:
        return t.gettext("None among those looked at so far")
    return t.gettext("No more contacts") if asked.cursor is not None else t.gettext("No contacts")


def _left_out(t: NullTranslations, asked: AskedContacts) -> str:
    if asked.query or asked.order is Order.NEWEST:
        return ""
    label = property_label(CONTACTS.properties[asked.order.value], t)
    return t.gettext("Contacts without “%(property)s” are not in this order.") % {"property": label}


def _too_deep(t: NullTranslations) -> str:
    return t.gettext("This order goes no deeper. Narrow the search to see the others.")


def _columns(
    t: NullTranslations, asked: AskedContacts, address: ListAddress, columns: Sequence[str]
) -> Iterable[Column]:
    """Heads. While a search is on, its order stands and nothing sorts."""
    chosen = {order: name for name, order in _SORTED.items()}[asked.order]
    for name in ("name", *columns):
        words = t.gettext("Name") if name == "name" else property_label(CONTACTS.properties[name], t)
        if name not in _SORTED or asked.query:
            yield Column(words=words, url="")
            continue
        order = ("descending" if name == "createdate" else "ascending") if name == chosen else ""
        yield Column(words=words, url=address.url(sort="" if name == "createdate" else name), sorted=order)


def _row(reader: Reader, found: ContactList, contact: Record, url: str, columns: Sequence[str]) -> ContactRow:
    t = reader.words
    cells = tuple(_cell(t, found, contact, name) for name in columns)
    return ContactRow(name=contact_name(contact, t), url=url, cells=cells)


def _cell(t: NullTranslations, found: ContactList, contact: Record, name: str) -> Cell:
    label = property_label(CONTACTS.properties[name], t)
    has = contact.properties
    if name == "phone":
        numbers = [has[one] for one in ("phone", "mobilephone") if one in has]
        return Cell(label=label, phones=tuple(phone_of(number) for number in numbers[:1]))
    if name == "createdate":
        return Cell(label=label, at=contact.created_at)
    if name == "hubspot_owner_id":
        owner = owner_of(contact)
        return Cell(label=label, text=found.owners.get(owner, "") if owner is not None else "")
    value = has.get(name, "")
    return Cell(label=label, text=option_label(name, value, value, t))


def _owner(text: str | None, user_id: int) -> int | None:
    if text == "me":
        return user_id
    if text == "none":
        return 0
    return _number(text or "") or None


def _number(text: str) -> int:
    return whole_number(text, digits=9) or 0


def _wanted(text: str | None) -> Wanted:
    return Wanted(text) if text in tuple(Wanted) else Wanted.ANY


def _wanted_options(t: NullTranslations, chosen: Wanted) -> tuple[Option, ...]:
    words = {Wanted.ANY: t.gettext("With or without"), Wanted.YES: t.gettext("With"), Wanted.NO: t.gettext("Without")}
    return tuple(Option(one.value, text, one is chosen) for one, text in words.items())


def _owner_options(t: NullTranslations, standing: Standing, owners: Sequence[User], chosen: str) -> tuple[Option, ...]:
    """Everybody whose contacts the person may see."""
    named = [Option("", t.gettext("Anyone")), Option("me", t.gettext("Me"))]
    if standing.see.covers(None):
        named.append(Option("none", t.gettext("Nobody")))
    others = [user for user in owners if user.id != standing.user_id and standing.see.covers(user.id)]
    named += [Option(str(user.id), user.name or user.email) for user in others[:MOST_OWNERS]]
    return tuple(Option(one.value, one.words, one.value == chosen) for one in named)


def _export_url(address: ListAddress) -> str:
    query = urlencode([(name, value) for name, value in address.parts if name not in ("col", "sort")])
    return f"{address.base}/export?{query}" if query else f"{address.base}/export"
