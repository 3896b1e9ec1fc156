"""Every page of `tests.web.sample`, as markup and in every language."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from msgspec.structs import replace

from admittance.explain.languages import Language
from admittance.usecases.records import Theme
from admittance.web.pages.home import HomePage
from admittance.web.pages.sign_in import SignInPage
from admittance.web.render import breakable, marked, render
from tests.web.gallery import SAMPLES, shown
from tests.web.sample_parts import frame

VOID = {"input", "img", "link", "meta", "br", "wbr", "use", "path", "rect", "circle", "option"}


class Outline(HTMLParser):
    """What a page is made of: its elements in order, with their attributes and the forms they stand in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.open: list[str] = []
        self.forms: list[tuple[dict[str, str | None], list[dict[str, str | None]]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag == "form":
            self.forms.append((found, []))
        elif tag in ("input", "button") and self.forms and "form" in self.open:
            self.forms[-1][1].append(found)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"]:
            self.title += data

    def count(self, tag: str) -> int:
        return sum(1 for name, _ in self.elements if name == tag)


EVERY_PAGE = [(name, language) for name in SAMPLES for language in Language]


@pytest.mark.parametrize(("name", "language"), EVERY_PAGE)
def test_a_page_is_whole_and_has_its_landmarks(name: str, language: Language) -> None:
    """A page says its language, has one h1, one main, one banner, a skip link first, and every element is closed."""
    outline = Outline(shown(name, language))
    assert outline.open == []
    assert outline.elements[0] == ("html", {"lang": language.value})
    assert (outline.count("h1"), outline.count("main"), outline.count("header")) == (1, 1, 1)
    links = [attributes for tag, attributes in outline.elements if tag == "a"]
    assert links[0]["href"] == "#main"
    assert outline.title.endswith(" · Admittance")
    assert not outline.title.startswith(" ·")


@pytest.mark.parametrize(("name", "language"), EVERY_PAGE)
def test_a_page_keeps_to_the_strict_policy(name: str, language: Language) -> None:
    """No inline style, script or handler: the policy is `default-src 'self'`, and the pages need no exception to it."""
    outline = Outline(shown(name, language))
    for tag, attributes in outline.elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [attribute for attribute in attributes if attribute.startswith("on")]
        if tag == "script":
            assert (attributes["src"] or "").startswith("/static/")


@pytest.mark.parametrize(("name", "language"), EVERY_PAGE)
def test_a_page_points_at_things_that_are_there(name: str, language: Language) -> None:
    """Ids are unique, and labels, descriptions, anchors and copy buttons point at one that exists."""
    outline = Outline(shown(name, language))
    ids = Counter(attributes["id"] for _, attributes in outline.elements if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    pointers = (
        "for",
        "aria-describedby",
        "aria-labelledby",
        "aria-controls",
        "data-copy",
        "data-reveal",
        "list",
        "form",
    )
    for tag, attributes in outline.elements:
        named = [value for pointer in pointers if (value := attributes.get(pointer))]
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            named.append((attributes["href"] or "")[1:])
        assert [value for text in named for value in text.split() if value not in ids] == []


@pytest.mark.parametrize(("name", "language"), EVERY_PAGE)
def test_a_form_that_changes_something_carries_the_token(name: str, language: Language) -> None:
    """Every form that posts carries the frame's token (attack case 46); a GET form carries none into its address."""
    for form, controls in Outline(shown(name, language)).forms:
        tokens = [control["value"] for control in controls if control.get("name") == "csrf"]
        assert tokens == (["a-form-token"] if form["method"] == "post" else [])


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sentence_is_left_untranslated_or_half_filled(name: str) -> None:
    """A page holds no placeholder of a sentence, and no backtick of a technical name."""
    for language in Language:
        assert not re.search(r"%\(\w+\)|`", shown(name, language))


def test_what_a_person_typed_is_shown_as_text() -> None:
    """Everything that came from outside is escaped, in text and in attributes."""
    page = SignInPage(action="/sign-in", forgot_url="/forgot", email='"><script>alert(1)</script>')
    html = render(page, frame('/"><b>'), Language.EN)
    assert "<script>alert" not in html
    assert 'value="&#34;&gt;&lt;script&gt;' in html
    assert 'value="/&#34;&gt;&lt;b&gt;"' in html


def test_a_template_that_asks_for_what_is_not_there_fails() -> None:
    """A page model determines its page: what it lacks is an error and never an empty place."""

    class Lacking:
        template = HomePage.template

    with pytest.raises(UndefinedError):
        render(Lacking(), frame("/"), Language.EN)


def test_the_theme_is_the_persons_choice() -> None:
    """A chosen theme stands on the root element; without a choice the device decides."""
    assert '<html lang="en" data-theme="dark">' in shown("sign-in", Language.EN, Theme.DARK)
    assert '<html lang="en">' in shown("sign-in", Language.EN, Theme.SYSTEM)


def test_technical_names_are_marked_as_code() -> None:
    """What stands in backticks becomes code, and nothing in it becomes markup."""
    assert marked("Add `a<b` to `scope` & go") == (
        'Add <code translate="no">a&lt;b</code> to <code translate="no">scope</code> &amp; go'
    )


def test_a_technical_name_may_break_after_a_dot() -> None:
    """A long scope name goes on in the next line after a dot, and is still escaped."""
    assert breakable("crm.<b>") == "crm.<wbr>&lt;b&gt;"


def test_the_foot_has_no_dead_links() -> None:
    """Help, privacy and status are linked where they exist, and nowhere else."""
    sample = SAMPLES["sign-in"]
    page = sample.page(Language.EN)
    assert "<footer" not in render(page, replace(sample.frame, help_url=""), Language.EN)
    foot = render(page, sample.frame, Language.EN).partition("<footer")[2]
    assert ">Help<" in foot
    assert "Privacy" not in foot
    assert "Status" not in foot
