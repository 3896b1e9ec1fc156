"""Random requests made from the OpenAPI document, each answer held against it."""

import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec import Struct
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.seasoning import season
from tests.fuzz.server import Target

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TURNS = 6
"""Requests of one draw: an invalid one, a valid one, and that one with things in it that are there. Drawing takes most
of the time."""
LAST = ("installs.remove",)
"""What ends every token: at the very end, with a token of its own."""


class Wrong(Struct, frozen=True):
    """An answer that is not what the document says."""

    operation: str
    what: str


class Run(Struct):
    """How it went. `statuses` counts answers."""

    statuses: Counter[int]
    wrong: list[Wrong]

    @property
    def sent(self) -> int:
        """How many requests were answered."""
        return self.statuses.total()


def fuzz(
    target: Target,
    wanted: int,
    first_seed: int = 0,
    turns: int = TURNS,
    told: Callable[[str], None] | None = None,
) -> Run:
    """Send about `wanted` requests, evenly over all operations; what is wrong is collected, one of a kind each."""
    document = requests.get(f"{target.address}/openapi.json", timeout=10).json()
    schema = schemathesis.openapi.from_dict(closed(document))
    operations = [found.ok() for found in schema.get_all_operations()]
    operations.sort(key=lambda one: one.definition.raw["operationId"] in LAST)
    each, run = max(1, -(-wanted // len(operations))), Run(Counter(), [])
    with requests.Session() as session:
        for number, operation in enumerate(operations):
            name = operation.definition.raw["operationId"]
            # A token of its own for each operation: they work for half an hour, and all of this takes longer.
            session.headers.update(target.session | {"authorization": f"Bearer {target.token()}"})
            target.refill()
            before = Counter(run.statuses)
            problem = _ask(operation, target, session, run, (each, turns), first_seed + number)
            if problem is not None:
                run.wrong.append(Wrong(name, problem))
            if told is not None:
                told(f"{name}: {dict(Counter(run.statuses) - before)}{', WRONG' if problem else ''}")
    return run


def _ask(
    operation: Any, target: Target, session: requests.Session, run: Run, size: tuple[int, int], start: int
) -> str | None:
    """The smallest request whose answer is wrong; None where none was. `size`: requests, and how many of one draw."""
    valid = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    # A request that nothing can be wrong about (no parameter, no body) has no invalid form.
    takes = operation.definition.raw["parameters"] or operation.body
    invalid = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE) if takes else valid
    each, turns = size if takes else (size[0], 2)
    guarded = "security" in operation.definition.raw and operation.definition.raw["operationId"] not in LAST

    @seed(start)
    @settings(
        max_examples=-(-each // turns),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        print_blob=False,
    )
    @given(case=valid, other=invalid, salt=st.integers(0, 2**32))
    def one(case: Any, other: Any, salt: int) -> None:
        send(other)
        chance, plain = random.Random(salt), (dict(case.path_parameters or {}), case.body)
        for turn in range(turns - 1):
            case.path_parameters, case.body = dict(plain[0]), plain[1]
            if turn:
                season(case, target.records, chance)
            send(case)

    def send(case: Any) -> None:
        response = case.call(base_url=target.address, session=session, timeout=20)
        run.statuses[response.status_code] += 1
        assert not (guarded and response.status_code == 401), "the token does not work any more"
        case.validate_response(response, checks=CHECKS)

    try:
        one()
    except (Failure, FailureGroup) as problem:
        return str(problem)
    except Exception as problem:  # why: whatever else it is, the run goes on and says so
        return f"{type(problem).__name__}: {problem}"
    return None


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with nothing allowed in an answer that it does not name."""
    document = copy.deepcopy(document)
    schemas = document["components"]["schemas"]
    operations = [told for found in document["paths"].values() for told in found.values()]
    taken = _reached([told.get("requestBody") for told in operations], schemas)
    for name in _reached([told["responses"] for told in operations], schemas) - taken:
        if "properties" in schemas[name]:
            schemas[name].setdefault("additionalProperties", False)
    return document


def _reached(parts: Any, schemas: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = list(_named(parts))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _named(schemas[name])
    return found


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _named(one)
