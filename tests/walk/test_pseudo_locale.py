"""No page says a word that a translator has not seen: every page in a made-up language."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from msgspec.structs import replace

from admittance.catalogue.entries import Words
from admittance.explain import languages
from admittance.web import render
from tests.walk.accounts import AUTOMATION, CALLBACK, CLIENT_X, LISTS, MARK, PARTY_A, READ, A
from tests.walk.addresses import ABSENT, Address, addresses, values_of
from tests.walk.readable import Pseudo, untranslated
from tests.walk.walker import Walk, Walker

DATA = re.compile(rf"\S*(?:{MARK}|client-[xy]|x\.test)\S*|C-[0-9A-Z]{{4,}}|contact\.creation|case\.opened")
"""What the walk's own data look like, with the names of cases and the events it subscribed to, which stand in titles;
everything else in it is numbers, or in letters that are not Latin.
"""


@pytest.fixture(scope="module", autouse=True)
def _made_up_language() -> Iterator[None]:
    """Swedish is replaced: the catalogue's sentences by themselves between marks, and so are the names of scopes,
    permissions and plans, which stand in the catalogue file in each language.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "GNUTranslations", lambda _: Pseudo())
        patch.setattr(Words, "in_language", lambda self, _: Pseudo().gettext(self.en))
        _forget()
        yield
    _forget()


def _forget() -> None:
    languages.translations.cache_clear()
    render.environment.cache_clear()


def test_every_word_of_every_page_is_in_the_catalogue(walk: Walk) -> None:
    """Texts, titles, labels read aloud and what scripts show: all of it comes out of the catalogue, is data, or is
    marked as never translated. For everybody, on every page and after every form.
    """
    people = [walk.anonymous, *walk.people[A].values(), walk.developer]
    all_of = [
        *addresses(walk.edges, values_of(PARTY_A, walk.filled[A]), "of the first account"),
        *addresses(walk.edges, ABSENT, "of nothing"),
        *_installs(walk),
    ]
    found: dict[str, set[str]] = {}
    pages = 0
    for walker in people:
        swede = replace(walker, headers=(*walker.headers, (b"accept-language", b"sv")))
        for one in all_of:
            if one.route.scopes:
                continue
            answered = walk.ask(swede, one)
            if answered.header(b"content-type").startswith(b"text/html"):
                pages += 1
                for text in untranslated(answered.text, DATA):
                    found.setdefault(text, set()).add(one.route.name)
    assert {text: sorted(names) for text, names in found.items()} == {}
    assert pages > 300


def _installs(walk: Walk) -> Iterator[Address]:
    """The install link as it should be, with each mistake, and of nothing that is registered."""
    route = next(route for edge in walk.edges for route in edge.routes if route.name == "authorize")
    good = {"client_id": CLIENT_X, "redirect_uri": CALLBACK, "scope": f"{READ} {LISTS}"}
    changes: tuple[dict[str, str], ...] = (
        {},
        {"optional_scope": "crm.objects.owners.read"},
        {"scope": f"{READ} {LISTS} {AUTOMATION}"},
        {"scope": READ},
        {"optional_scope": LISTS},
        {"scope": f"{READ} {LISTS} crm.objects.owners.read"},
        {"scope": f"{READ} {LISTS} crm.objects.contcats.read"},
        {"optional_scope": AUTOMATION},
        {"redirect_uri": "https://evil.example/"},
        {"client_id": "client-nobody"},
        {"client_id": ""},
    )
    for change in changes:
        for path in ("/oauth/authorize", f"/oauth/{A}/authorize"):
            query = urlencode({name: value for name, value in (good | change).items() if value})
            yield Address(route, "GET", f"{path}?{query}", "an install link")


def test_what_no_translator_has_seen_is_found() -> None:
    """The reader of pages finds a bare word, and a bare label; not what is marked, in another language or data."""
    page = """<html lang="sv"><p>Bare <b>⟦seen <code translate="no">scope</code> and⟧</b> 12</p><a title="Label">⟦x⟧</a>
    <span lang="en">English</span><p translate="no">crm.x</p><p data-written>Article</p><p>{mark}name</p></html>"""
    assert untranslated(page.format(mark=MARK), DATA) == ["<p> Bare", "<a> attribute Label"]


def test_the_walkers_language_is_the_made_up_one(walk: Walk) -> None:
    """Otherwise finding nothing would say nothing."""
    home = Walker("a Swede", (*walk.anonymous.headers, (b"accept-language", b"sv")))
    (page,) = [one for one in addresses(walk.edges, ABSENT, "") if one.route.name == "sign_in"]
    assert "⟦Sign in⟧" in walk.ask(home, page).text


def test_no_template_holds_words_of_its_own() -> None:
    """The same of what stands in the templates themselves, also in states that nobody walks through."""
    found = {}
    for file in sorted(TEMPLATES.rglob("*.html")):
        bare = _JINJA.sub("", _TAG.sub(r"\1div", file.read_text(encoding="utf-8")))
        if left := untranslated(bare, _NOTHING):
            found[file.name] = left
    assert found == {}


TEMPLATES = Path(render.__file__).parent / "templates"
_JINJA = re.compile(
    r"\{%-? trans .*?endtrans -?%\}|\{% set \w+ %\}.*?endset %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
_TAG = re.compile(r"(</?)\{\{.*?\}\}")
_NOTHING = re.compile(r"(?!)")
