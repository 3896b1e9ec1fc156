"""A world with remedies in the terms of the core, and the core's answer in the oracle's shape."""

from typing import Any

from msgspec import to_builtins

from admittance.core.decide import Question
from admittance.core.duties import Duty
from admittance.core.levels import Ladder, Level
from admittance.core.policy import EVERY_RIGHT, compile_policy
from admittance.core.remedies.remedy import Remedies, Remedy
from admittance.core.remedies.search import remedies
from admittance.core.remedies.terms import Terms, compile_terms
from admittance.core.requirements import Right, ScopeNeed
from tests.oracle.build import question_of
from tests.oracle.remedy_world import Held, RemedyWorld


def terms_of(asked: RemedyWorld) -> Terms:
    """The world's catalogue, compiled for decisions and for remedies."""
    catalogue = asked["world"]["catalogue"]
    duties = {Duty.EDIT_PEOPLE: asked["edit_people"], Duty.EDIT_PLAN: asked["edit_plan"]}
    marketplace = catalogue["marketplace"]
    policy = compile_policy(
        permissions={
            name: next(ladder for ladder in Ladder if [level.value for level in ladder.levels] == levels)
            for name, levels in catalogue["permissions"].items()
        },
        implies={name: tuple(implied) for name, implied in catalogue["implies"].items()},
        tools={tool: tuple(tuple(way) for way in ways) for tool, ways in catalogue["tools"].items()},
        tiers={product: tuple(tiers) for product, tiers in catalogue["tiers"].items()},
        needs=[
            ScopeNeed(
                scope,
                tuple(tuple(_right(right) for right in way) for way in needs["permissions"]),
                tuple(tuple(way) for way in needs["tools"]),
            )
            for scope, needs in catalogue["scopes"].items()
        ],
        marketplace=_right(marketplace) if marketplace else None,
        duties={duty: _right(right) for duty, right in duties.items() if right is not None},
    )
    return compile_terms(
        policy,
        permission_weights=asked["permission_weights"],
        tier_weights=asked["tier_weights"],
        permission_sets={name: _levels(grants) for name, grants in asked["sets"].items()},
    )


def question_about(terms: Terms, asked: RemedyWorld) -> Question:
    """What is asked about the world."""
    return question_of(terms.policy, asked["world"])


def masks_of(terms: Terms, asked: RemedyWorld) -> list[int]:
    """The colleagues' rights."""
    return [_mask(terms, held) for held in asked["colleagues"]]


def remedies_for(terms: Terms, asked: RemedyWorld) -> Remedies:
    """The product's answer."""
    question, most = question_about(terms, asked), asked["most"]
    return remedies(terms, question, asked["world"]["subscriptions"], masks_of(terms, asked), most=most)


def shape(found: Remedies) -> dict[str, Any]:
    """The answer as the oracle writes it."""
    return {
        "found": [_remedy(remedy) for remedy in found.found],
        "more": found.more,
        "out_of_reach": bool(found.out_of_reach),
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    plain = to_builtins(remedy)
    for key in ("url", "manifest", "plan"):
        plain[key] = [_as_list(change) for change in plain[key]]
    for key in ("rights", "added", "lost"):
        if plain["permission"] is not None and key in plain["permission"]:
            plain["permission"][key] = [_as_list(change) for change in plain["permission"][key]]
    return plain  # type: ignore[no-any-return]


def _as_list(change: dict[str, Any]) -> list[Any]:
    return [list(value) if isinstance(value, tuple | list) else value for value in change.values()]


def _mask(terms: Terms, held: Held) -> int:
    return EVERY_RIGHT if held is None else terms.policy.rights(_levels(held))


def _levels(held: dict[str, str]) -> dict[str, Level]:
    return {name: Level(level) for name, level in held.items()}


def _right(right: tuple[str, str]) -> Right:
    return Right(right[0], Level(right[1]))
