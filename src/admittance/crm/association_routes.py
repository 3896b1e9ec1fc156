"""The addresses of associations: every operation for every pair of object types.

A link belongs to both its ends. Reading it takes the right to read both; making or ending it takes the right to write
the record it starts from and to reach the other one.
"""

from collections.abc import Iterator
from functools import partial

from admittance.crm import association_batches as batches
from admittance.crm import associations as links
from admittance.crm import named_associations as named
from admittance.crm import told
from admittance.crm.access import both
from admittance.crm.answers import AssociationsAnswer, BatchOf, ObjectAnswer
from admittance.crm.association_answers import (
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
from admittance.crm.operation import Operation, operation_route
from admittance.crm.paths import OTHERS, RECORDS, word
from admittance.http.routes import Answer, Family, Route
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType


class PairOperation(Operation, frozen=True, kw_only=True):
    """One thing that can be done with links between two object types, `<from>` and `<to>` in its texts. `rooms` are the
    addresses that it has in the versions of the protocol, the usual one first.
    """

    rooms: tuple[str, ...]


_MONTH = "/crm/objects/{month:month}/<from>/{record_id}/associations"
_V4 = "/crm/v4/objects/<from>/{record_id}/associations"
_V3 = "/crm/v3/objects/<from>/{record_id}/associations"
_BATCH_V4 = ("/crm/v4/associations/<from>/<to>", "/crm/associations/{month:month}/<from>/<to>")
_BATCH_V3 = ("/crm/v3/associations/<from>/<to>",)

OPERATIONS = (
    PairOperation(
        name="links.list",
        methods=("GET",),
        rooms=(_V4, _MONTH),
        tail="/<to>",
        act=links.list_links,
        parameters=told.OF_LINKS,
        about="List which <to> one of <from> is associated with, with all types.",
        answers=(Answer(200, "A page.", LinkedToPage),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.put_default",
        methods=("PUT",),
        rooms=(_V4, _MONTH),
        tail="/default/<to>/{to_id}",
        act=links.put_default,
        about="Associate one of <from> with one of <to> in the plain way.",
        writes=True,
        answers=(Answer(200, "Both directions of the association.", BatchOf[DefaultLink]),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.put",
        methods=("PUT",),
        rooms=(_V4, _MONTH),
        tail="/<to>/{to_id}",
        act=links.put_labels,
        about="Associate one of <from> with one of <to> by type.",
        writes=True,
        body=list[LinkTypeBody],
        answers=(Answer(201, "What was associated.", LabelsBetween),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.delete",
        methods=("DELETE",),
        rooms=(_V4, _MONTH),
        tail="/<to>/{to_id}",
        act=links.delete_links,
        about="Separate one of <from> from one of <to> altogether.",
        writes=True,
        answers=(Answer(204, "They are not associated."),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="links.labels",
        methods=("GET",),
        rooms=_BATCH_V4,
        tail="/labels",
        act=batches.list_labels,
        about="List the types of associations from <from> to <to>.",
        answers=(Answer(200, "All of them.", ListOf[LinkType]),),
    ),
    PairOperation(
        name="links.batch_read",
        methods=("POST",),
        rooms=_BATCH_V4,
        tail="/batch/read",
        act=batches.read_links_batch,
        about="List which <to> up to 1,000 of <from> are associated with.",
        body=ReadLinksBody,
        answers=(
            Answer(200, "All of them.", BatchOf[LinkedFrom]),
            Answer(207, "Those that are there.", BatchOf[LinkedFrom]),
        ),
    ),
    PairOperation(
        name="links.batch_create",
        methods=("POST",),
        rooms=_BATCH_V4,
        tail="/batch/create",
        act=batches.associate_batch,
        about="Associate up to 2,000 pairs of <from> and <to> by type.",
        writes=True,
        body=TypedPairsBody,
        answers=(
            Answer(201, "All of them.", BatchOf[LabelsBetween]),
            Answer(207, "Those without a mistake.", BatchOf[LabelsBetween]),
        ),
    ),
    PairOperation(
        name="links.batch_default",
        methods=("POST",),
        rooms=_BATCH_V4,
        tail="/batch/associate/default",
        act=batches.associate_default_batch,
        about="Associate up to 2,000 pairs of <from> and <to> in the plain way.",
        writes=True,
        body=PairsBody,
        answers=(
            Answer(200, "All of them.", BatchOf[DefaultLink]),
            Answer(207, "Those without a mistake.", BatchOf[DefaultLink]),
        ),
    ),
    PairOperation(
        name="links.batch_archive",
        methods=("POST",),
        rooms=_BATCH_V4,
        tail="/batch/archive",
        act=batches.separate_batch,
        about="Separate up to 2,000 pairs of <from> and <to> altogether.",
        writes=True,
        body=FansBody,
        answers=(Answer(204, "They are not associated."),),
    ),
    PairOperation(
        name="links.batch_labels_archive",
        methods=("POST",),
        rooms=_BATCH_V4,
        tail="/batch/labels/archive",
        act=batches.separate_labels_batch,
        about="End associations of certain types between up to 2,000 pairs of <from> and <to>.",
        writes=True,
        body=TypedPairsBody,
        answers=(Answer(204, "They are not associated by these types."),),
    ),
    PairOperation(
        name="associations.list",
        methods=("GET",),
        rooms=(_V3,),
        tail="/<to>",
        act=named.list_associations,
        parameters=told.OF_LINKS,
        about="List which <to> one of <from> is associated with, once for each type.",
        answers=(Answer(200, "A page.", AssociationsAnswer),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="associations.put",
        methods=("PUT",),
        rooms=(_V3, _MONTH),
        tail="/<to>/{to_id}/{association_type}",
        act=named.put_association,
        about="Associate one of <from> with one of <to> by a type's name or number.",
        writes=True,
        answers=(Answer(200, "The record with its associations.", ObjectAnswer),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="associations.delete",
        methods=("DELETE",),
        rooms=(_V3, _MONTH),
        tail="/<to>/{to_id}/{association_type}",
        act=named.delete_association,
        about="End one type of association between one of <from> and one of <to>.",
        writes=True,
        answers=(Answer(204, "They are not associated by this type."),),
        errors=(400, 401, 403, 404),
    ),
    PairOperation(
        name="associations.types",
        methods=("GET",),
        rooms=_BATCH_V3,
        tail="/types",
        act=named.list_types,
        about="List the names of the types of associations from <from> to <to>.",
        answers=(Answer(200, "All of them.", ListOf[NamedType]),),
    ),
    PairOperation(
        name="associations.batch_read",
        methods=("POST",),
        rooms=_BATCH_V3,
        tail="/batch/read",
        act=named.read_associations_batch,
        about="List which <to> up to 1,000 of <from> are associated with, once for each type.",
        body=ReadLinksBody,
        answers=(
            Answer(200, "All of them.", BatchOf[NamedLinksFrom]),
            Answer(207, "Those that are there.", BatchOf[NamedLinksFrom]),
        ),
    ),
    PairOperation(
        name="associations.batch_create",
        methods=("POST",),
        rooms=_BATCH_V3,
        tail="/batch/create",
        act=named.associate_named_batch,
        about="Associate up to 2,000 pairs of <from> and <to> by a type's name or number.",
        writes=True,
        body=NamedPairsBody,
        answers=(
            Answer(201, "All of them.", BatchOf[NamedLink]),
            Answer(207, "Those without a mistake.", BatchOf[NamedLink]),
        ),
    ),
    PairOperation(
        name="associations.batch_archive",
        methods=("POST",),
        rooms=_BATCH_V3,
        tail="/batch/archive",
        act=named.separate_named_batch,
        about="End one type of association of up to 2,000 pairs of <from> and <to>.",
        writes=True,
        body=NamedPairsBody,
        answers=(Answer(204, "They are not associated by these types."),),
    ),
)


def association_routes() -> Iterator[Route]:
    """Every operation for every pair."""
    for origin in OBJECT_TYPES:
        for target in OBJECT_TYPES:
            for operation in OPERATIONS:
                yield _route(operation, origin, target)


def _route(operation: PairOperation, origin: ObjectType, target: ObjectType) -> Route:
    return operation_route(
        operation,
        f"{origin.name}.{target.name}.{operation.name}",
        [_filled(room + operation.tail, word(origin), word(target)) for room in operation.rooms],
        link_scopes(origin, target) if operation.writes else both(origin.read, target.read),
        partial(operation.act, origin, target),
        about=_filled(operation.about, origin.name, target.name),
        family=Family(
            _filled(operation.rooms[0] + operation.tail, "{from_type}", "{to_type}"),
            _filled(operation.about, RECORDS, OTHERS),
            (("from_type", origin.name), ("to_type", target.name)),
        ),
    )


def _filled(text: str, origin: str, target: str) -> str:
    return text.replace("<from>", origin).replace("<to>", target)
