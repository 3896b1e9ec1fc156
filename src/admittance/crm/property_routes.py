"""The addresses of properties and their groups: the same operations for every object type that a client may know.

A type without records here has the reading ones. The old lists (`/properties/v2/…`) are what bulk readers still use to
find out which properties there are.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from admittance.crm import told
from admittance.crm.access import guarded
from admittance.crm.legacy_properties import SchemasAnswer, list_legacy, list_schemas
from admittance.crm.paths import family, versions
from admittance.crm.properties import (
    delete_property,
    get_property,
    list_properties,
    patch_property,
    post_property,
)
from admittance.crm.property_answers import (
    GroupAnswer,
    GroupsAnswer,
    PropertiesAnswer,
    PropertyAnswer,
    PropertyBatchAnswer,
)
from admittance.crm.property_batches import archive_properties, create_properties, read_properties
from admittance.crm.property_bodies import BatchNamesBody, BatchPropertiesBody, PropertyBody, PropertyGroupBody
from admittance.crm.property_groups import delete_group, get_group, list_groups, patch_group, post_group
from admittance.http.body import BodyType
from admittance.http.routes import Answer, Parameter, Route
from admittance.usecases.crm.known_types import KNOWN_TYPES, KnownType
from admittance.usecases.crm.object_types import ScopeSets


class PropertyOperation(Struct, frozen=True, kw_only=True):
    """One thing that can be done with the properties of a type. `{0}` in `about` is what its records are called."""

    name: str
    method: str
    tail: str
    act: Any
    about: str
    writes: bool = False
    body: Any = None
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[Answer, ...]
    errors: tuple[int, ...] = (400, 401, 403)


_ARCHIVED = (told.ARCHIVED,)
_ONE, _GROUPS = "/{name}", "/groups"
_GONE = (Answer(204, "It is archived."),)
_READ_ONE, _WRITE_ONE = (400, 401, 403, 404), (400, 401, 403, 404, 415)

OPERATIONS = (
    PropertyOperation(
        name="list",
        method="GET",
        tail="",
        act=list_properties,
        parameters=_ARCHIVED,
        about="List the properties of {0}.",
        answers=(Answer(200, "All of them.", PropertiesAnswer),),
    ),
    PropertyOperation(
        name="create",
        method="POST",
        tail="",
        act=post_property,
        about="Define a property of {0}.",
        writes=True,
        body=PropertyBody,
        answers=(Answer(201, "The property.", PropertyAnswer),),
        errors=(400, 401, 403, 409, 415),
    ),
    PropertyOperation(
        name="batch_read",
        method="POST",
        tail="/batch/read",
        act=read_properties,
        about="Read up to 100 properties of {0}.",
        body=BatchNamesBody,
        answers=(Answer(200, "All of them.", PropertyBatchAnswer), Answer(207, "Those there.", PropertyBatchAnswer)),
        errors=(400, 401, 403, 415),
    ),
    PropertyOperation(
        name="batch_create",
        method="POST",
        tail="/batch/create",
        act=create_properties,
        about="Define up to 100 properties of {0}.",
        writes=True,
        body=BatchPropertiesBody,
        answers=(
            Answer(201, "The properties.", PropertyBatchAnswer),
            Answer(207, "Those without a mistake.", PropertyBatchAnswer),
        ),
        errors=(400, 401, 403, 415),
    ),
    PropertyOperation(
        name="batch_archive",
        method="POST",
        tail="/batch/archive",
        act=archive_properties,
        about="Archive up to 100 properties of {0}.",
        writes=True,
        body=BatchNamesBody,
        answers=(Answer(204, "They are archived."),),
        errors=(400, 401, 403, 415),
    ),
    PropertyOperation(
        name="get",
        method="GET",
        tail=_ONE,
        act=get_property,
        parameters=_ARCHIVED,
        about="Read one property of {0}.",
        answers=(Answer(200, "The property.", PropertyAnswer),),
        errors=_READ_ONE,
    ),
    PropertyOperation(
        name="update",
        method="PATCH",
        tail=_ONE,
        act=patch_property,
        about="Change a property that the account defined for {0}.",
        writes=True,
        body=PropertyBody,
        answers=(Answer(200, "The property as it is now.", PropertyAnswer),),
        errors=_WRITE_ONE,
    ),
    PropertyOperation(
        name="archive",
        method="DELETE",
        tail=_ONE,
        act=delete_property,
        about="Archive a property that the account defined for {0}.",
        writes=True,
        answers=_GONE,
        errors=_READ_ONE,
    ),
    PropertyOperation(
        name="groups.list",
        method="GET",
        tail=_GROUPS,
        act=list_groups,
        about="List the groups that properties of {0} stand in.",
        answers=(Answer(200, "All of them.", GroupsAnswer),),
    ),
    PropertyOperation(
        name="groups.create",
        method="POST",
        tail=_GROUPS,
        act=post_group,
        about="Add a group for properties of {0}.",
        writes=True,
        body=PropertyGroupBody,
        answers=(Answer(201, "The group.", GroupAnswer),),
        errors=(400, 401, 403, 409, 415),
    ),
    PropertyOperation(
        name="groups.get",
        method="GET",
        tail=_GROUPS + _ONE,
        act=get_group,
        about="Read a group of properties of {0}.",
        answers=(Answer(200, "The group.", GroupAnswer),),
        errors=_READ_ONE,
    ),
    PropertyOperation(
        name="groups.update",
        method="PATCH",
        tail=_GROUPS + _ONE,
        act=patch_group,
        about="Change a group that the account added for properties of {0}.",
        writes=True,
        body=PropertyGroupBody,
        answers=(Answer(200, "The group as it is now.", GroupAnswer),),
        errors=_WRITE_ONE,
    ),
    PropertyOperation(
        name="groups.archive",
        method="DELETE",
        tail=_GROUPS + _ONE,
        act=delete_group,
        about="Remove an empty group of properties of {0}.",
        writes=True,
        answers=_GONE,
        errors=_READ_ONE,
    ),
)

SCHEMAS_READ: ScopeSets = (("crm.schemas.custom.read",), ("crm.objects.custom.read",))


def property_routes() -> Iterator[Route]:
    """All addresses of properties."""
    for known in KNOWN_TYPES:
        yield from (_route(known, one) for one in OPERATIONS if known.kind is not None or not one.writes)
        yield _legacy(known)
    schemas, *aliases = versions("schemas", "")
    yield Route(
        name="schemas.list",
        methods=("GET",),
        path=schemas,
        aliases=tuple(aliases),
        handler=guarded(SCHEMAS_READ, list_schemas),
        about="List the object types that the account has defined for itself. There are none.",
        scopes=_sets(SCHEMAS_READ),
        answers=(Answer(200, "An empty list.", SchemasAnswer),),
        errors=(401, 403),
    )


def _route(known: KnownType, operation: PropertyOperation) -> Route:
    scopes = known.write if operation.writes else known.read
    of = known.kind if operation.writes else known
    path, *aliases = versions("properties", f"/{_word(known)}{operation.tail}")
    return Route(
        name=f"properties.{known.name}.{operation.name}",
        methods=(operation.method,),
        path=path,
        aliases=tuple(aliases),
        handler=guarded(scopes, partial(operation.act, of)),
        about=operation.about.format(known.name),
        scopes=_sets(scopes),
        bodies=() if operation.body is None else (BodyType.JSON,),
        takes=operation.body,
        parameters=operation.parameters,
        answers=operation.answers,
        errors=operation.errors,
        family=family("/crm/v3/properties", operation.tail, operation.about, known.name),
    )


def _legacy(known: KnownType) -> Route:
    """The list as a bare array, at every address it ever had."""
    word, about = _word(known), "List the properties of {0} as older clients do."
    return Route(
        name=f"properties.{known.name}.legacy",
        methods=("GET",),
        path=f"/properties/v2/{word}/properties",
        aliases=(f"/properties/v1/{word}/properties", f"/{known.name}/v2/properties", f"/{known.name}/v1/properties"),
        handler=guarded(known.read, partial(list_legacy, known)),
        about=about.format(known.name),
        scopes=_sets(known.read),
        answers=(Answer(200, "All of them.", list[PropertyAnswer]),),
        family=family("/properties/v2", "/properties", about, known.name),
        errors=(401, 403),
    )


def _word(known: KnownType) -> str:
    return f"{{{known.name}|{known.singular}|{known.type_id}}}"


def _sets(scopes: ScopeSets) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(needed) for needed in scopes)
