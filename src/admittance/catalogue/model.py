"""A checked catalogue, ready to decide with and to speak with."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.catalogue.entries import Entries
from admittance.catalogue.labels import CatalogueLabels
from admittance.catalogue.mistakes import close_to
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy


class UnknownScope(Struct, frozen=True):
    """A scope that a manifest names and the catalogue does not have, with up to three close names, nearest first."""

    scope: str
    did_you_mean: tuple[str, ...] = ()


class Catalogue(Entries, frozen=True, kw_only=True, eq=False):
    """Immutable; share it freely. Get one from `loader`.

    `digest` is the SHA-256 of the content in hex: the same for two files that differ in layout or comments only.
    """

    policy: Policy
    digest: str

    def labels(self, language: str) -> CatalogueLabels:
        """The catalogue's names in `language`."""
        return CatalogueLabels(self, language)

    def permission_set_label(self, permission_set: str, language: str) -> str:
        """The name of a permission set; the id itself where the catalogue lost it."""
        return self.labels(language).permission_set(permission_set)

    def plan_labels(self, subscriptions: Mapping[str, str], language: str) -> tuple[str, ...]:
        """The paid plans among an account's subscriptions (product -> tier), in the catalogue's order."""
        labels = self.labels(language)
        return tuple(
            labels.plan(product.id, tier)
            for product in self.products.values()
            if product.tiers.get(tier := subscriptions.get(product.id, ""), 0) > 0
        )

    def permission_set_rights(self, permission_set: str) -> int:
        """The rights mask of a permission set. A set that the catalogue lost gives nothing: default is no."""
        found = self.sets.get(permission_set)
        return self.policy.rights(found.grants) if found else 0

    def toggle_grants(self, toggle: str) -> dict[str, Level]:
        """What a whole-section switch sets: permission -> level."""
        switched = ((name, permission.toggle) for name, permission in self.permissions.items())
        return {name: setting[1] for name, setting in switched if setting is not None and setting[0] == toggle}

    def unknown_scopes(self, manifest: Manifest) -> tuple[UnknownScope, ...]:
        """The scopes that keep `manifest` from being saved (product rule 12), sorted; empty when it can be."""
        unknown = sorted(manifest.configured - self.scopes.keys())
        return tuple(UnknownScope(scope, close_to(scope, self.scopes)) for scope in unknown)
