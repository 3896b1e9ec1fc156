"""Plans as a search sees them: each tier of each product a bit, with what it costs beyond the tier below."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.core.remedies.bits import above, places, weigher
from admittance.core.remedies.joins import Space
from admittance.core.remedies.remedy import PlanChange


class PlanTerms(Struct, frozen=True, eq=False):
    """`ladder`: the product and tier at which each bit stands, by the bit's place; the lowest tier is a bit too.

    `masks`: (product, tier) -> that tier with those below. The space weighs cost; a product that begins to cost
    something outweighs every cost, by `dearest`, and `weight` takes the two apart.
    """

    ladder: tuple[tuple[str, str], ...]
    masks: Mapping[tuple[str, str], int]
    space: Space
    dearest: int

    def mask(self, subscriptions: Mapping[str, str]) -> int:
        """What an account has. A product or tier that the catalogue lost is nothing."""
        held = 0
        for pair in subscriptions.items():
            held |= self.masks.get(pair, 0)
        return held

    def weight(self, added: int) -> tuple[int, int]:
        """How many products begin to cost something, and what all of `added` costs."""
        return divmod(self.space.weigh(added), self.dearest)

    def changes(self, subscriptions: Mapping[str, str], added: int) -> tuple[PlanChange, ...]:
        """Each product whose tier rises, in the catalogue's order."""
        risen = dict([self.ladder[place] for place in places(added)])
        return tuple([PlanChange(product, subscriptions.get(product), tier) for product, tier in risen.items()])


def plan_terms(weights: Mapping[str, Mapping[str, int]]) -> PlanTerms:
    """`weights`: product -> tier -> weight, the tiers in rising order.

    Raises ValueError where a weight is below 0 or falls from one tier to the next.
    """
    ladder = [(product, tier) for product, tiers in weights.items() for tier in tiers]
    masks: dict[tuple[str, str], int] = {}
    costs: list[int] = []
    first_paid = 0
    for product, tiers in weights.items():
        below = paid = 0
        for tier, weight in tiers.items():
            bit = 1 << len(costs)
            if weight < paid:
                raise ValueError(f"{product}:{tier} weighs {weight}, less than {paid}")
            first_paid |= bit if weight and not paid else 0
            below |= bit
            costs.append(weight - paid)
            paid = weight
            masks[product, tier] = below
    dearest = sum(costs) + 1
    # Whoever already pays for a product has its first paid tier: only for others is that bit ever added.
    weigh = weigher([cost + (dearest if 1 << place & first_paid else 0) for place, cost in enumerate(costs)])
    return PlanTerms(tuple(ladder), masks, Space(weigh, above([masks[pair] for pair in ladder])), dearest)
