"""Every way to put the misplaced scopes of an install URL right: each kind and each place is tried for each of them."""

from functools import cache
from itertools import product
from typing import NamedTuple

from tests.oracle.oracle import kinds_of, parameters_of, url_mistakes
from tests.oracle.world import World

DEVELOPER = [
    "required_missing",
    "required_in_optional",
    "not_configured",
    "conditional_in_optional",
    "optional_in_scope",
]
PLACES = [frozenset(place) for place in ("", "S", "P", "SP")]


class Spot(NamedTuple):
    """Where a scope stands: its kind (`R`, `C`, `O` or nothing) and its parameters (`S`, `P`)."""

    kind: str
    place: frozenset[str]


class Edit(NamedTuple):
    """A spot for each misplaced scope. `demanded`: by the whole app then; `within`: the edits that are less than it."""

    spots: tuple[Spot, ...]
    demanded: frozenset[str]
    within: list[int]


class Edits:
    """`now`: where the misplaced scopes stand, sorted. `all`: every edit under which nothing is misplaced."""

    def __init__(self, world: World) -> None:
        self.world = world
        mistakes = url_mistakes(world)
        self.now = {s: self.spot(s) for s in sorted({one["scope"] for one in mistakes if one["cause"] in DEVELOPER})}
        # The rules speak of each scope by itself, so each one's spots can be tried alone.
        spots = [[spot for spot in self._spots(scope) if self._is_lawful(scope, spot)] for scope in self.now]
        if {one["scope"] for one in mistakes} - self.now.keys():
            spots = [[], *spots]  # the catalogue lost a scope that stands where it should
        number = {chosen: n for n, chosen in enumerate(product(*spots))}
        self.all = [Edit(chosen, self._demanded(chosen), self._within(spots, chosen, number)) for chosen in number]

    def spot(self, scope: str) -> Spot:
        """Where a scope stands now."""
        r, c, o = kinds_of(self.world)
        s, p = parameters_of(self.world)
        kind = "R" if scope in r else "C" if scope in c else "O" if scope in o else ""
        return Spot(kind, frozenset("S" * (scope in s) + "P" * (scope in p)))

    def _spots(self, scope: str) -> list[Spot]:
        """Every place, as it is configured; or conditionally required or optional, unless it is required."""
        known = set(self.world["catalogue"]["scopes"])
        can_configure = self.now[scope].kind != "R" and {scope}.union(*kinds_of(self.world)) <= known
        kinds = {self.now[scope].kind, *("CO" if can_configure else "")}
        return [Spot(kind, place) for kind in sorted(kinds) for place in PLACES]

    def _is_lawful(self, scope: str, spot: Spot) -> bool:
        return not any(one["scope"] == scope for one in url_mistakes(self._with(scope, spot)))

    def _with(self, scope: str, spot: Spot) -> World:
        r, c, o = (scopes - {scope} for scopes in kinds_of(self.world))
        s, p = (scopes - {scope} for scopes in parameters_of(self.world))
        for there, scopes in [(spot.kind == "R", r), (spot.kind == "C", c), (spot.kind == "O", o)]:
            scopes |= {scope} if there else set()
        s |= {scope} if "S" in spot.place else set()
        p |= {scope} if "P" in spot.place else set()
        manifest = {"required": list(r), "conditionally_required": list(c), "optional": list(o)}
        url = {"scope": " ".join(s), "optional_scope": " ".join(p)}
        return {**self.world, "manifest": manifest, "url": url}  # type: ignore[typeddict-item]

    def _demanded(self, chosen: tuple[Spot, ...]) -> frozenset[str]:
        r, c, _ = kinds_of(self.world)
        s, _ = parameters_of(self.world)
        elsewhere = (r | (c & s)) - self.now.keys()
        moved = zip(self.now, chosen, strict=True)
        return frozenset(
            elsewhere | {scope for scope, spot in moved if spot.kind == "R" or spot == Spot("C", PLACES[1])}
        )

    def _within(
        self, spots: list[list[Spot]], chosen: tuple[Spot, ...], number: dict[tuple[Spot, ...], int]
    ) -> list[int]:
        """Those in which each scope has come to a spot that is on its way to the chosen one."""
        ways = zip(self.now.values(), spots, chosen, strict=True)
        less = product(*[[spot for spot in some if _on_the_way(now, spot, then)] for now, some, then in ways])
        return [number[spots] for spots in less]


@cache
def _on_the_way(now: Spot, spot: Spot, then: Spot) -> bool:
    notches = _notches(now.place, spot.place) + _notches(spot.place, then.place)
    return notches == _notches(now.place, then.place) and spot.kind in (now.kind, then.kind)


def _notches(one: frozenset[str], other: frozenset[str]) -> int:
    """Into a parameter, out of one, or from one to the other is one notch."""
    return 0 if one == other else 2 if {one, other} == {PLACES[0], PLACES[3]} else 1
