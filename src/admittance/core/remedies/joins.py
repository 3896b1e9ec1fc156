"""The smallest sets of bits that contain one way of each need: the search behind permissions and plans alike.

A mask is a point: every bit is one notch of one coordinate, and a way brings along each notch below its own and all
that it implies. So the union of ways is the lowest point that reaches them, and lower means subset.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate

from msgspec import Struct

from admittance.core.policy import met, union
from admittance.core.remedies.bits import minimal, places

Ways = tuple[int, ...]
"""A need: any of these masks. `()` is never met."""


class Space(Struct, frozen=True, eq=False):
    """What is searched: permission levels, or tiers.

    `weigh`: the sum of what its bits weigh, none less than 0. `above`: by a bit's place, all bits that bring it along,
    itself among them.
    """

    weigh: Callable[[int], int]
    above: Sequence[int]


class Joins(Struct, frozen=True):
    """Minimal masks in order. `cut`: the search was ended before it had found all that were wanted."""

    masks: tuple[int, ...]
    cut: bool = False


class Wish(Struct, frozen=True):
    """How much is wanted: the first `enough` masks, none that weighs more than `limit`, within `steps` unions.

    `tie` orders masks of the same weight; it never falls when a bit is added.
    """

    enough: int
    steps: int
    limit: int | None = None
    tie: Callable[[int], int] | None = None


def least_joins(needs: Iterable[Ways], space: Space, wish: Wish) -> Joins:
    """The first minimal masks that contain a way of each need; none where a need has no way.

    They are in order of weight, then `wish.tie`, then as numbers. A search that is cut has found the first of them or,
    where there was no time for any, one that is minimal.
    """
    wanted = list(dict.fromkeys(needs))
    if () in wanted:
        return Joins(())
    forced = union([ways[0] for ways in wanted if len(ways) == 1])
    choices = sorted([minimal(ways, forced) for ways in wanted if not met(ways, forced)], key=len)
    search = _BestFirst(choices, forced, space, wish)
    kept: list[int] = []
    for equals in search.by_weight():
        for mask in sorted(equals, key=wish.tie) if wish.tie is not None else equals:
            # What lies within a mask weighs no more and is a smaller number, so it stands before it.
            if not met(kept, mask):
                kept.append(mask)
        if len(kept) >= wish.enough:
            return Joins(tuple(kept[: wish.enough]))
    if search.cut and not kept:
        kept.append(search.hurried(wanted))
    return Joins(tuple(kept[: wish.enough]), search.cut)


class _BestFirst:
    """A best-first search (A*) over the needs one after the other: the lightest unfinished mask goes on.

    INVARIANT: what still has to be added weighs no less than, for each need to come, the lightest of what only its own
    ways hold. So no finished mask comes before a lighter one.
    """

    def __init__(self, choices: Sequence[Ways], start: int, space: Space, wish: Wish) -> None:
        self._choices, self._weigh, self._above = choices, space.weigh, space.above
        self._weights = [[space.weigh(way) for way in ways] for ways in choices]
        self._steps, self._limit = wish.steps, wish.limit
        shared = _in_several([union(ways) for ways in choices])
        own = [min([space.weigh(way & ~shared) for way in ways]) for ways in choices]
        self._to_come = [*accumulate(reversed(own), initial=0)][::-1]
        self._open: list[tuple[int, int, int]] = []
        self._seen: set[int] = set()
        self._push(space.weigh(start), start, 0)

    @property
    def cut(self) -> bool:
        """Whether steps ran out before all was seen."""
        return self._steps <= 0 and bool(self._open)

    def by_weight(self) -> Iterator[list[int]]:
        """Finished masks, all of the same weight at a time, as rising numbers."""
        finished: list[int] = []
        last = 0
        while self._open and self._steps > 0:
            weight, mask, depth = heappop(self._open)
            if finished and weight > last:
                yield finished
                finished = []
            if self._limit is not None and weight > self._limit:
                return
            if depth == len(self._choices):
                finished.append(mask)
                last = weight
            else:
                self._go_on(weight - self._to_come[depth], mask, depth)
        # Of those that weigh the same as the last ones, a cut search may have missed some: they are not told of.
        if finished and not self.cut:
            yield finished

    def hurried(self, needs: Sequence[Ways]) -> int:
        """A minimal mask near the lightest unfinished one, when there is no time to find the best."""
        _, mask, depth = self._open[0]
        for ways in self._choices[depth:]:
            if not met(ways, mask):
                mask |= min([(self._weigh(way & ~mask), way) for way in ways])[1]
        return _lowered(mask, needs, self._above)

    def _go_on(self, weight: int, mask: int, depth: int) -> None:
        for way, alone in zip(self._choices[depth], self._weights[depth], strict=True):
            self._push(weight + (self._weigh(way & ~mask) if way & mask else alone), mask | way, depth + 1)

    def _push(self, weight: int, mask: int, depth: int) -> None:
        while depth < len(self._choices) and met(self._choices[depth], mask):
            depth += 1
        self._steps -= 1
        if mask not in self._seen:
            self._seen.add(mask)
            heappush(self._open, (weight + self._to_come[depth], mask, depth))


def _in_several(masks: Iterable[int]) -> int:
    once = several = 0
    for mask in masks:
        several |= once & mask
        once |= mask
    return several


def _lowered(mask: int, needs: Sequence[Ways], above: Sequence[int]) -> int:
    """A minimal mask within `mask`: each bit goes, with whatever brings it along, where the rest still does.

    INVARIANT: a bit that cannot go now cannot go later, when there is less; so one pass suffices.
    """
    for place in reversed(list(places(mask))):
        less = mask & ~above[place]
        if less != mask and all(met(ways, less) for ways in needs):
            mask = less
    return mask
