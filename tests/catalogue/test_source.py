"""A file that is no TOML in one place is still checked in all others."""

from pathlib import Path

import pytest

from admittance.catalogue.check import check_file
from tests.catalogue.shop import SHOP, mistakes_in, spoiled, told


def test_a_quotation_mark_that_is_not_closed() -> None:
    """A broken statement is told on its line and nothing else is held against it."""
    assert told(spoiled('sv = "Expedit"', 'sv = "Expedit')) == [
        ('sv = "Expedit', "not TOML: a quotation mark is not closed on its line")
    ]


def test_what_a_broken_statement_may_hold_is_not_missed() -> None:
    """A permission whose line is broken is not called unknown where others name it."""
    broken = spoiled('"office.apps" = { en = "Install apps"', '"office.apps" = { en "Install apps"')
    assert [line[:15] for line, _ in told(broken)] == ['"office.apps" =']


def test_several_broken_statements_and_other_mistakes_at_once() -> None:
    """One run finds what is no TOML and what is wrong with the rest."""
    text = (
        SHOP.replace('name = "A shop"', "name = A shop")
        .replace("till:large", "till:huge")
        .replace("[sets.clerk]", "[sets.clerk")
        .replace("receipts & stock", "receits & stock")
    )
    assert [line.split(" =")[0] for line, _ in told(text)] == ["name", "stock", "[sets.clerk", "tools"]


def test_an_id_twice_as_a_key() -> None:
    """Of two entries with one id nobody could say which counts; the second one is told, with the line of the first."""
    text = spoiled("[toggles]\n", 'view = { en = "See", sv = "Se" }\n\n[toggles]\n')
    (mistake,) = mistakes_in(text)
    assert mistake.what == "`view` stands here twice"
    assert mistake.line is not None
    assert text.split("\n")[mistake.line - 1] == 'view = { en = "See", sv = "Se" }'
    assert mistake.hint == f"first on line {text[: text.index('view = ')].count(chr(10)) + 1}; keep one"


def test_an_id_twice_as_a_heading() -> None:
    """A second heading of the same entry is told at the heading, and its keys are not mixed with another entry's."""
    second = '\n[scopes.oauth]\nen = "Other"\nsv = "Annan"\n'
    text = SHOP + second
    (mistake,) = mistakes_in(text)
    assert (mistake.what, mistake.where) == ("`oauth` stands here twice", "scopes.oauth")
    assert mistake.line == SHOP.count("\n") + 2


def test_a_key_twice_in_an_inline_table() -> None:
    """A key that stands twice inside { } is told on its line."""
    text = spoiled('large = { en = "Large", sv', 'large = { en = "Large", en = "Great", sv')
    assert [(line[:7], what) for line, what in told(text)] == [("large =", "`en` stands here twice")]


def test_a_long_text_that_is_not_closed() -> None:
    """A text over several lines that nobody closed ends at the next heading, so that what follows is still checked."""
    text = spoiled('goods.items.edit:owned\n"""\n', "goods.items.edit:owned\n").replace("receipts & stock", "receits")
    assert told(text) == [
        ('grants = """', "not TOML: unterminated string"),
        ('tools = "receits"', "no tool is called `receits`"),
    ]


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    """How an editor ends lines or marks its encoding is no mistake, and lines are counted the same."""
    file = tmp_path / "shop.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SHOP.replace("\n", "\r\n").encode())
    assert check_file(file) == []
    file.write_bytes(spoiled("receipts & stock", "stok").replace("\n", "\r\n").encode())
    (mistake,) = check_file(file)
    assert mistake.line == SHOP[: SHOP.index("receipts & stock")].count("\n") + 1


def test_not_utf_8(tmp_path: Path) -> None:
    """A file in another encoding is told at its first foreign byte."""
    file = tmp_path / "shop.toml"
    file.write_bytes(SHOP.replace("Liten", "Små").encode("latin-1", "replace"))
    (mistake,) = check_file(file)
    assert mistake.what == "not UTF-8"
    assert mistake.line == SHOP[: SHOP.index("Liten")].count("\n") + 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder and an endless file are told as such."""
    assert [mistake.what for mistake in check_file(tmp_path / "none.toml")] == [
        "cannot be read: no such file or directory"
    ]
    assert [mistake.what for mistake in check_file(tmp_path)] == ["cannot be read: is a directory"]
    assert [mistake.what for mistake in check_file(Path("/dev/zero"))] == ["longer than 4,000,000 bytes"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "=",
        '"',
        "'''",
        "a = [",
        "a = {",
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
        "\x00",
        "[catalogue",
        "[[scopes]]",
        "scopes = 1",
        "a.b = 1\na.b.c = 2",
        "x = 1979-99-99",
        '\n\n"""',
        "[scopes]\noauth = 1979-05-27",
        "'\\",
    ],
)
def test_nothing_in_a_file_makes_the_check_fail(text: str) -> None:
    """Whatever stands in the file, the answer is a list of mistakes."""
    assert mistakes_in(text)
    assert mistakes_in(SHOP + text) or not text


def test_a_file_of_nothing_but_mistakes_comes_to_an_end() -> None:
    """Broken statements are told up to a number, and the check stops there."""
    mistakes = mistakes_in("= 1\n" * 500)
    assert len(mistakes) == 50
