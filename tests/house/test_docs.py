"""What the documents point at exists."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, our_files, place

LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
MAKE = re.compile(r"`make ([a-z]+)")
DOCUMENTS = [file for file in our_files() if file.suffix == ".md"]
DECISIONS = sorted(file for file in DOCUMENTS if file.parent == ROOT / "docs" / "decisions")


@pytest.mark.parametrize("document", DOCUMENTS, ids=place)
def test_every_link_leads_somewhere(document: Path) -> None:
    """A relative link in a document names a file or folder that is there."""
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_make_target_is_named_and_said_what_for() -> None:
    """Each target stands in `make help` with a sentence, and no document names one that isn't there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert phony == set(re.findall(r"^([a-z]+):.* ## \S", makefile, re.MULTILINE))
    named = {name for document in DOCUMENTS for name in MAKE.findall(document.read_text(encoding="utf-8"))}
    assert named - phony == set()


def test_decisions_are_numbered_without_gaps() -> None:
    """docs/decisions holds 0001, 0002 and so on, each with the parts a reader looks for."""
    assert [file.name[:4] for file in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]
    parts = {"## Context", "## Decision", "## Consequences"}
    assert [place(file) for file in DECISIONS if not parts <= set(file.read_text(encoding="utf-8").splitlines())] == []


def test_the_changelog_has_room_for_what_comes() -> None:
    """CHANGELOG.md begins with what is not released yet."""
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
