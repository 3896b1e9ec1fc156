"""The addresses of associations: every operation for every pair of object types.

A link belongs to both its ends. Reading it takes the right to read both; making or ending it takes the right to write
the record it starts from and to reach the other one.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from admittance.crm import association_batches as batches
from admittance.crm import associations as links
from admittance.crm import named_associations as named
from admittance.crm import told
from admittance.crm.access import both, guarded
from admittance.crm.answers import AssociationsAnswer, ObjectAnswer
from admittance.crm.association_answers import (
    BatchOf,
    DefaultLink,
    FansBody,
    LabelsBetween,
    LinkedFrom,
    LinkedToPage,
    LinkType,
    ListOf,
    NamedLink,
    NamedLinksFrom,
    NamedPairsBody,
    NamedType,
    PairsBody,
    ReadLinksBody,
    TypedPairsBody,
)
from admittance.crm.bodies import LinkTypeBody
from admittance.crm.link_scopes import link_scopes
from admittance.crm.paths import OTHERS, RECORDS, word
from admittance.http.body import BodyType
from admittance.http.routes import Answer, Family, Parameter, Route
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType


class PairOperation(Struct, frozen=True, kw_only=True):
    """One thing that can be done with links between two object types, `<from>` and `<to>` in its texts."""

    name: str
    method: str
    paths: tuple[str, ...]
    act: Any
    about: str
    writes: bool = False
    body: Any = None
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[Answer, ...]
    errors: tuple[int, ...] = (400, 401, 403)


_MONTH = "/crm/objects/{month:month}/<from>/{record_id}/associations"
_V4 = "/crm/v4/objects/<from>/{record_id}/associations"
_V3 = "/crm/v3/objects/<from>/{record_id}/associations"
_BATCH_V4 = ("/crm/v4/associations/<from>/<to>", "/crm/associations/{month:month}/<from>/<to>")
_BATCH_V3 = ("/crm/v3/associations/<from>/<to>",)


def _under(rooms: tuple[str, ...], tail: str) -> tuple[str, ...]:
    return tuple(room + tail for room in rooms)


OPERATIONS = (
    PairOperation(
        name="links.list",
        method="GET",
        paths=_under((_V4, _MONTH), "/<to>"),
        act=links.list_links,
        parameters=told.OF_LINKS,
        about="List which <to> one of <from> is associated with, with all types.",
        answers=(Answer(200, "A page.", LinkedToPage),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.put_default",
        method="PUT",
        paths=_under((_V4, _MONTH), "/default/<to>/{to_id}"),
        act=links.put_default,
        about="Associate one of <from> with one of <to> in the plain way.",
        writes=True,
        answers=(Answer(200, "Both directions of the association.", BatchOf[DefaultLink]),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.put",
        method="PUT",
        paths=_under((_V4, _MONTH), "/<to>/{to_id}"),
        act=links.put_labels,
        about="Associate one of <from> with one of <to> by type.",
        writes=True,
        body=list[LinkTypeBody],
        answers=(Answer(201, "What was associated.", LabelsBetween),),
        errors=(400, 401, 403, 404, 415),
    ),
    PairOperation(
        name="links.delete",
        method="DELETE",
        paths=_under((_V4, _MONTH), "/<to>/{to_id}"),
        act=links.delete_links,
        about="Separate one of <from> from one of <to> altogether.",
        writes=True,
        answers=(Answer(204, "They are not associated."),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.labels",
        method="GET",
        paths=_under(_BATCH_V4, "/labels"),
        act=batches.list_labels,
        about="List the types of associations from <from> to <to>.",
        answers=(Answer(200, "All of them.", ListOf[LinkType]),),
    ),
    PairOperation(
        name="links.batch_read",
        method="POST",
        paths=_under(_BATCH_V4, "/batch/read"),
        act=batches.read_links_batch,
        about="List which <to> up to 1,000 of <from> are associated with.",
        body=ReadLinksBody,
        answers=(
            Answer(200, "All of them.", BatchOf[LinkedFrom]),
            Answer(207, "Those that are there.", BatchOf[LinkedFrom]),
        ),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="links.batch_create",
        method="POST",
        paths=_under(_BATCH_V4, "/batch/create"),
        act=batches.associate_batch,
        about="Associate up to 2,000 pairs of <from> and <to> by type.",
        writes=True,
        body=TypedPairsBody,
        answers=(
            Answer(201, "All of them.", BatchOf[LabelsBetween]),
            Answer(207, "Those without a mistake.", BatchOf[LabelsBetween]),
        ),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="links.batch_default",
        method="POST",
        paths=_under(_BATCH_V4, "/batch/associate/default"),
        act=batches.associate_default_batch,
        about="Associate up to 2,000 pairs of <from> and <to> in the plain way.",
        writes=True,
        body=PairsBody,
        answers=(
            Answer(200, "All of them.", BatchOf[DefaultLink]),
            Answer(207, "Those without a mistake.", BatchOf[DefaultLink]),
        ),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="links.batch_archive",
        method="POST",
        paths=_under(_BATCH_V4, "/batch/archive"),
        act=batches.separate_batch,
        about="Separate up to 2,000 pairs of <from> and <to> altogether.",
        writes=True,
        body=FansBody,
        answers=(Answer(204, "They are not associated."),),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="links.batch_labels_archive",
        method="POST",
        paths=_under(_BATCH_V4, "/batch/labels/archive"),
        act=batches.separate_labels_batch,
        about="End associations of certain types between up to 2,000 pairs of <from> and <to>.",
        writes=True,
        body=TypedPairsBody,
        answers=(Answer(204, "They are not associated by these types."),),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="associations.list",
        method="GET",
        paths=(f"{_V3}/<to>",),
        act=named.list_associations,
        parameters=told.OF_LINKS,
        about="List which <to> one of <from> is associated with, once for each type.",
        answers=(Answer(200, "A page.", AssociationsAnswer),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="associations.put",
        method="PUT",
        paths=_under((_V3, _MONTH), "/<to>/{to_id}/{association_type}"),
        act=named.put_association,
        about="Associate one of <from> with one of <to> by a type's name or number.",
        writes=True,
        answers=(Answer(200, "The record with its associations.", ObjectAnswer),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="associations.delete",
        method="DELETE",
        paths=_under((_V3, _MONTH), "/<to>/{to_id}/{association_type}"),
        act=named.delete_association,
        about="End one type of association between one of <from> and one of <to>.",
        writes=True,
        answers=(Answer(204, "They are not associated by this type."),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="associations.types",
        method="GET",
        paths=_under(_BATCH_V3, "/types"),
        act=named.list_types,
        about="List the names of the types of associations from <from> to <to>.",
        answers=(Answer(200, "All of them.", ListOf[NamedType]),),
    ),
    PairOperation(
        name="associations.batch_read",
        method="POST",
        paths=_under(_BATCH_V3, "/batch/read"),
        act=named.read_associations_batch,
        about="List which <to> up to 1,000 of <from> are associated with, once for each type.",
        body=ReadLinksBody,
        answers=(
            Answer(200, "All of them.", BatchOf[NamedLinksFrom]),
            Answer(207, "Those that are there.", BatchOf[NamedLinksFrom]),
        ),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="associations.batch_create",
        method="POST",
        paths=_under(_BATCH_V3, "/batch/create"),
        act=named.associate_named_batch,
        about="Associate up to 2,000 pairs of <from> and <to> by a type's name or number.",
        writes=True,
        body=NamedPairsBody,
        answers=(
            Answer(201, "All of them.", BatchOf[NamedLink]),
            Answer(207, "Those without a mistake.", BatchOf[NamedLink]),
        ),
        errors=(400, 401, 403, 415),
    ),
    PairOperation(
        name="associations.batch_archive",
        method="POST",
        paths=_under(_BATCH_V3, "/batch/archive"),
        act=named.separate_named_batch,
        about="End one type of association of up to 2,000 pairs of <from> and <to>.",
        writes=True,
        body=NamedPairsBody,
        answers=(Answer(204, "They are not associated by these types."),),
        errors=(400, 401, 403, 415),
    ),
)


def association_routes() -> Iterator[Route]:
    """Every operation for every pair."""
    for origin in OBJECT_TYPES:
        for target in OBJECT_TYPES:
            for operation in OPERATIONS:
                yield _route(operation, origin, target)


def _route(operation: PairOperation, origin: ObjectType, target: ObjectType) -> Route:
    scopes = link_scopes(origin, target) if operation.writes else both(origin.read, target.read)
    path, *aliases = (_filled(path, word(origin), word(target)) for path in operation.paths)
    return Route(
        name=f"{origin.name}.{target.name}.{operation.name}",
        methods=(operation.method,),
        path=path,
        aliases=tuple(aliases),
        handler=guarded(scopes, partial(operation.act, origin, target)),
        about=_filled(operation.about, origin.name, target.name),
        scopes=tuple(frozenset(needed) for needed in scopes),
        bodies=() if operation.body is None else (BodyType.JSON,),
        takes=operation.body,
        parameters=operation.parameters,
        answers=operation.answers,
        errors=operation.errors,
        family=Family(
            _filled(operation.paths[0], "{from_type}", "{to_type}"),
            _filled(operation.about, RECORDS, OTHERS),
            (("from_type", origin.name), ("to_type", target.name)),
        ),
    )


def _filled(text: str, origin: str, target: str) -> str:
    return text.replace("<from>", origin).replace("<to>", target)
