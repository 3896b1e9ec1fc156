"""The decision once more, written from the product's rules alone: slow, obvious, on plain sets and dicts.

Nothing of the package is imported here. The answer has the shape that docs/decide.md documents.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from tests.oracle.world import Catalogue, World

HEADLINES = ["insufficient_scopes", "scope_mismatch", "account_lacks_features", "user_not_permitted"]
"""Rule 6: developer, developer, account, user."""

CAUSES = {
    "required_missing": ("insufficient_scopes", "developer"),
    "required_in_optional": ("insufficient_scopes", "developer"),
    "not_configured": ("scope_mismatch", "developer"),
    "conditional_in_optional": ("scope_mismatch", "developer"),
    "optional_in_scope": ("scope_mismatch", "developer"),
    "lost_by_catalogue": ("scope_mismatch", "operator"),
    "tool_missing": ("account_lacks_features", "plan_owner"),
    "marketplace_missing": ("user_not_permitted", "admin"),
    "permission_missing": ("user_not_permitted", "admin"),
}
"""Each cause with its heading and who mends it, in the order in which one answer lists them."""

Answer = dict[str, Any]


def answer(world: World) -> Answer:
    """The complete answer, with every optional scope left ticked."""
    r, c, o = kinds_of(world)
    s, p = parameters_of(world)
    demanded = r | (c & s)
    held = permissions_of(world)
    tools = tools_of(world["catalogue"], world["subscriptions"])
    reasons = url_mistakes(world) + no_marketplace(world, held, demanded)
    for scope in demanded & set(world["catalogue"]["scopes"]):
        reasons += no_tool(world, scope, tools) + no_permission(world, scope, held)
    if reasons:
        headline = min((reason["code"] for reason in reasons), key=HEADLINES.index)
        nothing: Answer = {"granted": [], "offered": [], "dropped": [], "declined": []}
        return {"verdict": "refused", "headline": headline, "reasons": in_order(reasons), **nothing}

    why = {scope: no_tool(world, scope, tools) + no_permission(world, scope, held) for scope in o & p}
    for scope in o & p:
        if scope not in world["granted_before"] and not has_marketplace(world, held):
            why[scope].append(marketplace_reason(world, "new_scopes", [scope]))
    offered = {scope for scope in o & p if why[scope] == []}
    return {
        "verdict": "granted",
        "headline": None,
        "reasons": [],
        "granted": sorted(demanded | offered),
        "offered": sorted(offered),
        "dropped": [{"scope": scope, "why": in_order(why[scope])} for scope in sorted((o & p) - offered)],
        "declined": [],
    }


def kinds_of(world: World) -> tuple[set[str], set[str], set[str]]:
    """R, C and O. Rule 8: `oauth` belongs to every manifest."""
    manifest = world["manifest"]
    return set(manifest["required"]) | {"oauth"}, set(manifest["conditionally_required"]), set(manifest["optional"])


def parameters_of(world: World) -> tuple[set[str], set[str]]:
    """S and P. Rule 8: `oauth` counts as present in S even when the URL leaves it out."""
    return words(world["url"]["scope"]) | {"oauth"}, words(world["url"]["optional_scope"])


def url_mistakes(world: World) -> list[Answer]:
    """Rules 1, 2 and 12."""
    r, c, o = kinds_of(world)
    s, p = parameters_of(world)
    known = set(world["catalogue"]["scopes"])
    reasons = [reason("required_missing", scope) for scope in r - s]
    reasons += [reason("required_in_optional", scope) for scope in r & p]
    reasons += [reason("conditional_in_optional", scope) for scope in c & p]
    reasons += [reason("optional_in_scope", scope) for scope in o & s]
    not_configured = (s | p) - (r | c | o)
    compared = sorted(not_configured - known)[:8]
    for scope in not_configured:
        places = [name for name, scopes in [("scope", s), ("optional_scope", p)] if scope in scopes]
        alike = did_you_mean(scope, frozenset(known)) if scope in compared else []
        reasons.append(reason("not_configured", scope, places=places, known=scope in known, did_you_mean=alike))
    for scope in (r | (c & (s | p)) | (o & (s | p))) - known:
        reasons.append(reason("lost_by_catalogue", scope, kind=kind_of(world, scope)))
    return reasons


def kind_of(world: World, scope: str) -> str:
    """The kind of a configured scope."""
    r, c, _ = kinds_of(world)
    return "required" if scope in r else "conditionally_required" if scope in c else "optional"


def words(parameter: str | None) -> set[str]:
    """What a parameter lists, separated by spaces. One that is missing is the empty set, never everything."""
    return {word for word in (parameter or "").split(" ") if word != ""}


def reason(cause: str, scope: str | None, **data: object) -> Answer:
    """One reason with its data."""
    code, mended_by = CAUSES[cause]
    return {"cause": cause, "code": code, "scope": scope, "mended_by": mended_by, **data}


def in_order(reasons: list[Answer]) -> list[Answer]:
    """By heading, then cause, then scope."""
    causes = list(CAUSES)
    return sorted(reasons, key=lambda reason: (causes.index(reason["cause"]), reason["scope"] or ""))


def permissions_of(world: World) -> dict[str, str]:
    """Permission -> level, with what they imply at the same level, and again what that implies."""
    ladders = world["catalogue"]["permissions"]
    held = {name: ladder[0] for name, ladder in ladders.items()}
    if world["super_admin"]:
        return {name: ladder[-1] for name, ladder in ladders.items()}
    waiting = list(world["permissions"].items())
    while waiting:
        name, level = waiting.pop()
        if name not in ladders or level not in ladders[name]:
            continue
        if ladders[name].index(level) > ladders[name].index(held[name]):
            held[name] = level
            waiting += [(implied, level) for implied in world["catalogue"]["implies"].get(name, [])]
    return held


def tools_of(catalogue: Catalogue, subscriptions: dict[str, str]) -> set[str]:
    """The tools that the subscriptions switch on: any of several sets of product and lowest tier."""

    def has(product: str, lowest: str) -> bool:
        tiers, tier = catalogue["tiers"][product], subscriptions.get(product)
        return tier in tiers and tiers.index(tier) >= tiers.index(lowest)

    return {tool for tool, ways in catalogue["tools"].items() if any(all(has(*pair) for pair in way) for way in ways)}


def reaches(catalogue: Catalogue, held: dict[str, str], permission: str, level: str) -> bool:
    """Whether a permission is held at the level or above."""
    ladder = catalogue["permissions"][permission]
    return ladder.index(held[permission]) >= ladder.index(level)


def no_tool(world: World, scope: str, tools: set[str]) -> list[Answer]:
    """Rule 4 for one scope: nothing, or one reason that lists for every way what is off."""
    ways = [[tool for tool in way if tool not in tools] for way in world["catalogue"]["scopes"][scope]["tools"]]
    if [] in ways:
        return []
    return [reason("tool_missing", scope, kind=kind_of(world, scope), ways=shortest_first(ways))]


def no_permission(world: World, scope: str, held: dict[str, str]) -> list[Answer]:
    """Rule 3 for one scope: nothing, or one reason that lists for every way what is lacking.

    A Super Admin lacks nothing.
    """
    catalogue = world["catalogue"]
    ways = [
        [
            {"permission": permission, "needed": level, "held": held[permission]}
            for permission, level in way
            if not reaches(catalogue, held, permission, level)
        ]
        for way in catalogue["scopes"][scope]["permissions"]
    ]
    if [] in ways or world["super_admin"]:
        return []
    return [reason("permission_missing", scope, kind=kind_of(world, scope), ways=shortest_first(ways))]


def shortest_first(ways: Iterable[list[Any]]) -> list[Any]:
    """The ways with the fewest missing things first, then by what they name; the same way only once."""

    def sort_key(way: list[Any]) -> tuple[int, list[Any]]:
        return len(way), [tuple(item.values()) if isinstance(item, dict) else item for item in way]

    ordered = sorted(ways, key=sort_key)
    return [way for place, way in enumerate(ordered) if way not in ordered[:place]]


def has_marketplace(world: World, held: dict[str, str]) -> bool:
    """Whether the installer holds App Marketplace access; a catalogue without such a right asks nobody for it."""
    wanted = world["catalogue"]["marketplace"]
    return wanted is None or reaches(world["catalogue"], held, *wanted)


def no_marketplace(world: World, held: dict[str, str], demanded: set[str]) -> list[Answer]:
    """Rule 3: asked for where the app gets installed, where a demanded scope is new to the account, or always."""
    if has_marketplace(world, held):
        return []
    new = demanded - set(world["granted_before"])
    if not world["installed"]:
        return [marketplace_reason(world, "installs_app", [])]
    if new:
        return [marketplace_reason(world, "new_scopes", sorted(new))]
    if world["always_ask_marketplace"]:
        return [marketplace_reason(world, "always_asked", [])]
    return []


def marketplace_reason(world: World, why: str, scopes: list[str]) -> Answer:
    """The right as the catalogue names it."""
    right = world["catalogue"]["marketplace"]
    assert right is not None
    return reason("marketplace_missing", None, permission=right[0], why=why, scopes=scopes)


@cache
def did_you_mean(scope: str, known: frozenset[str]) -> list[str]:
    """Up to three names at least three quarters alike, the nearest first."""
    alike = [(SequenceMatcher(None, name, scope[:200]).ratio(), name) for name in known]
    return [name for likeness, name in sorted(alike, reverse=True) if likeness >= 0.75][:3]
