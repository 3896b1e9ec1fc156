"""What a client wants a pipeline or a stage to be, and whether that makes sense by itself."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from admittance.usecases.crm.object_types import DEALS, ObjectType
from admittance.usecases.crm.pipelines import deal_metadata, ticket_metadata
from admittance.usecases.crm.problems import BadRequest

LONGEST_LABEL = 200
"""Characters."""
_LARGEST_ORDER = 2**31 - 1


class AskedStage(Struct, frozen=True, kw_only=True):
    """A stage as asked for. What is None stays, or takes its usual value; without an id it is a new one."""

    id: str | None = None
    label: str | None = None
    order: int | None = None
    metadata: Mapping[str, str] | None = None


class AskedPipeline(Struct, frozen=True, kw_only=True):
    """A pipeline as asked for. What is None stays, or takes its usual value."""

    label: str | None = None
    order: int | None = None
    stages: tuple[AskedStage, ...] | None = None


def label_problem(label: str, others: Iterable[str], what: str) -> BadRequest | None:
    """What is wrong with calling a pipeline or a stage `label` beside `others`."""
    text = label.strip()
    if not text or len(text) > LONGEST_LABEL or not text.isprintable():
        return BadRequest(f"The label of a {what} has 1 to {LONGEST_LABEL} printable characters", fields=("label",))
    if text.casefold() in {other.casefold() for other in others}:
        return BadRequest(f"There is a {what} of this label already", "DUPLICATE_LABEL", ("label",))
    return None


def order_problem(order: int | None) -> BadRequest | None:
    """What is wrong with a place among others."""
    if order is None or -1 <= order <= _LARGEST_ORDER:
        return None
    return BadRequest("displayOrder is a whole number from -1", fields=("displayOrder",))


def metadata_of(kind: ObjectType, given: Mapping[str, str]) -> dict[str, str] | BadRequest:
    """A stage's metadata: a deal's `probability` from 0.0 to 1.0, a ticket's `ticketState`; nothing else is kept."""
    if kind == DEALS:
        text = given.get("probability", "0.0").strip()
        try:
            probability = round(float(text), 4) if len(text) <= 20 else -1.0
        except ValueError:
            probability = -1.0
        if not 0.0 <= probability <= 1.0:
            return BadRequest("probability is a number from 0.0 to 1.0", fields=("probability",))
        return deal_metadata(str(probability))
    state = given.get("ticketState", "OPEN").strip().upper()
    if state not in ("OPEN", "CLOSED"):
        return BadRequest("ticketState is OPEN or CLOSED", fields=("ticketState",))
    return ticket_metadata(state)
