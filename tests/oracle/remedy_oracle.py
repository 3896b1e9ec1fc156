"""Remedies once more, by trying every point of the space: slow, obvious, on plain sets and dicts.

Nothing of the package is imported here. The space and the order are those of docs/remedies.md.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from tests.oracle.oracle import kinds_of, parameters_of, permissions_of, tools_of, url_mistakes
from tests.oracle.remedy_world import Held, RemedyWorld
from tests.oracle.world import Catalogue, World

DEVELOPER = {
    "required_missing",
    "required_in_optional",
    "not_configured",
    "conditional_in_optional",
    "optional_in_scope",
}
PLACES = [frozenset(place) for place in ("", "S", "P", "SP")]
MEANS = ["grant_rights", "assign_set", "elevate_rights", "elevate_super_admin", "make_super_admin"]
Vector = tuple[int, ...]
"""A level per permission, or a tier per product, as its number on the ladder; -1 is no subscription."""


class Spot(NamedTuple):
    """Where a scope stands: its kind (`R`, `C`, `O` or nothing) and its parameters."""

    kind: str
    place: frozenset[str]


Edit = dict[str, Spot]
"""Every misplaced scope with its spot."""


class Point(NamedTuple):
    edit: int
    rights: int
    plan: int


def answer(asked: RemedyWorld) -> dict[str, Any]:
    """The first `most` remedies, and whether there are more."""
    return _Trying(asked).answer()


class Space:
    """All that a catalogue lets people hold and accounts subscribe to, and which scopes each satisfies."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._held: dict[object, Vector] = {}
        self.permissions = list(catalogue["permissions"])
        ladders = [range(len(catalogue["permissions"][name])) for name in self.permissions]
        self.rights = [vector for vector in product(*ladders) if self._is_closed(vector)]
        self.products = list(catalogue["tiers"])
        self.plans = list(product(*[range(-1, len(catalogue["tiers"][name])) for name in self.products]))
        self.permitted = {scope: self._permitted(scope) for scope in catalogue["scopes"]}
        self.switched_on = self._switched_on()
        wanted = catalogue["marketplace"]
        self.installs = {n for n, vector in enumerate(self.rights) if wanted is None or self._reaches(vector, *wanted)}

    def _is_closed(self, vector: Vector) -> bool:
        level = dict(zip(self.permissions, vector, strict=True))
        return all(level[p] <= level[q] for p, implied in self.catalogue["implies"].items() for q in implied)

    def _reaches(self, vector: Vector, permission: str, level: str) -> bool:
        return vector[self.permissions.index(permission)] >= self.catalogue["permissions"][permission].index(level)

    def _permitted(self, scope: str) -> set[int]:
        ways = self.catalogue["scopes"][scope]["permissions"]
        return {
            n
            for n, vector in enumerate(self.rights)
            if any(all(self._reaches(vector, *right) for right in way) for way in ways)
        }

    def _switched_on(self) -> dict[str, set[int]]:
        tools = [tools_of(self.catalogue, self.subscriptions(plan)) for plan in self.plans]
        return {
            scope: {n for n, on in enumerate(tools) if any(set(way) <= on for way in needs["tools"])}
            for scope, needs in self.catalogue["scopes"].items()
        }

    def subscriptions(self, plan: Vector) -> dict[str, str]:
        """Product -> tier."""
        tiers = self.catalogue["tiers"]
        return {name: tiers[name][tier] for name, tier in zip(self.products, plan, strict=True) if tier >= 0}

    def held(self, held: Held) -> Vector:
        """The levels somebody holds."""
        key = None if held is None else tuple(held.items())
        if key not in self._held:
            self._held[key] = self._held_once(held)
        return self._held[key]

    def _held_once(self, held: Held) -> Vector:
        world = {"catalogue": self.catalogue, "permissions": held or {}, "super_admin": held is None}
        levels = permissions_of(world)  # type: ignore[arg-type]
        return tuple(self.catalogue["permissions"][name].index(levels[name]) for name in self.permissions)


_spaces: dict[int, Space] = {}


def space_of(catalogue: Catalogue) -> Space:
    """One space for worlds of the same catalogue that follow each other."""
    found = _spaces.get(id(catalogue))
    if found is None or found.catalogue is not catalogue:
        _spaces.clear()
        found = _spaces[id(catalogue)] = Space(catalogue)
    return found


class _Trying:
    def __init__(self, asked: RemedyWorld) -> None:
        self.asked, self.world = asked, asked["world"]
        self.space = space_of(self.world["catalogue"])
        held = None if self.world["super_admin"] else self.world["permissions"]
        self.held = self.space.rights.index(self.space.held(held))
        self.paid = self.space.plans.index(self._plan_now())
        misplaced = sorted({one["scope"] for one in url_mistakes(self.world) if one["cause"] in DEVELOPER})
        self.now = {scope: self._spot(scope) for scope in misplaced}
        self.spots = [[spot for spot in self._spots(name) if self._is_lawful(name, spot)] for name in misplaced]
        self.edits = self._lawful_edits()
        self.numbers = {tuple(edit.values()): n for n, edit in enumerate(self.edits)}
        self.within = [self._edits_within(edit) for edit in self.edits]
        self.demanded = [self._demanded(edit) for edit in self.edits]
        up = self.space.rights[self.held]
        self.more_rights = [n for n, vector in enumerate(self.space.rights) if _up(up, vector)]
        up = self.space.plans[self.paid]
        self.more_plans = [n for n, vector in enumerate(self.space.plans) if _up(up, vector)]

    def answer(self) -> dict[str, Any]:
        found = self._points()
        if any(point == self._now() for point in found):
            return {"found": [], "more": False, "out_of_reach": False}
        remedies = sorted([self._remedy("grant_rights", point) for point in found], key=lambda one: one["order"])
        remedies += self._stand_ins(remedies)
        remedies.sort(key=lambda one: one["order"])
        most = self.asked["most"]
        shown = [{key: value for key, value in one.items() if key != "order"} for one in remedies[:most]]
        return {"found": shown, "more": len(remedies) > most, "out_of_reach": not remedies}

    # The space.

    def _plan_now(self) -> Vector:
        subscribed, tiers = self.world["subscriptions"], self.world["catalogue"]["tiers"]
        return tuple(
            tiers[name].index(subscribed[name]) if subscribed.get(name) in tiers[name] else -1
            for name in self.space.products
        )

    def _spot(self, scope: str) -> Spot:
        r, c, o = kinds_of(self.world)
        s, p = parameters_of(self.world)
        kind = "R" if scope in r else "C" if scope in c else "O" if scope in o else ""
        return Spot(kind, frozenset("S" * (scope in s) + "P" * (scope in p)))

    def _lawful_edits(self) -> list[Edit]:
        """Every way to place and to configure the misplaced scopes under which rules 1, 2 and 12 find nothing."""
        if {one["scope"] for one in url_mistakes(self.world)} - self.now.keys():
            return []  # the catalogue lost a scope that stands where it should
        # These rules speak of each scope by itself, so each one's spots can be tried alone.
        return [dict(zip(self.now, chosen, strict=True)) for chosen in product(*self.spots)]

    def _spots(self, scope: str) -> list[Spot]:
        """Every place, as it is configured; or conditionally required or optional, unless it is required."""
        known = set(self.world["catalogue"]["scopes"])
        now = self._spot(scope)
        can_configure = now.kind != "R" and {scope}.union(*kinds_of(self.world)) <= known
        return [Spot(kind, place) for kind in {now.kind, *("CO" if can_configure else "")} for place in PLACES]

    def _is_lawful(self, scope: str, spot: Spot) -> bool:
        return not any(one["scope"] == scope for one in url_mistakes(self._edited({scope: spot})))

    def _edited(self, edit: Edit) -> World:
        kinds: dict[str, list[str]] = {"R": [], "C": [], "O": [], "": []}
        places: dict[str, list[str]] = {"S": [], "P": []}
        scopes = set.union(*kinds_of(self.world), *parameters_of(self.world))
        for scope in scopes:
            spot = edit.get(scope) or self._spot(scope)
            kinds[spot.kind].append(scope)
            for parameter in spot.place:
                places[parameter].append(scope)
        manifest = {"required": kinds["R"], "conditionally_required": kinds["C"], "optional": kinds["O"]}
        url = {"scope": " ".join(places["S"]), "optional_scope": " ".join(places["P"])}
        return {**self.world, "manifest": manifest, "url": url}  # type: ignore[typeddict-item]

    def _demanded(self, edit: Edit) -> frozenset[str]:
        r, c, _ = kinds_of(self.world)
        s, _ = parameters_of(self.world)
        moved = {scope for scope, spot in edit.items() if spot.kind == "R" or (spot.kind == "C" and "S" in spot.place)}
        return frozenset(((r | (c & s)) - edit.keys()) | moved)

    # What works: rules 3 and 4.

    def _permits(self, rights: int, demanded: frozenset[str]) -> bool:
        if self.world["super_admin"]:
            return True
        if rights not in self.space.installs:
            new = demanded - set(self.world["granted_before"])
            if not self.world["installed"] or new or self.world["always_ask_marketplace"]:
                return False
        return all(rights in self.space.permitted[scope] for scope in demanded)

    def _suffices(self, plan: int, demanded: frozenset[str]) -> bool:
        return all(plan in self.space.switched_on[scope] for scope in demanded)

    def _now(self) -> Point | None:
        """The point at which nothing is changed, where it is one: nothing misplaced."""
        return Point(0, self.held, self.paid) if self.edits == [{}] else None

    def _points(self) -> list[Point]:
        """Every point that works, and below which none does."""
        rights = {d: [n for n in self.more_rights if self._permits(n, d)] for d in self.demanded}
        lowest = {d: list(product(_lowest(rights[d], self.space.rights), self._least_plans(d))) for d in rights}
        return self._lowest_points([Point(n, *more) for n, d in enumerate(self.demanded) for more in lowest[d]])

    def _least_plans(self, demanded: frozenset[str]) -> list[int]:
        return _lowest([n for n in self.more_plans if self._suffices(n, demanded)], self.space.plans)

    def _lowest_points(self, points: list[Point]) -> list[Point]:
        """Those below which there is no other."""
        by_edit: dict[int, list[Point]] = {}
        for point in points:
            by_edit.setdefault(point.edit, []).append(point)
        return [
            point
            for point in points
            if not any(
                other != point and self._up(other, point)
                for edit in self.within[point.edit]
                for other in by_edit.get(edit, [])
            )
        ]

    def _up(self, one: Point, other: Point) -> bool:
        rights, plans = self.space.rights, self.space.plans
        return _up(rights[one.rights], rights[other.rights]) and _up(plans[one.plan], plans[other.plan])

    def _edits_within(self, more: Edit) -> list[int]:
        """The edits in which each scope has come to a spot that is on its way to the one in `more`."""
        ways = [
            [spot for spot in spots if _on_the_way(now, spot, more[scope])]
            for (scope, now), spots in zip(self.now.items(), self.spots, strict=True)
        ]
        return [self.numbers[chosen] for chosen in product(*ways) if chosen in self.numbers]

    # What stands in for giving permissions.

    def _stand_ins(self, granted: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = [dict(one) for one in granted if one["permission"] is not None][:1]
        for one in found:
            one["permission"] = {**one["permission"], "part": "elevate_rights"}
            one["order"] = _order_as(one["order"], "elevate_rights")
        sets = {name: self._rest_for(self.space.held(held)) for name, held in self.asked["sets"].items()}
        adds = {name: self._added(self.space.held(self.asked["sets"][name])) for name, rest in sets.items() if rest}
        for name in adds:
            if not any(adds[other] < adds[name] for other in adds):
                found.append(self._first("assign_set", sets[name], name))
        if not self.world["super_admin"]:
            rest = self._rest_for(None)
            found += [self._first("elevate_super_admin", rest)] if rest else []
            found += [self._first("make_super_admin", rest)] if rest and None in self.asked["colleagues"] else []
        return found

    def _added(self, vector: Vector) -> set[tuple[int, int]]:
        """Every notch above what the installer holds."""
        now = self.space.rights[self.held]
        return {(n, step) for n, level in enumerate(vector) for step in range(now[n] + 1, level + 1)}

    def _rest_for(self, vector: Vector | None) -> list[Point]:
        """URLs and plans under which these rights suffice (None: a Super Admin's) and the installer's own do not."""
        rest = {
            demanded: self._least_plans(demanded) for demanded in set(self.demanded) if self._helps(vector, demanded)
        }
        return [
            Point(n, self.held, plan) for n, demanded in enumerate(self.demanded) for plan in rest.get(demanded, [])
        ]

    def _helps(self, vector: Vector | None, demanded: frozenset[str]) -> bool:
        suffices = vector is None or self._permits(self.space.rights.index(vector), demanded)
        return suffices and not self._permits(self.held, demanded)

    def _first(self, part: str, rest: list[Point], name: str = "") -> dict[str, Any]:
        lowest = self._lowest_points(rest)
        return min([self._remedy(part, point, name) for point in lowest], key=lambda one: one["order"])

    # Words and order.

    def _remedy(self, part: str, point: Point, name: str = "") -> dict[str, Any]:
        edit, after = self.edits[point.edit], self.space.rights[point.rights]
        if part == "assign_set":
            after = self.space.held(self.asked["sets"][name])
        permission = self._permission(part, after, name)
        privilege, gained = self._privilege(part, after), permission is not None
        paid = [self._weights(self.paid), self._weights(point.plan)]
        new_products = sum(was == 0 < now for was, now in zip(*paid, strict=True))
        cost = sum(paid[1]) - sum(paid[0])
        people = self._people(part, after if gained else None, bool(edit), point.plan != self.paid)
        remedy = {
            "url": [
                [s, _names(now.place), _names(at.place)] for s, now, at in self._moved(edit) if now.place != at.place
            ],
            "manifest": [
                [s, _KINDS[now.kind], _KINDS[at.kind]] for s, now, at in self._moved(edit) if now.kind != at.kind
            ],
            "plan": self._plan_changes(point.plan),
            "permission": permission,
            "added_privilege": privilege,
            "new_products": new_products,
            "cost": cost,
            "people": people,
        }
        order = (
            part == "make_super_admin",
            privilege,
            part.startswith("elevate"),
            new_products,
            cost,
            people,
            self._trouble(edit),
            MEANS.index(part),
            list(self.asked["sets"]).index(name) if name else 0,
            after[::-1] if part in ("grant_rights", "elevate_rights") else (),
            self.space.plans[point.plan][::-1],
        )
        return {**remedy, "order": order}

    def _moved(self, edit: Edit) -> Iterator[tuple[str, Spot, Spot]]:
        return ((scope, now, edit[scope]) for scope, now in self.now.items())

    def _trouble(self, edit: Edit) -> tuple[Any, ...]:
        """Configured otherwise, no longer asked for, moved; then scope by scope: kept, offered, given up."""
        moved = list(self._moved(edit))
        homes = [{"S": 0, "P": 1, "": 2}["".join(sorted(at.place))] for _, _, at in moved]
        return (
            sum(now.kind != at.kind for _, now, at in moved),
            sum(bool(now.place) and not at.place for _, now, at in moved),
            sum(now.place != at.place for _, now, at in moved),
            homes,
        )

    def _permission(self, part: str, after: Vector, name: str) -> dict[str, Any] | None:
        if "super_admin" in part:
            return {"part": part}
        now = self.space.rights[self.held]
        added, lost = self._changes(now, after, up=True), self._changes(now, after, up=False)
        if part == "assign_set":
            return {"part": part, "permission_set": name, "added": added, "lost": lost}
        return {"part": part, "rights": self._to_set(added), "added": added} if added else None

    def _changes(self, before: Vector, after: Vector, *, up: bool) -> list[list[str]]:
        ladders = self.world["catalogue"]["permissions"]
        return [
            [name, ladders[name][was], ladders[name][now]]
            for name, was, now in zip(self.space.permissions, before, after, strict=True)
            if (now > was if up else now < was)
        ]

    def _to_set(self, added: list[list[str]]) -> list[list[str]]:
        """The fewest of the raised levels that together give the same."""
        rights = [[name, level] for name, _, level in added]
        for right in list(rights):
            fewer = [other for other in rights if other != right]
            if self._gives(fewer) == self._gives(rights):
                rights = fewer
        return rights

    def _gives(self, rights: list[list[str]]) -> Vector:
        return self.space.held({right[0]: right[1] for right in rights})

    def _privilege(self, part: str, after: Vector) -> int:
        weights, now = self.asked["permission_weights"], self.space.rights[self.held]
        if "super_admin" in part:
            after = self.space.held(None)
        steps = zip(self.space.permissions, now, after, strict=True)
        return sum(weights[name] * max(0, then - was) for name, was, then in steps)

    def _weights(self, plan: int) -> list[int]:
        tiers = self.world["catalogue"]["tiers"]
        return [
            self.asked["tier_weights"][name][tiers[name][tier]] if tier >= 0 else 0
            for name, tier in zip(self.space.products, self.space.plans[plan], strict=True)
        ]

    def _plan_changes(self, plan: int) -> list[list[str | None]]:
        tiers, subscribed = self.world["catalogue"]["tiers"], self.world["subscriptions"]
        steps = zip(self.space.products, self.space.plans[self.paid], self.space.plans[plan], strict=True)
        return [[name, subscribed.get(name), tiers[name][now]] for name, was, now in steps if now > was]

    def _people(self, part: str, after: Vector | None, develops: bool, buys: bool) -> int:
        def gives(held: Held) -> bool:
            if held is None:
                return True
            if "super_admin" in part or not self._has(held, self.asked["edit_people"]):
                return False
            now, theirs = self.space.rights[self.held], self.space.held(held)
            assert after is not None
            return all(mine >= then for was, mine, then in zip(now, theirs, after, strict=True) if then > was)

        both = [held for held in self.asked["colleagues"] if self._has(held, self.asked["edit_plan"])]
        if after is not None and buys:
            return develops + (1 if any(gives(held) for held in both) else 2)
        return develops + (after is not None or buys)

    def _has(self, held: Held, right: tuple[str, str] | None) -> bool:
        if held is None:
            return True
        if right is None:
            return False
        place = self.space.permissions.index(right[0])
        return self.space.held(held)[place] >= self.world["catalogue"]["permissions"][right[0]].index(right[1])


_KINDS = {"R": "required", "C": "conditionally_required", "O": "optional", "": None}


def _names(place: frozenset[str]) -> list[str]:
    return ["scope"] * ("S" in place) + ["optional_scope"] * ("P" in place)


@cache
def _on_the_way(now: Spot, spot: Spot, then: Spot) -> bool:
    notches = _notches(now.place, spot.place) + _notches(spot.place, then.place)
    return notches == _notches(now.place, then.place) and spot.kind in (now.kind, then.kind)


def _notches(one: frozenset[str], other: frozenset[str]) -> int:
    """Into a parameter, out of one, or from one to the other is one notch."""
    return 0 if one == other else 2 if {one, other} == {PLACES[0], PLACES[3]} else 1


def _order_as(order: tuple[Any, ...], part: str) -> tuple[Any, ...]:
    return (*order[:2], True, *order[3:7], MEANS.index(part), *order[8:])


def _up(low: Vector, high: Vector) -> bool:
    return all(a <= b for a, b in zip(low, high, strict=True))


def _lowest(points: list[int], vectors: list[Vector]) -> list[int]:
    """Those with none of the others below: whatever is below has fewer notches, so it was looked at before."""
    lowest: list[int] = []
    for n in sorted(points, key=lambda n: sum(vectors[n])):
        if not any(_up(vectors[m], vectors[n]) for m in lowest):
            lowest.append(n)
    return lowest
