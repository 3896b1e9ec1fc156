"""The core and the oracle give the same complete answers: reasons with all their data, what is granted and dropped.

Set ADMITTANCE_WORLDS to compare on that many random worlds instead of 20,000.
"""

import os
from collections.abc import Callable, Iterator
from random import Random

import pytest

from admittance.core.decide import decide
from admittance.core.policy import Policy
from admittance.usecases.decision_shape import decision_shape
from tests.oracle import small_worlds
from tests.oracle.build import policy_of, question_of
from tests.oracle.oracle import answer
from tests.oracle.random_world import random_catalogue, random_world
from tests.oracle.world import World

RANDOM_WORLDS = int(os.environ.get("ADMITTANCE_WORLDS", "20000"))
WORLDS_PER_CATALOGUE = 10
SEED = 20_240_417


def agree_on(policy: Policy, world: World) -> str:
    """Fail with the world where the two differ; the verdict where they do not."""
    expected = answer(world)
    decided = decision_shape(decide(policy, question_of(policy, world)))
    assert decided == expected, f"they differ on {world}"
    return str(expected["headline"] or expected["verdict"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("worlds", "count"),
    [
        (small_worlds.one_scope, 51_840),
        (small_worlds.marketplaces, 19_440),
        (small_worlds.two_scopes, 98_172),
        (small_worlds.three_scopes, 168_460),
        (small_worlds.shared_needs, 46_096),
    ],
)
def test_the_oracle_agrees_on_every_small_world(worlds: Callable[[], Iterator[World]], count: int) -> None:
    """Two independent readings of product section 1 agree on every world of ≤ 3 scopes, ≤ 2 permissions, ≤ 2 tools."""
    policies: dict[int, tuple[World, Policy]] = {}
    compared = 0
    for world in worlds():
        key = id(world["catalogue"])
        if key not in policies:
            policies[key] = (world, policy_of(world["catalogue"]))  # the world too: while it lives, its id is its own
        agree_on(policies[key][1], world)
        compared += 1
    assert compared == count, "the family changed: a smaller one proves less"


@pytest.mark.slow
def test_the_oracle_agrees_on_random_larger_worlds() -> None:
    """They agree on worlds of up to eight scopes, six permissions and five tools, with implications and plans."""
    rng = Random(SEED)
    verdicts: dict[str, int] = {}
    for _ in range(RANDOM_WORLDS // WORLDS_PER_CATALOGUE):
        catalogue = random_catalogue(rng)
        policy = policy_of(catalogue)
        for _ in range(WORLDS_PER_CATALOGUE):
            verdict = agree_on(policy, random_world(rng, catalogue))
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
    assert len(verdicts) == 5, "worlds without one of the four headings, or without a grant, prove too little"
    assert min(verdicts.values()) > RANDOM_WORLDS / 50
