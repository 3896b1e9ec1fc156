from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT
from admittance.core.remedies.applying import applied, manifest_after, plan_after, rights_after, url_after
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    ManifestChange,
    PlanChange,
    Remedy,
    UrlChange,
)
from admittance.core.requirements import Right
from admittance.core.scopes import Parameter, ScopeKind
from tests.core.acme import manifest
from tests.core.remedies.hub import CONTACTS, EDIT, LISTS, REPORTS, TERMS, VIEW, WORKFLOWS, mask, question

S, P = Parameter.SCOPE, Parameter.OPTIONAL_SCOPE


def test_the_corrected_url_changes_only_what_is_named() -> None:
    """Each scope stands where the change says, every other one where it stood."""
    url = InstallUrl(frozenset("abc"), frozenset("cd"))
    changes = (UrlChange("b", (S,), ()), UrlChange("c", (S, P), (S,)), UrlChange("e", (), (P,)))
    assert url_after(url, changes) == InstallUrl(frozenset("ac"), frozenset("de"))


def test_the_manifest_gets_other_kinds() -> None:
    """A scope is configured, or configured otherwise; the others stay."""
    app = manifest(CONTACTS, REPORTS)
    changes = (
        ManifestChange(REPORTS, ScopeKind.CONDITIONALLY_REQUIRED, ScopeKind.OPTIONAL),
        ManifestChange("new", None, ScopeKind.CONDITIONALLY_REQUIRED),
    )
    assert manifest_after(app, changes) == manifest(CONTACTS, "new", REPORTS)


def test_the_plan_gets_higher_tiers() -> None:
    """A product is upgraded or added; the others stay."""
    changes = (PlanChange("a", "starter", "professional"), PlanChange("b", None, "addon"))
    assert plan_after({"a": "starter", "c": "free"}, changes) == {"a": "professional", "b": "addon", "c": "free"}


def test_rights_are_added_to_or_replaced() -> None:
    """Permissions are added with what they imply; a set replaces all; a Super Admin holds everything."""
    held = mask(f"{WORKFLOWS}:on")
    rights = (Right(EDIT, Level.TEAM),)
    for part in (GrantRights(rights, ()), ElevateRights(rights, ())):
        assert rights_after(TERMS, held, part) == mask(f"{WORKFLOWS}:on", f"{EDIT}:team", f"{VIEW}:team")
    assert rights_after(TERMS, held, AssignSet("viewer", (), ())) == mask(f"{VIEW}:all", f"{LISTS}:on")
    assert rights_after(TERMS, held, ElevateSuperAdmin()) == EVERY_RIGHT
    assert rights_after(TERMS, held, MakeSuperAdmin()) == EVERY_RIGHT
    assert rights_after(TERMS, held, None) == held


def test_a_set_that_the_catalogue_lost_gives_nothing() -> None:
    """A stored remedy may name a set that is no more: default is no."""
    assert rights_after(TERMS, mask(f"{LISTS}:on"), AssignSet("gone", (), ())) == 0


def test_a_remedy_without_a_plan_leaves_the_tools_alone() -> None:
    """What a remedy does not change stays as the question has it."""
    asked = question(manifest(CONTACTS), CONTACTS, plan={"marketing": "enterprise"})
    assert applied(TERMS, asked, {"marketing": "enterprise"}, Remedy()) == asked
