"""Pipelines: the stages that deals and tickets go through, as each account has them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from admittance.usecases.crm.deal_properties import DEAL_PIPELINES, DEAL_STAGES
from admittance.usecases.crm.object_types import DEALS, TICKETS, ObjectType
from admittance.usecases.crm.ticket_properties import TICKET_PIPELINES, TICKET_STAGES


class Stage(Struct, frozen=True, kw_only=True):
    """One stage. `metadata` is what the wire says of it: a deal's probability or a ticket's state; if it is closed."""

    id: str
    label: str
    order: int
    metadata: Mapping[str, str]
    created_at: int
    updated_at: int
    archived_at: int | None = None


class Pipeline(Struct, frozen=True, kw_only=True):
    """One pipeline with all its stages. Archived ones are kept, so that no id is ever given twice."""

    id: str
    label: str
    order: int
    stages: tuple[Stage, ...]
    created_at: int
    updated_at: int
    archived_at: int | None = None

    @property
    def live(self) -> tuple[Stage, ...]:
        """The stages that records can be in, in their order."""
        return in_order(stage for stage in self.stages if stage.archived_at is None)


class Places(Struct, frozen=True):
    """The properties that say where a record stands."""

    pipeline: str
    stage: str


PLACES: Mapping[ObjectType, Places] = {
    DEALS: Places("pipeline", "dealstage"),
    TICKETS: Places("hs_pipeline", "hs_pipeline_stage"),
}
"""The object types that have pipelines."""

_PROBABILITIES = ("0.2", "0.4", "0.6", "0.8", "0.9", "1.0", "0.0")
_STATES = ("OPEN", "OPEN", "OPEN", "CLOSED")


def deal_metadata(probability: str) -> dict[str, str]:
    """What a deal's stage says: won or lost for certain is closed."""
    return {"isClosed": "true" if float(probability) in (0.0, 1.0) else "false", "probability": probability}


def ticket_metadata(state: str) -> dict[str, str]:
    """What a ticket's stage says."""
    return {"isClosed": "true" if state == "CLOSED" else "false", "ticketState": state}


def first_pipelines(kind: ObjectType, created_at: int) -> tuple[Pipeline, ...]:
    """What every account of a type with pipelines starts with."""
    deals = kind == DEALS
    ((pipeline_id, label),) = DEAL_PIPELINES if deals else TICKET_PIPELINES
    said = map(deal_metadata, _PROBABILITIES) if deals else map(ticket_metadata, _STATES)
    stages = tuple(
        Stage(id=id, label=name, order=order, metadata=metadata, created_at=created_at, updated_at=created_at)
        for order, ((id, name), metadata) in enumerate(zip(DEAL_STAGES if deals else TICKET_STAGES, said, strict=True))
    )
    return (
        Pipeline(id=pipeline_id, label=label, order=0, stages=stages, created_at=created_at, updated_at=created_at),
    )


def in_order(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """By `order`, then as they came to be."""
    return tuple(sorted(stages, key=lambda stage: (stage.order, stage.created_at, stage.id)))


def live_pipelines(pipelines: Iterable[Pipeline]) -> tuple[Pipeline, ...]:
    """Those that records can be in, in their order."""
    live = (one for one in pipelines if one.archived_at is None)
    return tuple(sorted(live, key=lambda one: (one.order, one.created_at, one.id)))


def with_pipelines(kind: ObjectType, pipelines: Iterable[Pipeline]) -> ObjectType:
    """The type with the account's own pipelines and stages as what the two properties can be."""
    live = live_pipelines(pipelines)
    if not live:
        return kind
    places = PLACES[kind]
    stages = tuple((stage.id, stage.label) for pipeline in live for stage in pipeline.live)
    options = {places.pipeline: tuple((one.id, one.label) for one in live), places.stage: stages}
    own = {name: replace(kind.properties[name], options=values) for name, values in options.items()}
    return replace(kind, properties={**kind.properties, **own})
