"""Lists of names."""

from admittance.core.reasons import Audience
from admittance.explain.languages import Language, translations
from admittance.explain.people import all_of, any_of, one_of
from tests.explain.sample import JONAS, PRIYA, scene

EN, SV = translations(Language.EN), translations(Language.SV)


def test_people_are_a_choice() -> None:
    """One, two by name, three or more as "Jonas Berg or 4 others"."""
    assert one_of([], EN) == ""
    assert one_of(["Jonas Berg"], EN) == "Jonas Berg"
    assert one_of(["Jonas Berg", "Priya Raman"], EN) == "Jonas Berg or Priya Raman"
    assert one_of(["Jonas Berg", *"abcd"], EN) == "Jonas Berg or 4 others"
    assert one_of(["Jonas Berg", "Priya Raman"], SV) == "Jonas Berg eller Priya Raman"


def test_things_are_listed_whole() -> None:
    """What is needed together is joined by "and", alternatives by "or"."""
    assert all_of(["Tickets", "Lists", "Forms"], EN) == "Tickets, Lists and Forms"
    assert any_of(["Starter", "Professional", "Enterprise"], SV) == "Starter, Professional eller Enterprise"


def test_a_scene_knows_who_mends_what() -> None:
    """The people of a scene are found by what they mend; nobody where nobody is named."""
    assert scene().people(Audience.ADMIN) == (JONAS, PRIYA)
    assert scene().people(Audience.DEVELOPER) == ()
