"""All that a catalogue lets people hold and accounts subscribe to, point by point, and which scopes each satisfies."""

from itertools import product

from tests.oracle.oracle import permissions_of, tools_of
from tests.oracle.remedy_world import Held
from tests.oracle.world import Catalogue

Vector = tuple[int, ...]
"""A level per permission, or a tier per product, as its number on the ladder; -1 is no subscription."""


class Space:
    """`rights` and `plans`: every point.

    `permitted`, `switched_on`: scope -> the numbers of the points that satisfy it. `installs`: the points at which App
    Marketplace access is held.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.permissions, self.products = list(catalogue["permissions"]), list(catalogue["tiers"])
        ladders = [range(len(catalogue["permissions"][name])) for name in self.permissions]
        self.rights = [vector for vector in product(*ladders) if self._is_closed(vector)]
        self.plans = list(product(*[range(-1, len(catalogue["tiers"][name])) for name in self.products]))
        self.permitted = {scope: self._permitted(scope) for scope in catalogue["scopes"]}
        self.switched_on = self._switched_on()
        wanted = catalogue["marketplace"]
        self.installs = {n for n, point in enumerate(self.rights) if wanted is None or self.reaches(point, *wanted)}
        self._held: dict[object, Vector] = {}

    def reaches(self, vector: Vector, permission: str, level: str) -> bool:
        """Whether the permission is held at the level or above."""
        return vector[self.permissions.index(permission)] >= self.catalogue["permissions"][permission].index(level)

    def held(self, held: Held) -> Vector:
        """The levels somebody holds."""
        key = None if held is None else tuple(held.items())
        if key not in self._held:
            world = {"catalogue": self.catalogue, "permissions": held or {}, "super_admin": held is None}
            levels = permissions_of(world)  # type: ignore[arg-type]
            ladders = self.catalogue["permissions"]
            self._held[key] = tuple(ladders[name].index(levels[name]) for name in self.permissions)
        return self._held[key]

    def subscribed(self, subscriptions: dict[str, str]) -> Vector:
        """The tiers of an account; one that the catalogue does not have is none."""
        tiers = self.catalogue["tiers"]
        held = [(tiers[name], subscriptions.get(name)) for name in self.products]
        return tuple(ladder.index(tier) if tier in ladder else -1 for ladder, tier in held)

    def _is_closed(self, vector: Vector) -> bool:
        level = dict(zip(self.permissions, vector, strict=True))
        return all(level[p] <= level[q] for p, implied in self.catalogue["implies"].items() for q in implied)

    def _permitted(self, scope: str) -> set[int]:
        ways = self.catalogue["scopes"][scope]["permissions"]
        return {
            n
            for n, vector in enumerate(self.rights)
            if any(all(self.reaches(vector, *right) for right in way) for way in ways)
        }

    def _switched_on(self) -> dict[str, set[int]]:
        tiers = self.catalogue["tiers"]
        plans = [
            [(name, tier) for name, tier in zip(self.products, plan, strict=True) if tier >= 0] for plan in self.plans
        ]
        tools = [tools_of(self.catalogue, {name: tiers[name][tier] for name, tier in plan}) for plan in plans]
        return {
            scope: {n for n, on in enumerate(tools) if any(set(way) <= on for way in needs["tools"])}
            for scope, needs in self.catalogue["scopes"].items()
        }


_latest: list[Space] = []


def space_of(catalogue: Catalogue) -> Space:
    """The catalogue's space, made once for worlds that follow each other."""
    if not _latest or _latest[0].catalogue is not catalogue:
        _latest[:] = [Space(catalogue)]
    return _latest[0]


def up(low: Vector, high: Vector) -> bool:
    """Whether no coordinate of `low` is above that of `high`."""
    return all(a <= b for a, b in zip(low, high, strict=True))


def lowest(points: list[int], vectors: list[Vector]) -> list[int]:
    """Those with none of the others below: whatever is below has fewer notches, so it was looked at before."""
    found: list[int] = []
    for n in sorted(points, key=lambda n: sum(vectors[n])):
        if not any(up(vectors[m], vectors[n]) for m in found):
            found.append(n)
    return found
