"""The page on writing a catalogue says what is so."""

import json
import re
from pathlib import Path

from admittance.catalogue.entries import Entries
from admittance.catalogue.loader import catalogue_of, parse_catalogue
from admittance.catalogue.model import Catalogue
from admittance.core.duties import Duty
from admittance.core.levels import Ladder

PAGE = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text("utf-8")


def example(language: str) -> str:
    """The one code block in `language`."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_example_is_a_catalogue() -> None:
    """Whoever copies the example has a catalogue without mistakes."""
    assert isinstance(parse_catalogue(example("toml")), Catalogue)


def test_the_inline_example_is_a_catalogue() -> None:
    """Whoever copies the question's catalogue has one without mistakes."""
    assert isinstance(catalogue_of(json.loads(example("json")), brief=True), Catalogue)


def test_every_table_duty_and_ladder_is_explained() -> None:
    """The page leaves out no table, no duty and no ladder."""
    about = {"id", "version", "name", "product_name", "marketplace"}
    for table in set(Entries.__struct_fields__) - about:
        assert f"`[{table}]`" in PAGE
    for word in (*Duty, *Ladder, "marketplace_permission", "product_name", "own_choice", "implies", "toggle"):
        assert f"`{word}" in PAGE
