"""Masks: a set of numbered things as one integer."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from admittance.core.policy import met


def places(mask: int) -> Iterator[int]:
    """The place of each bit of `mask`, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def minimal(ways: Iterable[int], held: int = 0) -> tuple[int, ...]:
    """What is missing of each way beyond `held`, without those that contain another one."""
    kept: list[int] = []
    for way in sorted({way & ~held for way in ways}):  # a subset is a smaller number, so it comes first
        if not met(kept, way):
            kept.append(way)
    return tuple(kept)


def above(closures: Sequence[int]) -> tuple[int, ...]:
    """For each place, the bits whose closure holds it. `closures`: by a bit's place, all that it brings along."""
    found = [0] * len(closures)
    for place, closure in enumerate(closures):
        for below in places(closure):
            found[below] |= 1 << place
    return tuple(found)


def weigher(weights: Sequence[int]) -> Callable[[int], int]:
    """What a mask weighs: the sum over its bits. `weights`: by a bit's place."""
    by_weight: dict[int, int] = {}
    for place, weight in enumerate(weights):
        by_weight[weight] = by_weight.get(weight, 0) | 1 << place
    groups = [(weight, bits) for weight, bits in by_weight.items() if weight]

    def weigh(mask: int) -> int:
        return sum([weight * (mask & bits).bit_count() for weight, bits in groups])

    return weigh
