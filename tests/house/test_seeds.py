"""The map of the two source documents: docs/seeds.md."""

import ast
import re
from hashlib import sha256
from html import unescape

import pytest

from tests.house.sources import ROOT, parsed

PAGE = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
# SHA-256 of each document's words, one space between any two: a sentence left out of the page, or changed, shows.
DOCUMENTS = {
    "The errors of Request for Integration Permissions (Swedish)": (
        "3ec711af1de987c14792d7f1f5888ba472d151765d1a91f4d14dd3b3bdcf5bca"
    ),
    "The phone panel that may not connect (English)": (
        "e8adee934c71fac0a863751f58349d5be93c2f8498b7506fbce3266881fb7ad7"
    ),
}
LATER = {"the phone panel"}
"""Parts that sentences may still wait for."""


def rows(title: str) -> list[tuple[str, str]]:
    """A document's sentences, each with what makes it true."""
    part = PAGE[PAGE.index(f"## {title}") :].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    return [(unescape(sentence), proof) for sentence, proof in (line[2:-2].split(" | ") for line in lines)]


@pytest.mark.parametrize("title", DOCUMENTS)
def test_every_sentence_of_a_document_is_on_the_page(title: str) -> None:
    """The sentences are the whole document, in its order and word for word."""
    words = " ".join(" ".join(sentence for sentence, _ in rows(title)).split())
    assert sha256(words.encode()).hexdigest() == DOCUMENTS[title]


@pytest.mark.parametrize("title", DOCUMENTS)
def test_every_sentence_is_made_true_by_a_test_or_waits_for_a_part(title: str) -> None:
    """Each test that is named exists; a sentence without one names the part that will bring it."""
    wrong = []
    for sentence, proof in rows(title):
        named = re.findall(r"`([^`]+)`", proof)
        if not named or any(not _exists(name) for name in named):
            wrong.append((sentence, proof))
    assert wrong == []


def _exists(name: str) -> bool:
    if name.startswith("later: "):
        return name.removeprefix("later: ") in LATER
    path, _, function = name.partition("::")
    file = ROOT / path
    return file.is_file() and any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function for node in parsed(file).body
    )
