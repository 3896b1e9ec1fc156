"""Remedies once more, by trying every point of the space: slow, obvious, on plain sets and dicts.

Nothing of the package is imported here. The space and the order are those of docs/remedies.md.
"""

from itertools import product
from typing import Any, NamedTuple

from tests.oracle.remedy_edits import Edits
from tests.oracle.remedy_space import Vector, lowest, space_of, up
from tests.oracle.remedy_world import Held, RemedyWorld

MEANS = ["grant_rights", "assign_set", "elevate_rights", "elevate_super_admin", "make_super_admin"]
KINDS = {"R": "required", "C": "conditionally_required", "O": "optional", "": None}


class Point(NamedTuple):
    """Numbers of an edit, of a point of rights and of a plan."""

    edit: int
    rights: int
    plan: int


class Listed(NamedTuple):
    """One remedy, to be sorted. `name`: of a permission set."""

    order: tuple[Any, ...]
    part: str
    point: Point
    after: Vector
    name: str


def answer(asked: RemedyWorld) -> dict[str, Any]:
    """The first `most` remedies, and whether there are more."""
    return _Trying(asked).answer()


class _Trying:
    def __init__(self, asked: RemedyWorld) -> None:
        self.asked, self.world = asked, asked["world"]
        self.space = space_of(self.world["catalogue"])
        self.edits = Edits(self.world)
        self.now = self.space.held(None if self.world["super_admin"] else self.world["permissions"])
        self.paid = self.space.subscribed(self.world["subscriptions"])
        self.held, self.plan = self.space.rights.index(self.now), self.space.plans.index(self.paid)
        self.more_rights = [n for n, vector in enumerate(self.space.rights) if up(self.now, vector)]
        self.more_plans = [n for n, vector in enumerate(self.space.plans) if up(self.paid, vector)]
        self.trouble = [self._trouble(number) for number in range(len(self.edits.all))]

    def answer(self) -> dict[str, Any]:
        points = self._points()
        if not self.edits.now and points == [Point(0, self.held, self.plan)]:
            return {"found": [], "more": False, "out_of_reach": False}  # granted as it is
        granted = [self._listed("grant_rights", point, self.space.rights[point.rights]) for point in points]
        found = sorted(granted + self._elevation(granted) + self._sets() + self._super_admins())
        most = self.asked["most"]
        return {
            "found": [self._words(one) for one in found[:most]],
            "more": len(found) > most,
            "out_of_reach": not found,
        }

    # What works: rules 3 and 4.

    def _permits(self, rights: int, demanded: frozenset[str]) -> bool:
        if self.world["super_admin"]:
            return True
        if rights not in self.space.installs:
            new = demanded - set(self.world["granted_before"])
            if not self.world["installed"] or new or self.world["always_ask_marketplace"]:
                return False
        return all(rights in self.space.permitted[scope] for scope in demanded)

    def _least_rights(self, demanded: frozenset[str]) -> list[int]:
        return lowest([n for n in self.more_rights if self._permits(n, demanded)], self.space.rights)

    def _least_plans(self, demanded: frozenset[str]) -> list[int]:
        on = [self.space.switched_on[scope] for scope in demanded]
        return lowest([n for n in self.more_plans if all(n in plans for plans in on)], self.space.plans)

    def _points(self) -> list[Point]:
        """Every point that works, and below which none does."""
        all_demanded = {edit.demanded for edit in self.edits.all}
        least = {d: list(product(self._least_rights(d), self._least_plans(d))) for d in all_demanded}
        return self._lowest([Point(n, *more) for n, edit in enumerate(self.edits.all) for more in least[edit.demanded]])

    def _lowest(self, points: list[Point]) -> list[Point]:
        """Those below which there is no other."""
        by_edit: dict[int, list[Point]] = {}
        for point in points:
            by_edit.setdefault(point.edit, []).append(point)
        return [
            point
            for point in points
            if not any(
                other != point and self._up(other, point)
                for edit in self.edits.all[point.edit].within
                for other in by_edit.get(edit, [])
            )
        ]

    def _up(self, one: Point, other: Point) -> bool:
        rights, plans = self.space.rights, self.space.plans
        return up(rights[one.rights], rights[other.rights]) and up(plans[one.plan], plans[other.plan])

    # What stands in for giving permissions.

    def _elevation(self, granted: list[Listed]) -> list[Listed]:
        first = min((one for one in granted if one.after != self.now), default=None)
        return [self._listed("elevate_rights", first.point, first.after)] if first else []

    def _sets(self) -> list[Listed]:
        held = {name: self.space.held(grants) for name, grants in self.asked["sets"].items()}
        rest = {name: found for name in held if (found := self._rest_for(self.space.rights.index(held[name])))}
        adds = {name: self._added(held[name]) for name in rest}
        least = [name for name in rest if not any(adds[other] < adds[name] for other in adds)]
        return [self._first("assign_set", rest[name], held[name], name) for name in least]

    def _super_admins(self) -> list[Listed]:
        rest = [] if self.world["super_admin"] else self._rest_for(None)
        parts = MEANS[3:] if None in self.asked["colleagues"] else MEANS[3:4]
        return [self._first(part, rest, self.space.held(None)) for part in parts if rest]

    def _added(self, vector: Vector) -> set[tuple[int, int]]:
        """Every notch above what the installer holds."""
        return {(n, step) for n, level in enumerate(vector) for step in range(self.now[n] + 1, level + 1)}

    def _rest_for(self, stand_in: int | None) -> list[Point]:
        """URLs and plans under which these rights suffice (None: a Super Admin's) and the installer's own do not."""
        demanded = {edit.demanded for edit in self.edits.all if not self._permits(self.held, edit.demanded)}
        helped = {d: self._least_plans(d) for d in demanded if stand_in is None or self._permits(stand_in, d)}
        edits = enumerate(self.edits.all)
        return [Point(n, self.held, plan) for n, edit in edits for plan in helped.get(edit.demanded, [])]

    def _first(self, part: str, rest: list[Point], after: Vector, name: str = "") -> Listed:
        return min(self._listed(part, point, after, name) for point in self._lowest(rest))

    # The order.

    def _listed(self, part: str, point: Point, after: Vector, name: str = "") -> Listed:
        added = self._added(after)
        weights = [self.asked["permission_weights"][permission] for permission in self.space.permissions]
        privilege = sum(weights[permission] for permission, _ in added)
        new_products, cost = self._price(point.plan)
        order = (
            part == "make_super_admin",
            privilege,
            part.startswith("elevate"),
            new_products,
            cost,
            self._people(part, after, point.plan),
            self.trouble[point.edit],
            MEANS.index(part),
            list(self.asked["sets"]).index(name) if name else 0,
            after[::-1] if not name else (),
            self.space.plans[point.plan][::-1],
        )
        return Listed(order, part, point, after, name)

    def _price(self, plan: int) -> tuple[int, int]:
        now, then = self._weights(self.paid), self._weights(self.space.plans[plan])
        return sum(was == 0 < will for was, will in zip(now, then, strict=True)), sum(then) - sum(now)

    def _weights(self, plan: Vector) -> list[int]:
        weights = [list(self.asked["tier_weights"][name].values()) for name in self.space.products]
        return [tiers[tier] if tier >= 0 else 0 for tiers, tier in zip(weights, plan, strict=True)]

    def _trouble(self, number: int) -> tuple[Any, ...]:
        """Configured otherwise, no longer asked for, moved; then scope by scope: demanded, offered, given up."""
        moved = list(zip(self.edits.now.values(), self.edits.all[number].spots, strict=True))
        return (
            sum(now.kind != at.kind for now, at in moved),
            sum(bool(now.place) and not at.place for now, at in moved),
            sum(now.place != at.place for now, at in moved),
            [0 if "S" in at.place else 1 if "P" in at.place else 2 for _, at in moved],
        )

    def _people(self, part: str, after: Vector, plan: int) -> int:
        develops, gives, buys = bool(self.edits.now), after != self.now, plan != self.plan
        if "super_admin" in part:
            gives = True
        if gives and buys:
            return develops + (1 if any(self._does_both(held, part, after) for held in self.asked["colleagues"]) else 2)
        return develops + (gives or buys)

    def _does_both(self, held: Held, part: str, after: Vector) -> bool:
        """Whether a colleague may change the plan, may edit people and holds all that is given."""
        if held is None:
            return True
        theirs = self.space.held(held)
        duties = [self.asked["edit_plan"], self.asked["edit_people"]]
        if "super_admin" in part or not all(duty and self.space.reaches(theirs, *duty) for duty in duties):
            return False
        return all(theirs[permission] >= step for permission, step in self._added(after))

    # In words.

    def _words(self, one: Listed) -> dict[str, Any]:
        spots = [(scope, now, at) for (scope, now), at in zip(self.edits.now.items(), self._spots(one), strict=True)]
        return {
            "url": [[scope, _names(now.place), _names(at.place)] for scope, now, at in spots if now.place != at.place],
            "manifest": [[scope, KINDS[now.kind], KINDS[at.kind]] for scope, now, at in spots if now.kind != at.kind],
            "plan": self._plan_changes(self.space.plans[one.point.plan]),
            "permission": self._permission(one),
            "added_privilege": one.order[1],
            "new_products": one.order[3],
            "cost": one.order[4],
            "people": one.order[5],
        }

    def _spots(self, one: Listed) -> tuple[Any, ...]:
        return self.edits.all[one.point.edit].spots

    def _permission(self, one: Listed) -> dict[str, Any] | None:
        if "super_admin" in one.part:
            return {"part": one.part}
        added, lost = self._changes(one.after, [1]), self._changes(one.after, [-1])
        if one.part == "assign_set":
            return {"part": one.part, "permission_set": one.name, "added": added, "lost": lost}
        return {"part": one.part, "rights": self._to_set(added), "added": added} if added else None

    def _changes(self, after: Vector, directions: list[int]) -> list[list[str]]:
        ladders = self.world["catalogue"]["permissions"]
        steps = zip(self.space.permissions, self.now, after, strict=True)
        return [
            [p, ladders[p][was], ladders[p][will]]
            for p, was, will in steps
            if (will > was) - (will < was) in directions
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

    def _plan_changes(self, plan: Vector) -> list[list[str | None]]:
        tiers, subscribed = self.world["catalogue"]["tiers"], self.world["subscriptions"]
        steps = zip(self.space.products, self.paid, plan, strict=True)
        return [[name, subscribed.get(name), tiers[name][now]] for name, was, now in steps if now > was]


def _names(place: frozenset[str]) -> list[str]:
    return ["scope"] * ("S" in place) + ["optional_scope"] * ("P" in place)
