"""Marks and avatars."""

from admittance.web.pages.parts import TONES, Maker, account_mark, app_mark, avatar, tone


def test_a_mark_is_the_first_letter() -> None:
    """An app or account without an icon shows the first letter of its name, whatever stands before it."""
    assert app_mark("x", "ringlane").initial == "R"
    assert account_mark(1, "  «Ö & Son»").mark.initial == "Ö"
    assert app_mark("x", "!!").initial == "?"


def test_an_avatar_is_first_and_last_name() -> None:
    """Two letters: the first name's and the last name's."""
    assert avatar(1, "Anna Maria Lind").initials == "AL"
    assert avatar(1, "Åsa").initials == "Å"
    assert avatar(1, "").initials == "?"


def test_a_colour_stays() -> None:
    """The same thing has the same colour on every page and after every start."""
    assert tone("person", 21) == tone("person", 21)
    assert {tone("person", number) for number in range(100)} == set(range(TONES))


def test_a_website_is_known_by_its_host() -> None:
    """The maker's website is linked by its host name."""
    assert Maker(name="X", website="https://www.ringlane.example/about").website_host == "ringlane.example"
