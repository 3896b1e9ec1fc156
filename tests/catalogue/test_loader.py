"""Catalogues from a file, from a text, and inline in a question."""

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from admittance.catalogue.loader import (
    catalogue_of,
    default_catalogue,
    load_catalogue,
    packaged_catalogue,
    parse_catalogue,
)
from admittance.catalogue.mistakes import Mistake
from admittance.catalogue.model import Catalogue
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT
from admittance.core.requirements import Right
from tests.catalogue.shop import SHOP, spoiled

QUESTION: dict[str, Any] = {
    "catalogue": {"marketplace_permission": "apps.install:on"},
    "products": {"plan": {"tiers": "small < large"}},
    "tools": {"flows": {"switched_on_by": "plan:large"}},
    "permissions": {"apps.install": {"ladder": "switch"}, "notes.view": {"ladder": "records"}},
    "scopes": {
        "oauth": {"permissions": "*", "tools": "*"},
        "notes": {"permissions": "notes.view:team", "tools": "flows"},
    },
}


def catalogue(text: str) -> Catalogue:
    """The catalogue of a text that has no mistakes."""
    found = parse_catalogue(text)
    assert isinstance(found, Catalogue)
    return found


def test_a_file_and_its_text_are_the_same_catalogue(tmp_path: Path) -> None:
    """A catalogue is what its file says."""
    file = tmp_path / "shop.toml"
    file.write_text(SHOP, "utf-8")
    loaded = load_catalogue(file)
    assert isinstance(loaded, Catalogue)
    assert loaded.digest == catalogue(SHOP).digest
    assert loaded.policy.tools({"till": "large"}) == 0b11


def test_the_digest_is_of_the_content_and_not_of_its_layout() -> None:
    """Comments, order and quotation marks do not count; a changed word does."""
    digest = catalogue(SHOP).digest
    assert len(digest) == 64
    assert catalogue("# a comment\n" + SHOP.replace('id = "shop"', "id   = 'shop'  # here")).digest == digest
    assert catalogue(spoiled('en = "Clerk"', 'en = "Seller"')).digest != digest


def test_the_same_content_as_json_is_the_same_catalogue() -> None:
    """A catalogue may come as JSON in the shape of the file, inside a question for instance."""
    text = files("admittance.catalogue").joinpath("data", "default.toml").read_text("utf-8")
    inline = catalogue_of(json.loads(json.dumps(tomllib.loads(text))))
    assert isinstance(inline, Catalogue)
    assert inline.digest == default_catalogue().digest


def test_a_question_may_leave_out_names_and_weights() -> None:
    """A catalogue made for a question holds what a decision depends on and no words."""
    found = catalogue_of(QUESTION, brief=True)
    assert isinstance(found, Catalogue)
    assert found.marketplace == Right("apps.install", Level.ON)
    assert found.policy.tools({"plan": "large"}) == 1
    assert found.policy.tools({"plan": "small"}) == 0
    assert found.labels("en").scope("notes") == "notes"
    assert found.labels("sv").plans_with("flows") == ("plan large",)
    assert found.policy.level(EVERY_RIGHT, "notes.view") is Level.ALL


def test_a_question_is_checked_like_a_file() -> None:
    """An inline catalogue tells its mistakes by key, for it has no lines."""
    question = json.loads(json.dumps(QUESTION).replace("notes.view:team", "note.view:team"))
    assert catalogue_of(question, brief=True) == [
        Mistake(
            what="no permission is called `note.view`",
            hint="did you mean `notes.view`?",
            where="scopes.notes.permissions",
        )
    ]


def test_a_file_may_not_leave_out_names() -> None:
    """Without words no page could speak of it."""
    found = catalogue_of(QUESTION)
    assert isinstance(found, list)
    assert {mistake.what for mistake in found} >= {"`en` is missing", "`sv` is missing", "`weight` is missing"}


@pytest.mark.parametrize("document", [None, 7, "text", [], [{}]])
def test_what_is_no_table_is_no_catalogue(document: object) -> None:
    """Anything but a table of tables is told as such."""
    assert catalogue_of(document, brief=True) == [
        Mistake(what="not a table of tables", hint="write it as in docs/catalogue.md")
    ]


def test_the_default_is_read_once() -> None:
    """Every part of the server shares one default catalogue."""
    assert default_catalogue() is default_catalogue()
    assert packaged_catalogue("default").digest == default_catalogue().digest
