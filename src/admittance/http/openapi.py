"""The OpenAPI 3.1 document, made from the route tables: nothing is written down twice."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from admittance.http.body import BodyType
from admittance.http.cookies import SESSION, named_at
from admittance.http.csrf import HEADER
from admittance.http.error_answers import RateLimited
from admittance.http.routes import Answer, Edge, Route, written_path

VERSION = "0.1.0"
"""Of the API, as the document says it."""
_REFS = "#/components/schemas/{name}"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")
_KINDS: Mapping[str, dict[str, Any]] = {
    "": {"type": "string", "minLength": 1},
    "int": {"type": "integer", "minimum": 0, "maximum": 10**15 - 1},
    "month": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "version": {"type": "string", "pattern": "^(v1|v3|[0-9]{4}-(0[1-9]|1[0-2]))$"},
}
_SAID = {
    400: "Something about the request makes no sense.",
    401: "No token, or one that does not work.",
    403: "The token lacks a scope, or its person a right.",
    404: "Not there, or not there for whoever asks.",
    409: "Something like it is there already.",
    410: "What it is about is gone.",
    412: "The record has another version.",
    413: "The body is too large.",
    415: "The body's content type or coding is not one that the address takes.",
    429: "Too often: `Retry-After` says when to come back.",
    503: "The server is busy, or its database does not answer.",
}

_SAID_TO_PEOPLE = {
    401: "Nobody is signed in.",
    403: "No token of this session, or nothing that this person may do.",
    409: "Things have changed since: `outcome` says how, `state` where the case stands.",
    429: "Too often within a day.",
}
"""What differs where a script acts as a signed-in person."""


class Op(Struct, frozen=True):
    """Everything that one path and method of the document stand for: one route, or those of a family."""

    path: str
    method: str
    routes: tuple[Route, ...]
    problem: Any

    @property
    def first(self) -> Route:
        """A route that speaks for all."""
        return self.routes[0]


def openapi_document(
    edges: Iterable[Edge], *, base_url: str, version: str, scopes: Mapping[str, str]
) -> dict[str, Any]:
    """The document of every route that answers with a documented type or with nothing. `scopes`: name -> what it is."""
    ops = _operations(edges)
    schemas = _Schemas(ops)
    paths: dict[str, dict[str, Any]] = {}
    for op in ops:
        paths.setdefault(_PLACEHOLDER.sub(r"{\1}", op.path), {})[op.method.lower()] = _operation(op, schemas)
    needed = sorted({scope for op in ops for route in op.routes for found in route.scopes for scope in found})
    return {
        "openapi": "3.1.0",
        "info": {"title": "Admittance", "version": version, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {
                "oauth": _security(base_url, {scope: scopes.get(scope, scope) for scope in needed}),
                **(_session(base_url) if any(op.first.session for op in ops) else {}),
            },
        },
    }


def _operations(edges: Iterable[Edge]) -> list[Op]:
    known: dict[tuple[str, str], list[Route]] = {}
    problems: dict[tuple[str, str], Any] = {}
    for edge in edges:
        for route in edge.routes:
            path = route.family.path if route.family is not None else written_path(route.path)
            for method in route.methods:
                if edge.problem is not None and method != "HEAD":
                    known.setdefault((path, method), []).append(route)
                    problems[path, method] = edge.problem
    return [Op(path, method, tuple(routes), problems[path, method]) for (path, method), routes in known.items()]


class _Schemas:
    """JSON schemas of every type that is taken or answered."""

    def __init__(self, ops: Iterable[Op]) -> None:
        told = {id(model): model for op in ops for model in _models(op)}
        self._types = list(told.values())
        schemas, self.components = msgspec.json.schema_components(self._types, ref_template=_REFS)
        self._schemas = {id(model): schema for model, schema in zip(self._types, schemas, strict=True)}

    def of(self, model: Any) -> dict[str, Any]:
        """The schema of `model`, or a reference to it."""
        return self._schemas[id(model)]


def _models(op: Op) -> Iterable[Any]:
    route = op.first
    taken = (route.takes, *(parameter.kind for parameter in route.parameters))
    answered = (answer.model for answer in route.answers)
    return [model for model in (*taken, *answered, op.problem, RateLimited) if model is not None]


def _operation(op: Op, schemas: _Schemas) -> dict[str, Any]:
    route = op.first
    told: dict[str, Any] = {
        "operationId": f"{operation_name(route)}.{op.method.lower()}"
        if len(route.methods) > 1
        else operation_name(route),
        "summary": route.about if route.family is None else route.family.about,
        "parameters": [*_path_parameters(op), *_parameters(route, schemas)],
        "responses": _responses(op, schemas),
    }
    if route.takes is not None:
        kinds = (BodyType.JSON,) if route.session else route.bodies
        content = {kind.value: {"schema": schemas.of(route.takes)} for kind in kinds}
        told["requestBody"] = {"required": True, "content": content}
    if route.scopes:
        told["security"] = _needed(op)
        told["x-scopes"] = {_called(one): [sorted(found) for found in one.scopes] for one in op.routes}
    if route.session:
        told["security"] = [{"session": []} if op.method == "GET" else {"session": [], "csrf": []}]
    return told


def operation_name(route: Route) -> str:
    """The route's name; that of its family where it is of one: without the object types."""
    types = {name for _, name in route.family.types} if route.family is not None else set[str]()
    parts = [part for part in route.name.split(".") if part not in types]
    return ".".join(parts if len(parts) > 1 or not types else ["records", *parts])


def _called(route: Route) -> str:
    """Which of a family a route is."""
    return "*" if route.family is None else " and ".join(name for _, name in route.family.types)


def _needed(op: Op) -> list[dict[str, list[str]]]:
    """OR of ANDs; within a family the types differ, and `x-scopes` says how."""
    if len(op.routes) > 1:
        return [{"oauth": []}]
    return [{"oauth": sorted(found)} for found in op.first.scopes]


def _path_parameters(op: Op) -> list[dict[str, Any]]:
    types: dict[str, list[str]] = {}
    for route in op.routes:
        for placeholder, name in route.family.types if route.family is not None else ():
            types.setdefault(placeholder, []).append(name)
    found = []
    for name, kind in _PLACEHOLDER.findall(op.path):
        schema = {"type": "string", "enum": list(dict.fromkeys(types[name]))} if name in types else _KINDS[kind]
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    return found


def _parameters(route: Route, schemas: _Schemas) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "in": "header" if one.header else "query",
            "description": one.about,
            "schema": schemas.of(one.kind),
        }
        for one in route.parameters
    ]


def _responses(op: Op, schemas: _Schemas) -> dict[str, Any]:
    responses = {str(answer.status): _answer(answer, schemas) for answer in op.first.answers}
    for status in sorted(_errors(op)):
        model = RateLimited if status == 429 and op.first.scopes else op.problem
        words = _SAID | _SAID_TO_PEOPLE if op.first.session else _SAID
        said = {"description": words[status], "content": _json(schemas.of(model))}
        responses.setdefault(str(status), said)
    return responses


def _errors(op: Op) -> set[int]:
    """The errors of the routes, and those that any address of its kind has."""
    route = op.first
    found = {status for one in op.routes for status in one.errors} | {503}
    if _PLACEHOLDER.search(op.path):
        found |= {404}
    if route.scopes:
        found |= {401, 429}
    if BodyType.JSON in route.bodies or BodyType.FORM in route.bodies:
        found |= {413, 415}
    return found


def _answer(answer: Answer, schemas: _Schemas) -> dict[str, Any]:
    said: dict[str, Any] = {"description": answer.about}
    if answer.model is not None:
        said["content"] = _json(schemas.of(answer.model))
    return said


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _security(base_url: str, scopes: Sequence[str] | Mapping[str, str]) -> dict[str, Any]:
    flow = {
        "authorizationUrl": f"{base_url}/oauth/authorize",
        "tokenUrl": f"{base_url}/oauth/v3/token",
        "refreshUrl": f"{base_url}/oauth/v3/token",
        "scopes": scopes,
    }
    return {"type": "oauth2", "flows": {"authorizationCode": flow}}


def _session(base_url: str) -> dict[str, Any]:
    """A browser's session, and the token that shows that what is sent is its person's own doing."""
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": named_at(base_url, SESSION),
            "description": "The cookie of somebody who has signed in at /sign-in. What is asked and done is theirs.",
        },
        "csrf": {
            "type": "apiKey",
            "in": "header",
            "name": HEADER.decode(),
            "description": "`csrf` of a case's state. It may stand in the body instead, under the same name.",
        },
    }
