"""The catalogue in the form in which remedies are searched for."""

from functools import lru_cache

from admittance.catalogue.model import Catalogue
from admittance.core.remedies.terms import Terms, compile_terms


@lru_cache(4)
def remedy_terms(catalogue: Catalogue) -> Terms:
    """Compiled when the first refusal asks for it, once per catalogue: it takes longer than a whole search."""
    return compile_terms(
        catalogue.policy,
        permission_weights={name: permission.weight for name, permission in catalogue.permissions.items()},
        tier_weights={name: product.tiers for name, product in catalogue.products.items()},
        permission_sets={name: found.grants for name, found in catalogue.sets.items()},
    )
