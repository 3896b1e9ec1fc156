"""An app's configured scopes: three disjoint sets."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.scopes import OAUTH, ScopeKind


class Manifest(Struct, frozen=True, cache_hash=True):
    """Required (R), conditionally required (C) and optional (O) scopes. Build one with `make_manifest`.

    Its hash is kept: what follows from a manifest is remembered under it, and looked up at every call with a token.
    """

    required: frozenset[str]
    conditionally_required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()

    @property
    def configured(self) -> frozenset[str]:
        """R ∪ C ∪ O."""
        return self.required | self.conditionally_required | self.optional

    def kind_of(self, scope: str) -> ScopeKind | None:
        """How the app asks for `scope`; None where it does not."""
        if scope in self.required:
            return ScopeKind.REQUIRED
        if scope in self.conditionally_required:
            return ScopeKind.CONDITIONALLY_REQUIRED
        return ScopeKind.OPTIONAL if scope in self.optional else None


class ScopesOverlap(Struct, frozen=True):
    """Scopes that a manifest lists as more than one kind, sorted."""

    scopes: tuple[str, ...]


ManifestResult: TypeAlias = Manifest | ScopesOverlap


def make_manifest(
    required: frozenset[str],
    conditionally_required: frozenset[str] = frozenset(),
    optional: frozenset[str] = frozenset(),
) -> ManifestResult:
    """A manifest of the three sets; `oauth` joins the required ones (product rule 8) and may stand nowhere else."""
    required = required | {OAUTH}
    twice = (required & conditionally_required) | (required & optional) | (conditionally_required & optional)
    if twice:
        return ScopesOverlap(tuple(sorted(twice)))
    return Manifest(required, conditionally_required, optional)
