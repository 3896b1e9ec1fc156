"""Sample pages of the Contacts area, made by the presenters from a few contacts and files."""

from msgspec.structs import replace

from admittance.catalogue.loader import default_catalogue
from admittance.config import Settings
from admittance.core.levels import Level
from admittance.core.record_reach import Reach
from admittance.explain.languages import Language
from admittance.http.parameters import collect
from admittance.usecases.contacts.list_contacts import ContactList, Cursor
from admittance.usecases.contacts.show_contact import ContactShown, Entry
from admittance.usecases.contacts.standing import Standing
from admittance.usecases.crm.object_types import CALLS, CONTACTS, object_type
from admittance.usecases.crm.properties import BadValue
from admittance.usecases.crm.records import Record
from admittance.usecases.imports.asking import OwnImport
from admittance.usecases.imports.csv_file import BadFile, Encoding, FileFault, Format, Opening, Row
from admittance.usecases.imports.records import Import, ImportState, RowCode, RowNote, WhyOver
from admittance.usecases.records import Account, Membership, User
from admittance.web.pages.contact_files import ExportPage, ImportColumnsPage, ImportPage, ImportProgressPage
from admittance.web.pages.contacts import ContactAskPage, ContactFormPage, ContactPage, ContactsPage, Link
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.parts import avatar
from admittance.web.present.contact import contact_page
from admittance.web.present.contact_form import Sheet, Written, form_groups, meanwhile
from admittance.web.present.contacts import USUAL, address_of, asked_of, contacts_page
from admittance.web.present.imports import columns_page, progress_page, upload_page
from admittance.web.present.reader import Reader
from tests.web.sample_parts import DAY, NOW, Pages, Sample, settings_frame, with_

FJORD = 4821907
BASE = f"/accounts/{FJORD}/contacts"
EVERYTHING = Reach(Level.ALL)
STANDING = Standing(
    account=Account(id=FJORD, name="Fjord & Falk AB", domain="fjordfalk.example", created_at=NOW),
    member=Membership(account_id=FJORD, user_id=11, super_admin=True, created_at=NOW),
    see=EVERYTHING,
    edit=EVERYTHING,
    delete=EVERYTHING,
    companies=EVERYTHING,
    calls=EVERYTHING,
    notes=EVERYTHING,
    write_notes=EVERYTHING,
    may_import=True,
    may_export=True,
)
OWNERS = tuple(
    User(id=number, email=f"{first}@fjordfalk.example".lower(), first_name=first, last_name=last, password_hash=None,
         created_at=NOW)
    for number, first, last in ((11, "Jonas", "Berg"), (21, "Maria", "Lindqvist"))
)  # fmt: skip
_NOTES = object_type("notes")


def _contact(number: int, first: str, last: str, **more: str) -> Record:
    own = {"firstname": first, "lastname": last, "hubspot_owner_id": "11", **more}
    return Record(
        account_id=FJORD, kind=CONTACTS, id=1_131_601_997_111_000 + number, version=3, properties=own,
        created_at=NOW - number * DAY, updated_at=NOW,
    )  # fmt: skip


ANNA = _contact(
    1, "Anna", "Lind", phone="+46 8 555 010 21", email="anna.lind@nordvik.example", company="Nordvik Energi",
    jobtitle="Buyer", lifecyclestage="customer", city="Umeå", message="Calls back after lunch.",
)  # fmt: skip
CONTACTS_SHOWN = (
    ANNA,
    _contact(2, "Erik", "Lindholm", phone="031-555 014 90", email="erik@lindholmbygg.example", company="Lindholm Bygg"),
    _contact(3, "Fatima", "Nasser", email="fatima.with.quite.a.long.address@sundfrakt-och-logistik.example"),
)


def reader(language: Language) -> Reader:
    """Whoever looks at the page."""
    return Reader(language=language, catalogue=default_catalogue(), settings=Settings())


def contact_pages() -> Pages:
    """The list in its states, a contact, its form with a conflict, and the question before it is deleted."""
    around = settings_frame(Section.CONTACTS)
    yield Sample("contacts", _list, around)
    yield Sample("contacts-search", lambda language: _list(language, (("q", "lind"), ("owner", "me"))), around)
    yield Sample(
        "contacts-by-name", lambda language: _list(language, (("sort", "name"), ("col", "createdate"))), around
    )
    yield Sample("contacts-none-found", lambda language: _list(language, (("q", "zzz"),), ()), around)
    yield Sample("contacts-look-on", lambda language: _list(language, (("email", "no"),), (), unfinished=True), around)
    deep = (("sort", "company"), ("at", "nordvik"), ("skip", "10001"))
    yield Sample("contacts-too-deep", lambda language: _list(language, deep, (), too_deep=True), around)
    yield Sample("contacts-no-more", lambda language: _list(language, (("at", "7"),), ()), around)
    yield Sample("contacts-none", lambda language: _list(language, (), ()), around)
    done = Notice(Tone.DONE, "The note is on the timeline.")
    yield Sample("contact", _contact_page, settings_frame(Section.CONTACTS, notice=done))
    yield Sample("contact-only-seen", _only_seen, around)
    yield Sample("contact-new", lambda language: _form(language, Written({}, {}), version=0), around)
    yield Sample("contact-edit", lambda language: _form(language, Written(ANNA.properties, ANNA.properties)), around)
    yield Sample("contact-wrong", _wrong, around)
    yield Sample("contact-stale", _stale, around)
    yield Sample("contact-delete", _ask, around)


def contact_file_pages() -> Pages:
    """An import from the choice of a file to its report, and an export."""
    around = settings_frame(Section.IMPORT)
    yield Sample("import", _upload, around)
    yield Sample("import-columns", _columns, around)
    yield Sample("import-unreadable", lambda language: _unreadable(language, FileFault.NOT_UTF_8), around)
    yield Sample("import-no-csv", lambda language: _unreadable(language, FileFault.NOT_TEXT), around)
    yield Sample("import-checking", lambda language: _progress(language, CHECKING), around)
    yield Sample("import-waiting", lambda language: _progress(language, WAITING), around)
    yield Sample("import-writing", lambda language: _progress(language, WRITING), around)
    yield Sample("import-done", lambda language: _progress(language, DONE), around)
    yield Sample("import-refused", lambda language: _progress(language, REFUSED), around)
    yield Sample("import-undone", lambda language: _progress(language, UNDONE), around)
    yield Sample("export", _export, settings_frame(Section.EXPORT))


def _list(
    language: Language, query: tuple[tuple[str, str], ...] = (), shown: tuple[Record, ...] = CONTACTS_SHOWN, *,
    unfinished: bool = False, too_deep: bool = False,
) -> ContactsPage:  # fmt: skip
    sent = collect(query)
    asked = asked_of(sent, 11)
    found = ContactList(
        standing=STANDING, contacts=shown, owners={11: "Jonas Berg"}, next=Cursor("1") if shown or unfinished else None,
        unfinished=unfinished, too_deep=too_deep,
    )  # fmt: skip
    columns = (*USUAL, "createdate") if sent.get("col") else USUAL
    return contacts_page(reader(language), found, asked, address_of(FJORD, sent, asked, columns), columns, OWNERS)


def _shown() -> ContactShown:
    call = {
        "hs_call_direction": "OUTBOUND", "hs_call_disposition": "f240bbac-87c9-4f6e-bf70-924b57d47db7",
        "hs_call_duration": "252000", "hs_call_to_number": "+46855501021", "hs_call_title": "Order 4711",
    }  # fmt: skip
    note = {
        "hs_note_body": "Wants the <b>offer</b> by Friday.<br>Send it to her assistant too.",
        "hubspot_owner_id": "21",
    }
    entries = (
        Entry(replace(ANNA, kind=_NOTES or CALLS, properties=note), NOW - 3_600_000),
        Entry(replace(ANNA, kind=CALLS, properties=call), NOW - 2 * DAY),
    )
    return ContactShown(
        standing=STANDING, contact=ANNA, may_edit=True, may_delete=True, may_note=True, entries=entries, more=True,
        companies=(replace(ANNA, properties={"name": "Nordvik Energi AB"}),),
        people={11: "Jonas Berg", 21: "Maria Lindqvist"},
    )  # fmt: skip


def _contact_page(language: Language) -> ContactPage:
    return contact_page(reader(language), _shown(), CONTACTS, 20)


def _only_seen(language: Language) -> ContactPage:
    shown = with_(_shown(), may_edit=False, may_delete=False, may_note=False, entries=(), more=False, companies=())
    return contact_page(reader(language), shown, CONTACTS, 0)


def _form(language: Language, sent: Written, version: int = 3, bad: tuple[BadValue, ...] = ()) -> ContactFormPage:
    words = reader(language).words
    sheet = Sheet(kind=CONTACTS, values=sent.values, was=sent.was, owners=OWNERS, bad=bad)
    return ContactFormPage(
        title=words.gettext("Edit %(contact)s") % {"contact": "Anna Lind"},
        action=f"{BASE}/{ANNA.id}/edit",
        cancel_url=f"{BASE}/{ANNA.id}",
        button=words.gettext("Save"),
        version=version,
        groups=form_groups(words, sheet),
    )


def _wrong(language: Language) -> ContactFormPage:
    sent = Written({**ANNA.properties, "email": "anna.lind"}, ANNA.properties)
    made = _form(language, sent, bad=(BadValue("email", "INVALID_EMAIL", ""),))
    there = Link(f"{BASE}/{ANNA.id}", "Anna Lind")
    return with_(made, problem="1 field can't be kept as it is.", there=there)


def _stale(language: Language) -> ContactFormPage:
    words = reader(language).words
    sent = Written({**ANNA.properties, "jobtitle": "Head of sales"}, {**ANNA.properties, "jobtitle": "CEO"})
    sheet = Sheet(kind=CONTACTS, values=sent.values, was=ANNA.properties, owners=OWNERS)
    return with_(
        _form(language, sent),
        problem="Somebody else saved this contact meanwhile.",
        meanwhile=meanwhile(words, sheet, sent, ANNA),
    )


def _ask(language: Language) -> ContactAskPage:
    return ContactAskPage(
        title=reader(language).words.gettext("Delete %(contact)s?") % {"contact": "Anna Lind"},
        avatar=avatar(1, "Anna Lind"),
        lines=("The contact leaves every list and search.",),
        action=f"{BASE}/{ANNA.id}/delete",
        version=3,
        button=reader(language).words.gettext("Delete contact"),
        cancel_url=f"{BASE}/{ANNA.id}",
        problem="Somebody changed this contact meanwhile.",
    )


CHOOSING = Import(
    account_id=FJORD, id=7, user_id=11, name="kontakter från mässan.csv", size=90_000, created_at=NOW - DAY,
    changed_at=NOW - DAY,
)  # fmt: skip
CHECKING = replace(CHOOSING, state=ImportState.CHECKING, looked=40_000)
WAITING = replace(CHOOSING, state=ImportState.CHECKING)
WRITING = replace(
    CHECKING, state=ImportState.WRITING, rows=100_000, looked=40_000, created=39_000, updated=900, wrong=100
)
DONE = replace(WRITING, state=ImportState.DONE, looked=100_000, created=99_000, noted=101)
REFUSED = replace(
    CHECKING, state=ImportState.REFUSED, why=WhyOver.FILE_UNREADABLE, fault=FileFault.NOT_UTF_8, fault_line=17, rows=16
)
UNDONE = replace(WRITING, state=ImportState.UNDONE, why=WhyOver.CANCELLED, columns=("email",), kept=1)
NOTES = (
    RowNote(3, "email", "INVALID_EMAIL", "anna.lind(at)nordvik.example"),
    RowNote(17, "hubspot_owner_id", "INVALID_OWNER_ID", "nobody@fjordfalk.example"),
    RowNote(18, "email", RowCode.EARLIER_ROW, "4"),
    RowNote(21, "", RowCode.TOO_MANY_CELLS),
)


def _upload(language: Language) -> ImportPage:
    earlier = [OwnImport(one, one is WAITING) for one in (CHOOSING, WAITING, DONE, REFUSED)]
    return upload_page(reader(language), FJORD, 256 * 1024 * 1024, earlier, "Choose a CSV file first.")


def _columns(language: Language) -> ImportColumnsPage:
    header = ("E-post", "Förnamn", "Efternamn", "Mobil", "Kundnummer")
    rows = (Row(2, ("anna.lind@nordvik.example", "Anna", "Lind", "+46 70 123 45 67", "4711")),)
    opening = Opening(Format(Encoding.UTF_8, ";"), header, rows)
    return columns_page(reader(language), CHOOSING, CONTACTS, opening, None)


def _unreadable(language: Language, fault: FileFault) -> ImportColumnsPage:
    return columns_page(reader(language), CHOOSING, CONTACTS, BadFile(fault, 4), None)


def _progress(language: Language, one: Import) -> ImportProgressPage:
    notes = NOTES if one in (DONE, UNDONE) else ()
    return progress_page(reader(language), one, notes, CONTACTS, waits=one is WAITING)


def _export(language: Language) -> ExportPage:
    words = reader(language).words
    return ExportPage(
        summary=words.gettext("The contacts that your search and filters find."),
        download_url=f"{BASE}/export.csv?q=lind",
        all_url=f"{BASE}/export",
        cancel_url=f"{BASE}?q=lind",
    )
