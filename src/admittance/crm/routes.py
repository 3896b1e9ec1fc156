"""The table of addresses: what each one is, which scopes it needs, and by which names it is called.

Every object type gets the same operations; a version (`v3` or a month) and a type's other names are aliases of one
handler. The scopes stand here once, for the check, the 403 body and the documentation alike.
"""

from collections.abc import Iterator
from functools import partial

from admittance.crm import told
from admittance.crm.account_info import get_account
from admittance.crm.answers import AccountAnswer, OwnerAnswer, OwnersAnswer
from admittance.crm.association_routes import association_routes
from admittance.crm.operation import Operation, api_route, operation_route
from admittance.crm.operations import OPERATIONS
from admittance.crm.owners import get_owner, get_owners
from admittance.crm.paths import family, versions, word
from admittance.crm.pipeline_routes import pipeline_routes
from admittance.crm.property_routes import property_routes
from admittance.crm.settings_routes import ANY_TOKEN, settings_routes
from admittance.http.routes import Answer, Route
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType, ScopeSets

OWNERS_READ: ScopeSets = (("crm.objects.owners.read",),)
_ERRORS = (400, 401, 403, 404)


def crm_routes() -> tuple[Route, ...]:
    """All addresses of the CRM."""
    records = (_route(kind, operation) for kind in OBJECT_TYPES for operation in OPERATIONS)
    return (
        *records,
        *association_routes(),
        *property_routes(),
        *pipeline_routes(),
        *settings_routes(),
        *_of_the_account(),
    )


def _route(kind: ObjectType, operation: Operation) -> Route:
    tail = f"/{word(kind)}{operation.tail}"
    return operation_route(
        operation,
        f"{kind.name}.{operation.name}",
        # Bulk readers list records under v4, too, beside the associations there.
        (*versions("objects", tail), f"/crm/v4/objects{tail}"),
        kind.write if operation.writes else kind.read,
        partial(operation.act, kind),
        about=operation.about.format(kind.name),
        family=family("/crm/v3/objects", operation.tail, operation.about, kind.name),
    )


def _of_the_account() -> Iterator[Route]:
    owners = ("/crm/v3/owners", "/crm/owners/{month:month}")
    yield api_route(
        "owners.list",
        ("GET",),
        owners,
        OWNERS_READ,
        get_owners,
        about="List owners by id.",
        parameters=(told.limit(500), told.AFTER, told.EMAIL, told.ARCHIVED),
        answers=(Answer(200, "A page.", OwnersAnswer),),
        errors=_ERRORS,
    )
    yield api_route(
        "owners.get",
        ("GET",),
        [path + "/{owner_id}" for path in owners],
        OWNERS_READ,
        get_owner,
        about="Read one owner.",
        parameters=(told.ID_PROPERTY, told.ARCHIVED),
        answers=(Answer(200, "The owner.", OwnerAnswer),),
        errors=_ERRORS,
    )
    yield api_route(
        "account_info.details",
        ("GET",),
        ("/account-info/v3/details", "/account-info/{month:month}/details"),
        ANY_TOKEN,
        get_account,
        about="The account that the token belongs to.",
        answers=(Answer(200, "The account.", AccountAnswer),),
        errors=_ERRORS,
    )
