"""The help articles as they are written."""

import re
from pathlib import Path
from typing import get_args

import pytest

from admittance.core.reasons import Reason, RefusalCode, code_of
from admittance.explain.languages import Language
from admittance.web.help.articles import PHONE_PANEL, REFUSALS, SLUGS, Article, Translation, article, prose, slug_of
from tests.explain.sample import EVERY_REASON

WORDS = re.compile(r"[\w’']+")


def read(slug: str, language: Language) -> Article:
    """An article that is there."""
    found = article(slug, language)
    assert found is not None
    return found


def every_text(found: Article) -> list[str]:
    """Everything a reader meets."""
    return [text for part in found.sections for text in (part.heading, *part.text, *part.steps)]


def test_there_is_an_article_for_each_refusal_and_one_for_the_phone_panel() -> None:
    """Each of the four refusals has its article, and the phone panel one, in English and Swedish."""
    assert {slug_of(code) for code in RefusalCode} == set(REFUSALS)
    assert set(SLUGS) == {*REFUSALS, PHONE_PANEL}
    for slug in SLUGS:
        assert [read(slug, language).title != "" for language in Language] == [True, True]
    assert article("nothing", Language.EN) is None


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_has_the_same_parts_in_both_languages(slug: str) -> None:
    """A link to a part of an article leads to the same part in every language, with as many steps."""
    english, swedish = (read(slug, language) for language in (Language.EN, Language.SV))
    assert [one.anchor for one in english.sections] == [one.anchor for one in swedish.sections]
    assert [len(one.steps) for one in english.sections] == [len(one.steps) for one in swedish.sections]
    assert {"symptom", "cause", "resolution"} <= english.anchors
    assert english.updated == swedish.updated


@pytest.mark.parametrize("reason", EVERY_REASON, ids=lambda reason: type(reason).__name__)
def test_each_reason_has_a_part_of_its_own(reason: Reason) -> None:
    """Each refusal links to its article at the right section: there is a part for each kind of reason."""
    anchor = str(reason.__struct_config__.tag).replace("_", "-")
    assert anchor in read(slug_of(code_of(reason)), Language.EN).anchors


def test_every_kind_of_reason_is_looked_at() -> None:
    """No kind of reason is left out above."""
    assert {type(reason) for reason in EVERY_REASON} == set(get_args(Reason))


def test_an_english_article_is_nobodys_translation() -> None:
    """The English versions govern; one Swedish one says that a machine translated it."""
    assert {read(slug, Language.EN).translation for slug in SLUGS} == {Translation.HUMAN}
    machine = [slug for slug in SLUGS if read(slug, Language.SV).translation is Translation.MACHINE]
    assert machine == ["user-not-permitted"]


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_keeps_the_tone(slug: str) -> None:
    """No blame and no apology theatre: plain sentences of at most thirty words, and no exclamation marks."""
    for language in Language:
        for text in every_text(read(slug, language)):
            assert "!" not in text
            assert not re.search(r"\b(oops|unfortunately|you must|denied|invalid)\b", text, re.IGNORECASE)
            assert max(len(WORDS.findall(sentence)) for sentence in re.split(r"(?<=[.?:])\s", text)) <= 30


def test_a_text_is_escaped_before_it_is_marked() -> None:
    """Names become code, strong words strong, and links stay on this server; nothing becomes markup by itself."""
    assert prose("**Go** to *Apps* by `a<b` & [there](/help/x#y)") == (
        '<strong>Go</strong> to <em>Apps</em> by <code translate="no">a&lt;b</code> &amp; <a href="/help/x#y">there</a>'
    )
    assert "<a" not in prose("[away](https://elsewhere.example)")
    assert "<b>" not in prose("<b>")


def test_every_text_is_read_from_a_file_of_its_own() -> None:
    """No text lies about that no page shows."""
    import admittance.web.help

    texts = Path(admittance.web.help.__path__[0]) / "texts"
    assert {file.name for file in texts.iterdir()} == {
        f"{slug}.{language}.toml" for slug in SLUGS for language in Language
    }
