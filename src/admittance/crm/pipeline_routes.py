"""The addresses of pipelines, for the object types that have them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from admittance.crm import pipelines, stages, told
from admittance.crm.access import guarded
from admittance.crm.association_answers import ListOf
from admittance.crm.paths import family, versions, word
from admittance.crm.pipelines import NewPipelineBody, PipelineAnswer, PipelineBody, StageAnswer, StageBody
from admittance.http.body import BodyType
from admittance.http.routes import Answer, Route
from admittance.usecases.crm.known_types import KNOWN_TYPES, KnownType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import PLACES


class PipelineOperation(Struct, frozen=True, kw_only=True):
    """One thing that can be done with pipelines. `{0}` in `about` is what stands in them."""

    name: str
    methods: tuple[str, ...]
    tail: str
    act: Any
    about: str
    body: Any = None
    answer: Answer
    errors: tuple[int, ...] = (400, 401, 403, 404)

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.methods != ("GET",)


_ONE = "/{pipeline_id}"
_STAGES = f"{_ONE}/stages"
_STAGE = f"{_STAGES}/{{stage_id}}"
_GONE = Answer(204, "It is gone.")
_TAKES_BODY = (400, 401, 403, 404, 415)

OPERATIONS = (
    PipelineOperation(
        name="list",
        methods=("GET",),
        tail="",
        act=pipelines.list_pipelines,
        about="List the pipelines of {0} with their stages.",
        answer=Answer(200, "All of them.", ListOf[PipelineAnswer]),
        errors=(400, 401, 403),
    ),
    PipelineOperation(
        name="create",
        methods=("POST",),
        tail="",
        act=pipelines.post_pipeline,
        about="Create a pipeline of {0}.",
        body=NewPipelineBody,
        answer=Answer(201, "The new pipeline.", PipelineAnswer),
        errors=(400, 401, 403, 415),
    ),
    PipelineOperation(
        name="get",
        methods=("GET",),
        tail=_ONE,
        act=pipelines.get_pipeline,
        about="Read a pipeline of {0}.",
        answer=Answer(200, "The pipeline.", PipelineAnswer),
    ),
    PipelineOperation(
        name="replace",
        methods=("PUT",),
        tail=_ONE,
        act=pipelines.put_pipeline,
        about="Replace the label, the order and the stages of a pipeline of {0}.",
        body=NewPipelineBody,
        answer=Answer(200, "The pipeline as it is now.", PipelineAnswer),
        errors=_TAKES_BODY,
    ),
    PipelineOperation(
        name="update",
        methods=("PATCH",),
        tail=_ONE,
        act=pipelines.patch_pipeline,
        about="Change the label or the order of a pipeline of {0}.",
        body=PipelineBody,
        answer=Answer(200, "The pipeline as it is now.", PipelineAnswer),
        errors=_TAKES_BODY,
    ),
    PipelineOperation(
        name="delete",
        methods=("DELETE",),
        tail=_ONE,
        act=pipelines.delete_pipeline,
        about="Delete a pipeline in which no {0} stand.",
        answer=_GONE,
    ),
    PipelineOperation(
        name="stages.list",
        methods=("GET",),
        tail=_STAGES,
        act=stages.list_stages,
        about="List the stages of a pipeline of {0}.",
        answer=Answer(200, "All of them.", ListOf[StageAnswer]),
    ),
    PipelineOperation(
        name="stages.create",
        methods=("POST",),
        tail=_STAGES,
        act=stages.post_stage,
        about="Add a stage to a pipeline of {0}.",
        body=StageBody,
        answer=Answer(201, "The new stage.", StageAnswer),
        errors=_TAKES_BODY,
    ),
    PipelineOperation(
        name="stages.get",
        methods=("GET",),
        tail=_STAGE,
        act=stages.get_stage,
        about="Read a stage of a pipeline of {0}.",
        answer=Answer(200, "The stage.", StageAnswer),
    ),
    PipelineOperation(
        name="stages.change",
        methods=("PATCH", "PUT"),
        tail=_STAGE,
        act=stages.change_stage,
        about="Change a stage of a pipeline of {0}.",
        body=StageBody,
        answer=Answer(200, "The stage as it is now.", StageAnswer),
        errors=_TAKES_BODY,
    ),
    PipelineOperation(
        name="stages.delete",
        methods=("DELETE",),
        tail=_STAGE,
        act=stages.delete_stage,
        about="Delete a stage in which no {0} stand.",
        answer=_GONE,
    ),
)


def pipeline_routes() -> Iterator[Route]:
    """Every operation for every type with pipelines. They are settings of the records: seen and changed like these."""
    for known in KNOWN_TYPES:
        if known.kind is not None and known.kind in PLACES:
            for operation in OPERATIONS:
                yield _route(known, known.kind, operation)


def _route(known: KnownType, kind: ObjectType, operation: PipelineOperation) -> Route:
    scopes = known.write if operation.writes else known.read
    path, *aliases = versions("pipelines", f"/{word(kind)}{operation.tail}")
    return Route(
        name=f"{kind.name}.pipelines.{operation.name}",
        methods=operation.methods,
        path=path,
        aliases=tuple(aliases),
        handler=guarded(scopes, partial(operation.act, kind)),
        about=operation.about.format(kind.name),
        scopes=tuple(frozenset(needed) for needed in scopes),
        bodies=() if operation.body is None else (BodyType.JSON,),
        takes=operation.body,
        parameters=() if operation.writes else (told.ARCHIVED,),
        answers=(operation.answer,),
        errors=operation.errors,
        family=family("/crm/v3/pipelines", operation.tail, operation.about, kind.name),
    )
