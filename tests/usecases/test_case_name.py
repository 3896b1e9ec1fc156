"""Short names of cases."""

from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.case_name import case_name, case_number


@given(st.integers(min_value=1, max_value=2**40))
def test_a_name_leads_back_to_its_case(number: int) -> None:
    """Every case has a name of its own, and the name finds it again however it is typed."""
    name = case_name(number)
    assert case_number(name) == number
    assert case_number(name.lower()) == number
    assert case_number(name.removeprefix("C-")) == number


def test_neighbouring_cases_have_names_that_dont_look_alike() -> None:
    """A name says nothing about how many cases came before."""
    names = [case_name(number) for number in (1, 2, 3)]
    assert names == ["C-KRVN", "C-7HQA", "C-VAJZ"]


def test_letters_that_are_easily_mistaken_are_read_as_meant() -> None:
    """I and L are one, O is zero."""
    assert case_number("C-IOL8") == case_number("C-1018")


def test_other_text_is_no_name() -> None:
    """What cannot be a name leads nowhere."""
    assert [case_number(text) for text in ("", "C-", "C-12", "C-12U4", "../..", "C-" + "0" * 40)] == [None] * 6
