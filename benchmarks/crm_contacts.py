"""Contacts with lifelike names, companies and numbers, as many as asked for, and what people type to find them."""

import csv
import random
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

SEED = 20_260_417
COLUMNS = ("firstname", "lastname", "email", "company", "phone", "city", "lifecyclestage")
_FIRMS = 20_000
_KINDS = ("AB", "ApS", "AS", "Oy", "Ltd", "GmbH")
_CITIES = ("Stockholm", "Göteborg", "Malmö", "Oslo", "Bergen", "København", "Aarhus", "Helsinki", "Tampere", "London")
_STAGES = ("subscriber", "lead", "marketingqualifiedlead", "opportunity", "customer")
# Names alone would repeat some hundred times over; an ending makes rarer ones, as a real million has.
_ENDINGS = ("", "", "", "", "dal", "berg", "sund", "vik", "lund", "holm", "näs", "gren", "rud", "tveit", "nen", "ö")


def contacts(many: int, seed: int = SEED) -> Iterator[dict[str, str]]:
    """`many` contacts; the same on every call with the same seed. E-mail addresses are unique."""
    draw = random.Random(seed)
    names = {kind: text.split() for kind, text in tomllib.loads(_names()).items()}
    firms = [
        f"{draw.choice(names['firm'])} {draw.choice(names['trade'])} {draw.randrange(1000)} {draw.choice(_KINDS)}"
        for _ in range(min(_FIRMS, many))
    ]
    for number in range(many):
        first, last, firm = draw.choice(names["first"]), draw.choice(names["last"]), draw.choice(firms)
        last += draw.choice(_ENDINGS)
        yield {
            "firstname": first,
            "lastname": last,
            "email": f"{_plain(first)}.{_plain(last)}.{number}@{_plain(firm.rsplit(' ', 2)[0])}.example",
            "company": firm,
            "phone": f"+46 7{draw.randrange(10)} {draw.randrange(1000):03d} {draw.randrange(10_000):04d}",
            "city": draw.choice(_CITIES),
            "lifecyclestage": draw.choice(_STAGES),
        }


def write_csv(file: Path, many: int) -> None:
    """The contacts as a file to import."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, COLUMNS)
        table.writeheader()
        table.writerows(contacts(many))


def typed(many: int, among: int) -> list[str]:
    """`many` queries as they come from keystrokes: a name, a company, an address or a number, letter by letter."""
    draw = random.Random(SEED + 1)
    wanted = [one for place, one in enumerate(contacts(among)) if place % max(1, among // 500) == 0]
    found: list[str] = []
    while len(found) < many:
        one = draw.choice(wanted)
        name = f"{one['firstname']} {one['lastname']}"
        text = draw.choice((name, name, one["lastname"].lower(), one["company"], one["email"], one["phone"][4:]))
        found += [text[:length].rstrip() for length in range(1, len(text) + 1)]
    return found[:many]


def _names() -> str:
    return files("admittance.demo").joinpath("names.toml").read_text(encoding="utf-8")


def _plain(text: str) -> str:
    replaced = text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O").replace("æ", "ae")
    bare = unicodedata.normalize("NFD", replaced.replace("ß", "ss"))
    return "".join(letter for letter in bare.lower() if letter.isascii() and letter.isalnum())
