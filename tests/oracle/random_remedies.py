"""Random worlds with weights, sets and colleagues: up to eight scopes, six permissions and five tools."""

from random import Random

from tests.oracle.random_world import random_catalogue, random_world
from tests.oracle.remedy_world import Held, RemedyWorld
from tests.oracle.world import Catalogue

MOST_POINTS = 600
"""Levels that a person can hold, all told: a larger catalogue is drawn only now and then, as trying it takes long."""


def random_remedy_catalogue(rng: Random) -> Catalogue:
    """A catalogue small enough for every point to be tried."""
    while True:
        catalogue = random_catalogue(rng)
        points = 1
        for ladder in catalogue["permissions"].values():
            points *= len(ladder)
        if points <= MOST_POINTS or rng.random() < 0.02:
            return catalogue


def random_remedy_terms(rng: Random, catalogue: Catalogue) -> RemedyWorld:
    """Weights, sets and duties for a catalogue; its world is drawn by `random_remedy_world`."""
    rights = [(name, level) for name, ladder in catalogue["permissions"].items() for level in ladder[1:]]
    few = rng.random() < 0.5  # so that ties are common
    return {
        "world": random_world(rng, catalogue),
        "permission_weights": {name: rng.choice([1, 2] if few else range(10)) for name in catalogue["permissions"]},
        "tier_weights": {name: _rising(rng, tiers, few=few) for name, tiers in catalogue["tiers"].items()},
        "sets": {f"set{n}": _held(rng, catalogue) for n in range(rng.randint(0, 4))},
        "colleagues": [],
        "edit_people": rng.choice([*rights, None]),
        "edit_plan": rng.choice([*rights, None]),
        "most": rng.choice([20, 20, 20, 5, 1]),
    }


def random_remedy_world(rng: Random, terms: RemedyWorld) -> RemedyWorld:
    """A world of the same catalogue, and colleagues."""
    catalogue = terms["world"]["catalogue"]
    colleagues: list[Held] = [None] if rng.random() < 0.7 else []
    colleagues += [_held(rng, catalogue) for _ in range(rng.randint(0, 3))]
    return {**terms, "world": random_world(rng, catalogue), "colleagues": colleagues}


def _rising(rng: Random, tiers: list[str], *, few: bool) -> dict[str, int]:
    weight, weights = 0, {}
    for n, tier in enumerate(tiers):
        weight += rng.choice([1] if few else [0, 1, 2, 18, 80]) if n or rng.random() < 0.3 else 0
        weights[tier] = weight
    return weights


def _held(rng: Random, catalogue: Catalogue) -> dict[str, str]:
    high = rng.random() < 0.4
    return {
        name: ladder[-1] if high else rng.choice(ladder)
        for name, ladder in catalogue["permissions"].items()
        if rng.random() < (0.95 if high else 0.6)
    }
