"""The table of addresses: what each one is, which scopes it needs, and by which names it is called.

Every object type gets the same operations; a version (`v3` or a month) and a type's other names are aliases of one
handler. The scopes stand here once, for the check, the 403 body and the documentation alike.
"""

from collections.abc import Iterator
from functools import partial

from admittance.crm import told
from admittance.crm.access import Act, guarded
from admittance.crm.account_info import get_account
from admittance.crm.answers import (
    AccountAnswer,
    OwnerAnswer,
    OwnersAnswer,
)
from admittance.crm.association_routes import association_routes
from admittance.crm.operations import OPERATIONS, Operation
from admittance.crm.owners import get_owner, get_owners
from admittance.crm.paths import family, versions, word
from admittance.crm.pipeline_routes import pipeline_routes
from admittance.crm.property_routes import property_routes
from admittance.crm.settings_routes import settings_routes
from admittance.http.body import BodyType
from admittance.http.routes import Answer, Parameter, Route
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType, ScopeSets

OWNERS_READ: ScopeSets = (("crm.objects.owners.read",),)
ANY_TOKEN: ScopeSets = (("oauth",),)


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
    scopes = kind.write if operation.writes else kind.read
    tail = f"/{word(kind)}{operation.tail}"
    path, *aliases = versions("objects", tail)
    aliases.append(f"/crm/v4/objects{tail}")  # why: bulk readers list records there, beside the associations of v4
    return Route(
        name=f"{kind.name}.{operation.name}",
        methods=(operation.method,),
        path=path,
        aliases=tuple(aliases),
        handler=guarded(scopes, partial(operation.act, kind), operation.policy),
        about=operation.about.format(kind.name),
        scopes=_sets(scopes),
        bodies=() if operation.body is None else (BodyType.JSON,),
        takes=operation.body,
        parameters=operation.parameters,
        answers=operation.answers,
        errors=operation.errors,
        family=family("/crm/v3/objects", operation.tail, operation.about, kind.name),
    )


def _of_the_account() -> Iterator[Route]:
    owners = (Answer(200, "A page.", OwnersAnswer),)
    owner = (Answer(200, "The owner.", OwnerAnswer),)
    account = (Answer(200, "The account.", AccountAnswer),)
    listed = ("/crm/v3/owners", "/crm/owners/{month:month}")
    taken: tuple[Parameter, ...] = (told.limit(500), told.AFTER, told.EMAIL, told.ARCHIVED)
    yield _read("owners.list", listed, OWNERS_READ, get_owners, "List owners by id.", owners, taken)
    single = tuple(path + "/{owner_id}" for path in listed)
    taken = (told.ID_PROPERTY, told.ARCHIVED)
    yield _read("owners.get", single, OWNERS_READ, get_owner, "Read one owner.", owner, taken)
    details = ("/account-info/v3/details", "/account-info/{month:month}/details")
    about = "The account that the token belongs to."
    yield _read("account_info.details", details, ANY_TOKEN, get_account, about, account)


def _read(
    name: str,
    paths: tuple[str, ...],
    scopes: ScopeSets,
    act: Act,
    about: str,
    answers: tuple[Answer, ...],
    parameters: tuple[Parameter, ...] = (),
) -> Route:
    return Route(
        name=name,
        methods=("GET",),
        path=paths[0],
        aliases=paths[1:],
        handler=guarded(scopes, act),
        about=about,
        scopes=_sets(scopes),
        parameters=parameters,
        answers=answers,
        errors=(400, 401, 403, 404),
    )


def _sets(scopes: ScopeSets) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(needed) for needed in scopes)
