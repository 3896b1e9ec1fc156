"""The help articles as they are written: one TOML file an article and language, under `texts/`.

In a text `**strong**`, `*a page's name*`, `[words](/address)` and backticked names are marked; `{heading}` stands for
the official heading of the refusal that the article is about.
"""

import re
import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec
from markupsafe import Markup, escape
from msgspec import Struct

from admittance.core.reasons import RefusalCode
from admittance.explain.languages import Language

_TEXTS = files("admittance.web.help") / "texts"


class Translation(StrEnum):
    """Who put an article into its language. The English one always governs."""

    HUMAN = "human"
    MACHINE = "machine"


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """One part of an article. `level` 2 stands under the part before it; a `folded` one is closed at first."""

    anchor: str
    heading: str
    text: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    level: int = 1
    folded: bool = False


class Article(Struct, frozen=True, forbid_unknown_fields=True, rename={"applies_to": "for"}):
    """An article in one language.

    `about` is the refusal that it explains. `scopes` are those its subject needs, where that is known; `tools` asks for
    the list of which plan has which tool.
    """

    title: str
    short: str
    translation: Translation
    updated: date
    applies_to: str
    sections: tuple[Written, ...]
    about: RefusalCode | None = None
    scopes: tuple[str, ...] = ()
    tools: bool = False

    @property
    def anchors(self) -> frozenset[str]:
        """The parts that a link may name."""
        return frozenset(section.anchor for section in self.sections)


PHONE_PANEL = "phone-panel"
REFUSALS = {code.value.replace("_", "-"): code for code in RefusalCode}
"""Slug -> refusal: the article of a refusal is called as the refusal is on the wire."""
SLUGS = (*REFUSALS, PHONE_PANEL)


def slug_of(code: RefusalCode) -> str:
    """Which article explains a refusal."""
    return code.value.replace("_", "-")


def article_path(slug: str, anchor: str = "") -> str:
    """Where an article is read, at one of its parts where `anchor` names one."""
    return f"/help/{slug}#{anchor}" if anchor else f"/help/{slug}"


def article(slug: str, language: Language) -> Article | None:
    """The article in `language`; None where there is none of that name."""
    return read_article(slug, language) if slug in SLUGS else None


@cache
def read_article(slug: str, language: Language) -> Article:
    """An article of the package, read once.

    INVARIANT: asked only for articles that are there, so that nobody fills the memory with names that lead nowhere.
    """
    text = (_TEXTS / f"{slug}.{language.value}.toml").read_text(encoding="utf-8")
    written = msgspec.convert(tomllib.loads(text), Article)
    return msgspec.structs.replace(written, about=written.about or REFUSALS[slug])


_CODE = re.compile(r"`([^`]*)`")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_NAME = re.compile(r"\*(.+?)\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([/#][^)\s]*)\)")


def prose(text: str) -> Markup:
    """A text of an article as HTML. Everything is escaped first; links stay on this server."""
    html = str(escape(text))
    html = _CODE.sub(r'<code translate="no">\1</code>', html)
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    html = _NAME.sub(r"<em>\1</em>", html)
    return Markup(_LINK.sub(r'<a href="\2">\1</a>', html))
