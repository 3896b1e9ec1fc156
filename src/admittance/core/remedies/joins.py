"""The smallest sets of bits that contain one way of each need: the search behind permissions and plans alike.

A mask is a point: every bit is one notch of one coordinate, and a way brings along each notch below its own and all
that it implies. So the union of ways is the lowest point that reaches them, and lower means subset.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import nsmallest
from itertools import groupby, islice
from operator import itemgetter

from msgspec import Struct

from admittance.core.remedies.bits import meets, minimal, places, union

Ways = tuple[int, ...]
"""A need: any of these masks. `()` is never met."""
Weigh = Callable[[int], tuple[int, ...]]
Tie = Callable[[int], int]


class Space(Struct, frozen=True, eq=False):
    """What is searched: permission levels, or tiers.

    `weigh` orders masks and never falls when a bit is added. `closures`: bit -> the bit with all that it brings along.
    """

    weigh: Weigh
    closures: Mapping[int, int]


class Joins(Struct, frozen=True):
    """Minimal masks, the lightest first. `cut`: the search was ended before it had seen all."""

    masks: tuple[int, ...]
    cut: bool = False


def least_joins(needs: Iterable[Ways], space: Space, *, steps: int, enough: int, tie: Tie | None = None) -> Joins:
    """The first `enough` minimal masks that contain a way of each need; none where a need has no way.

    They are in order of weight, then `tie` (which never falls when a bit is added either), then as numbers. A search
    that would take more than about `steps` unions is cut; what it finds is minimal all the same.
    """
    wanted = list(dict.fromkeys(needs))
    forced = union(ways[0] for ways in wanted if len(ways) == 1)
    choices = sorted([minimal(ways, forced) for ways in wanted if not meets(ways, forced)], key=len)
    most = max(enough, steps // (1 + sum(map(len, choices))))
    found, cut = {forced}, False
    for ways in choices:
        found = _with_one_of(ways, found)
        if len(found) > most:
            found, cut = set(nsmallest(most, found, key=lambda mask: (space.weigh(mask), mask))), True
    if cut:
        found = {_lowered(mask, wanted, space.closures) for mask in found}
    return Joins(tuple(islice(_lightest(found, space.weigh, tie), enough)), cut)


def _with_one_of(ways: Ways, found: set[int]) -> set[int]:
    # INVARIANT: a mask that meets the need already stays as it is; with a way added it would only be larger.
    joined: set[int] = set()
    for mask in found:
        if meets(ways, mask):
            joined.add(mask)
        else:
            joined.update([mask | way for way in ways])
    return joined


def _lightest(found: set[int], weigh: Weigh, tie: Tie | None) -> Iterator[int]:
    """Those that contain no other one, in order. What lies within a mask weighs no more and is a smaller number."""
    kept: list[int] = []
    for _, equal in groupby(sorted([(weigh(mask), mask) for mask in found]), itemgetter(0)):
        masks = [mask for _, mask in equal]
        if tie is not None:
            masks.sort(key=tie)
        for mask in masks:
            if not meets(kept, mask):
                kept.append(mask)
                yield mask


def _lowered(mask: int, needs: list[Ways], closures: Mapping[int, int]) -> int:
    """A minimal mask within `mask`: each bit goes, with whatever brings it along, where the rest still does.

    INVARIANT: a bit that cannot go now cannot go later, when there is less; so one pass suffices.
    """
    for place in reversed(list(places(mask))):
        bit = 1 << place
        less = _without(bit, mask, closures)
        if mask & bit and all(meets(ways, less) for ways in needs):
            mask = less
    return mask


def _without(bit: int, mask: int, closures: Mapping[int, int]) -> int:
    kept = 0
    for place in places(mask):
        other = 1 << place
        if not closures[other] & bit:
            kept |= other
    return kept
