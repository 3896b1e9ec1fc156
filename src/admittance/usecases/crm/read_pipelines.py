"""The pipelines of an account, and where in them a record may stand."""

from collections.abc import Mapping

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import PLACES, Pipeline, Places, first_pipelines, live_pipelines
from admittance.usecases.crm.properties import BadValue
from admittance.usecases.ports import Transaction


def all_pipelines(tx: Transaction, account_id: int, kind: ObjectType) -> tuple[Pipeline, ...]:
    """Every pipeline of the account, archived ones among them; the first ones until it changes them."""
    own = tuple(tx.crm.pipelines.of(account_id, kind))
    if own:
        return own
    account = tx.accounts.get(account_id)
    return first_pipelines(kind, account.created_at if account is not None else 0)


def find_pipeline(
    tx: Transaction, account_id: int, kind: ObjectType, pipeline_id: str, *, archived: bool = False
) -> Pipeline | None:
    """The pipeline of that id; an archived one only where it is asked for."""
    found = next((one for one in all_pipelines(tx, account_id, kind) if one.id == pipeline_id), None)
    return found if found is not None and (found.archived_at is not None) is archived else None


def placed(
    tx: Transaction, account_id: int, kind: ObjectType, values: Mapping[str, str | None], before: Mapping[str, str]
) -> Mapping[str, str | None] | BadValue:
    """`values` to be written, with a record's pipeline and stage in agreement, or what is wrong with them.

    A stage alone brings its pipeline along, a pipeline alone its first stage; together the one holds the other.
    """
    places = PLACES.get(kind)
    if places is None or not (values.keys() & {places.pipeline, places.stage}):
        return values
    stage_id, pipeline_id = values.get(places.stage), values.get(places.pipeline)
    if stage_id is None and pipeline_id is None:
        return values
    live = live_pipelines(all_pipelines(tx, account_id, kind))
    if pipeline_id is None:
        holding = [one for one in live if any(stage.id == stage_id for stage in one.live)]
        return {**values, places.pipeline: holding[0].id} if holding else values
    pipeline = next((one for one in live if one.id == pipeline_id), None)
    return values if pipeline is None else _in(pipeline, places, values, before)


def _in(
    pipeline: Pipeline, places: Places, values: Mapping[str, str | None], before: Mapping[str, str]
) -> Mapping[str, str | None] | BadValue:
    known = [stage.id for stage in pipeline.live]
    wanted = values.get(places.stage)
    if wanted is None:
        # Stages belong to one pipeline: what a record had elsewhere is no place in this one.
        kept = before.get(places.stage)
        return {**values, places.stage: kept if kept in known else known[0]}
    if wanted in known:
        return values
    allowed = ", ".join(known)
    message = f"{wanted} is not a stage of the pipeline {pipeline.id}; its stages are: [{allowed}]"
    return BadValue(places.stage, "INVALID_OPTION", message)
