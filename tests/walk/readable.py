"""What a page says to people, and which of it no translator has seen.

Pages are served in a language in which every sentence of the catalogue stands between ⟦ and ⟧. Letters outside are
either marked as what is never translated, or were written past the catalogue.
"""

import re
from gettext import NullTranslations
from html.parser import HTMLParser

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("title", "aria-label", "placeholder", "alt", "label", "data-copied", "data-show", "data-hide")
"""Attributes that are read by people, or shown to them by a script."""
SILENT = frozenset({"script", "style", "svg", "template"})
BRAND = "· Admittance"
"""How every title ends; a title can hold no element that would mark it."""
VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "wbr", "path", "circle", "use", "rect", "source"})
_LATIN = re.compile(r"[A-Za-zÅÄÖåäöÉé]")


class Pseudo(NullTranslations):
    """A translation that leaves every sentence as it is, between the marks."""

    def gettext(self, message: str) -> str:
        """The sentence, marked."""
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One of both, marked."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """The same; the context is for translators."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """The same."""
        return self.ngettext(msgid1, msgid2, n)


class _Reader(HTMLParser):
    """Collects what stands outside the marks. `translate="no"`, another `lang` and `data-written` (written in this
    language in a file of its own) excuse an element with all that is in it.
    """

    def __init__(self, data: re.Pattern[str]) -> None:
        super().__init__()
        self.found: list[str] = []
        self._data = data
        self._excused: list[bool] = []
        self._tags: list[str] = []
        self._depth = 0
        self._language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._language = given.get("lang", "")
        own = (
            given.get("translate") == "no"
            or "data-written" in given
            or given.get("lang", self._language) != self._language
            or tag in SILENT
        )
        excused = own or (bool(self._excused) and self._excused[-1])
        if not excused:
            spoken = [given.get(name, "") for name in SPOKEN]
            if tag == "button" or given.get("type") in ("submit", "button"):
                spoken.append(given.get("value", "") if tag == "input" else "")
            for text in spoken:
                self._judge(text, f"<{tag}> attribute")
        if tag not in VOID:
            self._excused.append(excused)
            self._tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._tags and tag in self._tags:
            self._excused.pop()
            if self._tags.pop() == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._tags and self._tags[-1] == "title":
            data = data.strip().removesuffix(BRAND)
        left, self._depth = _outside(data, self._depth)
        if not (self._excused and self._excused[-1]):
            self._judge_left(left, f"<{self._tags[-1] if self._tags else ''}>")

    def _judge(self, text: str, where: str) -> None:
        self._judge_left(_outside(text, 0)[0], where)

    def _judge_left(self, left: str, where: str) -> None:
        left = self._data.sub("", left)
        if _LATIN.search(left):
            self.found.append(f"{where} {' '.join(left.split())[:80]}")


def _outside(text: str, depth: int) -> tuple[str, int]:
    """What stands outside all marks, and how deep they are open at the end."""
    left = []
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth -= 1
            left.append(" ")
        elif depth == 0:
            left.append(letter)
    return "".join(left), depth


def untranslated(html: str, data: re.Pattern[str]) -> list[str]:
    """Every text and spoken attribute of the page that is neither marked nor `data`."""
    reader = _Reader(data)
    reader.feed(html)
    reader.close()
    return reader.found
