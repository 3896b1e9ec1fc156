"""Which column of a file is which property: guessed from the header, chosen by a person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from admittance.usecases.contacts.standing import OWNER
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType

_OTHER_NAMES = {
    "email": "e-mail, email address, e-mail address, mail, e-post, epost, e-postadress, mejl, mejladress",
    "firstname": "first, given name, forename, förnamn, tilltalsnamn",
    "lastname": "last, surname, family name, efternamn",
    "phone": "phone, telephone, tel, telefon, telefonnummer, work phone, business phone",
    "mobilephone": "mobile, cell, cell phone, mobile number, mobil, mobiltelefon, mobilnummer",
    "company": "company, organisation, organization, account, företag, företagsnamn, bolag",
    "jobtitle": "title, position, role, titel, befattning, roll",
    "address": "address, street, gata, gatuadress, adress",
    "zip": "zip, zip code, postcode, postnummer",
    "city": "town, stad, ort, postort",
    "state": "state, region, province, län",
    "country": "country, land",
    "website": "web, url, homepage, webbplats, hemsida",
    "fax": "fax",
    "industry": "bransch",
    "hs_language": "language, språk",
    "message": "notes, comment, meddelande, kommentar",
    OWNER: "owner, contact owner, owner email, ägare, kontaktägare",
    RECORD_ID: "id, record id, contact id, post-id",
    "lifecyclestage": "stage, lifecycle, livscykelfas",
    "hs_lead_status": "lead, status, leadstatus",
}


class ColumnFault(StrEnum):
    """Why columns can't be used as they were chosen."""

    NONE_CHOSEN = "none_chosen"
    TWICE = "twice"
    UNKNOWN = "unknown"


class BadColumns(Struct, frozen=True):
    """The first thing wrong with a choice of columns. `property` is what it is about."""

    fault: ColumnFault
    property: str = ""


def guess_columns(kind: ObjectType, header: Sequence[str]) -> tuple[str, ...]:
    """For each column the property it looks like, each property once; empty where it looks like none."""
    names = _names(kind)
    taken: set[str] = set()
    guessed: list[str] = []
    for title in header:
        name = names.get(_plain(title), "")
        guessed.append("" if name in taken else name)
        taken.add(name)
    return tuple(guessed)


def check_columns(kind: ObjectType, columns: Sequence[str]) -> BadColumns | None:
    """What keeps the choice from being used."""
    chosen = [name for name in columns if name]
    unknown = [name for name in chosen if name not in importable(kind)]
    if unknown:
        return BadColumns(ColumnFault.UNKNOWN, unknown[0][:100])
    if not any(name != RECORD_ID for name in chosen):
        return BadColumns(ColumnFault.NONE_CHOSEN)
    twice = [name for position, name in enumerate(chosen) if name in chosen[:position]]
    return BadColumns(ColumnFault.TWICE, twice[0]) if twice else None


def importable(kind: ObjectType) -> tuple[str, ...]:
    """The properties that a column can become: what may be written, and the record id, which finds a record."""
    return (*(prop.name for prop in kind.properties.values() if not prop.system), RECORD_ID)


def _names(kind: ObjectType) -> Mapping[str, str]:
    """Every plain way to write a property's name -> the property; the property's own name wins."""
    known = importable(kind)
    others = {
        _plain(title): name for name, titles in _OTHER_NAMES.items() for title in titles.split(",") if name in known
    }
    labels = {_plain(kind.properties[name].label): name for name in known}
    return others | labels | {_plain(name): name for name in known}


def _plain(title: str) -> str:
    """Letters and digits only, without case and marks."""
    apart = unicodedata.normalize("NFKD", title.casefold())
    return re.sub(r"[\W_]", "", "".join(letter for letter in apart if not unicodedata.combining(letter)))
