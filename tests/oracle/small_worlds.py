"""Every world of up to three scopes, two permissions and two tools, up to what cannot make a difference.

Spelled out, there are about 10^11 of them. Five families stand for all; each says what it varies and leaves out.

Left out everywhere, because it is the very same question:
* the order of scopes: the three are a multiset of states, dealt to the names in changing order;
* what a Super Admin holds besides: `decide` is given `EVERY_RIGHT` whatever that is;
* what was granted before to an app that is not installed: by rule 3 nothing;
* needs that are met by the same holdings: one of each class, written as the fewest smallest sets. One permission has
  the levels None, Owned, Team, All and one is a switch, so there are 15 classes, and 6 for two tools, "everybody" and
  "nobody" among them. (Redundant spellings of the same class are among the random worlds.)

`one_scope` varies everything about needs: both needs × everything held × every kind and place. It shows that an answer
knows of a need whether it is met, and which ways remain. So afterwards a need is one of four: permissions met or not,
tools met or not. `marketplaces` does the same for the right that rule 3 asks for, also where a scope needs it too.
`two_scopes` varies all the rest and leaves nothing out: kind × place × need × granted before, twice × every person ×
every account. `three_scopes` leaves out what those three show to make no difference: the need of a scope that is
neither demanded nor on offer; what the app was granted before, for somebody with marketplace access; half of the four
needs, for somebody without it where only some of the scopes were granted before; and names to suggest for an unknown
scope. `shared_needs` crosses three scopes' needs over the same two permissions, or tools, with everything held.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import NamedTuple

from tests.oracle.world import Catalogue, ScopeNeeds, Ways, World

LEVELS = ["none", "owned", "team", "all"]
SWITCH = ["off", "on"]
PLACES = ["", "S", "P", "SP"]
MET = ["11", "10", "01", "00"]
"""First digit: the permissions behind the scope are held; second: the tools are on."""
NO_MARKETPLACE, MARKETPLACE, SUPER_ADMIN = "plain", "marketplace", "super_admin"
PERSONS = [NO_MARKETPLACE, MARKETPLACE, SUPER_ADMIN]


class State(NamedTuple):
    """One scope. `kind`: R, C, O; N not configured; U not configured and unknown; r, c, o lost by the catalogue.

    `place`: the parameters it stands in. `need`: which of the catalogue's needs. `granted`: to the account before.
    """

    kind: str
    place: str
    need: str = ""
    granted: bool = False

    @property
    def demanded(self) -> bool:
        """In R ∪ (C ∩ S)."""
        return self.kind in "Rr" or (self.kind in "Cc" and "S" in self.place)

    @property
    def counts(self) -> bool:
        """Demanded or on offer: only then is its need anybody's business."""
        return self.demanded or (self.kind == "O" and "P" in self.place)


class Account(NamedTuple):
    installed: bool
    always_ask: bool


def one_scope() -> Iterator[World]:
    """Every kind and place × every need over two permissions × over two tools × everything held."""
    catalogue = _catalogue({f"{p}/{t}": needs for p, t, needs in _every_need()})
    names = [name.removeprefix("a.") for name in catalogue["scopes"] if name.startswith("a.")]
    account = Account(installed=True, always_ask=False)
    for kind, place, need, tools in product("RCON", PLACES, names, _sets("tu")):
        for held, person in _holdings():
            yield _world(catalogue, [State(kind, place, need, granted=True)], person, account, held, tools)


def marketplaces() -> Iterator[World]:
    """Every right that rule 3 could ask for × every permission need × everything held × every account."""
    needs = {f"{p}": {"permissions": ways, "tools": [[]]} for p, ways in enumerate(_permission_needs())}
    accounts = [(Account(True, False), True), (Account(True, True), True), (Account(True, False), False)]
    accounts.append((Account(False, False), False))
    for right in [None, ("market", "on"), ("p", "team"), ("q", "on")]:
        catalogue = _catalogue(needs, right)
        for kind, place, need, (held, person) in product("RCO", PLACES[1:], needs, _holdings()):
            for account, granted in accounts:
                yield _world(catalogue, [State(kind, place, need, granted)], person, account, held, "tu")


def two_scopes() -> Iterator[World]:
    """Two scopes, or one, or none: every state of each × every person × every account."""
    catalogue = _catalogue(_four_needs())
    states = [State(kind, place, need) for kind, place, need in product("RCON", PLACES, MET)]
    states += [State("U", place, "1x") for place in PLACES]
    states += [State(kind, place) for kind, place in product("rco", PLACES)]
    either = [state._replace(granted=granted) for state, granted in product(states, [False, True])]
    for person, always_ask in product(PERSONS, [False, True]):
        yield from _worlds(catalogue, states, [0, 1, 2], person, Account(False, always_ask))
        yield from _worlds(catalogue, either, [0, 1, 2], person, Account(True, always_ask))


def three_scopes() -> Iterator[World]:
    """Three scopes: every state of each that can make a difference × every person × every account."""
    catalogue = _catalogue(_four_needs())
    states = _telling_states(MET)
    granted = [state._replace(granted=True) for state in states]
    for person in [NO_MARKETPLACE, MARKETPLACE]:
        yield from _worlds(catalogue, states, [3], person, Account(False, False))
        yield from _worlds(catalogue, granted, [3], person, Account(True, True))
    fewer = _telling_states(["11", "00"])
    either = [state._replace(granted=True) for state in fewer]
    either += [state for state in fewer if state.demanded or state.counts]
    yield from _worlds(catalogue, either, [3], NO_MARKETPLACE, Account(True, False))
    idle = _telling_states(["01", "00"])
    for account in [Account(False, False), Account(True, True)]:
        yield from _worlds(catalogue, idle, [3], SUPER_ADMIN, account)


def shared_needs() -> Iterator[World]:
    """Three scopes, demanded or optional: every triple of needs over the same things × every set of things held."""
    account = Account(installed=True, always_ask=False)
    for over_tools, needs in [(False, _permission_needs()), (True, _tool_needs())]:
        named: dict[str, ScopeNeeds] = {
            str(n): {"permissions": [[]], "tools": [[tool for tool, _ in way] for way in ways]}
            if over_tools
            else {"permissions": ways, "tools": [[]]}
            for n, ways in enumerate(needs)
        }
        catalogue = _catalogue(named)
        states = [State(kind, place, need, True) for (kind, place), need in product([("R", "S"), ("O", "P")], named)]
        holdings = [({}, NO_MARKETPLACE)] if over_tools else list(_holdings())
        for (held, person), tools in product(holdings, _sets("tu") if over_tools else ["tu"]):
            for three in combinations_with_replacement(states, 3):
                yield _world(catalogue, three, person, account, held, tools)


def _telling_states(needs: list[str]) -> list[State]:
    """All states, with every need where it counts, and otherwise with the one that would refuse if it did."""
    asked = [State(kind, place, need) for kind, place, need in product("RCO", PLACES, needs)]
    states = [state for state in asked if state.counts or state.need == "00"]
    states += [State("N", place, "00") for place in PLACES[1:]] + [State("U", place) for place in PLACES[1:]]
    return states + [State(kind, place) for kind, place in product("rco", PLACES)]


def _worlds(
    catalogue: Catalogue, states: list[State], sizes: list[int], person: str, account: Account
) -> Iterator[World]:
    """All multisets of `states` of the given sizes; p is held at Team, q is not, and only t is on."""
    for size in sizes:
        orders = list(permutations("abc"[:size]))
        for n, chosen in enumerate(combinations_with_replacement(states, size)):
            yield _world(catalogue, chosen, person, account, {"p": "team"}, "t", orders[n % len(orders)])


def _world(
    catalogue: Catalogue,
    states: Sequence[State],
    person: str,
    account: Account,
    held: dict[str, str],
    tools: str,
    slots: Sequence[str] = "abc",
) -> World:
    named = [(f"{slot}.{_suffix(state)}", state) for slot, state in zip(slots, states, strict=False)]
    scope = [name for name, state in named if "S" in state.place]
    optional_scope = [name for name, state in named if "P" in state.place]
    before = [name for name, state in named if state.granted]
    return {
        "catalogue": catalogue,
        "manifest": {
            "required": [name for name, state in named if state.kind in "Rr"],
            "conditionally_required": [name for name, state in named if state.kind in "Cc"],
            "optional": [name for name, state in named if state.kind in "Oo"],
        },
        "url": {"scope": " ".join(scope), "optional_scope": " ".join(optional_scope) or None},
        "permissions": {**held, "market": "on"} if person == MARKETPLACE else held,
        "super_admin": person == SUPER_ADMIN,
        "subscriptions": dict.fromkeys(tools, "addon"),
        "installed": account.installed,
        "granted_before": ["oauth", *before] if account.installed else [],
        "always_ask_marketplace": account.always_ask,
    }


def _suffix(state: State) -> str:
    """An unknown scope `1x` is one letter away from known ones, so that the answer has a name to suggest."""
    return "lost" if state.kind in "rco" else state.need


def _catalogue(needs: dict[str, ScopeNeeds], marketplace: tuple[str, str] | None = ("market", "on")) -> Catalogue:
    """Three names for every need. The products are named as the tools that they switch on."""
    scopes = {f"{slot}.{name}": need for slot, (name, need) in product("abc", needs.items())}
    return {
        "permissions": {"p": LEVELS, "q": SWITCH, "market": SWITCH},
        "implies": {},
        "tiers": {"t": ["addon"], "u": ["addon"]},
        "tools": {"t": [[("t", "addon")]], "u": [[("u", "addon")]]},
        "scopes": {**scopes, "oauth": {"permissions": [[]], "tools": [[]]}},
        "marketplace": marketplace,
    }


def _four_needs() -> dict[str, ScopeNeeds]:
    """Met and not met by p at Team and t alone; each with several ways."""
    permissions: dict[str, Ways] = {
        "1": [[("q", "on")], [("p", "owned")]],
        "0": [[("p", "team"), ("q", "on")], [("p", "all")]],
    }
    tools = {"1": [["t"], ["u"]], "0": [["t", "u"]]}
    return {p + t: {"permissions": permissions[p], "tools": tools[t]} for p, t in product("10", "10")}


def _every_need() -> Iterator[tuple[int, int, ScopeNeeds]]:
    for (p, permissions), (t, tools) in product(enumerate(_permission_needs()), enumerate(_tool_needs())):
        yield p, t, {"permissions": permissions, "tools": [[tool for tool, _ in way] for way in tools]}


def _permission_needs() -> list[Ways]:
    return [
        [[("p", LEVELS[p])] * (p > 0) + [("q", SWITCH[q])] * (q > 0) for p, q in smallest]
        for smallest in _antichains(product(range(len(LEVELS)), range(len(SWITCH))))
    ]


def _tool_needs() -> list[Ways]:
    return [
        [[("t", "")] * t + [("u", "")] * u for t, u in smallest]
        for smallest in _antichains(product(range(2), range(2)))
    ]


def _antichains(grid: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, int], ...]]:
    """All sets of points of which none is above another: the smallest members of every upward closed set."""
    points = list(grid)
    chosen = [some for size in range(len(points) + 1) for some in combinations(points, size)]
    return [some for some in chosen if not any(_below(a, b) for a, b in permutations(some, 2))]


def _below(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[0] and a[1] <= b[1]


def _holdings() -> Iterator[tuple[dict[str, str], str]]:
    """Every level of p with q on and off, and a Super Admin."""
    for p, q in product(LEVELS, SWITCH):
        yield {"p": p, "q": q}, NO_MARKETPLACE
    yield {}, SUPER_ADMIN


def _sets(tools: str) -> list[str]:
    return ["".join(some) for size in range(len(tools) + 1) for some in combinations(tools, size)]
