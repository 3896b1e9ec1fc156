"""The permission editor's form."""

import pytest

from admittance.catalogue.loader import default_catalogue
from admittance.core.levels import Level
from admittance.http.parameters import Parameters, collect
from admittance.usecases.people.edit_rights import Wanted
from admittance.web.people_form import read_wanted

CATALOGUE = default_catalogue()
VIEW, DELETE = "crm.contacts.view", "crm.contacts.delete"


def sent(*pairs: tuple[str, str]) -> Parameters:
    """A form."""
    return collect(pairs)


def wanted(*pairs: tuple[str, str]) -> Wanted:
    """What the form says."""
    return read_wanted(CATALOGUE, sent(*pairs))


def test_single_permissions() -> None:
    """A level is taken as it is, a ticked box is on, and what is missing or no level of its ladder is not given."""
    said = wanted(
        (f"p:{VIEW}", "team"), ("p:account.users.edit", "on"), ("p:crm.deals.view", "on"), (f"p:{DELETE}", "none"),
        ("p:marketing.access", "all"), ("p:no.such.thing", "on"), ("team", "Support"),
    )  # fmt: skip
    assert said == Wanted(rights={VIEW: Level.TEAM, "account.users.edit": Level.ON}, team="Support")


@pytest.mark.parametrize("toggle", ["contacts", "marketing", "service", "sales", "reports"])
def test_a_switch_moved_on_gives_its_section(toggle: str) -> None:
    """A whole-section switch that was moved on gives everything it stands for, at its level."""
    assert wanted(("toggles_shown", ""), ("toggle", toggle)).rights == CATALOGUE.toggle_grants(toggle)


def test_a_switch_lowers_nothing() -> None:
    """What reaches further than the switch stays as far."""
    assert wanted(("toggle", "contacts"), (f"p:{DELETE}", "all")).rights[DELETE] is Level.ALL


def test_a_switch_moved_off_takes_its_section() -> None:
    """Moved off it takes all of its permissions, and no other."""
    said = wanted(("toggles_shown", "contacts"), (f"p:{VIEW}", "all"), ("p:reports.access", "on"))
    assert said.rights == {"reports.access": Level.ON}


def test_a_switch_that_was_not_moved_says_nothing() -> None:
    """Shown on and sent on, the single permissions count: one of them may have been taken away."""
    said = wanted(("toggles_shown", "contacts"), ("toggle", "contacts"), (f"p:{VIEW}", "owned"))
    assert said.rights == {VIEW: Level.OWNED}


def test_a_newly_chosen_set_replaces_everything() -> None:
    """A permission set that was chosen just now counts for all of it; one that stood there before is only a label."""
    viewer = CATALOGUE.sets["viewer"].grants
    assert wanted(("set", "viewer"), ("set_was", ""), (f"p:{DELETE}", "all")).rights == viewer
    kept = wanted(("set", "viewer"), ("set_was", "viewer"), (f"p:{DELETE}", "all"))
    assert (kept.rights, kept.permission_set) == ({DELETE: Level.ALL}, "viewer")
    assert wanted(("set", "no such set"), (f"p:{VIEW}", "all")).rights == {VIEW: Level.ALL}
