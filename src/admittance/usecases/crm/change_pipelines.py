"""An account's pipelines and stages are created, changed and archived. Nothing that records stand in goes away."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.usecases.crm.asked_pipelines import AskedPipeline, AskedStage, label_problem, order_problem
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import PLACES, Pipeline, live_pipelines
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.read_pipelines import all_pipelines
from admittance.usecases.crm.record_audit import pipeline_entry
from admittance.usecases.crm.records import Filter, Operator, Search, Writer
from admittance.usecases.crm.staging import restage
from admittance.usecases.ports import Transaction

MOST_PIPELINES = 100
MOST_STAGES_EVER = 20_000
"""Of all pipelines of a type together, archived ones too: they are read together, and no id is given twice."""
FIRST_NUMBER = 1_000
"""Ids of an account's own pipelines and stages go on from here; those it starts with are words or smaller numbers."""


class Here(Struct, frozen=True):
    """Whose pipelines, who changes them, and when."""

    account_id: int
    kind: ObjectType
    writer: Writer
    now: int


Changed: TypeAlias = Pipeline | BadRequest | NotThere


def create_pipeline(tx: Transaction, here: Here, asked: AskedPipeline) -> Changed:
    """A new pipeline with its stages."""
    known = all_pipelines(tx, here.account_id, here.kind)
    live = live_pipelines(known)
    if len(live) >= MOST_PIPELINES:
        return BadRequest(f"An account has at most {MOST_PIPELINES} pipelines of {here.kind.name}")
    label = (asked.label or "").strip()
    problem = label_problem(label, [one.label for one in live], "pipeline") or order_problem(asked.order)
    if problem is not None:
        return problem
    number = _next_number(known)
    staged = restage(here.kind, None, asked.stages or (), number + 1, here.now)
    if isinstance(staged, BadRequest):
        return staged
    made = Pipeline(
        id=str(number),
        label=label,
        order=len(known) if asked.order is None else asked.order,
        stages=staged.stages,
        created_at=here.now,
        updated_at=here.now,
    )
    return _no_room(known, made) or _store(tx, here, known, made, "created")


def change_pipeline(tx: Transaction, here: Here, pipeline_id: str, asked: AskedPipeline) -> Changed:
    """Change what is named. `stages` replace those there are: one with an id stays, one without is new."""
    known = all_pipelines(tx, here.account_id, here.kind)
    live = live_pipelines(known)
    before = next((one for one in live if one.id == pipeline_id), None)
    if before is None:
        return NotThere(pipeline_id)
    label = before.label if asked.label is None else asked.label.strip()
    others = [one.label for one in live if one.id != pipeline_id]
    problem = label_problem(label, others, "pipeline") or order_problem(asked.order)
    if problem is not None:
        return problem
    order = before.order if asked.order is None else asked.order
    after = replace(before, label=label, order=order, updated_at=here.now)
    if asked.stages is None:
        return _store(tx, here, known, after, "changed")
    staged = restage(here.kind, before, asked.stages, _next_number(known), here.now)
    if isinstance(staged, BadRequest):
        return staged
    if any(_in_use(tx, here, PLACES[here.kind].stage, stage_id) for stage_id in staged.ended):
        return _occupied("stage", here)
    after = replace(after, stages=staged.stages)
    return _no_room(known, after) or _store(tx, here, known, after, "changed")


def archive_pipeline(tx: Transaction, here: Here, pipeline_id: str) -> Changed:
    """Archive it with its stages; never the last one, and never one that records stand in."""
    known = all_pipelines(tx, here.account_id, here.kind)
    live = live_pipelines(known)
    before = next((one for one in live if one.id == pipeline_id), None)
    if before is None:
        return NotThere(pipeline_id)
    if len(live) == 1:
        return BadRequest("The last pipeline can't be deleted")
    if _in_use(tx, here, PLACES[here.kind].pipeline, pipeline_id):
        return _occupied("pipeline", here)
    return _store(tx, here, known, replace(before, archived_at=here.now, updated_at=here.now), "archived")


def change_stages(
    tx: Transaction,
    here: Here,
    pipeline_id: str,
    stage_id: str | None,
    change: Callable[[Sequence[AskedStage]], Iterable[AskedStage]],
) -> Changed:
    """Give the pipeline the stages that `change` makes of those it has. NotThere where it has no stage `stage_id`."""
    known = all_pipelines(tx, here.account_id, here.kind)
    before = next((one for one in live_pipelines(known) if one.id == pipeline_id), None)
    if before is None:
        return NotThere(pipeline_id)
    if stage_id is not None and all(stage.id != stage_id for stage in before.live):
        return NotThere(stage_id)
    wanted = change([AskedStage(id=stage.id) for stage in before.live])
    return change_pipeline(tx, here, pipeline_id, AskedPipeline(stages=tuple(wanted)))


def _no_room(known: Iterable[Pipeline], made: Pipeline) -> BadRequest | None:
    stages = len(made.stages) + sum(len(one.stages) for one in known if one.id != made.id)
    if stages <= MOST_STAGES_EVER:
        return None
    return BadRequest(f"Pipelines have {MOST_STAGES_EVER} stages in all, deleted ones among them", fields=("stages",))


def _store(tx: Transaction, here: Here, known: Sequence[Pipeline], changed: Pipeline, what: str) -> Pipeline:
    # The first change makes the account's pipelines its own: those it started with are stored beside it.
    if not tx.crm.pipelines.of(here.account_id, here.kind):
        for one in known:
            tx.crm.pipelines.put(here.account_id, here.kind, one)
    tx.crm.pipelines.put(here.account_id, here.kind, changed)
    tx.audit.append(here.account_id, pipeline_entry(here.writer, here.kind, changed.id, what))
    return changed


def _in_use(tx: Transaction, here: Here, name: str, value: str) -> bool:
    prop = tx.crm.definitions.kind(here.account_id, here.kind).properties[name]
    search = Search(groups=((Filter(prop, Operator.EQ, (value,)),),))
    return tx.crm.records.count(here.account_id, here.kind, search, 1) > 0


def _occupied(what: str, here: Here) -> BadRequest:
    return BadRequest(f"{here.kind.name.capitalize()} stand in this {what}: move them before it is deleted")


def _next_number(known: Iterable[Pipeline]) -> int:
    """Above every number that the account ever had: archived ones are still counted."""
    ids = (one for pipeline in known for one in (pipeline.id, *(stage.id for stage in pipeline.stages)))
    return max([FIRST_NUMBER, *(int(one) + 1 for one in ids if one.isdigit())])
