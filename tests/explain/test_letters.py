"""Mails about a case."""

import pytest

from admittance.explain.languages import Language, translations
from admittance.explain.letters import AboutCase, Words, addressed, approved, asked, declined, solved

ABOUT = AboutCase(person="Maria", app="Callpop", account="Fjord", path="/accounts/1/cases/C-7Q4M")


def letters_in(language: Language, about: AboutCase = ABOUT) -> list[Words]:
    """One of each."""
    t = translations(language)
    return [asked(about, "Hi", t), approved(about, "Adam", "Ok", t), declined(about, "Adam", "No", t), solved(about, t)]


def test_every_letter_exists_in_every_language() -> None:
    """A letter is read in the language of whoever gets it; no sentence stays English in Swedish."""
    english, swedish = letters_in(Language.EN), letters_in(Language.SV)

    for en, sv in zip(english, swedish, strict=True):
        assert en.subject != sv.subject
        assert en.body != sv.body
        assert "%(" not in en.subject + en.body + sv.subject + sv.body


@pytest.mark.parametrize("language", list(Language))
def test_a_letter_ends_with_the_way_to_the_case(language: Language) -> None:
    """The last line is the case's path, which gets the server's address when the letter is sent."""
    for letter in letters_in(language):
        assert letter.body.splitlines()[-1] == ABOUT.path
        assert addressed(letter.body, "https://a.example").endswith("\nhttps://a.example/accounts/1/cases/C-7Q4M\n")


def test_what_people_write_is_quoted() -> None:
    """A message stands in the letter as a quotation, line by line, and can't pose as the letter's own link."""
    letter = asked(ABOUT, "Please\nhttps://evil.example/accounts/1", translations(Language.EN))

    assert "> Please\n> https://evil.example/accounts/1\n" in letter.body
    assert letter.body.splitlines()[-1] == ABOUT.path


def test_a_name_makes_no_second_header() -> None:
    """A name with line breaks stays on the one line of the subject (RFC 5322 section 2.2)."""
    about = AboutCase(person="Eve\r\nBcc: all@x.example", app="A\n" * 200, account="F", path="/x")

    for letter in letters_in(Language.EN, about):
        assert "\n" not in letter.subject
        assert "\r" not in letter.subject
        assert len(letter.subject) <= 200
