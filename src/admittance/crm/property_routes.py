"""The addresses of properties and their groups: the same operations for every object type that a client may know.

A type without records here has the reading ones. The old lists (`/properties/v2/…`) are what bulk readers still use to
find out which properties there are.
"""

from collections.abc import Iterator
from functools import partial

from admittance.crm import told
from admittance.crm.answers import BatchOf
from admittance.crm.legacy_properties import SchemasAnswer, list_legacy, list_schemas
from admittance.crm.operation import Operation, api_route, operation_route
from admittance.crm.paths import MONTH, family, versions, word
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
)
from admittance.crm.property_batches import archive_properties, create_properties, read_properties
from admittance.crm.property_bodies import BatchNamesBody, BatchPropertiesBody, PropertyBody, PropertyGroupBody
from admittance.crm.property_groups import delete_group, get_group, list_groups, patch_group, post_group
from admittance.http.routes import Answer, Route
from admittance.usecases.crm.known_types import KNOWN_TYPES, KnownType
from admittance.usecases.crm.object_types import ScopeSets

_ARCHIVED = (told.ARCHIVED,)
_ONE, _GROUPS = "/{name}", "/groups"
_GONE = (Answer(204, "It is archived."),)
_FINDS_ONE = (400, 401, 403, 404)

OPERATIONS = (
    Operation(
        name="list",
        methods=("GET",),
        act=list_properties,
        parameters=_ARCHIVED,
        about="List the properties of {0}.",
        answers=(Answer(200, "All of them.", PropertiesAnswer),),
    ),
    Operation(
        name="create",
        methods=("POST",),
        act=post_property,
        about="Define a property of {0}.",
        writes=True,
        body=PropertyBody,
        answers=(Answer(201, "The property.", PropertyAnswer),),
        errors=(400, 401, 403, 409),
    ),
    Operation(
        name="batch_read",
        methods=("POST",),
        tail="/batch/read",
        act=read_properties,
        about="Read up to 100 properties of {0}.",
        body=BatchNamesBody,
        answers=(
            Answer(200, "All of them.", BatchOf[PropertyAnswer]),
            Answer(207, "Those there.", BatchOf[PropertyAnswer]),
        ),
    ),
    Operation(
        name="batch_create",
        methods=("POST",),
        tail="/batch/create",
        act=create_properties,
        about="Define up to 100 properties of {0}.",
        writes=True,
        body=BatchPropertiesBody,
        answers=(
            Answer(201, "The properties.", BatchOf[PropertyAnswer]),
            Answer(207, "Those without a mistake.", BatchOf[PropertyAnswer]),
        ),
    ),
    Operation(
        name="batch_archive",
        methods=("POST",),
        tail="/batch/archive",
        act=archive_properties,
        about="Archive up to 100 properties of {0}.",
        writes=True,
        body=BatchNamesBody,
        answers=(Answer(204, "They are archived."),),
    ),
    Operation(
        name="get",
        methods=("GET",),
        tail=_ONE,
        act=get_property,
        parameters=_ARCHIVED,
        about="Read one property of {0}.",
        answers=(Answer(200, "The property.", PropertyAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="update",
        methods=("PATCH",),
        tail=_ONE,
        act=patch_property,
        about="Change a property that the account defined for {0}.",
        writes=True,
        body=PropertyBody,
        answers=(Answer(200, "The property as it is now.", PropertyAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="archive",
        methods=("DELETE",),
        tail=_ONE,
        act=delete_property,
        about="Archive a property that the account defined for {0}.",
        writes=True,
        answers=_GONE,
        errors=_FINDS_ONE,
    ),
    Operation(
        name="groups.list",
        methods=("GET",),
        tail=_GROUPS,
        act=list_groups,
        about="List the groups that properties of {0} stand in.",
        answers=(Answer(200, "All of them.", GroupsAnswer),),
    ),
    Operation(
        name="groups.create",
        methods=("POST",),
        tail=_GROUPS,
        act=post_group,
        about="Add a group for properties of {0}.",
        writes=True,
        body=PropertyGroupBody,
        answers=(Answer(201, "The group.", GroupAnswer),),
        errors=(400, 401, 403, 409),
    ),
    Operation(
        name="groups.get",
        methods=("GET",),
        tail=_GROUPS + _ONE,
        act=get_group,
        about="Read a group of properties of {0}.",
        answers=(Answer(200, "The group.", GroupAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="groups.update",
        methods=("PATCH",),
        tail=_GROUPS + _ONE,
        act=patch_group,
        about="Change a group that the account added for properties of {0}.",
        writes=True,
        body=PropertyGroupBody,
        answers=(Answer(200, "The group as it is now.", GroupAnswer),),
        errors=_FINDS_ONE,
    ),
    Operation(
        name="groups.archive",
        methods=("DELETE",),
        tail=_GROUPS + _ONE,
        act=delete_group,
        about="Remove an empty group of properties of {0}.",
        writes=True,
        answers=_GONE,
        errors=_FINDS_ONE,
    ),
)

_SCHEMAS = "/crm-object-schemas"
SCHEMAS_READ: ScopeSets = (("crm.schemas.custom.read",), ("crm.objects.custom.read",))


def property_routes() -> Iterator[Route]:
    """All addresses of properties."""
    for known in KNOWN_TYPES:
        yield from (_route(known, one) for one in OPERATIONS if known.kind is not None or not one.writes)
        yield _legacy(known)
    yield api_route(
        "schemas.list",
        ("GET",),
        # The official clients ask at the second of the two rooms.
        (*versions("schemas", ""), f"{_SCHEMAS}/v3/schemas", f"{_SCHEMAS}/{MONTH}/schemas"),
        SCHEMAS_READ,
        list_schemas,
        about="List the object types that the account has defined for itself. There are none.",
        answers=(Answer(200, "An empty list.", SchemasAnswer),),
        errors=(401, 403),
    )


def _route(known: KnownType, operation: Operation) -> Route:
    return operation_route(
        operation,
        f"properties.{known.name}.{operation.name}",
        versions("properties", f"/{word(known)}{operation.tail}"),
        known.write if operation.writes else known.read,
        partial(operation.act, known.kind if operation.writes else known),
        about=operation.about.format(known.name),
        family=family("/crm/v3/properties", operation.tail, operation.about, known.name),
    )


def _legacy(known: KnownType) -> Route:
    """The list as a bare array, at every address it ever had."""
    about, room = "List the properties of {0} as older clients do.", f"{word(known)}/properties"
    return api_route(
        f"properties.{known.name}.legacy",
        ("GET",),
        (
            f"/properties/v2/{room}",
            f"/properties/v1/{room}",
            f"/{known.name}/v2/properties",
            f"/{known.name}/v1/properties",
        ),
        known.read,
        partial(list_legacy, known),
        about=about.format(known.name),
        answers=(Answer(200, "All of them.", list[PropertyAnswer]),),
        errors=(401, 403),
        family=family("/properties/v2", "/properties", about, known.name),
    )
