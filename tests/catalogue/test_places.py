"""The walk that finds where each key stands agrees with the parser that reads the values."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.catalogue.mistakes import Path
from admittance.catalogue.places import find_places

ODD = """\
# a comment with [brackets] and = signs
title = "a # no comment \\" still text" # comment
'quoted key' = 'C:\\path'
"\\u00e5" = 1
dotted . 'in parts' . c = { x = 1, y = { z = [ 1, 2.5e3, 0x1F ] } }
multi = \"\"\"
[not.a.heading]
key = "no key" \\
\"\"\"\"
literal = '''
it's = fine''''
dates = [
  1979-05-27T07:32:00Z, # comment ]
  1979-05-27 07:32:00,
  07:32:00
]
empty = { }
none = []
[ spaced . heading ]
a = true
[[list]]
b = "1"
[[list]]
b = "2"
[list.under]
c = '3'
"""


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every key of a document and the value there; the tables of an array are keyed by their position."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        here = (*path, str(key))
        if isinstance(inner, dict) or isinstance(value, dict):
            yield here, inner
        yield from paths(inner, here)


def values_found(text: str) -> None:
    """Every value that the parser reads is found at its key, and reads the same when cut out of the text there."""
    found = find_places(text).keys
    for path, value in paths(tomllib.loads(text)):
        place = found[path]
        if not isinstance(value, dict | list):
            assert tomllib.loads(f"cut = {text[place.value : place.end]}")["cut"] == value


@pytest.mark.parametrize("name", ["default", "library"])
def test_every_key_of_the_packaged_catalogues_is_found(name: str) -> None:
    """Each key that the parser reads has a place, and its value stands there."""
    text = files("admittance.catalogue").joinpath("data", f"{name}.toml").read_text("utf-8")
    values_found(text)


def test_strings_comments_dates_and_nested_tables() -> None:
    """Quotation marks, comments, dotted keys, arrays and inline tables are walked as TOML has them."""
    values_found(ODD)
    places = find_places(ODD)
    assert ODD[places.keys["title",].start :].startswith("title")
    assert ODD[places.keys["dotted", "in parts", "c", "y", "z"].value :].startswith("[ 1, 2.5e3")
    assert ODD[places.keys["list", "1", "b"].value :].startswith('"2"')
    assert ("not", "a", "heading") not in places.keys
    assert len(places.statements) == 17


def test_the_nearest_place_is_the_table_around() -> None:
    """A key that is not there is looked for at the table that should have it."""
    places = find_places("[a.b]\nc = 1\n")
    assert places.nearest(("a", "b", "missing", "deeper")) == places.keys["a", "b"]
    assert places.nearest(("z",)) is None


def test_statements_before_a_mistake_are_found() -> None:
    """Where the text stops being TOML, everything before it has a place."""
    places = find_places("[a]\nb = 1\nc = = 2\nd = 3\n")
    assert ("a", "b") in places.keys
    assert [statement.path for statement in places.statements] == [("a",), ("a", "b"), None]


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="'"), max_size=8)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="'"), max_size=20)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, TEXTS, max_size=3), max_size=4))
def test_whatever_stands_in_keys_and_texts(tables: dict[str, dict[str, str]]) -> None:
    """No character in a key or a text leads the walk astray."""
    lines = [
        line
        for name, table in tables.items()
        for line in (f"['{name}']", *(f"'{key}' = '{value}'" for key, value in table.items()))
    ]
    text = "\n".join(lines)
    found = find_places(text).keys
    for path, value in paths(tables):
        place = found[path]
        if isinstance(value, str):
            assert text[place.value : place.end] == f"'{value}'"
