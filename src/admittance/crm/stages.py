"""The stages of a pipeline, one at a time."""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from admittance.crm.access import Caller, write
from admittance.crm.association_answers import ListOf
from admittance.crm.bodies import reader
from admittance.crm.pipelines import StageBody, asked_stage, here_of, stage_answer, stages_of
from admittance.crm.problem import Problem, invalid
from admittance.crm.queries import read_query
from admittance.crm.refusals import not_found, problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.asked_pipelines import AskedStage
from admittance.usecases.crm.change_pipelines import change_stages
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import Pipeline
from admittance.usecases.crm.read_pipelines import find_pipeline

_read_stage = reader(StageBody)


async def list_stages(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """All stages of a pipeline in their order; with `archived`, those that were deleted."""
    query, name = read_query(request), request.path_values["pipeline_id"]
    if isinstance(query, Problem):
        return query
    found = services.store.read(lambda tx: find_pipeline(tx, caller.account_id, kind, name))
    return not_found([name]) if found is None else json_response(ListOf(stages_of(found, archived=query.archived)))


async def get_stage(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One stage of a pipeline that is there, 404 otherwise; a deleted stage only with `archived`."""
    query, name, stage_id = read_query(request), request.path_values["pipeline_id"], request.path_values["stage_id"]
    if isinstance(query, Problem):
        return query
    pipeline = services.store.read(lambda tx: find_pipeline(tx, caller.account_id, kind, name))
    stages = [] if pipeline is None else stages_of(pipeline, archived=query.archived)
    found = next((one for one in stages if one.id == stage_id), None)
    return not_found([stage_id]) if found is None else json_response(found)


async def post_stage(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One more stage at the end of a pipeline: 201."""
    body = _read_stage(request)
    if isinstance(body, Problem):
        return body
    if body.label is None:
        return invalid("A new stage has a label", about=("label",))
    new = replace(asked_stage(body), id=None)
    done = await _changed(kind, services, request, caller, None, lambda stages: [*stages, new])
    if isinstance(done, Problem):
        return done
    # INVARIANT: ids rise, so the newest stage has the highest number.
    numbered = [stage for stage in done.live if stage.id.isdigit()]
    return json_response(stage_answer(max(numbered, key=lambda stage: int(stage.id))), 201)


async def change_stage(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Change what is named of a stage."""
    body, stage_id = _read_stage(request), request.path_values["stage_id"]
    if isinstance(body, Problem):
        return body
    asked = replace(asked_stage(body), id=stage_id)

    def change(stages: Sequence[AskedStage]) -> list[AskedStage]:
        return [asked if one.id == stage_id else one for one in stages]

    done = await _changed(kind, services, request, caller, stage_id, change)
    if isinstance(done, Problem):
        return done
    return json_response(next(stage_answer(stage) for stage in done.live if stage.id == stage_id))


async def delete_stage(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """No stage any more; never a pipeline's last one, and never one that records stand in."""
    stage_id = request.path_values["stage_id"]

    def change(stages: Sequence[AskedStage]) -> list[AskedStage]:
        return [one for one in stages if one.id != stage_id]

    done = await _changed(kind, services, request, caller, stage_id, change)
    return done if isinstance(done, Problem) else empty_response()


async def _changed(
    kind: ObjectType,
    services: Services,
    request: Request,
    caller: Caller,
    stage_id: str | None,
    change: Callable[[Sequence[AskedStage]], Iterable[AskedStage]],
) -> Pipeline | Problem:
    here, name = here_of(kind, caller), request.path_values["pipeline_id"]
    done = await write(services, caller, lambda tx: change_stages(tx, here, name, stage_id, change))
    return done if isinstance(done, Pipeline | Problem) else problem_of(done)
