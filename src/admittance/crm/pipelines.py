"""Pipelines of deals and tickets with their stages."""

from msgspec import UNSET, Struct, UnsetType

from admittance.crm.access import Caller, write
from admittance.crm.association_answers import ListOf
from admittance.crm.bodies import reader
from admittance.crm.problem import Problem
from admittance.crm.queries import read_query
from admittance.crm.refusals import not_found, problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.asked_pipelines import AskedPipeline, AskedStage
from admittance.usecases.crm.change_pipelines import Here, archive_pipeline, change_pipeline, create_pipeline
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import Pipeline, Stage, in_order
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.read_pipelines import all_pipelines, find_pipeline
from admittance.usecases.crm.times import iso_time


class StageAnswer(Struct, kw_only=True, rename="camel"):
    """A stage."""

    id: str
    label: str
    display_order: int
    metadata: dict[str, str]
    write_permissions: str = "CRM_PERMISSIONS_ENFORCEMENT"
    created_at: str
    updated_at: str
    archived: bool
    archived_at: str | UnsetType = UNSET


class PipelineAnswer(Struct, kw_only=True, rename="camel"):
    """A pipeline with its stages."""

    id: str
    label: str
    display_order: int
    stages: list[StageAnswer]
    created_at: str
    updated_at: str
    archived: bool
    archived_at: str | UnsetType = UNSET


class StageBody(Struct, kw_only=True, rename="camel"):
    """A stage to be created, or what is to be changed of one. `stageId` names one that stays in a pipeline."""

    stage_id: str | None = None
    label: str | None = None
    display_order: int | None = None
    metadata: dict[str, str] | None = None


class NewPipelineBody(Struct, kw_only=True, rename="camel"):
    """A pipeline to be created, or to stand in the place of one."""

    label: str
    display_order: int | None = None
    stages: list[StageBody]


class PipelineBody(Struct, kw_only=True, rename="camel"):
    """What is to be changed of a pipeline."""

    label: str | None = None
    display_order: int | None = None


_read_new = reader(NewPipelineBody)
_read_change = reader(PipelineBody)


async def list_pipelines(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """All pipelines in their order; with `archived`, those that were deleted."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    found = services.store.read(lambda tx: all_pipelines(tx, caller.account_id, kind))
    shown = [one for one in found if (one.archived_at is not None) is query.archived]
    return json_response(ListOf([pipeline_answer(one) for one in sorted(shown, key=lambda one: (one.order, one.id))]))


async def get_pipeline(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One pipeline by id, 404 where it is not there; a deleted one only with `archived`."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    name = request.path_values["pipeline_id"]
    found = services.store.read(lambda tx: find_pipeline(tx, caller.account_id, kind, name, archived=query.archived))
    return not_found([name]) if found is None else json_response(pipeline_answer(found))


async def post_pipeline(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """A new pipeline with its stages: 201."""
    body = _read_new(request)
    if isinstance(body, Problem):
        return body
    here = here_of(kind, caller)
    return _told(await write(services, caller, lambda tx: create_pipeline(tx, here, _asked(body))), 201)


async def put_pipeline(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Another pipeline in the place of one: its label, order and stages."""
    body = _read_new(request)
    if isinstance(body, Problem):
        return body
    here, name = here_of(kind, caller), request.path_values["pipeline_id"]
    return _told(await write(services, caller, lambda tx: change_pipeline(tx, here, name, _asked(body))))


async def patch_pipeline(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Another label, another place among the pipelines."""
    body = _read_change(request)
    if isinstance(body, Problem):
        return body
    here, name = here_of(kind, caller), request.path_values["pipeline_id"]
    asked = AskedPipeline(label=body.label, order=body.display_order)
    return _told(await write(services, caller, lambda tx: change_pipeline(tx, here, name, asked)))


async def delete_pipeline(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """No pipeline any more; never the last one, and never one that records stand in."""
    here, name = here_of(kind, caller), request.path_values["pipeline_id"]
    done = await write(services, caller, lambda tx: archive_pipeline(tx, here, name))
    told = _told(done)
    return empty_response() if isinstance(done, Pipeline) else told


def here_of(kind: ObjectType, caller: Caller) -> Here:
    """Whose pipelines a call is about."""
    return Here(caller.account_id, kind, caller.writer, caller.now)


def asked_stage(body: StageBody) -> AskedStage:
    """A stage as a body asks for it."""
    return AskedStage(id=body.stage_id, label=body.label, order=body.display_order, metadata=body.metadata)


def pipeline_answer(pipeline: Pipeline) -> PipelineAnswer:
    """A pipeline on the wire."""
    return PipelineAnswer(
        id=pipeline.id,
        label=pipeline.label,
        display_order=pipeline.order,
        stages=[stage_answer(stage) for stage in pipeline.live],
        created_at=iso_time(pipeline.created_at),
        updated_at=iso_time(pipeline.updated_at),
        archived=pipeline.archived_at is not None,
        archived_at=UNSET if pipeline.archived_at is None else iso_time(pipeline.archived_at),
    )


def stage_answer(stage: Stage) -> StageAnswer:
    """A stage as the wire has it, deleted or not."""
    return StageAnswer(
        id=stage.id,
        label=stage.label,
        display_order=stage.order,
        metadata=dict(stage.metadata),
        created_at=iso_time(stage.created_at),
        updated_at=iso_time(stage.updated_at),
        archived=stage.archived_at is not None,
        archived_at=UNSET if stage.archived_at is None else iso_time(stage.archived_at),
    )


def stages_of(pipeline: Pipeline, *, archived: bool) -> list[StageAnswer]:
    """The stages that are live, or those that were deleted."""
    stages = in_order(stage for stage in pipeline.stages if (stage.archived_at is not None) is archived)
    return [stage_answer(stage) for stage in stages]


def _asked(body: NewPipelineBody) -> AskedPipeline:
    stages = tuple(asked_stage(stage) for stage in body.stages)
    return AskedPipeline(label=body.label, order=body.display_order, stages=stages)


def _told(done: Pipeline | BadRequest | NotThere | Problem, status: int = 200) -> Response | Problem:
    if isinstance(done, Problem):
        return done
    return json_response(pipeline_answer(done), status) if isinstance(done, Pipeline) else problem_of(done)
