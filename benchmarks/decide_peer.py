"""What every other engine is told about a world: names, spelled out beforehand, of what is held and switched on."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from admittance.core.decide import Decision, Granted, Question, Refused
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.core.reasons import MarketplaceMissing, PermissionMissing, Reason, ToolMissing
from admittance.core.requirements import PermissionNeed, Right, ToolNeed
from benchmarks.decide_worlds import World

Told: TypeAlias = tuple[str, str, tuple[tuple[str, ...], ...]]
"""Scope, "rights" or "tools", and what is missing of each way."""
Reasons: TypeAlias = frozenset[Told]


class Case(Struct, frozen=True):
    """A world for a peer. `rights` and `tools` hold only names that some rule asks for, so that its sets stay small."""

    manifest: Manifest
    scope: Sequence[str]
    optional_scope: Sequence[str]
    rights: Sequence[str]
    tools: Sequence[str]
    installed: bool
    granted_before: Sequence[str]
    demanded: Sequence[str]


def name(right: Right) -> str:
    """A right at a level as one name."""
    return f"{right.permission}:{right.level.value}"


def make_case(policy: Policy, world: World) -> Case:
    """Spell the world out."""
    question: Question = world.question(policy)
    asked_for = {right for need in policy.needs.values() for way in need.need.permissions for right in way}
    if policy.marketplace is not None:
        asked_for.add(policy.marketplace)
    held = [name(right) for right in sorted(asked_for) if _holds(policy, question.rights, right)]
    manifest = world.manifest
    return Case(
        manifest=manifest,
        scope=sorted(question.url.scope),
        optional_scope=sorted(question.url.optional_scope),
        rights=held,
        tools=sorted(tool for tool, bit in policy.tool_bits.items() if bit & question.tools),
        installed=world.installed,
        granted_before=sorted(world.granted_before),
        demanded=sorted(manifest.required | (manifest.conditionally_required & question.url.scope)),
    )


def _holds(policy: Policy, rights: int, right: Right) -> bool:
    mask = policy.right_mask(right)
    return rights & mask == mask


def ways_of_rights(need: PermissionNeed) -> list[list[str]]:
    """OR of ANDs over names; empty when nothing is asked."""
    return [] if () in need else [[name(right) for right in way] for way in need]


def ways_of_tools(need: ToolNeed) -> list[list[str]]:
    """OR of ANDs over names; empty when nothing is asked."""
    return [] if () in need else [list(way) for way in need]


def url_is_right(case: Case) -> bool:
    """Rules 1 and 2 in plain Python, for the peers that are asked once for each scope: a gift to them."""
    manifest, scope, optional = case.manifest, set(case.scope), set(case.optional_scope)
    return (
        manifest.required <= scope
        and scope <= manifest.required | manifest.conditionally_required
        and optional <= manifest.optional
    )


def marketplace_is_asked(case: Case) -> bool:
    """Rule 3's other half, likewise."""
    return not case.installed or not set(case.demanded) <= set(case.granted_before)


def reasons_of(policy: Policy, decision: Decision) -> Reasons:
    """What a decision of ours says is missing, demanded or dropped, in a peer's words."""
    told: tuple[Reason, ...] = decision.reasons if isinstance(decision, Refused) else ()
    if isinstance(decision, Granted):
        told = tuple(reason for drop in decision.dropped for reason in drop.why)
    return frozenset(found for reason in told if (found := _told(policy, reason)) is not None)


def _told(policy: Policy, reason: Reason) -> Told | None:
    match reason:
        case MarketplaceMissing() if policy.marketplace is not None:
            return ("", "rights", ((name(policy.marketplace),),))
        case ToolMissing():
            return (reason.scope, "tools", tuple(sorted(reason.ways)))
        case PermissionMissing():
            ways = {tuple(f"{short.permission}:{short.needed.value}" for short in way) for way in reason.ways}
            return (reason.scope, "rights", tuple(sorted(ways)))
        case _:
            return None
