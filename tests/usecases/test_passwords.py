"""Which passwords can be chosen (attack case 62)."""

from admittance.usecases.passwords import LONGEST_BYTES, PasswordProblem, new_password, normal_password


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    """NFC and NFD forms of one password are one password."""
    assert normal_password("A\u030angstro\u0308m ord") == normal_password("\u00c5ngstr\u00f6m ord")


def test_nothing_is_cut_off() -> None:
    """A password longer than 72 bytes keeps its end."""
    assert normal_password("x" * 72 + "a") != normal_password("x" * 72 + "b")


def test_a_password_over_four_kilobytes_is_not_taken() -> None:
    """A huge password is refused before anything slow happens to it."""
    assert normal_password("å" * (LONGEST_BYTES // 2)) == "å" * (LONGEST_BYTES // 2)
    assert normal_password("å" * (LONGEST_BYTES // 2 + 1)) is PasswordProblem.TOO_LONG


def test_a_nul_is_refused() -> None:
    """A NUL in a password is refused, never treated as its end."""
    assert normal_password("long enough\0but") is PasswordProblem.HAS_NUL


def test_a_new_password_has_at_least_ten_characters_and_no_other_rule() -> None:
    """Length is the only rule."""
    assert new_password("aaaaaaaaa") is PasswordProblem.TOO_SHORT
    assert new_password("aaaaaaaaaa") == "aaaaaaaaaa"
