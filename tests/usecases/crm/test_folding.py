"""Text as search sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.crm.folding import HEAD, fold, search_terms, search_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Åsa", "asa"),
        ("A\u030asa", "asa"),
        ("ÉCOLE", "ecole"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Søren Ægir", "soren aegir"),
        ("ÞÓRA", "thora"),
        ("İstanbul", "istanbul"),
        ("  two \t words\n", "two words"),
        ("ﬁrma", "firma"),
        ("a^b", "a b"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_case_and_marks_fall_away(text: str, folded: str) -> None:
    """Letters without case and marks, each run of white space one space."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """So what is indexed and what is looked for meet."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Åsa Öberg", ("asa", "oberg")),
        ("an", ("^an",)),
        ("a", ("^^a",)),
        ("an berg", ("^an", "berg")),
        ("an an", ("^an",)),
        ("+46 (0)70-12", ("4607012",)),
        ("070-123", ("70123",)),
        ("000", ("000",)),
        ("07", ("^07",)),
        ("@", ()),
        ("", ()),
        ("a.b", ("a.b",)),
    ],
)
def test_a_query_becomes_pieces_of_three(query: str, terms: tuple[str, ...]) -> None:
    """Words stay whole, one and two letters become word beginnings, a telephone number its digits."""
    assert search_terms(query) == terms


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4), st.data())
def test_every_word_of_a_record_finds_it(values: list[str], data: st.DataObject) -> None:
    """Each piece that a value gives as a query stands in what is indexed for the record."""
    value = data.draw(st.sampled_from(values))
    text = search_text(values)
    assert all(term in text for term in search_terms(value))
    assert all(len(term) >= 3 for term in search_terms(value))


def test_the_beginning_of_each_word_is_marked() -> None:
    """Word beginnings stand behind two marks, each once, digits' too."""
    text = search_text(["Anna-Karin Ek", "+46 70 1"])
    assert [part for part in text.split() if part.startswith(HEAD)] == ["^^an", "^^ka", "^^ek", "^^46", "^^70", "^^1"]
