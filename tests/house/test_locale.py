"""Every sentence a person reads exists in every language."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.sources import ROOT, SRC

LANGUAGES = sorted((SRC / "explain" / "locale").glob("*/LC_MESSAGES/admittance.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


def read(file: Path) -> Catalog:
    """A .po or .pot file."""
    return read_po(BytesIO(file.read_bytes()))


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make messages` finds in the source."""
    template = tmp_path_factory.mktemp("messages") / "admittance.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-o", template, SRC],
        cwd=ROOT,
        check=True,
    )
    return read(template)


def language(file: Path) -> str:
    """The language of a .po file, for the test's name."""
    return file.parents[1].name


def messages(catalog: Catalog) -> dict[tuple[object, object], Message]:
    """The catalogue's messages by id and context, without its head."""
    return {(message.id, message.context): message for message in catalog if message.id}


def words(message: Message) -> list[str]:
    """The translations of one message: one, or one for each plural form."""
    return list(message.string) if isinstance(message.string, list | tuple) else [str(message.string)]


def originals(message: Message) -> list[str]:
    """The English of one message: one sentence, or singular and plural."""
    return list(message.id) if isinstance(message.id, list | tuple) else [str(message.id)]


def test_swedish_is_there() -> None:
    """Pages and refusals exist in Swedish beside English."""
    assert "sv" in [language(file) for file in LANGUAGES]


@pytest.mark.parametrize("file", LANGUAGES, ids=language)
def test_every_sentence_is_translated(file: Path, sentences: Catalog) -> None:
    """Each sentence in templates and code has a translation that somebody wrote; `make messages` adds the entry."""
    translated = messages(read(file))
    missing = [
        sorted(originals(message))[0]
        for key, message in messages(sentences).items()
        if key not in translated or translated[key].fuzzy or not all(words(translated[key]))
    ]
    assert missing == []


@pytest.mark.parametrize("file", LANGUAGES, ids=language)
def test_no_translation_outlives_its_sentence(file: Path, sentences: Catalog) -> None:
    """A language's file holds no sentence that no page says any more; `make messages` removes it."""
    assert [key for key in messages(read(file)) if key not in messages(sentences)] == []


@pytest.mark.parametrize("file", LANGUAGES, ids=language)
def test_a_translation_names_what_its_sentence_names(file: Path) -> None:
    """Each placeholder of a sentence stands in its translation and no other does."""
    wrong = [
        form
        for message in messages(read(file)).values()
        for form in words(message)
        if form and not _names_alike(form, originals(message))
    ]
    assert wrong == []


def _names_alike(form: str, sentences: list[str]) -> bool:
    """A plural form may leave the number out, as the English singular may; a plain sentence leaves nothing out."""
    asked = set[str]().union(*(_placeholders(sentence) for sentence in sentences))
    return _placeholders(form) <= asked if len(sentences) > 1 else _placeholders(form) == asked


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
