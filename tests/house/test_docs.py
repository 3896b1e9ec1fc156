"""What the documents point at exists."""

import re
from pathlib import Path

import pytest

from scripts.docs import PAGES
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


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_what_the_code_does(name: str) -> None:
    """The pages of docs/ that are made from code are up to date; `make docs` writes them."""
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name]()


def test_a_decision_has_its_own_number() -> None:
    """Records in docs/decisions are named NNNN-what-it-is-about.md, and no two share a number."""
    names = [file.name for file in DECISIONS]
    assert [name for name in names if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)] == []
    assert len({name[:4] for name in names}) == len(names)


@pytest.mark.parametrize("record", DECISIONS, ids=place)
def test_a_decision_says_why_what_and_what_follows(record: Path) -> None:
    """Each record has a context, a decision and its consequences."""
    headings = re.findall(r"^## (\w+)$", record.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[:3] == ["Context", "Decision", "Consequences"]


def test_the_changelog_has_room_for_what_comes() -> None:
    """CHANGELOG.md begins with what is not released yet."""
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
