"""The addresses of pipelines, for the object types that have them."""

from collections.abc import Iterator
from functools import partial

from admittance.crm import pipelines, stages, told
from admittance.crm.association_answers import ListOf
from admittance.crm.operation import Operation, operation_route
from admittance.crm.paths import family, versions, word
from admittance.crm.pipelines import NewPipelineBody, PipelineAnswer, PipelineBody, StageAnswer, StageBody
from admittance.http.routes import Answer, Route
from admittance.usecases.crm.known_types import KNOWN_TYPES, KnownType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import PLACES

_ONE = "/{pipeline_id}"
_STAGES = f"{_ONE}/stages"
_STAGE = f"{_STAGES}/{{stage_id}}"
_GONE = (Answer(204, "It is gone."),)
_FINDS_ONE = (400, 401, 403, 404)

OPERATIONS = (
    Operation(
        name="list",
        methods=("GET",),
        act=pipelines.list_pipelines,
        parameters=(told.ARCHIVED,),
        about="List the pipelines of {0} with their stages.",
        answers=(Answer(200, "All of them.", ListOf[PipelineAnswer]),),
    ),
    Operation(
        name="create",
        methods=("POST",),
        act=pipelines.post_pipeline,
        about="Create a pipeline of {0}.",
        writes=True,
        body=NewPipelineBody,
        answers=(Answer(201, "The new pipeline.", PipelineAnswer),),
    ),
    Operation(
        name="get",
        methods=("GET",),
        tail=_ONE,
        act=pipelines.get_pipeline,
        parameters=(told.ARCHIVED,),
        about="Read a pipeline of {0}.",
        answers=(Answer(200, "The pipeline.", PipelineAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="replace",
        methods=("PUT",),
        tail=_ONE,
        act=pipelines.put_pipeline,
        about="Replace the label, the order and the stages of a pipeline of {0}.",
        writes=True,
        body=NewPipelineBody,
        answers=(Answer(200, "The pipeline as it is now.", PipelineAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="update",
        methods=("PATCH",),
        tail=_ONE,
        act=pipelines.patch_pipeline,
        about="Change the label or the order of a pipeline of {0}.",
        writes=True,
        body=PipelineBody,
        answers=(Answer(200, "The pipeline as it is now.", PipelineAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="delete",
        methods=("DELETE",),
        tail=_ONE,
        act=pipelines.delete_pipeline,
        about="Delete a pipeline in which no {0} stand.",
        writes=True,
        answers=_GONE,
        errors=_FINDS_ONE,
    ),
    Operation(
        name="stages.list",
        methods=("GET",),
        tail=_STAGES,
        act=stages.list_stages,
        parameters=(told.ARCHIVED,),
        about="List the stages of a pipeline of {0}.",
        answers=(Answer(200, "All of them.", ListOf[StageAnswer]),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="stages.create",
        methods=("POST",),
        tail=_STAGES,
        act=stages.post_stage,
        about="Add a stage to a pipeline of {0}.",
        writes=True,
        body=StageBody,
        answers=(Answer(201, "The new stage.", StageAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="stages.get",
        methods=("GET",),
        tail=_STAGE,
        act=stages.get_stage,
        parameters=(told.ARCHIVED,),
        about="Read a stage of a pipeline of {0}.",
        answers=(Answer(200, "The stage.", StageAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="stages.change",
        methods=("PATCH", "PUT"),
        tail=_STAGE,
        act=stages.change_stage,
        about="Change a stage of a pipeline of {0}.",
        writes=True,
        body=StageBody,
        answers=(Answer(200, "The stage as it is now.", StageAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="stages.delete",
        methods=("DELETE",),
        tail=_STAGE,
        act=stages.delete_stage,
        about="Delete a stage in which no {0} stand.",
        writes=True,
        answers=_GONE,
        errors=_FINDS_ONE,
    ),
)


def pipeline_routes() -> Iterator[Route]:
    """Every operation for every type with pipelines. They are settings of the records: seen and changed like these."""
    for known in KNOWN_TYPES:
        if known.kind is not None and known.kind in PLACES:
            for operation in OPERATIONS:
                yield _route(known, known.kind, operation)


def _route(known: KnownType, kind: ObjectType, operation: Operation) -> Route:
    return operation_route(
        operation,
        f"{kind.name}.pipelines.{operation.name}",
        versions("pipelines", f"/{word(kind)}{operation.tail}"),
        known.write if operation.writes else known.read,
        partial(operation.act, kind),
        about=operation.about.format(kind.name),
        family=family("/crm/v3/pipelines", operation.tail, operation.about, kind.name),
    )
