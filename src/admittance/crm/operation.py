"""One thing that can be done with a token: a row of the route tables, and the route that it becomes."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from admittance.crm.access import Act, guarded
from admittance.http.body import BodyType
from admittance.http.call_rates import RatePolicy
from admittance.http.routes import Answer, Family, Parameter, Route
from admittance.usecases.crm.object_types import ScopeSets


class Operation(Struct, frozen=True, kw_only=True):
    """A row of a table that holds for several object types.

    `tail` follows the address that the rows of the table have in common. `act` is an `Act` that takes the object types
    first. `{0}` in `about` stands for what the records are called. `errors` without the one about content types, which
    whatever takes a `body` answers.
    """

    name: str
    methods: tuple[str, ...]
    tail: str = ""
    act: Any
    about: str
    writes: bool = False
    body: Any = None
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[Answer, ...]
    errors: tuple[int, ...] = (400, 401, 403)
    policy: RatePolicy = RatePolicy.ROLLING


def api_route(
    name: str,
    methods: tuple[str, ...],
    paths: Sequence[str],
    scopes: ScopeSets,
    act: Act,
    *,
    about: str,
    answers: tuple[Answer, ...],
    errors: tuple[int, ...],
    body: Any = None,
    parameters: tuple[Parameter, ...] = (),
    policy: RatePolicy = RatePolicy.ROLLING,
    family: Family | None = None,
) -> Route:
    """An address for apps. `scopes` stand here once: for the check, the 403 body and the documentation alike."""
    return Route(
        name=name,
        methods=methods,
        path=paths[0],
        aliases=tuple(paths[1:]),
        handler=guarded(scopes, act, policy),
        about=about,
        scopes=tuple(frozenset(needed) for needed in scopes),
        bodies=() if body is None else (BodyType.JSON,),
        takes=body,
        parameters=parameters,
        answers=answers,
        errors=errors if body is None else (*errors, 415),
        family=family,
    )


def operation_route(
    operation: Operation, name: str, paths: Sequence[str], scopes: ScopeSets, act: Act, *, about: str, family: Family
) -> Route:
    """The route of a table's row, once its object types are known."""
    return api_route(
        name,
        operation.methods,
        paths,
        scopes,
        act,
        about=about,
        answers=operation.answers,
        errors=operation.errors,
        body=operation.body,
        parameters=operation.parameters,
        policy=operation.policy,
        family=family,
    )
