"""The table of addresses: what each one is, which scopes it needs, and by which names it is called.

Every object type gets the same operations; a version (`v3` or a month) and a type's other names are aliases of one
handler. The scopes stand here once, for the check, the 403 body and the documentation alike.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from admittance.crm.access import Act, guarded
from admittance.crm.account_info import get_account
from admittance.crm.answers import (
    AccountAnswer,
    AssociationsAnswer,
    BatchAnswer,
    ObjectAnswer,
    OwnerAnswer,
    OwnersAnswer,
    PageAnswer,
    SearchAnswer,
)
from admittance.crm.associations import list_associations
from admittance.crm.batch import archive_objects, create_objects, read_objects
from admittance.crm.objects import archive_object, create_object, get_object, list_objects, update_object
from admittance.crm.owners import get_owner, get_owners
from admittance.crm.search import search_objects
from admittance.http.body import BodyType
from admittance.http.routes import Answer, Route
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType, ScopeSets

OWNERS_READ: ScopeSets = (("crm.objects.owners.read",),)
ANY_TOKEN: ScopeSets = (("oauth",),)


class Operation(Struct, frozen=True, kw_only=True):
    """One thing that can be done with records of any type. `{0}` in `about` is what they are called."""

    name: str
    method: str
    tail: str
    act: Any
    about: str
    writes: bool = False
    body: bool = False
    answers: tuple[Answer, ...]
    errors: tuple[int, ...] = (400, 401, 403)


_ONE = "/{record_id}"

OPERATIONS = (
    Operation(
        name="list",
        method="GET",
        tail="",
        act=list_objects,
        about="List {0} by id.",
        answers=(Answer(200, "A page.", PageAnswer),),
    ),
    Operation(
        name="create",
        method="POST",
        tail="",
        act=create_object,
        about="Create one of {0}, with associations.",
        writes=True,
        body=True,
        answers=(Answer(201, "The new record.", ObjectAnswer),),
        errors=(400, 401, 403, 409, 415),
    ),
    Operation(
        name="search",
        method="POST",
        tail="/search",
        act=search_objects,
        about="Search {0} by text and filters.",
        body=True,
        answers=(Answer(200, "A page.", SearchAnswer),),
        errors=(400, 401, 403, 415),
    ),
    Operation(
        name="batch_read",
        method="POST",
        tail="/batch/read",
        act=read_objects,
        about="Read up to 100 {0}.",
        body=True,
        answers=(Answer(200, "All of them.", BatchAnswer), Answer(207, "Those that are there.", BatchAnswer)),
        errors=(400, 401, 403, 415),
    ),
    Operation(
        name="batch_create",
        method="POST",
        tail="/batch/create",
        act=create_objects,
        about="Create up to 100 {0}.",
        writes=True,
        body=True,
        answers=(Answer(201, "The new records.", BatchAnswer), Answer(207, "Those without a mistake.", BatchAnswer)),
        errors=(400, 401, 403, 415),
    ),
    Operation(
        name="batch_archive",
        method="POST",
        tail="/batch/archive",
        act=archive_objects,
        about="Archive up to 100 {0}.",
        writes=True,
        body=True,
        answers=(Answer(204, "They are archived."),),
        errors=(400, 401, 403, 415),
    ),
    Operation(
        name="get",
        method="GET",
        tail=_ONE,
        act=get_object,
        about="Read one of {0} by id or by a unique property.",
        answers=(Answer(200, "The record.", ObjectAnswer),),
        errors=(400, 401, 403, 404),
    ),
    Operation(
        name="update",
        method="PATCH",
        tail=_ONE,
        act=update_object,
        about="Change properties of one of {0}.",
        writes=True,
        body=True,
        answers=(Answer(200, "The record as it is now.", ObjectAnswer),),
        errors=(400, 401, 403, 404, 409, 412, 415),
    ),
    Operation(
        name="archive",
        method="DELETE",
        tail=_ONE,
        act=archive_object,
        about="Archive one of {0}.",
        writes=True,
        answers=(Answer(204, "It is archived."),),
        errors=(400, 401, 403, 404, 412),
    ),
)


def crm_routes() -> tuple[Route, ...]:
    """All addresses of the CRM."""
    records = (_route(kind, operation) for kind in OBJECT_TYPES for operation in OPERATIONS)
    links = (_links(kind, target) for kind in OBJECT_TYPES for target in OBJECT_TYPES)
    return (*records, *links, *_of_the_account())


def _route(kind: ObjectType, operation: Operation) -> Route:
    scopes = kind.write if operation.writes else kind.read
    path, *aliases = _paths(kind, (operation.tail,))
    return Route(
        name=f"{kind.name}.{operation.name}",
        methods=(operation.method,),
        path=path,
        aliases=tuple(aliases),
        handler=guarded(scopes, partial(operation.act, kind)),
        about=operation.about.format(kind.name),
        scopes=_sets(scopes),
        bodies=(BodyType.JSON,) if operation.body else (),
        answers=operation.answers,
        errors=operation.errors,
    )


def _links(kind: ObjectType, target: ObjectType) -> Route:
    tails = tuple(f"{_ONE}/associations/{name}" for name in _names(target))
    path, *aliases = _paths(kind, tails)
    return Route(
        name=f"{kind.name}.associations.{target.name}",
        methods=("GET",),
        path=path,
        aliases=tuple(aliases),
        handler=guarded(kind.read, partial(list_associations, kind, target)),
        about=f"List which {target.name} one of {kind.name} is associated with.",
        scopes=_sets(kind.read),
        answers=(Answer(200, "A page.", AssociationsAnswer),),
        errors=(400, 401, 403, 404),
    )


def _of_the_account() -> Iterator[Route]:
    owners = (Answer(200, "A page.", OwnersAnswer),)
    owner = (Answer(200, "The owner.", OwnerAnswer),)
    account = (Answer(200, "The account.", AccountAnswer),)
    listed = ("/crm/v3/owners", "/crm/owners/{month:month}")
    yield _read("owners.list", listed, OWNERS_READ, get_owners, "List owners by id.", owners)
    single = tuple(path + "/{owner_id}" for path in listed)
    yield _read("owners.get", single, OWNERS_READ, get_owner, "Read one owner.", owner)
    details = ("/account-info/v3/details", "/account-info/{month:month}/details")
    about = "The account that the token belongs to."
    yield _read("account_info.details", details, ANY_TOKEN, get_account, about, account)


def _read(
    name: str, paths: tuple[str, ...], scopes: ScopeSets, act: Act, about: str, answers: tuple[Answer, ...]
) -> Route:
    return Route(
        name=name,
        methods=("GET",),
        path=paths[0],
        aliases=paths[1:],
        handler=guarded(scopes, act),
        about=about,
        scopes=_sets(scopes),
        answers=answers,
        errors=(400, 401, 403, 404),
    )


def _paths(kind: ObjectType, tails: tuple[str, ...]) -> list[str]:
    """Every form of an address, the usual one first."""
    return [
        f"{room}/{name}{tail}"
        for room in ("/crm/v3/objects", "/crm/objects/{month:month}")
        for name in _names(kind)
        for tail in tails
    ]


def _names(kind: ObjectType) -> tuple[str, str, str]:
    return kind.name, kind.singular, kind.type_id


def _sets(scopes: ScopeSets) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(needed) for needed in scopes)
