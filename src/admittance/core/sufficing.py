"""Which scopes a person's rights, or an account's tools, suffice for: the two halves of a decision by themselves.

For what happens beside deciding: what still works after a plan or a person's rights have changed, and what would.
"""

from admittance.core.policy import EVERY_RIGHT, Policy, met


def permitted(policy: Policy, scopes: frozenset[str], rights: int) -> frozenset[str]:
    """Of `scopes` those that the catalogue has and `rights` suffice for: all, for a Super Admin (product rule 3)."""
    known = scopes & policy.known
    if rights == EVERY_RIGHT:
        return known
    return frozenset(scope for scope in known if met(policy.needs[scope].right_masks, rights))


def switched_on(policy: Policy, scopes: frozenset[str], tools: int) -> frozenset[str]:
    """Of `scopes` those that the catalogue has and one of its tool sets within `tools` satisfies (product rule 4)."""
    return frozenset(scope for scope in scopes & policy.known if met(policy.needs[scope].tool_masks, tools))
