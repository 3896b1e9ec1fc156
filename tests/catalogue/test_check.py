"""Each kind of mistake, and the line it is told on."""

from pathlib import Path

import pytest

from admittance.catalogue.check import check_file
from tests.catalogue.shop import SHOP, mistakes_in, spoiled, the_one, told


def test_a_good_catalogue_has_no_mistakes(tmp_path: Path) -> None:
    """A catalogue without mistakes is told so by an empty list."""
    file = tmp_path / "shop.toml"
    file.write_text(SHOP, "utf-8")
    assert check_file(file) == []


def test_unknown_key() -> None:
    """A key that nothing reads is a mistake: it was meant to be another."""
    line, what, hint = the_one('tools = "receipts & stock"', 'tools = "receipts & stock"\nown_choise = true')
    assert (line, what, hint) == ("own_choise = true", "unknown key `own_choise`", "did you mean `own_choice`?")


def test_unknown_table() -> None:
    """A table that nothing reads is a mistake, told at its heading."""
    line, what, hint = the_one("[duties]", "[dutys]")
    assert (line, what, hint) == ("[dutys]", "unknown key `dutys`", "did you mean `duties`?")


def test_unknown_key_in_an_inline_table() -> None:
    """A mistake inside { } is told on the line of the key, with its column."""
    text = spoiled('"switch", weight = 5', '"switch", weight = 5, colour = "red"')
    (mistake,) = mistakes_in(text)
    assert mistake.line is not None
    assert mistake.column is not None
    assert text.split("\n")[mistake.line - 1][mistake.column - 1 :].startswith('colour = "red"')
    assert mistake.where == "permissions.'office.apps'.colour"


def test_unknown_duty() -> None:
    """Duties are Admittance's own acts, and no others."""
    line, what, hint = the_one("edit_people = ", "edit_poeple = ")
    assert (line, what) == ('edit_poeple = "office.apps:on"', "unknown key `edit_poeple`")
    assert hint == "did you mean `edit_people` or `edit_plan` or `see_people`?"


def test_missing_key() -> None:
    """A key that an entry needs and lacks is told at the entry."""
    line, what, hint = the_one('switched_on_by = "*"', 'basis = "none"')
    assert (what, hint) == ("`switched_on_by` is missing", "add switched_on_by")
    assert line.startswith("receipts = ")


def test_missing_table_of_the_catalogue_itself() -> None:
    """A file without [catalogue] lacks everything that stands there, told on the first line."""
    text = SHOP[SHOP.index("[duties]") :]
    assert told(text) == [("[duties]", f"`{key}` is missing") for key in ("id", "version", "name")]


def test_missing_label_in_one_language() -> None:
    """Everything a person reads has words in every language."""
    line, what, _ = the_one('large = { en = "Large", sv = "Stor" }', 'large = { en = "Large" }')
    assert (line, what) == ('large = { en = "Large" }', "`sv` is missing")


def test_empty_label() -> None:
    """Words that are empty are no words."""
    line, what, _ = the_one('sv = "Ändra artiklar"', 'sv = " "')
    assert (line, what) == ('sv = " "', "`sv` is empty")


def test_a_scope_without_needs() -> None:
    """A scope says what it needs, even if that is nothing: `*`."""
    assert the_one('permissions = "goods.items.edit:all | goods.items.edit:owned & office.apps:on"\n', "")[:2] == (
        '[scopes."items.write"]',
        "`permissions` is missing",
    )
    assert the_one('tools = "receipts & stock"', "")[:2] == ('[scopes."items.write"]', "`tools` is missing")


def test_wrong_kind_of_value() -> None:
    """A value of another kind than the key asks for is told on its line."""
    assert the_one('name = "A shop"', "name = 7")[:2] == ("name = 7", "`name` is not a text")
    assert the_one('stock"\n', 'stock"\nown_choice = "yes"\n')[:2] == (
        'own_choice = "yes"',
        "`own_choice` is neither true nor false",
    )


def test_an_entry_that_is_no_table() -> None:
    """An entry holds keys; a table holds entries."""
    line, what, _ = the_one('small = { en = "Small", sv = "Liten" }', 'small = "Small"')
    assert (line, what) == ('small = "Small"', "`small` is not a table")
    text = spoiled('[toggles]\ngoods = { en = "Goods", sv = "Varor" }\n', "[[toggles]]\n")
    assert ("[[toggles]]", "`toggles` is not a table") in told(text)


def test_unknown_permission_in_a_need() -> None:
    """A need names permissions that are declared; a slip gets a suggestion."""
    line, what, hint = the_one("goods.items.edit:all |", "goods.item.edit:all |")
    assert line == 'permissions = "goods.item.edit:all | goods.items.edit:owned & office.apps:on"'
    assert (what, hint) == (
        "no permission is called `goods.item.edit`",
        "did you mean `goods.items.edit` or `goods.items.view`?",
    )


def test_unknown_tool_in_a_need() -> None:
    """A need names tools that are declared."""
    line, what, hint = the_one("receipts & stock", "receipts & stok")
    assert (line, what) == ('tools = "receipts & stok"', "no tool is called `stok`")
    assert hint == "did you mean `stock`?"


def test_unknown_product() -> None:
    """A tool is switched on by products that are declared."""
    line, what, hint = the_one("till:large", "tull:large")
    assert line.startswith("stock = ")
    assert (what, hint) == ("no product is called `tull`", "did you mean `till`?")


def test_unknown_tier_of_a_product() -> None:
    """A tool is switched on by tiers that the product has."""
    line, what, hint = the_one("till:large", "till:larg")
    assert line.startswith("stock = ")
    assert (what, hint) == ("no tier of till is called `larg`", "did you mean `large`?")


def test_undeclared_tier() -> None:
    """A product's tiers have names in [tiers]."""
    text = spoiled("small:0 < large:7", "small:0 < large:7 < huge:9")
    assert told(text) == [(text.split("\n")[14], "no tier is called `huge`")]


def test_tiers_out_of_order() -> None:
    """Tiers rise, from the lowest to the highest, in the order of [tiers]."""
    line, what, _ = the_one("small:0 < large:7", "large:0 < small:7")
    assert line.startswith("till = ")
    assert what == "`large` stands below `small`, and above it in [tiers]"


def test_weights_that_do_not_rise() -> None:
    """A higher tier weighs more, or remedies would come in a senseless order."""
    line, what, _ = the_one("small:0 < large:7", "small:7 < large:7")
    assert line.startswith("till = ")
    assert what == "`large` weighs 7, no more than `small` below it"


def test_tier_twice() -> None:
    """A product has each tier once."""
    assert the_one("small:0 < large:7", "small:0 < large:7 < small:9")[1] == "`small` stands here twice"


@pytest.mark.parametrize("tier", ["large", "large:-1", "large:1.5", "large:x", "", ":3", "large:²"])
def test_tier_without_a_weight(tier: str) -> None:
    """Tiers are written tier:weight, the weight a whole number."""
    text = spoiled("small:0 < large:7", f"small:0 < large:7 < {tier}")
    assert (text.split("\n")[14], f"`{tier}` is no tier") in told(text)


@pytest.mark.parametrize("weight", ["0", "-1", "1.5", '"5"', "true"])
def test_weight_of_a_permission(weight: str) -> None:
    """Privilege is weighed in whole numbers from 1 up."""
    line, what, _ = the_one("weight = 5", f"weight = {weight}")
    assert line.startswith('"office.apps" = ')
    assert what == "`weight` is not a whole number from 1 up"


@pytest.mark.parametrize(("level", "why"), [("none", "`none` is not having it"), ("on", "`on` is not on its ladder")])
def test_level_not_on_the_ladder(level: str, why: str) -> None:
    """A need asks for a level that the permission knows, and not for its absence."""
    line, what, hint = the_one("goods.items.edit:all |", f"goods.items.edit:{level} |")
    assert line.startswith(f'permissions = "goods.items.edit:{level} |')
    assert (what, hint) == (f"`goods.items.edit` at `{level}`: {why}", "its levels are owned, team, all")


def test_unknown_level() -> None:
    """A level is one of six words."""
    line, what, hint = the_one('office.apps:on"\ntools', 'office.apps:onn"\ntools')
    assert line.endswith('office.apps:onn"')
    assert (what, hint) == ("no level is called `onn`", "did you mean `on`?")


def test_no_level() -> None:
    """A right is a permission at a level."""
    line, what, hint = the_one("goods.items.edit:all |", "goods.items.edit |")
    assert line.startswith('permissions = "goods.items.edit |')
    assert (what, hint) == ("`goods.items.edit` names no level", "write goods.items.edit:LEVEL")


def test_unknown_ladder() -> None:
    """There are two ladders."""
    line, what, _ = the_one('ladder = "switch"', 'ladder = "swich"')
    assert line.startswith('"office.apps" = ')
    assert what == "no ladder is called `swich`"


def test_implies_unknown() -> None:
    """A permission implies permissions that are declared."""
    line, what, _ = the_one('implies = "goods.items.view"', 'implies = "goods.items.veiw"')
    assert line.startswith('"goods.items.edit" = ')
    assert what == "no permission is called `goods.items.veiw`"


def test_implies_across_ladders() -> None:
    """A permission implies others at its own level, so both stand on one ladder."""
    line, what, _ = the_one("weight = 5", 'weight = 5, implies = "goods.items.view"')
    assert line.startswith('"office.apps" = ')
    assert what == "`goods.items.view` has the ladder `records`, `office.apps` has `switch`"


def test_implies_in_a_circle() -> None:
    """Implications never go round; a circle is told once, at its first permission."""
    text = spoiled('weight = 1, toggle = "goods:all"', 'weight = 1, toggle = "goods:all", implies = "goods.items.edit"')
    circles = [(line, what) for line, what in told(text) if "implies itself" in what]
    assert [line[:18] for line, _ in circles] == ['"goods.items.view"']
    assert circles[0][1].endswith("goods.items.view > goods.items.edit > goods.items.view")


def test_implies_itself() -> None:
    """The shortest circle is a permission that implies itself."""
    assert the_one("weight = 5", 'weight = 5, implies = "office.apps"')[1] == (
        "`office.apps` implies itself: office.apps > office.apps"
    )


def test_a_set_that_is_not_closed() -> None:
    """A set says everything that it gives, told on the line of the grant that brings more."""
    assert the_one("goods.items.view:all\n", "\n") == (
        "goods.items.edit:owned",
        "`goods.items.edit` brings `goods.items.view:owned` along, and the set does not say so",
        "write goods.items.view:owned",
    )
    spoiled_level = spoiled("goods.items.edit:owned\n", "goods.items.edit:all\n").replace(
        "items.view:all\n", "items.view:team\n"
    )
    assert told(spoiled_level)[0][0] == "goods.items.edit:all"


def test_a_set_that_grants_the_unknown() -> None:
    """A set grants permissions that are declared, told on the line of the grant and not of the key."""
    line, what, hint = the_one("goods.items.edit:owned\n", "goods.items.edits:owned\n")
    assert (line, what) == ("goods.items.edits:owned", "no permission is called `goods.items.edits`")
    assert hint.startswith("did you mean `goods.items.edit`")


def test_a_set_that_grants_twice() -> None:
    """A set grants each permission once: of two levels nobody could say which counts."""
    line, what, _ = the_one("goods.items.edit:owned\n", "goods.items.edit:owned\ngoods.items.edit:all\n")
    assert (line, what) == ("goods.items.edit:all", "`goods.items.edit` stands here twice")


def test_unknown_toggle() -> None:
    """A permission is set by a switch that is declared."""
    text = spoiled('toggle = "goods:all"', 'toggle = "good:all"')
    whats = [what for _, what in told(text)]
    assert whats == ["no permission belongs to `goods`", "no toggle is called `good`"]


def test_a_toggle_at_a_level_that_the_permission_lacks() -> None:
    """A switch sets a level that the permission knows."""
    line, what, _ = the_one('toggle = "goods:all"', 'toggle = "goods:on"')
    assert line.startswith('"goods.items.view" = ')
    assert what == "`goods.items.view` at `on`: `on` is not on its ladder"


def test_a_switch_that_sets_nothing() -> None:
    """A switch or a row that no permission belongs to is a slip in an id."""
    line, what, _ = the_one("[toggles]\n", '[toggles]\nstock = { en = "Stock", sv = "Lager" }\n')
    assert (line, what) == ('stock = { en = "Stock", sv = "Lager" }', "no permission belongs to `stock`")
    line, what, _ = the_one("[objects]\n", '[objects]\n"goods.shelves" = { en = "Shelves", sv = "Hyllor" }\n')
    assert what == "no permission belongs to `goods.shelves`"


def test_unknown_section() -> None:
    """A permission stands in a section that is declared."""
    assert told(spoiled('office = { en = "Office", sv = "Kontor" }\n', ""))[0][1] == "no section is called `office`"


def test_unknown_action() -> None:
    """A row of the matrix has columns that are declared."""
    line, what, _ = the_one('edit = { en = "Edit", sv = "Redigera" }\n', "")
    assert line.startswith('"goods.items.edit" = ')
    assert what == "no action is called `edit`"


def test_unknown_group() -> None:
    """A scope touches a group that is declared."""
    line, what, hint = the_one('sv = "Ändra artiklar"\ntouches = "goods"', 'sv = "Ändra artiklar"\ntouches = "godos"')
    assert (line, what, hint) == ('touches = "godos"', "no group is called `godos`", "did you mean `goods`?")


def test_no_oauth() -> None:
    """`oauth` belongs to every manifest, so every catalogue has it (product rule 8)."""
    line, what, _ = the_one("[scopes.oauth]", "[scopes.oath]")
    assert (line, what) == ("[scopes.oath]", "the scope `oauth` is missing")


@pytest.mark.parametrize("name", ["Office.apps", "office", "office.apps.install.all", "office..apps", "office.my apps"])
def test_a_permission_id_that_breaks_the_grammar(name: str) -> None:
    """Permission ids are section.object.action or section.action."""
    text = SHOP.replace('"office.apps" = ', f'"{name}" = ').replace("office.apps:on", "goods.items.view:all")
    assert (f"`{name}` is no name for a permission") in [
        what for line, what in told(text) if line.startswith(f'"{name}"')
    ]


@pytest.mark.parametrize("name", ["items write", "ärenden", "a'b\\\\c", "x" * 201, ""])
def test_a_scope_that_cannot_be_one(name: str) -> None:
    """Scopes are written in the characters of RFC 6749 section 3.3, within the length that Admittance reads."""
    line, what, _ = the_one('[scopes."items.write"]', f'[scopes."{name}"]')
    assert line == f'[scopes."{name}"]'
    assert what.endswith("cannot be a scope")


def test_ids_of_other_entries() -> None:
    """Everything else is named in lower case letters, digits and _."""
    line, what, _ = the_one("[sets.clerk]", "[sets.Clerk-2]")
    assert (line, what) == ("[sets.Clerk-2]", "`Clerk-2` is no name for an entry")
    assert the_one('id = "shop"', 'id = "A shop"')[1] == "`A shop` is no name for a catalogue"


@pytest.mark.parametrize(
    ("need", "what"),
    [
        ("goods.items.edit:all |", "an alternative is empty"),
        ("goods.items.edit:all | | office.apps:on", "an alternative is empty"),
        ("goods.items.edit:all & | office.apps:on", "a part of `goods.items.edit:all &` is empty"),
        ("& office.apps:on", "a part of `& office.apps:on` is empty"),
        ("* | office.apps:on", "`*` stands beside something else"),
        ("", "`permissions` is empty"),
        ("goods.items.edit:all & goods.items.edit:owned", "`goods.items.edit` stands twice in one set"),
    ],
)
def test_needs_with_a_hole(need: str, what: str) -> None:
    """A need is any of several sets, none of them empty and nothing in them twice (product rule 10)."""
    old = "goods.items.edit:all | goods.items.edit:owned & office.apps:on"
    assert the_one(old, need)[:2] == (f'permissions = "{need}"', what)


def test_unknown_marketplace_permission() -> None:
    """The right that installing asks for exists (product rule 3)."""
    line, what, _ = the_one('marketplace_permission = "office.apps:on"', 'marketplace_permission = "office.app:on"')
    assert (line, what) == ('marketplace_permission = "office.app:on"', "no permission is called `office.app`")


def test_a_duty_with_an_unknown_permission() -> None:
    """The rights behind Admittance's own acts exist."""
    line, what, _ = the_one('edit_people = "office.apps:on"', 'edit_people = "office.apps:all"')
    assert (line, what) == ('edit_people = "office.apps:all"', "`office.apps` at `all`: `all` is not on its ladder")


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    """One run finds them all, so that nobody has to run it once per mistake."""
    text = (
        SHOP.replace('sv = "Liten"', 'sv = ""')
        .replace("till:large", "till:huge")
        .replace("receipts & stock", "receits")
    )
    assert [what for _, what in told(text)] == [
        "`sv` is empty",
        "no tier of till is called `huge`",
        "no tool is called `receits`",
    ]
