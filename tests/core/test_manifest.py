"""An app's three sets of scopes."""

from admittance.core.manifest import Manifest, ScopesOverlap, make_manifest
from admittance.core.scopes import ScopeKind


def scopes(text: str) -> frozenset[str]:
    """The scopes of `text`."""
    return frozenset(text.split())


def test_oauth_belongs_to_every_manifest() -> None:
    """`oauth` is required by every manifest, listed or not (rule 8)."""
    assert make_manifest(scopes("")) == make_manifest(scopes("oauth")) == Manifest(scopes("oauth"))


def test_the_three_kinds_are_disjoint() -> None:
    """A scope of two kinds makes no manifest; the answer names every such scope, sorted."""
    assert make_manifest(scopes("a b"), scopes("b c"), scopes("c a d")) == ScopesOverlap(("a", "b", "c"))


def test_oauth_can_be_nothing_but_required() -> None:
    """`oauth` among the conditional or optional scopes is of two kinds, because it is always required."""
    assert make_manifest(scopes(""), scopes("oauth")) == ScopesOverlap(("oauth",))
    assert make_manifest(scopes(""), scopes(""), scopes("oauth")) == ScopesOverlap(("oauth",))


def test_a_manifest_knows_the_kind_of_its_scopes() -> None:
    """Every configured scope has exactly one kind; another scope has none."""
    made = make_manifest(scopes("a"), scopes("b"), scopes("c"))
    assert isinstance(made, Manifest)
    assert {scope: made.kind_of(scope) for scope in sorted(made.configured)} == {
        "a": ScopeKind.REQUIRED,
        "b": ScopeKind.CONDITIONALLY_REQUIRED,
        "c": ScopeKind.OPTIONAL,
        "oauth": ScopeKind.REQUIRED,
    }
    assert made.kind_of("d") is None
