"""What remedies depend on beside the world: weights, permission sets, and the colleagues who could help."""

from typing import TypedDict

from tests.oracle.world import World

Held = dict[str, str] | None
"""Permission -> level; None is a Super Admin."""


class RemedyWorld(TypedDict):
    """`tier_weights`: product -> tier -> weight. `edit_people`, `edit_plan`: the rights behind these duties."""

    world: World
    permission_weights: dict[str, int]
    tier_weights: dict[str, dict[str, int]]
    sets: dict[str, dict[str, str]]
    colleagues: list[Held]
    edit_people: tuple[str, str] | None
    edit_plan: tuple[str, str] | None
    most: int
