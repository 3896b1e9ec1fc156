"""The catalogue in the form a decision reads: every right a run of bits, every tool one bit, every need a mask.

A permission with the levels None, Owned, Team, All takes three bits and is written as a thermometer (Team = 0b011), so
"at least" is one AND. A switch takes one bit. A decision on masks costs a few microseconds, on sets twice that.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.levels import Ladder, Level
from admittance.core.reasons import PermissionMissing, ToolMissing
from admittance.core.requirements import PlanNeed, Right, ScopeNeed
from admittance.core.scopes import LONGEST_SCOPE
from admittance.core.told import Told

EVERY_RIGHT = -1
"""The rights of a Super Admin: all bits, so no permission is ever missing. Tools are not rights (product rule 4)."""


class CompiledNeed(Struct, frozen=True):
    """A scope's need beside its masks; a mask of 0 is always met.

    `right_bits` and `tool_bits` are all the bits that the need's answer can depend on, whole permissions included.
    """

    need: ScopeNeed
    right_masks: tuple[int, ...]
    tool_masks: tuple[int, ...]
    right_bits: int
    tool_bits: int


class Demand(Struct, frozen=True):
    """Several scopes at once: what all of them together need, so that the usual answer is two ANDs.

    `needs` are theirs, by scope. `right_mask` and `tool_mask` join those that can be met in one way only; `choices` are
    the needs with several. `lost` are the scopes that the catalogue does not have.
    """

    needs: tuple[CompiledNeed, ...]
    right_mask: int
    tool_mask: int
    choices: tuple[CompiledNeed, ...]
    lost: frozenset[str]

    def is_met(self, rights: int, tools: int) -> bool:
        """Whether nothing at all is missing for any of the scopes that the catalogue has."""
        if self.right_mask & rights != self.right_mask or self.tool_mask & tools != self.tool_mask:
            return False
        for need in self.choices:  # noqa: SIM110 - as below
            if not (met(need.right_masks, rights) and met(need.tool_masks, tools)):
                return False
        return True


def met(masks: Iterable[int], held: int) -> bool:
    """Whether `held` covers one of `masks`; a mask of 0 is always covered."""
    for mask in masks:  # noqa: SIM110 - a plain loop is three times as fast here as any() over a generator
        if mask & held == mask:
            return True
    return False


class _Field(Struct, frozen=True):
    shift: int
    levels: tuple[Level, ...]

    @property
    def bits(self) -> int:
        """Every bit of the permission."""
        return ((1 << (len(self.levels) - 1)) - 1) << self.shift

    def mask(self, level: Level) -> int:
        """Thermometer bits up to `level`."""
        return ((1 << self.levels.index(level)) - 1) << self.shift

    def read(self, rights: int) -> Level:
        """The highest level whose bits all stand in `rights`."""
        held = (rights >> self.shift) & ((1 << (len(self.levels) - 1)) - 1)
        return self.levels[held.bit_length()]


class Policy:
    """An immutable compiled catalogue. Build one with `compile_policy`; share it freely between threads."""

    __slots__ = (
        "_close",
        "_demands",
        "_duties",
        "_duty_rights",
        "_fields",
        "_implied",
        "_marks",
        "_plans",
        "_switched_on",
        "_tiers",
        "known",
        "marketplace",
        "marketplace_mask",
        "needs",
        "rights_told",
        "tool_bits",
        "tools_told",
    )

    def __init__(
        self,
        fields: Mapping[str, _Field],
        implied: Mapping[str, tuple[str, ...]],
        needs: Mapping[str, CompiledNeed],
        tool_bits: Mapping[str, int],
        plans: Mapping[str, PlanNeed],
        tiers: Mapping[str, tuple[str, ...]],
        marketplace: Right | None,
        duties: Mapping[Duty, Right],
    ) -> None:
        self._fields = fields
        self._implied = implied
        self._plans = plans
        self._tiers = tiers
        self.needs = needs
        self.tool_bits = tool_bits
        self.marketplace = marketplace
        self.marketplace_mask = self.right_mask(marketplace) if marketplace else 0
        self.rights_told: Told[tuple[str, int, str], PermissionMissing] = Told()
        self.tools_told: Told[tuple[str, int, str], ToolMissing] = Told()
        self._close: Told[str, tuple[str, ...]] = Told(512)
        self._demands: Told[frozenset[str], Demand] = Told()
        self.known = frozenset(needs)
        self._switched_on: Told[frozenset[tuple[str, str]], int] = Told()
        self._marks: dict[str, dict[str, int]] = {}
        for permission, level, mark in self._every_mark():
            self._marks.setdefault(permission, {})[level.value] = mark
        self._duty_rights = duties
        self._duties = {duty: self.right_mask(right) for duty, right in duties.items()}

    def _every_mark(self) -> Iterator[tuple[str, Level, int]]:
        """Each right with everything it implies, so that a person's rights are added up by one look each."""
        for permission, field in self._fields.items():
            names = (permission, *self._implied.get(permission, ()))
            fields = [self._fields[name] for name in names if name in self._fields]
            for level in field.levels:
                mark = 0
                for each in fields:
                    mark |= each.mask(level) if level in each.levels else 0
                yield permission, level, mark

    def right_mask(self, right: Right) -> int:
        """The bits of one right, without what it implies. KeyError for a permission the catalogue does not know."""
        return self._fields[right.permission].mask(right.level)

    def rights(self, held: Mapping[str, Level]) -> int:
        """The mask of a person's rights (permission id -> level), with everything they imply.

        A permission or level the catalogue no longer knows gives nothing: default is no.
        """
        mask = 0
        marks = self._marks
        for permission, level in held.items():
            if (levels := marks.get(permission)) is not None:
                # Asked at every decision, for a hundred permissions: to hash an enum's member, or to ask for its
                # `value`, is a call each time.
                mask |= levels.get(level._value_, 0)
        return mask

    def may(self, rights: int, duty: Duty) -> bool:
        """Whether `rights` carry out `duty`: a Super Admin always, anyone else by the right the catalogue names."""
        mask = self._duties.get(duty, EVERY_RIGHT)
        return rights & mask == mask

    def extent(self, rights: int, duty: Duty) -> Level:
        """How far `rights` carry out `duty`: the level of the permission behind it. A Super Admin reaches everything;
        whoever has less than the catalogue asks for reaches nothing.
        """
        if rights == EVERY_RIGHT:
            return Level.ALL
        return self.level(rights, self._duty_rights[duty].permission) if self.may(rights, duty) else Level.NONE

    def level(self, rights: int, permission: str) -> Level:
        """The level at which `rights` hold `permission`."""
        return self._fields[permission].read(rights)

    def held(self, rights: int) -> dict[str, Level]:
        """`rights` spelled out: permission id -> level, absent ones left out. A Super Admin holds all at the top."""
        spelled = {name: field.read(rights) for name, field in self._fields.items()}
        return {name: level for name, level in spelled.items() if level not in (Level.NONE, Level.OFF)}

    def tools(self, subscriptions: Mapping[str, str]) -> int:
        """The mask of the tools that an account's subscriptions (product -> tier) switch on. Asked at every call with a
        token, and plans are few: each is worked out once."""
        plan = frozenset(subscriptions.items())
        if (mask := self._switched_on.get(plan)) is None:
            mask = 0
            for tool, need in self._plans.items():
                if any(all(self._covers(subscriptions, *pair) for pair in way) for way in need):
                    mask |= self.tool_bits[tool]
            self._switched_on.keep(plan, mask)
        return mask

    def plan_need(self, tool: str) -> PlanNeed:
        """Which product and tier combinations switch `tool` on."""
        return self._plans[tool]

    def demand(self, scopes: frozenset[str]) -> Demand:
        """What `scopes` need together; remembered, since apps ask for the same ones over and over."""
        if (demand := self._demands.get(scopes)) is None:
            needs = tuple(self.needs[scope] for scope in sorted(scopes & self.known))
            demand = Demand(
                needs,
                union(need.right_masks[0] for need in needs if len(need.right_masks) == 1),
                union(need.tool_masks[0] for need in needs if len(need.tool_masks) == 1),
                tuple(need for need in needs if len(need.right_masks) != 1 or len(need.tool_masks) != 1),
                scopes - self.known,
            )
            self._demands.keep(scopes, demand)
        return demand

    def close_to(self, scope: str) -> tuple[str, ...]:
        """Up to three scopes of the catalogue that `scope` may be a slip of, the nearest first."""
        name = scope[:LONGEST_SCOPE]  # the address may hold anything; longer names are nobody's scope
        if (close := self._close.get(name)) is None:
            close = tuple(get_close_matches(name, self.needs.keys(), n=3, cutoff=0.75))
            self._close.keep(name, close)
        return close

    def _covers(self, subscriptions: Mapping[str, str], product: str, lowest: str) -> bool:
        tiers = self._tiers[product]
        tier = subscriptions.get(product)
        return tier in tiers and tiers.index(tier) >= tiers.index(lowest)


def compile_policy(
    *,
    permissions: Mapping[str, Ladder],
    implies: Mapping[str, tuple[str, ...]],
    tools: Mapping[str, PlanNeed],
    tiers: Mapping[str, tuple[str, ...]],
    needs: Iterable[ScopeNeed],
    marketplace: Right | None,
    duties: Mapping[Duty, Right] | None = None,
) -> Policy:
    """Compile a checked catalogue.

    `implies` maps a permission to those granted with it at the same level (direct ones; the closure is taken here).
    `tiers` lists each product's tiers in rising order. `marketplace` is the right that product rule 3 asks for when a
    connection installs the app or brings new scopes; None in a catalogue without such a right. `duties` names the
    rights behind Admittance's own acts.
    Raises KeyError when a need names a permission, tool, product or tier that is not declared, ValueError when it names
    a level that the permission does not have.
    """
    fields: dict[str, _Field] = {}
    shift = 0
    for name, ladder in permissions.items():
        fields[name] = _Field(shift, ladder.levels)
        shift += len(ladder.levels) - 1
    tool_bits = {tool: 1 << position for position, tool in enumerate(tools)}
    for product, lowest in {pair for plans in tools.values() for way in plans for pair in way}:
        if lowest not in tiers[product]:
            raise KeyError(f"{product}:{lowest}")
    closed = {name: _closure(name, implies) for name in permissions}
    compiled = {
        need.scope: CompiledNeed(
            need,
            tuple(union(fields[right.permission].mask(right.level) for right in way) for way in need.permissions),
            tuple(union(tool_bits[tool] for tool in way) for way in need.tools),
            union(fields[right.permission].bits for way in need.permissions for right in way),
            union(tool_bits[tool] for way in need.tools for tool in way),
        )
        for need in needs
    }
    return Policy(fields, closed, compiled, tool_bits, dict(tools), dict(tiers), marketplace, duties or {})


def union(masks: Iterable[int]) -> int:
    """Every bit of any of `masks`."""
    together = 0
    for mask in masks:
        together |= mask
    return together


def _closure(name: str, implies: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    reached: dict[str, None] = {}
    waiting = list(implies.get(name, ()))
    while waiting:
        implied = waiting.pop()
        if implied not in reached:
            reached[implied] = None
            waiting.extend(implies.get(implied, ()))
    return tuple(reached)
