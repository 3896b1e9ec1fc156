"""Every world of up to three scopes, two permissions and two tools, as far as it can make a difference to remedies.

Six families stand for all; each says what it varies and leaves out. Left out everywhere, because it is the very same
question: whatever `small_worlds` leaves out everywhere; and a second spelling of the same needs.

What does not decide who may connect, but which remedies there are and how they stand, is always the richest there is,
or goes around from world to world: permission sets are all that can be held, with and without marketplace access (in
the last two families some of those); weights, and which colleagues there are, take turns.

`one_scope` crosses every need with everything held and every plan, for a scope that is demanded. Rights are asked of by
rule 3 alone and tools by rule 4 alone; so for every other kind and place of the scope, each permission need and holding
meets tools that are on and tools that are off, and each tool need and plan meets a person who may and one who may not.
`shared_needs` has three scopes whose needs overlap in every way, with everything held; tools and plans take turns.
`implied` is about two permissions of which one implies the other, `tiers` about tools that two tiers of one product
switch on, or another product. `misplaced` combines two scopes of every kind and place with all four needs (met or not,
tools and permissions), `three_misplaced` three with both or neither met. Where rule 1 alone is broken, one
place stands for all three: `one_scope` has the others.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, combinations_with_replacement, cycle, permutations, product
from typing import Any

from tests.oracle.remedy_world import Held, RemedyWorld
from tests.oracle.small_worlds import LEVELS, MET, PLACES, SWITCH, Account, State
from tests.oracle.world import Catalogue, ScopeNeeds, Ways

Smallest = tuple[tuple[int, int], ...]
Needs = dict[str, tuple[Ways, list[list[str]]]]
Prices = dict[str, dict[str, int]]
WEIGHTS = [{"p": 1, "q": 1, "market": 1}, {"p": 1, "q": 3, "market": 2}, {"p": 2, "q": 0, "market": 9}]
PRICES: list[Prices] = [
    {"t": {"addon": 1}, "u": {"addon": 1}},
    {"t": {"addon": 0}, "u": {"addon": 5}},
    {"t": {"addon": 7}, "u": {"addon": 2}},
]
EDITS_PEOPLE: Held = {"p": "all", "market": "on"}
EDITS_PLAN: Held = {"q": "on"}
COLLEAGUES: list[list[Held]] = [
    [None],
    [],
    [EDITS_PEOPLE, EDITS_PLAN],
    [{"p": "all", "q": "on"}, None],
    [{"p": "all", "q": "on", "market": "on"}],
]
FEW_SETS = [
    {"p": "all", "q": "on", "market": "on"},
    {"q": "on", "market": "on"},
    {"p": "all", "market": "on"},
    {"p": "team", "q": "on"},
    {"p": "owned", "market": "on"},
    {"market": "on"},
]
SETTLED = Account(installed=True, always_ask=False)
FIRST = Account(installed=False, always_ask=False)
PERSONS: list[tuple[Held, Account]] = [
    ({"p": "team"}, SETTLED),
    ({"p": "team"}, Account(installed=True, always_ask=True)),
    ({"p": "team"}, FIRST),
    ({"p": "team", "market": "on"}, FIRST),
    (None, FIRST),
]


def one_scope() -> Iterator[RemedyWorld]:
    """Every need × everything held × every plan, for every kind and place."""
    rights, tools = _antichains(LEVELS, SWITCH), _tool_needs()
    catalogue = _catalogue(_pairs(rights, tools))
    on_q = rights.index(((0, 1),))
    held = [*_holdings(LEVELS, SWITCH), None]
    demanded = product(range(len(rights)), held, range(len(tools)), _sets("tu"))
    worlds = _Worlds(catalogue)
    for need, has, tool, on in demanded:
        yield worlds.make([State("R", "S", f"{need}/{tool}", True)], has, on)
    for kind, place in product("RCON", PLACES):
        for need, has, tool in product(range(len(rights)), held, [0, len(tools) - 1]):
            yield worlds.make([State(kind, place, f"{need}/{tool}", True)], has, "")
        for tool, on, has in product(range(len(tools)), _sets("tu"), [{"p": "all", "q": "on"}, {"p": "owned"}]):
            yield worlds.make([State(kind, place, f"{on_q}/{tool}", True)], has, on)


def shared_needs() -> Iterator[RemedyWorld]:
    """Three demanded scopes: every triple of permission needs × everything held, of tools × every plan.

    The others take turns, without the tools that nothing switches on: with those there is no remedy.
    """
    rights, tools = _antichains(LEVELS, SWITCH), _tool_needs()
    worlds = _Worlds(_catalogue(_pairs(rights, tools)))
    triples = {some: list(combinations_with_replacement(some, 3)) for some in (_numbers(rights), _numbers(tools))}
    some_tools = cycle(
        product(combinations_with_replacement([n for n, need in enumerate(tools) if need], 3), _sets("tu"))
    )
    for needs, held in product(triples[_numbers(rights)], _holdings(LEVELS, SWITCH)):
        chosen, on = next(some_tools)
        yield worlds.make(_required(needs, chosen), held, on)
    some_rights = cycle(product(triples[_numbers(rights)], _holdings(LEVELS, SWITCH)))
    for chosen, on in product(triples[_numbers(tools)], _sets("tu")):
        needs, held = next(some_rights)
        yield worlds.make(_required(needs, chosen), held, on)


def implied() -> Iterator[RemedyWorld]:
    """Two demanded scopes over permissions p and q with four levels each, of which q implies p; holdings in turn."""
    needs = _antichains(LEVELS, LEVELS)
    catalogue = _catalogue(_pairs(needs, [[[]]], LEVELS), q=LEVELS, implies={"q": ["p"]})
    held = cycle(list(_holdings(LEVELS, LEVELS)))
    worlds = _Worlds(catalogue)
    for pair in combinations_with_replacement(range(len(needs)), 2):
        for _ in range(2):
            yield worlds.make([State("R", "S", f"{need}/0", True) for need in pair], next(held), "")


def tiers() -> Iterator[RemedyWorld]:
    """Three demanded scopes over tools of which a higher tier switches on more, and another product some."""
    tools = _tool_needs()
    catalogue = _catalogue(_pairs([((1, 0),)], tools))
    catalogue["tiers"] = {"t": ["low", "high"], "u": ["addon"]}
    catalogue["tools"] = {
        "t": [[("t", "low")], [("u", "addon")]],
        "u": [[("t", "high")], [("t", "low"), ("u", "addon")]],
    }
    prices = [{"t": {"low": low, "high": high}, "u": {"addon": 2}} for low, high in [(0, 2), (1, 2), (3, 9)]]
    worlds = _Worlds(catalogue, prices)
    subscribed = [dict(zip("tu", plan, strict=True)) for plan in product(["", "low", "high"], ["", "addon"])]
    for needs, plan, held, _ in product(
        combinations_with_replacement(range(len(tools)), 3), subscribed, [{"p": "all"}, {}, None], range(2)
    ):
        world = worlds.make([State("R", "S", f"0/{need}", True) for need in needs], held, "")
        world["world"]["subscriptions"] = {name: tier for name, tier in plan.items() if tier}
        yield world


def misplaced() -> Iterator[RemedyWorld]:
    """One scope or two of every kind and place × every person and account; new to the account or not."""
    worlds = _Worlds(_catalogue(_four_needs()), few_sets=FEW_SETS)
    for size in [1, 2]:
        slots = cycle(permutations("abc"[:size]))
        for chosen in combinations_with_replacement(_states(MET), size):
            for person, account in PERSONS:
                yield worlds.make(chosen, person, "t", account, next(slots))
    some = _states(["11", "10"])
    either = [state._replace(granted=granted) for state, granted in product(some, [True, False])]
    for chosen in combinations_with_replacement(either, 2):
        yield worlds.make(chosen, {"p": "team"}, "t")


def three_misplaced() -> Iterator[RemedyWorld]:
    """Three scopes of every kind and place, each triple with one of the persons and accounts in turn."""
    worlds = _Worlds(_catalogue(_four_needs()), few_sets=FEW_SETS)
    slots, persons = cycle(permutations("abc")), cycle(PERSONS)
    for chosen in combinations_with_replacement(_states(["11", "00"]), 3):
        person, account = next(persons)
        yield worlds.make(chosen, person, "t", account, next(slots))


def _states(needs: list[str]) -> list[State]:
    """Every place where a scope is wrong, or demanded; two that are of no interest; and what the catalogue lost."""
    some = [("R", "S"), ("R", ""), ("C", "P"), ("C", "SP"), ("O", "S"), ("O", "SP")]
    some += [("N", "S"), ("N", "P"), ("N", "SP")]
    states = [State(kind, place, need, True) for (kind, place), need in product(some, needs)]
    states += [State("C", "", "00", True), State("O", "P", "00", True), State("U", "S")]
    return states + [State(kind, place) for kind, place in [("c", "P"), ("o", "SP"), ("o", "")]]


class _Worlds:
    """Makes worlds of one catalogue, with the other things going around."""

    def __init__(
        self, catalogue: Catalogue, prices: list[Prices] = PRICES, few_sets: list[dict[str, str]] | None = None
    ) -> None:
        self._catalogue = catalogue
        levels = [catalogue["permissions"][name] for name in "pq"]
        everything = [{**held, **market} for held, market in product(_holdings(*levels), [{}, {"market": "on"}])]
        sets = {f"set{n}": held for n, held in enumerate(everything[::-1] if few_sets is None else few_sets)}
        colleagues = cycle(COLLEAGUES)
        self._around = cycle(
            {
                "permission_weights": weights,
                "tier_weights": tier_weights,
                "sets": sets if sets_too else {},
                "colleagues": next(colleagues),
                "edit_people": ("p", "all"),
                "edit_plan": ("q", catalogue["permissions"]["q"][1]),
                "most": 20,
            }
            for weights, tier_weights, sets_too in product(WEIGHTS, prices, [True, False, True])
        )

    def make(
        self,
        states: Sequence[State],
        held: Held,
        tools: str,
        account: Account = SETTLED,
        slots: Sequence[str] = "abc",
    ) -> RemedyWorld:
        named = [(f"{slot}.{_suffix(state)}", state) for slot, state in zip(slots, states, strict=False)]
        scope = [name for name, state in named if "S" in state.place]
        optional_scope = [name for name, state in named if "P" in state.place]
        before = [name for name, state in named if state.granted]
        around: Any = next(self._around)
        return {
            **around,
            "world": {
                "catalogue": self._catalogue,
                "manifest": {
                    "required": [name for name, state in named if state.kind in "Rr"],
                    "conditionally_required": [name for name, state in named if state.kind in "Cc"],
                    "optional": [name for name, state in named if state.kind in "Oo"],
                },
                "url": {"scope": " ".join(scope), "optional_scope": " ".join(optional_scope) or None},
                "permissions": held or {},
                "super_admin": held is None,
                "subscriptions": dict.fromkeys(tools, "addon"),
                "installed": account.installed,
                "granted_before": ["oauth", *before] if account.installed else [],
                "always_ask_marketplace": account.always_ask,
            },
        }


def _suffix(state: State) -> str:
    return {"U": "unknown", "c": "lost", "o": "lost", "r": "lost"}.get(state.kind, state.need)


def _catalogue(needs: Needs, q: list[str] = SWITCH, implies: dict[str, list[str]] | None = None) -> Catalogue:
    """Three names for every need. The products are named as the tools that they switch on."""
    named: dict[str, ScopeNeeds] = {
        name: {"permissions": rights, "tools": tools} for name, (rights, tools) in needs.items()
    }
    return {
        "permissions": {"p": LEVELS, "q": q, "market": SWITCH},
        "implies": implies or {},
        "tiers": {"t": ["addon"], "u": ["addon"]},
        "tools": {"t": [[("t", "addon")]], "u": [[("u", "addon")]]},
        "scopes": {
            **{f"{slot}.{name}": need for slot, (name, need) in product("abc", named.items())},
            "oauth": {"permissions": [[]], "tools": [[]]},
        },
        "marketplace": ("market", "on"),
    }


def _four_needs() -> Needs:
    """Met and not met by p at Team and t alone; each with several ways."""
    permissions: dict[str, Ways] = {
        "1": [[("q", "on")], [("p", "owned")]],
        "0": [[("p", "team"), ("q", "on")], [("p", "all")]],
    }
    tools = {"1": [["t"], ["u"]], "0": [["t", "u"]]}
    return {p + t: (permissions[p], tools[t]) for p, t in product("10", "10")}


def _pairs(rights: Sequence[Smallest], tools: Sequence[list[list[str]]], q: list[str] = SWITCH) -> Needs:
    """Each permission need with each tool need, named by their numbers. A point is a level of p and one of q."""
    ladders = {"p": LEVELS, "q": q}
    ways = [
        [[(name, ladders[name][n]) for name, n in zip("pq", point, strict=True) if n] for point in need]
        for need in rights
    ]
    return {f"{r}/{t}": (way, tool) for (r, way), (t, tool) in product(enumerate(ways), enumerate(tools))}


def _tool_needs() -> list[list[list[str]]]:
    return [[["t"] * t + ["u"] * u for t, u in need] for need in _antichains(range(2), range(2))]


def _antichains(p: Sequence[object], q: Sequence[object]) -> list[Smallest]:
    """All sets of points of which none is above another: the smallest members of every upward closed set."""
    points = list(product(range(len(p)), range(len(q))))
    chosen: list[Smallest] = [()]
    for point in points:
        chosen += [
            (*some, point) for some in chosen if not any(_below(one, point) or _below(point, one) for one in some)
        ]
    return chosen


def _numbers(needs: Sequence[object]) -> tuple[int, ...]:
    return tuple(range(len(needs)))


def _required(rights: Sequence[int], tools: Sequence[int]) -> list[State]:
    return [State("R", "S", f"{need}/{tool}", True) for need, tool in zip(rights, tools, strict=True)]


def _below(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[0] and a[1] <= b[1]


def _holdings(p: Sequence[str], q: Sequence[str]) -> Iterator[dict[str, str]]:
    return ({"p": one, "q": other} for one, other in product(p, q))


def _sets(tools: str) -> list[str]:
    return ["".join(some) for size in range(len(tools) + 1) for some in combinations(tools, size)]
