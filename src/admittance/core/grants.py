"""What consent turns a decision into (product rule 7)."""

from msgspec import Struct

from admittance.core.decide import Granted
from admittance.core.reasons import Dropped


class Grant(Struct, frozen=True):
    """INVARIANT: `granted`, the dropped scopes and `declined` are pairwise disjoint, and together what was asked."""

    granted: frozenset[str]
    dropped: tuple[Dropped, ...]
    declined: frozenset[str]


def grant(decision: Granted, ticked: frozenset[str]) -> Grant:
    """The demanded scopes and the offered ones left ticked. A tick for anything else gives nothing."""
    return Grant(
        granted=decision.demanded | (decision.offered & ticked),
        dropped=decision.dropped,
        declined=decision.offered - ticked,
    )
