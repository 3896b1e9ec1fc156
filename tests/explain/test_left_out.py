"""What is left out, and why (product rule 5)."""

from admittance.core.levels import Level
from admittance.core.reasons import (
    Dropped,
    MarketplaceMissing,
    PermissionMissing,
    Shortfall,
    ToolMissing,
    WhyMarketplace,
)
from admittance.core.scopes import ScopeKind
from admittance.explain.languages import Language, translations
from admittance.explain.left_out import LeftOut, left_out
from tests.explain.sample import CUSTOM, SampleLabels, scene

NO_TOOL = ToolMissing(CUSTOM, ScopeKind.OPTIONAL, (("custom_objects",),))
EMAILS = Shortfall("crm.emails.view", Level.OWNED, Level.NONE)
NO_RIGHT = PermissionMissing(CUSTOM, ScopeKind.OPTIONAL, ((EMAILS,),))
NEW = MarketplaceMissing("account.marketplace", WhyMarketplace.NEW_SCOPES, (CUSTOM,))


def words(*why: ToolMissing | PermissionMissing | MarketplaceMissing, about: str = "") -> LeftOut:
    """The scope left out for these reasons."""
    english = Language.EN
    return left_out(Dropped(CUSTOM, why), scene(about=about), SampleLabels(english), translations(english))


def test_every_cause_is_said() -> None:
    """A dropped scope says all its causes, the plan's first, and who can change each."""
    found = words(NO_TOOL, NEW, NO_RIGHT)
    assert found.label == "View custom object records"
    assert found.why == (
        "The account's plan doesn't include Custom objects.",
        "It is new in Fjord & Falk AB, and you don't have App Marketplace access.",
        "Needs Emails · View (Owned or more). Not on for you yet.",
    )
    assert found.who == (
        "Custom objects comes with Marketing Hub Enterprise, Sales Hub Enterprise or Service Hub Enterprise. "
        "Elin Sandberg can change the plan.",
        "Jonas Berg or Priya Raman can give it.",
    )


def test_it_is_said_of_somebody_else_by_name() -> None:
    """Read by somebody else, the causes name the person."""
    assert words(NEW, about="Maria").why == (
        "It is new in Fjord & Falk AB, and Maria doesn't have App Marketplace access.",
    )
    assert "Not on for Maria yet" in words(NO_RIGHT, about="Maria").why[0]


def test_what_nothing_in_the_catalogue_opens_is_said_so() -> None:
    """A scope that no plan or permission opens says that."""
    assert words(ToolMissing(CUSTOM, ScopeKind.OPTIONAL, ())).why == ("No plan in the catalogue switches it on.",)
    assert words(PermissionMissing(CUSTOM, ScopeKind.OPTIONAL, ())).why == ("No permission in the catalogue opens it.",)
