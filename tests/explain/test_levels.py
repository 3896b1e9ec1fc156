"""Levels in words."""

import pytest

from admittance.core.levels import Level
from admittance.core.reasons import Shortfall
from admittance.explain.languages import Language, translations
from admittance.explain.levels import held_words, level_word, needed_words
from tests.explain.sample import SampleLabels

EN, SV = translations(Language.EN), translations(Language.SV)


@pytest.mark.parametrize(
    ("level", "english", "swedish"),
    [
        (Level.NONE, "None", "Inga"),
        (Level.OWNED, "Owned", "Egna"),
        (Level.TEAM, "Team", "Teamets"),
        (Level.ALL, "All", "Alla"),
        (Level.OFF, "Off", "Av"),
        (Level.ON, "On", "På"),
    ],
)
def test_levels_have_their_names(level: Level, english: str, swedish: str) -> None:
    """None, Owned, Team, All; Inga, Egna, Teamets, Alla."""
    assert (level_word(level, EN), level_word(level, SV)) == (english, swedish)


def test_a_switch_is_needed_without_a_level() -> None:
    """A permission that is only on or off is named without a level."""
    switch = Shortfall("crm.contacts.unassigned", Level.ON, Level.OFF)
    assert needed_words(switch, SampleLabels(Language.EN), EN) == "Contacts · Unassigned"


def test_what_is_held_instead_is_said_of_the_reader_or_by_name() -> None:
    """The reader is "you"; anybody else is named."""
    part = Shortfall("crm.contacts.edit", Level.ALL, Level.OWNED)
    assert needed_words(part, SampleLabels(Language.SV), SV) == "Kontakter · Redigera (Alla)"
    assert held_words(part, "", SV) == "Du har Egna"
    assert held_words(part, "Maria", SV) == "Maria har Egna"
