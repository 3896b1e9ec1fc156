"""Which pieces of a query the index is asked for."""

from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.crm.folding import search_terms, search_text
from admittance.usecases.crm.trigrams import ASKED, trigrams


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=3))
def test_whoever_holds_a_term_holds_its_pieces(values: list[str]) -> None:
    """Every piece stands in the text that the query was made of, so that nothing is missed; few are asked for."""
    text = search_text(values)
    for value in values:
        terms = search_terms(value)
        pieces = trigrams(terms)
        assert all(len(piece) == 3 and piece in text for piece in pieces)
        assert bool(pieces) == bool(terms)
        assert len(pieces) <= ASKED * len(terms)


def test_the_rarest_are_asked_for() -> None:
    """Digits and rare letters before common ones, and last what stands in every other address."""
    asked = trigrams(["anna.quist.4711@gmail.com"])
    assert asked[0] == "471"
    assert not set(asked) & {"@gm", "gma", "mai", "ail", "il.", "l.c", ".co", "com"}
    assert trigrams(["^an", "abc"]) == ("abc", "^an")
    assert trigrams([]) == ()


def test_neighbours_are_not_asked_for() -> None:
    """Of four characters one piece is enough: the other stands in much the same records."""
    assert len(trigrams(["anna"])) == 1
    assert len(trigrams(["annas"])) == 2
