"""The languages a person can read, and their words."""

from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files


class Language(StrEnum):
    """A language in which every page, mail and refusal exists. The value is its BCP 47 tag."""

    EN = "en"
    SV = "sv"

    @property
    def own_name(self) -> str:
        """What its speakers call it: never translated."""
        return {Language.EN: "English", Language.SV: "Svenska"}[self]


_BY_TAG = {language.value: language for language in Language}


@cache
def translations(language: Language) -> NullTranslations:
    """The words of `language`. English is the message id itself, so it has no file.

    Raises FileNotFoundError where the compiled words are missing: `make setup` builds them.
    """
    if language is Language.EN:
        return NullTranslations()
    compiled = files("admittance.explain") / "locale" / language / "LC_MESSAGES" / "admittance.mo"
    with compiled.open("rb") as words:
        return GNUTranslations(words)


def choose_language(preference: str | None, accept_language: str | None) -> Language:
    """A person's own choice first, then the browser's wishes by weight (RFC 9110 section 12.5.4), then English."""
    for tag in (preference or "", *_wishes(accept_language or "")):
        primary = tag.strip().partition("-")[0].lower()
        if primary in _BY_TAG:
            return _BY_TAG[primary]
    return Language.EN


def _wishes(header: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, parameter = part.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if 0 < weight <= 1:
            weighted.append((-weight, tag))
    return [tag for _, tag in sorted(weighted, key=lambda wish: wish[0])]
