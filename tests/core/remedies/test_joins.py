from itertools import product
from random import Random

import pytest

from admittance.core.remedies.bits import above, weigher
from admittance.core.remedies.joins import Joins, Space, Wish, least_joins

FLAT = Space(weigher([1] * 12), above([1 << place for place in range(12)]))
ALL = Wish(enough=10_000, steps=1_000_000)


def brute(needs: list[tuple[int, ...]], space: Space, tie: dict[int, int] | None = None) -> list[int]:
    """Every union, without those that contain another one."""
    unions = set()
    for chosen in product(*needs):
        union = 0
        for way in chosen:
            union |= way
        unions.add(union)
    least = [one for one in unions if not any(other != one and other & one == other for other in unions)]
    return sorted(least, key=lambda mask: (space.weigh(mask), (tie or {}).get(mask, 0), mask))


def random_needs(rng: Random, bits: int) -> list[tuple[int, ...]]:
    return [
        tuple(sum({1 << rng.randrange(bits) for _ in range(rng.randint(1, 3))}) for _ in range(rng.randint(1, 4)))
        for _ in range(rng.randint(0, 6))
    ]


def test_they_are_the_minimal_unions_in_order() -> None:
    """The search finds each smallest union that meets all needs, the lightest first; also where bits weigh nothing."""
    rng = Random(1)
    for _ in range(2_000):
        needs = random_needs(rng, rng.choice([4, 12]))
        space = Space(weigher([rng.randrange(4) for _ in range(12)]), FLAT.above)
        assert list(least_joins(needs, space, ALL).masks) == brute(needs, space)


def test_a_tie_is_broken_before_the_number() -> None:
    """Masks of the same weight stand in the order of `tie`, then as numbers."""
    rng = Random(2)
    for _ in range(500):
        needs = random_needs(rng, 12)
        tie = {mask: (mask >> 3).bit_count() for mask in brute(needs, FLAT)}
        wish = Wish(enough=10_000, steps=1_000_000, tie=lambda mask: (mask >> 3).bit_count())
        assert list(least_joins(needs, FLAT, wish).masks) == brute(needs, FLAT, tie)


def test_fewer_are_the_first_ones_and_that_is_no_cut() -> None:
    """Whoever wants only some gets the first of all; the same with a limit to the weight."""
    rng = Random(3)
    for _ in range(500):
        needs = random_needs(rng, 12)
        least = brute(needs, FLAT)
        assert least_joins(needs, FLAT, Wish(enough=3, steps=10_000)) == Joins(tuple(least[:3]))
        light = [mask for mask in least if FLAT.weigh(mask) <= 4]
        assert least_joins(needs, FLAT, Wish(enough=10_000, steps=10_000, limit=4)) == Joins(tuple(light))


@pytest.mark.parametrize("steps", [1, 2, 5, 10, 20, 50])
def test_a_cut_search_has_the_first_ones_or_one_that_is_minimal(steps: int) -> None:
    """When steps run out, what was found is right as far as it goes, and there is always something."""
    rng, cuts = Random(steps), 0
    for _ in range(500):
        needs = random_needs(rng, 12)
        least = brute(needs, FLAT)
        found = least_joins(needs, FLAT, Wish(enough=10_000, steps=steps))
        cuts += found.cut
        if found.cut and list(found.masks) != least[: len(found.masks)]:
            assert len(found.masks) == 1
        assert set(found.masks) <= set(least)
        assert found.masks
        assert found.cut or list(found.masks) == least
    assert cuts


def test_a_need_that_nothing_meets_leaves_nothing() -> None:
    """Where a need has no way, no mask satisfies all needs; where there is no need, nothing has to be added."""
    assert least_joins([(1,), ()], FLAT, ALL) == Joins(())
    assert least_joins([], FLAT, ALL) == Joins((0,))


def test_a_hurried_mask_is_minimal_where_bits_bring_others_along() -> None:
    """A bit leaves together with what implies it, so what remains is a point of the space."""
    closures = [0b0001, 0b0011, 0b0111, 0b1001]  # a ladder of three, and a bit that implies its first rung
    space = Space(weigher([1] * 4), above(closures))
    needs = [(0b0111, 0b1001), (0b0011, 0b1001), (0b0001,)]
    found = least_joins(needs, space, Wish(enough=5, steps=1))
    assert found.cut
    assert set(found.masks) <= {0b0111, 0b1001}
