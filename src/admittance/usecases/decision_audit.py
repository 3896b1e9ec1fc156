"""What an audit row keeps of a decision: codes and reasons, never names."""

from typing import Any

import msgspec

from admittance.core.decide import Decision, Granted, Refused


def decision_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain JSON data, complete enough to be answered for later."""
    match decision:
        case Granted():
            return {
                "verdict": "granted",
                "demanded": sorted(decision.demanded),
                "offered": sorted(decision.offered),
                "dropped": msgspec.to_builtins(decision.dropped),
            }
        case Refused():
            return {"verdict": "refused", "reasons": msgspec.to_builtins(decision.reasons)}
