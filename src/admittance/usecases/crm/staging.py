"""A pipeline's stages become those that are wanted: some stay, some are new, the others are archived."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from admittance.usecases.crm.asked_pipelines import AskedStage, label_problem, metadata_of, order_problem
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import Pipeline, Stage
from admittance.usecases.crm.problems import BadRequest

MOST_STAGES = 100


class Staged(Struct, frozen=True):
    """The stages as they will be, archived ones among them, and the ids of those that are archived now."""

    stages: tuple[Stage, ...]
    ended: tuple[str, ...]


def restage(
    kind: ObjectType, before: Pipeline | None, wanted: Sequence[AskedStage], next_number: int, now: int
) -> Staged | BadRequest:
    """The stages that `wanted` makes of those before; new ones are numbered from `next_number`."""
    if not 1 <= len(wanted) <= MOST_STAGES:
        return BadRequest(f"A pipeline has 1 to {MOST_STAGES} stages", fields=("stages",))
    known = {stage.id: stage for stage in before.live} if before is not None else {}
    made: list[Stage] = []
    for place, asked in enumerate(wanted):
        old = known.pop(asked.id, None) if asked.id is not None else None
        if asked.id is not None and old is None:
            return BadRequest("There is no stage of this id in the pipeline", fields=("stageId",))
        stage = _stage(kind, old, asked, place, str(next_number + place), now)
        problem = stage if isinstance(stage, BadRequest) else label_problem(stage.label, _labels(made), "stage")
        if not isinstance(stage, Stage) or problem is not None:
            return problem or BadRequest("The stage can't be made")
        made.append(stage)
    gone = tuple(replace(stage, archived_at=now, updated_at=now) for stage in known.values())
    archived = tuple(stage for stage in before.stages if stage.archived_at is not None) if before is not None else ()
    return Staged((*made, *gone, *archived), tuple(known))


def _labels(stages: Sequence[Stage]) -> list[str]:
    return [stage.label for stage in stages]


def _stage(
    kind: ObjectType, old: Stage | None, asked: AskedStage, place: int, new_id: str, now: int
) -> Stage | BadRequest:
    if (problem := order_problem(asked.order)) is not None:
        return problem
    if old is not None and asked == AskedStage(id=old.id):
        return old
    metadata = metadata_of(kind, {**(old.metadata if old is not None else {}), **(asked.metadata or {})})
    if isinstance(metadata, BadRequest):
        return metadata
    label = old.label if asked.label is None and old is not None else (asked.label or "").strip()
    usual = old.order if old is not None else place
    return Stage(
        id=new_id if old is None else old.id,
        label=label,
        order=usual if asked.order is None else asked.order,
        metadata=metadata,
        created_at=now if old is None else old.created_at,
        updated_at=now,
    )
