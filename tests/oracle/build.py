"""A world in the terms of the core: built by the same public functions that the product uses."""

from admittance.core.decide import Decision, Question, decide
from admittance.core.install_url import read_install_url
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT, Policy, compile_policy
from admittance.core.requirements import Right, ScopeNeed
from tests.oracle.world import Catalogue, World


def policy_of(catalogue: Catalogue) -> Policy:
    """The catalogue, compiled."""
    marketplace = catalogue["marketplace"]
    return compile_policy(
        permissions={name: _ladder(levels) for name, levels in catalogue["permissions"].items()},
        implies={name: tuple(implied) for name, implied in catalogue["implies"].items()},
        tools={tool: tuple(tuple(way) for way in ways) for tool, ways in catalogue["tools"].items()},
        tiers={product: tuple(tiers) for product, tiers in catalogue["tiers"].items()},
        needs=[
            ScopeNeed(
                scope,
                tuple(tuple(Right(name, Level(level)) for name, level in way) for way in needs["permissions"]),
                tuple(tuple(way) for way in needs["tools"]),
            )
            for scope, needs in catalogue["scopes"].items()
        ],
        marketplace=Right(marketplace[0], Level(marketplace[1])) if marketplace else None,
    )


def question_of(policy: Policy, world: World) -> Question:
    """What `decide` is asked about the world."""
    manifest = make_manifest(*(frozenset(scopes) for scopes in _kinds(world)))
    assert isinstance(manifest, Manifest)
    held = {name: Level(level) for name, level in world["permissions"].items()}
    return Question(
        manifest=manifest,
        url=read_install_url(world["url"]["scope"], world["url"]["optional_scope"]),
        rights=EVERY_RIGHT if world["super_admin"] else policy.rights(held),
        tools=policy.tools(world["subscriptions"]),
        installed=world["installed"],
        granted_before=frozenset(world["granted_before"]),
        always_ask_marketplace=world["always_ask_marketplace"],
    )


def decision_on(world: World) -> Decision:
    """The product's decision on the world."""
    policy = policy_of(world["catalogue"])
    return decide(policy, question_of(policy, world))


def _ladder(levels: list[str]) -> Ladder:
    return next(ladder for ladder in Ladder if [level.value for level in ladder.levels] == levels)


def _kinds(world: World) -> tuple[list[str], list[str], list[str]]:
    manifest = world["manifest"]
    return manifest["required"], manifest["conditionally_required"], manifest["optional"]
