"""Contacts with lifelike names, companies and numbers, drawn from a fixed seed."""

import random
import unicodedata
from collections.abc import Iterator

CONTACTS_PER_ACCOUNT = 1_100
_SEED = 20260417

_FIRST = (
    "Anna Erik Maja Lars Elsa Johan Astrid Karl Ebba Oskar Freja Nils Saga Gustav Linnea Axel Signe Emil Tuva Viktor Åsa "
    "Björn Märta Sören Ingrid Håkan Öyvind Solveig Bjarne Kirsten Mads Freya Rasmus Pia Aino Eero Väinö Helmi James Olivia "
    "Amelia George Isla Harriet Oliver Fatima Yusuf Amina Omar Leila Priya Arjun Meera Wei Mei Hiroshi Yuki Chloé François "
    "Zoë Jürgen Käthe Paweł Agnieszka Łukasz Zofia Mateusz Ana João Inês Mateo Lucía"
).split()
_LAST = (
    "Andersson Lindqvist Bergström Nyström Åkerlund Öberg Sandberg Holm Ek Forsberg Sjögren Wikström Hallberg Lundgren "
    "Hansen Nilsen Dahl Haugen Bakken Sørensen Kjær Møller Østergaard Virtanen Korhonen Mäkinen Nieminen Smith Taylor "
    "Wright Hughes O'Connor MacLeod Patel Sharma Raman Iyer Khan Rahman Hassan Haddad Chen Wang Tanaka Sato Dubois Lefèvre "
    "Müller Schäfer Weiß Kowalski Wiśniewska Silva Ferreira García Núñez"
).split()
_FIRM = (
    "Fjäll Norrsken Skärgård Tallberg Havsvind Björklund Granit Älvdal Stenbro Kustlinjen Solhem Lyktan Nordkust Brygga "
    "Vinterhamn Kompass Silver Lantern Harbour Meadow Bridgeway Northgate Copper Alder Heron Juniper Slate Marble"
).split()
_TRADE = (
    "Bygg Logistik Energi Teknik Livs Möbler Papper Vård Media Konsult Works Foods Studio Partners Systems Textiles Marine"
).split()
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
    """The properties of one account's contacts, in creation order; the same on every call. E-mails are unique."""
    draw = random.Random(_SEED + account_id)  # a fixed seed is the point: nothing here is a secret
    firms = sorted({_firm(draw) for _ in range(180)})
    for number in range(CONTACTS_PER_ACCOUNT):
        first, last = draw.choice(_FIRST), draw.choice(_LAST)
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
        yield contact


def _firm(draw: random.Random) -> str:
    return f"{draw.choice(_FIRM)} {draw.choice(_TRADE)} {draw.choice(_KIND)}"


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
