"""Worlds drawn at random: up to eight scopes, six permissions and five tools, with every kind of mistake in them.

Drawing is seeded: the same seed gives the same world. `size` is how many scopes there can be.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from tests.oracle.world import Catalogue, ScopeNeeds, Ways, World

T = TypeVar("T")
RECORDS = ["none", "owned", "team", "all"]
SWITCH = ["off", "on"]
MARKET = "desk.market"
TIERS = ["free", "starter", "professional", "enterprise"]
SCOPES = [f"crm.objects.{name}.{right}" for name in ("contacts", "contract", "deals") for right in ("read", "write")]
SCOPES += ["automation", "tickets"]


def random_catalogue(rng: Random, size: int = len(SCOPES)) -> Catalogue:
    """A catalogue whose permissions may imply later ones, and whose needs may be met by everybody or by nobody."""
    permissions = {f"desk.p{n}": rng.choice([RECORDS, SWITCH]) for n in range(rng.randint(1, 5))}
    names = list(permissions)
    implies = {
        name: [later for later in names[n + 1 :] if permissions[later] is permissions[name] and rng.random() < 0.25]
        for n, name in enumerate(names)
    }
    tiers = {"hub": TIERS, "addon": ["addon"]}
    pairs = [(product, tier) for product, ladder in tiers.items() for tier in ladder]
    tools = {f"t{n}": _ways(rng, pairs) for n in range(rng.randint(1, 5))}
    scopes = {scope: _needs(rng, permissions, list(tools)) for scope in _some(rng, SCOPES[:size], 0.95)}
    if rng.random() < 0.95:
        scopes["oauth"] = _needs(rng, permissions, list(tools)) if rng.random() < 0.2 else _nothing()
    marketplace = None
    if rng.random() < 0.85:
        name = rng.choice([*names, MARKET, MARKET])
        permissions.setdefault(MARKET, SWITCH)
        marketplace = (name, rng.choice(permissions[name][1:]))
    return {
        "permissions": permissions,
        "implies": implies,
        "tiers": tiers,
        "tools": tools,
        "scopes": scopes,
        "marketplace": marketplace,
    }


def random_world(rng: Random, catalogue: Catalogue | None = None, size: int = len(SCOPES)) -> World:
    """A world in `catalogue` (or in one of its own). About half of the URLs hold a mistake."""
    catalogue = random_catalogue(rng, size) if catalogue is None else catalogue
    names = [scope for scope in SCOPES[:size] if scope in catalogue["scopes"] or rng.random() < 0.3]
    careful = rng.random() < 0.5
    chosen = {scope: rng.choice("RRCCOON") for scope in _some(rng, names, 0.6)}
    scope = [name for name, kind in chosen.items() if _stands(rng, kind, "RC", careful)]
    optional_scope = [name for name, kind in chosen.items() if _stands(rng, kind, "O", careful)]
    if not careful and rng.random() < 0.3:
        rng.choice([scope, optional_scope]).append(rng.choice(["crm.objects.contact.read", "ticket", "x", "oauth"]))
    kinds = {kind: [name for name, its in chosen.items() if its == kind] for kind in "RCO"}
    installed = rng.random() < 0.5
    generous = rng.random() < 0.5
    return {
        "catalogue": catalogue,
        "manifest": {"required": kinds["R"], "conditionally_required": kinds["C"], "optional": kinds["O"]},
        "url": {"scope": _parameter(rng, scope), "optional_scope": _parameter(rng, optional_scope)},
        "permissions": _held(rng, catalogue, generous),
        "super_admin": rng.random() < 0.1,
        "subscriptions": _subscriptions(rng, catalogue, generous),
        "installed": installed,
        "granted_before": ["oauth", *_some(rng, SCOPES, 0.7)] if installed else [],
        "always_ask_marketplace": rng.random() < 0.2,
    }


def _stands(rng: Random, kind: str, right_kinds: str, careful: bool) -> bool:
    if careful:
        return kind in right_kinds
    return rng.random() < (0.9 if kind in right_kinds else 0.1)


def _parameter(rng: Random, scopes: list[str]) -> str | None:
    if not scopes and rng.random() < 0.5:
        return None
    rng.shuffle(scopes)
    return " ".join(scopes)


def _held(rng: Random, catalogue: Catalogue, generous: bool) -> dict[str, str]:
    chance = 0.9 if generous else 0.5
    return {
        name: rng.choice(ladder[-1:] if generous and rng.random() < 0.85 else ladder)
        for name, ladder in catalogue["permissions"].items()
        if rng.random() < chance
    }


def _subscriptions(rng: Random, catalogue: Catalogue, generous: bool) -> dict[str, str]:
    chance = 0.9 if generous else 0.6
    return {
        product: tiers[-1] if generous and rng.random() < 0.85 else rng.choice(tiers)
        for product, tiers in catalogue["tiers"].items()
        if rng.random() < chance
    }


def _needs(rng: Random, permissions: dict[str, list[str]], tools: list[str]) -> ScopeNeeds:
    rights = [(name, level) for name, ladder in permissions.items() for level in ladder[1:]]
    return {
        "permissions": _ways(rng, rights),
        "tools": [[tool for tool, _ in way] for way in _ways(rng, _pairs(tools))],
    }


def _nothing() -> ScopeNeeds:
    return {"permissions": [[]], "tools": [[]]}


def _pairs(tools: list[str]) -> list[tuple[str, str]]:
    return [(tool, "") for tool in tools]


def _ways(rng: Random, atoms: list[tuple[str, str]]) -> Ways:
    """Any of up to three sets of up to three; now and then nobody's."""
    if rng.random() < 0.015:
        return []
    if rng.random() < 0.15:
        return [[]]
    ways = [rng.sample(atoms, min(len(atoms), rng.choice([1, 1, 2, 2, 3]))) for _ in range(rng.choice([1, 1, 2, 3]))]
    return [list({name: (name, level) for name, level in way}.values()) for way in ways]


def _some(rng: Random, items: Sequence[T], chance: float) -> list[T]:
    return [item for item in items if rng.random() < chance]
