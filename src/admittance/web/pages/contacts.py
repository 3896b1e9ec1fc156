"""The Contacts area: the list, one contact, its form."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import Avatar, Hidden
from admittance.web.pages.users import Column, Option


class Phone(Struct, frozen=True):
    """A number as it was written. `uri` dials it (empty where it is no number), `e164` is for the panel."""

    text: str
    uri: str = ""
    e164: str = ""


class Cell(Struct, frozen=True, kw_only=True):
    """One cell of a row: phone numbers, a time (ms), or a text."""

    label: str
    text: str = ""
    phones: tuple[Phone, ...] = ()
    at: int | None = None


class ContactRow(Struct, frozen=True, kw_only=True):
    """A contact in the list."""

    name: str
    url: str
    cells: tuple[Cell, ...]


class ContactListPart(Struct, frozen=True, kw_only=True):
    """The table with what stands below it: also sent alone while one types. `status` is read out when it changes.

    `next_url` is empty on the last page, `first_url` on the first. `note` says what this order leaves out, `too_deep`
    that it ends before its last contact.
    """

    template: ClassVar[str] = "contacts_found.html"
    columns: tuple[Column, ...]
    rows: tuple[ContactRow, ...]
    status: str
    query: str
    filtered: bool
    unfinished: bool
    too_deep: bool
    note: str
    newest_url: str
    clear_url: str
    create_url: str
    import_url: str
    first_url: str
    next_url: str


class ContactsPage(Struct, frozen=True, kw_only=True):
    """The list with its search and filters. `create_url` and the others are empty where the reader may not."""

    template: ClassVar[str] = "contacts.html"
    action: str
    live_url: str
    found: ContactListPart
    owner_options: tuple[Option, ...]
    email_options: tuple[Option, ...]
    phone_options: tuple[Option, ...]
    column_options: tuple[Option, ...]
    company: str
    since: str
    more_filters: bool
    kept: Hidden
    create_url: str
    export_url: str


class Shown(Struct, frozen=True, kw_only=True):
    """A property with its value as people read it. `website` is where `text` leads, empty where that is no address."""

    label: str
    text: str = ""
    phone: Phone | None = None
    email: str = ""
    website: str = ""
    at: int | None = None


class Group(Struct, frozen=True):
    """Properties under a heading."""

    title: str
    shown: tuple[Shown, ...]


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """A call or a note. `facts` are short: the outcome, the duration. `number` is who called or was called."""

    kind: str
    title: str
    facts: tuple[str, ...]
    lines: tuple[str, ...]
    at: int
    number: Phone | None = None


class ContactPage(Struct, frozen=True, kw_only=True):
    """A contact. The addresses of what the reader may not do are empty; `typed` is a note that was not taken."""

    template: ClassVar[str] = "contact.html"
    name: str
    avatar: Avatar
    about: tuple[str, ...]
    phones: tuple[Phone, ...]
    email: str
    groups: tuple[Group, ...]
    companies: tuple[str, ...]
    entries: tuple[TimelineEntry, ...]
    edit_url: str
    delete_url: str
    list_url: str
    note_action: str
    newer_url: str
    older_url: str
    typed: str = ""
    note_problem: str = ""


class FormField(Struct, frozen=True, kw_only=True):
    """A property in the form. `kind` is text, email, tel, url, number, date, long, choice or choices (several); `was`
    is the value that the person saw first; `problem` says why what they wrote can't be kept.
    """

    name: str
    label: str
    kind: str
    value: str
    was: str
    options: tuple[Option, ...] = ()
    help: str = ""
    problem: str = ""
    required: bool = False


class FormGroup(Struct, frozen=True):
    """Fields under a heading."""

    title: str
    fields: tuple[FormField, ...]


class Link(Struct, frozen=True):
    """Where something is, and what it is called."""

    url: str
    words: str


class MeanwhileRow(Struct, frozen=True, kw_only=True):
    """What somebody else saved meanwhile; `yours` is empty where the person left it alone."""

    label: str
    before: str
    theirs: str
    yours: str


class ContactFormPage(Struct, frozen=True, kw_only=True):
    """Create or edit. `version` 0 is a new one. `meanwhile` is what changed since the form was opened;
    `there` the contact that has a unique value already."""

    template: ClassVar[str] = "contact_form.html"
    title: str
    action: str
    cancel_url: str
    button: str
    version: int
    groups: tuple[FormGroup, ...]
    problem: str = ""
    there: Link | None = None
    meanwhile: tuple[MeanwhileRow, ...] = ()


class ContactAskPage(Struct, frozen=True, kw_only=True):
    """Asks before a contact is deleted."""

    template: ClassVar[str] = "contact_ask.html"
    title: str
    avatar: Avatar
    lines: tuple[str, ...]
    action: str
    version: int
    button: str
    cancel_url: str
    problem: str = ""
