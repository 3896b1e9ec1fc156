"""The smallest catalogue that has one of everything, and ways to spoil it."""

from admittance.catalogue.entries import Entries
from admittance.catalogue.loader import parse_catalogue
from admittance.catalogue.mistakes import Mistake

SHOP = """\
[catalogue]
id = "shop"
version = "1"
name = "A shop"
marketplace_permission = "office.apps:on"

[duties]
edit_people = "office.apps:on"

[tiers]
small = { en = "Small", sv = "Liten" }
large = { en = "Large", sv = "Stor" }

[products]
till = { en = "Till", sv = "Kassa", tiers = "small:0 < large:7" }

[tools]
receipts = { en = "Receipts", sv = "Kvitton", switched_on_by = "*" }
stock = { en = "Stock", sv = "Lager", switched_on_by = "till:large" }

[sections]
goods = { en = "Goods", sv = "Varor" }
office = { en = "Office", sv = "Kontor" }

[objects]
"goods.items" = { en = "Items", sv = "Artiklar" }

[actions]
view = { en = "View", sv = "Visa" }
edit = { en = "Edit", sv = "Redigera" }

[toggles]
goods = { en = "Goods", sv = "Varor" }

[permissions]
"goods.items.view" = { en = "See items", sv = "Se artiklar", ladder = "records", weight = 1, toggle = "goods:all" }
"goods.items.edit" = { en = "Edit items", sv = "Ändra", ladder = "records", weight = 2, implies = "goods.items.view" }
"office.apps" = { en = "Install apps", sv = "Installera appar", ladder = "switch", weight = 5 }

[sets.clerk]
en = "Clerk"
sv = "Expedit"
about_en = "Sells."
about_sv = "Säljer."
grants = \"\"\"
goods.items.view:all
goods.items.edit:owned
\"\"\"

[touches]
goods = { en = "Goods", sv = "Varor" }

[scopes.oauth]
en = "Basic connection"
sv = "Grundläggande anslutning"
touches = "goods"
permissions = "*"
tools = "*"

[scopes."items.write"]
en = "Change items"
sv = "Ändra artiklar"
touches = "goods"
permissions = "goods.items.edit:all | goods.items.edit:owned & office.apps:on"
tools = "receipts & stock"
"""


def spoiled(old: str, new: str) -> str:
    """The shop with one place changed."""
    assert SHOP.count(old) == 1, f"{old!r} stands {SHOP.count(old)} times in the shop"
    return SHOP.replace(old, new)


def mistakes_in(text: str) -> list[Mistake]:
    """All mistakes of a catalogue text."""
    found = parse_catalogue(text)
    return [] if isinstance(found, Entries) else found


def told(text: str) -> list[tuple[str, str]]:
    """Each mistake as the line it points at and what it says."""
    lines = text.split("\n")
    return [(lines[mistake.line - 1] if mistake.line else "", mistake.what) for mistake in mistakes_in(text)]


def the_one(old: str, new: str) -> tuple[str, str, str]:
    """The line, the words and the hint of the only mistake after spoiling one place."""
    text = spoiled(old, new)
    (mistake,) = mistakes_in(text)
    assert mistake.line is not None
    return text.split("\n")[mistake.line - 1], mistake.what, mistake.hint
