"""The cases that all three engines are asked: half granted, half refused, from a fixed seed."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.loader import default_catalogue
from admittance.core.decide import Granted, Question, decide
from admittance.core.install_url import read_install_url
from admittance.core.levels import Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.requirements import Right
from admittance.core.scopes import OAUTH, format_scopes

SEED = 20_261_117
Tiers = Mapping[str, Sequence[str]]


def load_catalogue() -> tuple[Policy, Tiers]:
    """The rules that come with Admittance, and the tiers of each product, lowest first."""
    catalogue = default_catalogue()
    return catalogue.policy, {product.id: tuple(product.tiers) for product in catalogue.products.values()}


class World(Struct, frozen=True, kw_only=True):
    """One attempt to connect, before anything is compiled: an app, a URL as sent, a person and an account."""

    manifest: Manifest
    scope: str
    optional_scope: str
    held: Mapping[str, Level]
    super_admin: bool
    subscriptions: Mapping[str, str]
    installed: bool
    granted_before: frozenset[str]

    def question(self, policy: Policy) -> Question:
        """Everything from names: the URL is read, rights and tools become masks."""
        return Question(
            manifest=self.manifest,
            url=read_install_url(self.scope, self.optional_scope),
            rights=EVERY_RIGHT if self.super_admin else policy.rights(self.held),
            tools=policy.tools(self.subscriptions),
            installed=self.installed,
            granted_before=self.granted_before,
        )

    def with_url_read(self, question: Question) -> Question:
        """`question` with nothing but the URL read anew."""
        return Question(
            question.manifest,
            read_install_url(self.scope, self.optional_scope),
            question.rights,
            question.tools,
            question.installed,
            question.granted_before,
        )


def make_worlds(policy: Policy, tiers: Tiers, count: int, seed: int = SEED) -> list[World]:
    """`count` worlds, every other one refused, for one to three causes taken evenly from all that there are."""
    making = _Making(policy, tiers, Random(seed))
    return [making.world(granted=number % 2 == 0) for number in range(count)]


class _Making:
    def __init__(self, policy: Policy, tiers: Tiers, rng: Random) -> None:
        self._policy, self._tiers, self._rng = policy, tiers, rng
        self._scopes = sorted(policy.needs.keys() - {OAUTH})
        self._breaks: tuple[Callable[[World], World], ...] = (
            self._leave_out_required,
            self._required_in_optional,
            self._ask_unconfigured,
            self._conditional_in_optional,
            self._optional_in_scope,
            self._take_plans,
            self._take_rights,
            self._take_marketplace,
        )

    def world(self, *, granted: bool) -> World:
        while True:
            world = self._fitting()
            if not granted:
                for cause in self._rng.sample(self._breaks, self._rng.choice((1, 1, 1, 2, 3))):
                    world = cause(world)
            if isinstance(decide(self._policy, world.question(self._policy)), Granted) is granted:
                return world

    def _fitting(self) -> World:
        """An app of 3 to 12 scopes with a right URL, and a person and an account that are just enough for it."""
        rng = self._rng
        picked = rng.sample(self._scopes, rng.randint(3, 12))
        first, second = sorted(rng.randint(1, len(picked)) for _ in range(2))
        manifest = make_manifest(frozenset(picked[:first]), frozenset(picked[first:second]), frozenset(picked[second:]))
        assert isinstance(manifest, Manifest)
        scope = manifest.required | self._some(manifest.conditionally_required, 0.6)
        optional = self._some(manifest.optional, 0.7)
        installed = rng.random() < 0.5
        return World(
            manifest=manifest,
            scope=format_scopes(scope),
            optional_scope=format_scopes(optional),
            held=self._rights(scope | self._some(optional, 0.7), marketplace=not installed or rng.random() < 0.5),
            super_admin=rng.random() < 0.1,
            subscriptions=self._plans(scope | self._some(optional, 0.7)),
            installed=installed,
            granted_before=scope if installed else frozenset(),
        )

    def _some(self, scopes: frozenset[str], share: float) -> frozenset[str]:
        return frozenset(scope for scope in sorted(scopes) if self._rng.random() < share)

    def _rights(self, scopes: frozenset[str], *, marketplace: bool) -> dict[str, Level]:
        wanted = [right for scope in sorted(scopes) for right in self._way(self._policy.needs[scope].need.permissions)]
        if marketplace and self._policy.marketplace is not None:
            wanted.append(self._policy.marketplace)
        # Rights that nobody asked for: a person has others too.
        for scope in self._rng.sample(self._scopes, 10):
            wanted += self._way(self._policy.needs[scope].need.permissions)
        held: dict[str, Level] = {}
        for right in wanted:
            if right.permission not in held or self._lower(held[right.permission], right):
                held[right.permission] = right.level
        return held

    def _lower(self, level: Level, than: Right) -> bool:
        return self._policy.right_mask(Right(than.permission, level)) < self._policy.right_mask(than)

    def _plans(self, scopes: frozenset[str]) -> dict[str, str]:
        subscribed = {product: tiers[0] for product, tiers in self._tiers.items() if self._rng.random() < 0.5}
        for scope in sorted(scopes):
            for tool in self._way(self._policy.needs[scope].need.tools):
                for product, lowest in self._way(self._policy.plan_need(tool)):
                    tiers = self._tiers[product]
                    at_least = max(tiers.index(lowest), tiers.index(subscribed.get(product, tiers[0])))
                    subscribed[product] = tiers[at_least]
        return subscribed

    def _way(self, ways: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
        return self._rng.choice(ways) if ways else ()

    def _one(self, scopes: frozenset[str]) -> str:
        return self._rng.choice(sorted(scopes)) if scopes else ""

    def _leave_out_required(self, world: World) -> World:
        left_out = self._one(world.manifest.required - {OAUTH})
        return replace(world, scope=" ".join(name for name in world.scope.split(" ") if name != left_out))

    def _required_in_optional(self, world: World) -> World:
        return replace(world, optional_scope=f"{world.optional_scope} {self._one(world.manifest.required)}")

    def _ask_unconfigured(self, world: World) -> World:
        return replace(world, scope=f"{world.scope} {self._rng.choice(self._scopes)}")

    def _conditional_in_optional(self, world: World) -> World:
        misplaced = self._one(world.manifest.conditionally_required)
        return replace(world, optional_scope=f"{world.optional_scope} {misplaced}")

    def _optional_in_scope(self, world: World) -> World:
        return replace(world, scope=f"{world.scope} {self._one(world.manifest.optional)}")

    def _take_plans(self, world: World) -> World:
        kept = {product: tiers[0] for product, tiers in self._tiers.items() if product in world.subscriptions}
        return replace(world, subscriptions=kept)

    def _take_rights(self, world: World) -> World:
        kept = {permission: level for permission, level in world.held.items() if self._rng.random() < 0.7}
        return replace(world, held=kept, super_admin=False)

    def _take_marketplace(self, world: World) -> World:
        right = self._policy.marketplace
        kept = {
            permission: level for permission, level in world.held.items() if right and permission != right.permission
        }
        return replace(world, held=kept, super_admin=False, installed=False, granted_before=frozenset())
