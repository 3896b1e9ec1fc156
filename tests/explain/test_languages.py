"""The choice of language."""

import subprocess
import sys
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from admittance.explain.languages import Language, choose_language, translations
from tests.house.sources import SRC


@pytest.mark.parametrize(
    ("preference", "accepted", "chosen"),
    [
        (None, None, Language.EN),
        ("sv", "en", Language.SV),
        (None, "sv-SE,sv;q=0.9,en;q=0.8", Language.SV),
        (None, "en;q=0.5, sv;q=0.8", Language.SV),
        (None, "fi, de", Language.EN),
        (None, "sv;q=0, en;q=0.1", Language.EN),
        (None, "sv;q=x, ;;, *", Language.EN),
        ("de", "sv", Language.SV),
        (None, "SV", Language.SV),
    ],
)
def test_the_preference_comes_first_then_the_browsers_wish(
    preference: str | None, accepted: str | None, chosen: Language
) -> None:
    """A person's own choice decides, then Accept-Language by weight, then English; nonsense is passed over."""
    assert choose_language(preference, accepted) is chosen


def test_a_language_is_called_what_its_speakers_call_it() -> None:
    """The language switch shows each language in itself."""
    assert [language.own_name for language in Language] == ["English", "Svenska"]


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.EN])
def test_the_compiled_words_are_those_of_the_source(language: Language) -> None:
    """The .mo that the server reads was compiled from the .po that people edit; `make setup` does that."""
    folder = SRC / "explain" / "locale" / language.value / "LC_MESSAGES"
    compiled = BytesIO()
    source = read_po(BytesIO((folder / "admittance.po").read_bytes()), locale=language.value)
    write_mo(compiled, source)
    compiled.seek(0)
    fresh, read = GNUTranslations(compiled), translations(language)
    for message in source:
        sentence = message.id if isinstance(message.id, str) else message.id[0]
        context = message.context or ""
        if sentence:  # the head is said by the empty sentence, and holds the time of compiling
            assert read.pgettext(context, sentence) == fresh.pgettext(context, sentence)
            assert read.gettext(sentence) == fresh.gettext(sentence)


def test_reading_words_needs_nothing_but_the_standard_library() -> None:
    """A started server never loads the tool that compiles the words."""
    script = (
        "import sys; from admittance.explain.languages import Language, translations; "
        "translations(Language.SV).gettext('Grant access') == 'Ge åtkomst' or sys.exit(1); "
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_the_two_fixed_phrases() -> None:
    """Product section 7: the Swedish of the two fixed phrases."""
    words = translations(Language.SV)
    assert words.gettext("Request for Integration Permissions") == "Begäran om integrationsbehörighet"
    assert words.gettext("Grant access") == "Ge åtkomst"
