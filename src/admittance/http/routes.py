"""Route tables: what an edge answers to, as values that the dispatcher, the documentation and the tests read."""

import re
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, TypeAlias

from msgspec import Struct

from admittance.http.body import BodyType
from admittance.http.problems import Shape
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services

Handler: TypeAlias = Callable[[Services, Request], Awaitable[Response]]


class Audience(StrEnum):
    """Who calls an address."""

    PEOPLE = "people"
    APPS = "apps"
    OPERATORS = "operators"


class Answer(Struct, frozen=True):
    """One thing a route answers. `model` is the Struct behind the JSON, None for a page or an empty body."""

    status: int
    about: str
    model: Any = None


class Parameter(Struct, frozen=True, kw_only=True):
    """Something a route takes in its query or in a header, for documentation. `kind` is a type of one value."""

    name: str
    about: str
    kind: Any = str
    header: bool = False


class Family(Struct, frozen=True):
    """What routes share that differ in an object type only: a template, what they do, and which type this one is of
    (placeholder -> plural).
    """

    path: str
    about: str
    types: tuple[tuple[str, str], ...]


class Route(Struct, frozen=True, kw_only=True):
    """One address.

    `path` is a template: `{name}` takes one segment, `{name:int}` a decimal number below 10^15, `{name:month}` a
    YYYY-MM, `{name:version}` v1, v3 or a YYYY-MM, `{name:rest}` everything that is left (last only), `{one|other}` any
    of these words in any case, the usual one first. `aliases` are further templates of the same handler. A trailing
    slash is tolerated everywhere. HEAD is answered only where it is listed. `bodies` are the content types taken,
    checked before the handler runs; an empty tuple reads no body. `takes` is the type behind a body, for documentation.
    `scopes` is "any of several sets" (product rule 10) for addresses that take a bearer token. `shape` replaces the
    edge's. `always` ones are answered also when there are too many connections. `family` is the template that routes
    share which differ in an object type only: the documentation tells them as one. Of a `streamed` route the handler
    reads the body itself, from `request.incoming`, up to `max_upload_bytes`. A `session` route acts as the signed-in
    person; of one the documentation tells the JSON that scripts send and get, not the pages.
    """

    name: str
    methods: tuple[str, ...]
    path: str
    handler: Handler
    about: str
    audience: Audience = Audience.APPS
    aliases: tuple[str, ...] = ()
    scopes: tuple[frozenset[str], ...] = ()
    bodies: tuple[BodyType, ...] = ()
    takes: Any = None
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[Answer, ...] = ()
    errors: tuple[int, ...] = ()
    shape: Shape | None = None
    always: bool = False
    family: Family | None = None
    streamed: bool = False
    session: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The path with its aliases."""
        return (self.path, *self.aliases)


class Edge(Struct, frozen=True, kw_only=True):
    """A web edge: its routes, and how it writes a problem. `prefixes` ("/crm/") tell which edge answers for an address
    that no route has; the longest wins, and one edge holds "/". `problem` is the type behind problems in JSON; None for
    pages, which the documentation of the API leaves out.
    """

    name: str
    prefixes: tuple[str, ...]
    routes: tuple[Route, ...]
    shape: Shape
    problem: Any = None


_CHOICES = re.compile(r"\{([a-z0-9_-]+(?:\|[a-z0-9_-]+)+)\}")


def choices_of(segment: str) -> tuple[str, ...]:
    """The words of a segment `{one|other}`; none for any other segment."""
    found = _CHOICES.fullmatch(segment)
    return tuple(found[1].split("|")) if found else ()


def written_path(path: str) -> str:
    """A template with the usual word of every choice, as logs and documentation write it."""
    return _CHOICES.sub(lambda found: found[1].split("|")[0], path) if "|" in path else path
