"""The sentences under the heading."""

import pytest

from admittance.core.reasons import LostByCatalogue, Reason, RequiredMissing
from admittance.core.scopes import ScopeKind
from admittance.explain.languages import Language, translations
from admittance.explain.summary import missing_permissions, number_word, summary
from tests.explain.sample import INSTALLS, NO_WORKFLOWS, WRITE_MISSING, SampleLabels, scene

LINK = RequiredMissing("crm.lists.read")
GONE = LostByCatalogue("crm.lists.read", ScopeKind.REQUIRED)


def said(*reasons: Reason, language: Language = Language.EN, about: str = "", alone: bool = False) -> str:
    """The summary in the sample scene."""
    return summary(reasons, scene(about=about, alone=alone), SampleLabels(language), translations(language))


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (
            (INSTALLS, WRITE_MISSING),
            "You need three more permissions in Fjord & Falk AB. Jonas Berg or Priya Raman can give them.",
        ),
        ((INSTALLS,), "You need one more permission in Fjord & Falk AB. Jonas Berg or Priya Raman can give it."),
        (
            (NO_WORKFLOWS,),
            "Ringlane Phone needs Workflows, which the plan of Fjord & Falk AB doesn't include. "
            "Elin Sandberg can change the plan.",
        ),
        (
            (LINK,),
            "One thing needs correcting in the install link of Ringlane Phone. "
            "Nothing is wrong with your access or your account's plan.",
        ),
        (
            (GONE,),
            "Ringlane Phone asks for a scope that this server's catalogue no longer has. "
            "Nothing is wrong with your access or your account's plan.",
        ),
        (
            (LINK, NO_WORKFLOWS, INSTALLS),
            "Three things are in the way. The install link comes first; the rest can wait until it's corrected.",
        ),
        ((NO_WORKFLOWS, INSTALLS), "Two things are in the way. The plan comes first, then the permissions."),
    ],
)
def test_a_summary_says_how_much_and_who(reasons: tuple[Reason, ...], sentence: str) -> None:
    """The first sentence of our own says what is missing and who can help, by name."""
    assert said(*reasons) == sentence


def test_a_summary_in_swedish() -> None:
    """The same in Swedish."""
    assert said(INSTALLS, WRITE_MISSING, language=Language.SV) == (
        "Du behöver tre behörigheter till i Fjord & Falk AB. Jonas Berg eller Priya Raman kan ge dem."
    )


def test_a_summary_about_somebody_else_names_them() -> None:
    """An administrator who asks why reads the person's name instead of "you"."""
    assert said(INSTALLS, about="Maria Lindqvist").startswith("Maria Lindqvist needs one more permission")
    assert "the access of Maria Lindqvist" in said(LINK, about="Maria Lindqvist")


def test_where_nobody_can_help_it_says_so() -> None:
    """Nobody is named where nobody can."""
    assert said(INSTALLS, alone=True).endswith("Nobody in Fjord & Falk AB can give it right now.")
    assert said(NO_WORKFLOWS, alone=True).endswith("Nobody in Fjord & Falk AB can change the plan right now.")


def test_a_permission_counts_once() -> None:
    """A permission behind several scopes is one permission to give."""
    assert missing_permissions((WRITE_MISSING, WRITE_MISSING, INSTALLS)) == {
        "crm.contacts.edit",
        "crm.contacts.delete",
        "account.marketplace",
    }


def test_small_numbers_are_words() -> None:
    """One to nine are words in running text, from ten on figures."""
    words = translations(Language.SV)
    assert [number_word(count, words) for count in (2, 9, 10)] == ["två", "nio", "10"]
