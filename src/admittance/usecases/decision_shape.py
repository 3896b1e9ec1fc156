"""A decision as plain data: the one shape that the command line, the API and the pages show (docs/decide.md)."""

from typing import TypeAlias, assert_never

from admittance.core.decide import Decision, Granted, Refused
from admittance.core.grants import grant
from admittance.core.reasons import (
    ConditionalInOptional,
    Dropped,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    Reason,
    RequiredInOptional,
    RequiredMissing,
    Shortfall,
    ToolMissing,
    code_of,
    mended_by,
)

Shape: TypeAlias = dict[str, object]
"""Strings, booleans, None, lists and mappings of these: whatever JSON can hold. Sets become sorted lists."""


def decision_shape(decision: Decision, ticked: frozenset[str] | None = None) -> Shape:
    """`decision` with the same seven keys for a grant and a refusal.

    `ticked` are the optional scopes that the installer leaves ticked; None is all of them, as the consent page starts
    (product rule 7).
    """
    match decision:
        case Granted():
            given = grant(decision, decision.offered if ticked is None else ticked)
            return {
                "verdict": "granted",
                "headline": None,
                "reasons": [],
                "granted": sorted(given.granted),
                "offered": sorted(decision.offered),
                "dropped": [dropped_shape(dropped) for dropped in given.dropped],
                "declined": sorted(given.declined),
            }
        case Refused():
            return {
                "verdict": "refused",
                "headline": decision.headline.value,
                "reasons": [reason_shape(reason) for reason in decision.reasons],
                "granted": [],
                "offered": [],
                "dropped": [],
                "declined": [],
            }
        case _:
            assert_never(decision)


def dropped_shape(dropped: Dropped) -> Shape:
    """One optional scope that is left out, and every reason for it (product rule 5)."""
    return {"scope": dropped.scope, "why": [reason_shape(reason) for reason in dropped.why]}


def reason_shape(reason: Reason) -> Shape:
    """One reason: what it is, its heading, its scope, who mends it, then the data that belongs to its cause.

    `scope` is None for a missing App Marketplace right, which concerns the connection as a whole.
    """
    return {
        "cause": reason.__struct_config__.tag,
        "code": code_of(reason).value,
        "scope": None if isinstance(reason, MarketplaceMissing) else reason.scope,
        "mended_by": mended_by(reason).value,
        **_data(reason),
    }


def _data(reason: Reason) -> Shape:
    match reason:
        case RequiredMissing() | RequiredInOptional() | ConditionalInOptional() | OptionalInScope():
            return {}
        case NotConfigured():
            places = [place.value for place in reason.places]
            return {"places": places, "known": reason.known, "did_you_mean": list(reason.did_you_mean)}
        case LostByCatalogue():
            return {"kind": reason.kind.value}
        case ToolMissing():
            return {"kind": reason.kind.value, "ways": [list(way) for way in reason.ways]}
        case PermissionMissing():
            return {"kind": reason.kind.value, "ways": [[_shortfall(short) for short in way] for way in reason.ways]}
        case MarketplaceMissing():
            return {"permission": reason.permission, "why": reason.why.value, "scopes": list(reason.scopes)}
        case _:
            assert_never(reason)


def _shortfall(short: Shortfall) -> Shape:
    return {"permission": short.permission, "needed": short.needed.value, "held": short.held.value}
