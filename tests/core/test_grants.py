"""What consent turns a decision into."""

from hypothesis import given
from hypothesis import strategies as st

from admittance.core.decide import Granted
from admittance.core.grants import grant
from admittance.core.reasons import Dropped, ToolMissing
from admittance.core.scopes import ScopeKind

SCOPES = st.frozensets(st.sampled_from("abcdefgh"))


@given(demanded=SCOPES, offered=SCOPES, out_of_reach=SCOPES, ticked=SCOPES)
def test_every_asked_scope_is_granted_dropped_or_declined(
    demanded: frozenset[str], offered: frozenset[str], out_of_reach: frozenset[str], ticked: frozenset[str]
) -> None:
    """granted ∪ dropped ∪ declined = asked, pairwise disjoint, whatever the form ticks (rule 7)."""
    offered -= demanded
    dropped = sorted(out_of_reach - demanded - offered)
    why = {scope: Dropped(scope, (ToolMissing(scope, ScopeKind.OPTIONAL, (("t",),)),)) for scope in dropped}
    given_ = grant(Granted(demanded, offered, tuple(why.values())), ticked)
    parts = [given_.granted, frozenset(drop.scope for drop in given_.dropped), given_.declined]
    assert frozenset().union(*parts) == demanded | offered | set(dropped)
    assert sum(map(len, parts)) == len(frozenset().union(*parts))
    assert demanded <= given_.granted <= demanded | offered
    assert given_.granted & offered == ticked & offered
