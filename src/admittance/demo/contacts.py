"""Contacts with lifelike names, companies and numbers, drawn from a fixed seed."""

import random
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

from admittance.demo.people import PEOPLE

CONTACTS_PER_ACCOUNT = 1_100
_SEED = 20260417

_KIND = ("AB", "AB", "AB", "ApS", "AS", "Oy", "Ltd", "GmbH")
_COUNTRIES = ("+46 70", "+46 73", "+46 8", "+47 4", "+45 2", "+358 40", "+44 7700 900")
_TITLES = (
    "Buyer",
    "CEO",
    "Office manager",
    "Site manager",
    "Head of sales",
    "Accountant",
    "Project lead",
    "Receptionist",
)


def demo_contacts(account_id: int) -> Iterator[dict[str, str]]:
    """The properties of one account's contacts, in creation order; the same on every call. E-mails are unique. Where
    the demo has nobody who sells they are nobody's.
    """
    draw = random.Random(_SEED + account_id)  # a fixed seed is the point: nothing here is a secret
    names = {kind: text.split() for kind, text in tomllib.loads(_names()).items()}
    firms = sorted({_firm(draw, names) for _ in range(180)})
    owners = _sales_people(account_id)
    for number in range(CONTACTS_PER_ACCOUNT):
        first, last = draw.choice(names["first"]), draw.choice(names["last"])
        firm = draw.choice(firms)
        contact = {
            "firstname": first,
            "lastname": last,
            "email": f"{_plain(first)}.{_plain(last)}.{number + 1}@{_plain(firm.rsplit(' ', 1)[0])}.example",
            "company": firm,
            "phone": _phone(draw),
            "jobtitle": draw.choice(_TITLES),
        }
        if draw.random() < 0.4:
            contact["mobilephone"] = _phone(draw)
        if owners and number % 4:  # every fourth is nobody's yet
            contact["hubspot_owner_id"] = str(owners[number % len(owners)])
        yield contact


def _sales_people(account_id: int) -> list[int]:
    """The user ids of those who work with the account's customers."""
    return [
        person.id
        for person in PEOPLE
        for place in person.memberships
        if place.account_id == account_id
        and place.team.startswith("Sales")
        and (place.super_admin or place.permission_set is not None)
    ]


def _names() -> str:
    return files("admittance.demo").joinpath("names.toml").read_text(encoding="utf-8")


def _firm(draw: random.Random, names: dict[str, list[str]]) -> str:
    return f"{draw.choice(names['firm'])} {draw.choice(names['trade'])} {draw.choice(_KIND)}"


def _phone(draw: random.Random) -> str:
    prefix = draw.choice(_COUNTRIES)
    if prefix.startswith("+44"):  # the range that Ofcom keeps free for fiction
        return f"{prefix}{draw.randrange(1000):03d}"
    return (
        f"{prefix}{draw.randrange(10)} {draw.randrange(1000):03d} {draw.randrange(100):02d} {draw.randrange(100):02d}"
    )


def _plain(text: str) -> str:
    replaced = text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O").replace("æ", "ae")
    bare = unicodedata.normalize("NFD", replaced.replace("ß", "ss"))
    return "".join(letter for letter in bare.lower() if letter.isascii() and letter.isalnum())
