"""The search for remedies and the trying of every point give the same answers: each remedy, its data, and the order.

Set ADMITTANCE_WORLDS to compare on that many random worlds instead of 20,000.
"""

import os
from collections.abc import Callable, Iterator
from random import Random

import pytest

from admittance.core.remedies.terms import Terms
from tests.oracle import remedy_small_worlds as small_worlds
from tests.oracle.random_remedies import random_remedy_catalogue, random_remedy_terms, random_remedy_world
from tests.oracle.remedy_build import remedies_for, shape, terms_of
from tests.oracle.remedy_oracle import answer
from tests.oracle.remedy_world import RemedyWorld

RANDOM_WORLDS = int(os.environ.get("ADMITTANCE_WORLDS", "20000"))
WORLDS_PER_CATALOGUE = 20
SEED = 20_250_119


def agree_on(terms: Terms, asked: RemedyWorld) -> str:
    """Fail with the world where the two differ; what kind of answer it is where they do not."""
    expected, found = answer(asked), remedies_for(terms, asked)
    assert shape(found) == expected, f"they differ on {asked}"
    assert not found.cut, f"cut on {asked}"
    return "hopeless" if expected["out_of_reach"] else "more" if expected["more"] else str(len(expected["found"]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("worlds", "count"),
    [
        (small_worlds.one_scope, 8_328),
        (small_worlds.shared_needs, 5_664),
        (small_worlds.implied, 4_970),
        (small_worlds.tiers, 2_016),
        (small_worlds.misplaced, 5_901),
        (small_worlds.three_misplaced, 2_600),
    ],
)
def test_remedies_are_those_of_trying_every_point_on_every_small_world(
    worlds: Callable[[], Iterator[RemedyWorld]], count: int
) -> None:
    """Equal to brute force on every world of ≤ 3 scopes, ≤ 2 permissions and ≤ 2 tools (product section 4)."""
    terms: dict[str, Terms] = {}
    compared = 0
    for asked in worlds():
        key = repr((asked["permission_weights"], asked["tier_weights"], len(asked["sets"])))
        if key not in terms:
            terms[key] = terms_of(asked)
        agree_on(terms[key], asked)
        compared += 1
    assert compared == count, "the family changed: a smaller one proves less"


@pytest.mark.slow
def test_remedies_are_those_of_trying_every_point_on_random_larger_worlds() -> None:
    """Equal to brute force on worlds of up to eight scopes, six permissions and five tools, with ties and sets."""
    rng = Random(SEED)
    kinds: dict[str, int] = {}
    for _ in range(RANDOM_WORLDS // WORLDS_PER_CATALOGUE):
        catalogue = random_remedy_catalogue(rng)
        first = random_remedy_terms(rng, catalogue)
        terms = terms_of(first)
        for _ in range(WORLDS_PER_CATALOGUE):
            kind = agree_on(terms, random_remedy_world(rng, first))
            kinds[kind] = kinds.get(kind, 0) + 1
    assert {"0", "1", "2", "3", "hopeless", "more"} <= kinds.keys(), "worlds without such answers prove too little"
