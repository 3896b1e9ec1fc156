"""A catalogue that has nothing to do with CRM decides by the same rules: nothing is hard-wired."""

import pytest

from admittance.catalogue.loader import packaged_catalogue
from admittance.catalogue.model import Catalogue
from admittance.core.decide import Granted, Question, Refused, decide
from admittance.core.duties import Duty
from admittance.core.install_url import read_install_url
from admittance.core.levels import Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT
from admittance.core.reasons import Dropped, NotConfigured, PermissionMissing, Shortfall, ToolMissing
from admittance.core.scopes import Parameter, ScopeKind


@pytest.fixture(scope="module")
def library() -> Catalogue:
    return packaged_catalogue("library")


@pytest.fixture(scope="module")
def app() -> Manifest:
    """An app that reads loans, renews them if its link says so, and would like to order from elsewhere."""
    manifest = make_manifest(frozenset({"loans:read"}), frozenset({"loans:renew"}), frozenset({"loans:distant"}))
    assert isinstance(manifest, Manifest)
    return manifest


def test_a_connection_without_any_marketplace_right(library: Catalogue, app: Manifest) -> None:
    """Rule 3 asks for a marketplace right only where the catalogue has one."""
    rights = library.permission_set_rights("page")
    url = read_install_url("loans:read", None)
    decision = decide(library.policy, Question(app, url, rights, library.policy.tools({})))
    assert decision == Granted(frozenset({"oauth", "loans:read"}))


def test_permissions_of_its_own(library: Catalogue, app: Manifest) -> None:
    """Rule 3: what is missing is named in the catalogue's words, with the level held."""
    rights = library.permission_set_rights("page")
    url = read_install_url("loans:read loans:renew", None)
    decision = decide(library.policy, Question(app, url, rights, library.policy.tools({})))
    short = (
        Shortfall("desk.loans.see", Level.ALL, Level.TEAM),
        Shortfall("desk.loans.renew", Level.OWNED, Level.NONE),
    )
    assert decision == Refused((PermissionMissing("loans:renew", ScopeKind.CONDITIONALLY_REQUIRED, (short,)),))


@pytest.mark.parametrize(
    ("plan", "off"),
    [
        ({}, ("distant_loans", "holds")),
        ({"lending": "city"}, ("distant_loans",)),
        ({"lending": "city", "partner_libraries": "region"}, ()),
        ({"lending": "region"}, ()),
    ],
)
def test_plans_of_its_own(library: Catalogue, app: Manifest, plan: dict[str, str], off: tuple[str, ...]) -> None:
    """Rules 4 and 5: a tool that the plan lacks drops an optional scope, even for a Super Admin."""
    url = read_install_url("loans:read", "loans:distant")
    decision = decide(library.policy, Question(app, url, EVERY_RIGHT, library.policy.tools(plan)))
    assert isinstance(decision, Granted)
    why = (ToolMissing("loans:distant", ScopeKind.OPTIONAL, (off,)),)
    assert decision.dropped == ((Dropped("loans:distant", why),) if off else ())
    assert decision.offered == (frozenset() if off else {"loans:distant"})


def test_its_scopes_are_suggested(library: Catalogue, app: Manifest) -> None:
    """Rule 2: a scope unknown to the catalogue is a mismatch with a "did you mean" out of the same catalogue."""
    url = read_install_url("loans:read loans:reed", None)
    decision = decide(library.policy, Question(app, url, EVERY_RIGHT, 0))
    assert isinstance(decision, Refused)
    (reason,) = [reason for reason in decision.reasons if isinstance(reason, NotConfigured)]
    assert reason == NotConfigured("loans:reed", (Parameter.SCOPE,), known=False, did_you_mean=reason.did_you_mean)
    assert reason.did_you_mean[0] == "loans:read"


def test_a_duty_without_a_right_is_for_super_admins(library: Catalogue) -> None:
    """A duty that the catalogue leaves out is nobody's but the Super Admins'."""
    every = {name: permission.ladder.levels[-1] for name, permission in library.permissions.items()}
    rights = library.policy.rights(every)
    assert not library.policy.may(rights, Duty.EDIT_PLAN)
    assert library.policy.may(rights, Duty.EDIT_PEOPLE)
    assert library.policy.may(EVERY_RIGHT, Duty.EDIT_PLAN)


def test_its_names(library: Catalogue) -> None:
    """Pages speak the catalogue's words in the reader's language."""
    labels = library.labels("sv")
    assert labels.scope("loans:renew") == "Se och förnya lån"
    assert labels.plans_with("distant_loans") == ("Utlåning Region", "Utlåning Stad + Samarbetsbibliotek")
    assert library.plan_labels({"lending": "branch", "programme": "city"}, "sv") == ("Program Stad",)
